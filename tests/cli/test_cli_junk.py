"""An import of a folder as it lies on a disk: what is none of demodb's is passed over, and faults are told in proportion."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import struct
from pathlib import Path
from typing import Any

import pytest
from fixture_types import Command, CustomersFile, WriteJson
from unreadable import too_deep_to_list

ACME = "Acme Ltd"
CARD = {"id": "a", "title": "Call", "status": "todo", "priority": "low", "createdAt": "2026-01-01"}
ADVICE = {"id": "r-1", "title": "Upsell", "priority": "high", "createdAt": "2026-01-01", "confidence": 80}
TEXTS = {
    "tsconfig.json": '{\n  // strict\n  "compilerOptions": {"strict": true,},\n}\n',
    "package.json": '{"name": "app", "version": "1.0.0", "dependencies": {"zod": "3"}}',
    "package-lock.json": '{"name": "app", "lockfileVersion": 3, "packages": {}}',
    "composer.json": "\ufeff{}",
    "public/manifest.json": '{"short_name": "App", /* icons */ "icons": []}',
    "src/actions/index.ts": "export const actions = []",
    "src/actions/schema.json": '{"type": "object", "properties": {"role": {"type": "string"}}}',
    "src/strategy/params.json": '{"window": 20}',
    "src/competitors/urls.json": '[{"name": "Acme", "url": "https://acme.example"}]',
    "chat.json": '[{"role": "user", "content": "Hello"}]',
    "issues.json": json.dumps([CARD | {"status": "In Review"}]),
    "personas.json": '{"painPoints": ["slow", "dear"]}',
    "top-headlines.json": '{"status": "ok", "totalResults": 0, "articles": []}',
    "shop.json": '{"customers": [{"id": 1, "email": "a@example.com"}]}',
    "data/dashboard-data.json": '{"totalARR": 1, "customers": 5, "opportunities": []}',
    "data/dm-opportunities.json": '{"summary": {}, "opportunities": [{"customer": "Acme Ltd", "title": "x", "arr": 5}]}',
    "data/intelligence/prompts/acme.txt": "Write about Acme Ltd.",
    "data/account-plans/dm-recommendations/acme-ltd.json": json.dumps([ADVICE, ADVICE | {"status": "todo"}]),
    "data/account-plans/dm-recommendations/somebody.json": json.dumps([CARD]),
    "not-finite.json": '{"loss": NaN}',
    "empty.json": "",
    "deep.json": "[" * 100_000,
    "README.md": "# App",
    "letter.doc": "",
    "old.xls": "",
    "report.pdf": "%PDF-1.7",
    "prices.ods": "PK",
    ".git/config": "[core]",
    ".git/objects/aa/customers_x.json": '{"bu_name": "Kandy", "customers": [}',
    "node_modules/x/package.json": "{",
    "node_modules/x/account-plans/actions/acme.json": "{",
    ".venv/lib/actions/x.json": "{",
    "lib/__pycache__/customers.json": "{",
    "~$portfolio.xlsx": "locked",
    ".DS_Store": "\0\0",
    ".gitignore": "build/\n*.log\n",
    ".demodbignore": "/drafts\n",
    "build/customers_kandy_all.json": "{",
    "drafts/customers_kandy_all.json": "{",
    "x.log": "x",
}
"""Files as they lie beside a portfolio in a project of an app, none of them demodb's."""


@pytest.fixture
def disk(tmp_path: Path, customers_file: CustomersFile, write_json: WriteJson) -> Path:
    """A folder with a portfolio of one account, its plan, and all the junk."""
    folder = tmp_path / "disk"
    for name, text in TEXTS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    for name in ("letter.doc", "old.xls"):
        (folder / name).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    (folder / "logo.png").write_bytes(b"\x89PNG\r\n" + bytes(100))
    (folder / "photos.zip").write_bytes(b"PK\x03\x04" + struct.pack("<4H2LH", 0, 0, 1, 1, 50, 10, 0))
    (folder / "a").symlink_to(folder, target_is_directory=True)
    (folder / "gone").symlink_to("nowhere")
    customers_file(folder / "data", "Kandy", [(ACME, 1000, 0)])
    write_json(folder / "data" / "account-plans" / "actions" / "acme-ltd.json", [CARD])
    return folder


def test_a_folder_as_it_lies_on_a_disk_is_imported_without_an_error_or_an_orphan(demodb: Command, disk: Path) -> None:
    done = demodb("import", "--json", disk)
    assert (done.code, done.err) == (0, "")
    report = done.json
    assert (report["errors"], report["orphans"], report["warnings"]) == ([], [], [])
    assert (report["accounts"], report["tables"]["action_item"]["new"]) == (1, 1)
    assert {kind: count for kind, count in report["files"].items() if kind != "not recognised"} == {"customers": 1, "plan": 1}


def test_what_is_passed_over_is_told_but_for_what_nobody_asks_for(demodb: Command, disk: Path) -> None:
    passed_over = {entry["path"]: entry["why"] for entry in demodb("import", "--json", disk).json["passedOver"]}
    silent = [name for name in TEXTS if str(disk / name) not in passed_over]
    assert silent == list(TEXTS)[list(TEXTS).index(".git/config") :]
    assert passed_over[str(disk / "tsconfig.json")].startswith("line 2 column 3: is not JSON")
    assert passed_over[str(disk / "data/dm-opportunities.json")] == "JSON of an unknown shape"
    assert passed_over[str(disk / "data/account-plans/dm-recommendations/somebody.json")] == "JSON of an unknown shape"
    assert (
        passed_over[str(disk / "old.xls")]
        == "an old workbook: open it in Excel and save it as .xlsx, or the sheet as .csv, and name that file"
    )


def test_the_same_folder_again_changes_nothing_and_is_as_quiet(demodb: Command, disk: Path) -> None:
    demodb("import", disk)
    again = demodb("import", "--json", disk).json
    assert (again["unchanged"], again["errors"], again["orphans"]) == (2, [], [])
    assert "Failed" not in demodb("source", "list").out


@pytest.mark.parametrize("name", ["old.xls", "letter.doc", "report.pdf", "prices.ods"])
def test_a_table_in_another_programs_format_that_is_named_is_an_error_that_says_what_to_do(
    demodb: Command, disk: Path, name: str
) -> None:
    done = demodb("import", disk / name)
    assert done.code == 4
    assert f"Error: {disk / name}: is a" in done.err
    assert re.search(r"save it as \.xlsx(, or the sheet as| or) \.csv", done.err)


def test_json_that_cannot_be_read_is_an_error_where_it_is_named(demodb: Command, disk: Path) -> None:
    done = demodb("import", disk / "tsconfig.json")
    assert done.code == 4
    assert f"Error: {disk / 'tsconfig.json'}: line 2 column 3: is not JSON" in done.err


@pytest.mark.slow
def test_a_file_that_was_read_before_and_cannot_be_any_more_is_an_error_until_it_can(demodb: Command, disk: Path) -> None:
    path = (disk / "data" / "customers_kandy_all.json").rename(disk / "data" / "list.json")
    text = path.read_text("utf-8")
    assert demodb("import", disk).code == 0
    path.write_text("cut off", "utf-8")
    for _ in range(2):
        done = demodb("import", disk)
        assert (done.code, f"{path}: line 1 column 1: is not JSON" in done.err) == (4, True)
    path.write_text(text, "utf-8")
    assert demodb("import", disk).code == 0


def test_of_what_is_none_of_ours_no_more_is_read_than_its_beginning(demodb: Command, disk: Path) -> None:
    with (disk / "video.mp4").open("wb") as video:
        os.truncate(video.fileno(), 2**40)
    assert demodb("import", disk).code == 0


def test_what_a_walk_cannot_enter_or_understand_is_told_and_the_rest_is_read(demodb: Command, disk: Path) -> None:
    too_deep_to_list(disk)
    (disk / "out").symlink_to(disk.parent, target_is_directory=True)
    (disk / "data" / ".gitignore").write_text("a\\\n")
    done = demodb("import", "--verbose", disk)
    assert done.code == 4
    assert "File name too long; what is in it is left out" in done.err
    assert f"Warning: {disk / 'data' / '.gitignore'}: line 1: is no pattern: the line is passed over" in done.err
    assert f"{disk / 'out'}: a link that leads out of the folder: name {disk.parent} if you mean it" in done.out
    assert ACME in demodb("account", "list").out


@pytest.fixture
def faulty(tmp_path: Path, customers_file: CustomersFile, write_json: WriteJson) -> Path:
    """A folder with a good list, 100 news files of five faults each, 40 orphans and 30 aliases of nobody."""
    folder = tmp_path / "faulty"
    customers_file(folder, "Kandy", [(ACME, 1000, 0)])
    article: dict[str, Any] = {"title": "x", "url": "", "source": "", "published": "", "summary": "", "relevance_score": 7000}
    for number in range(100):
        value = {"customer_name": f"Name {number}", "last_updated": "", "articles": [article] * 5}
        write_json(folder / "news" / f"Name_{number:03}_news.json", value)
    for number in range(40):
        write_json(folder / "account-plans" / "actions" / f"nobody-{number:02}.json", [])
    aliases = "\n".join(f'"Alias {number}" = "Nobody {number}"' for number in range(30))
    (folder / "demodb.toml").write_text(f"[aliases]\n{aliases}\n", "utf-8")
    return folder


def test_of_one_kind_of_fault_three_are_shown_and_the_rest_is_counted(demodb: Command, faulty: Path) -> None:
    done = demodb("import", faulty)
    assert done.code == 4
    lines = done.err.splitlines()
    errors = [number for number, line in enumerate(lines) if line.startswith("Error: ")]
    warnings = [number for number, line in enumerate(lines) if line.startswith("Warning: ")]
    assert (len(errors), len(warnings), len([line for line in lines if line.startswith("Orphan: ")])) == (3, 3, 20)
    assert "Name_000_news.json: $.articles[0].relevance_score: expected less than or equal to 1, found 7000" in lines[errors[0]]
    assert lines[errors[-1] + 1] == "  … and 497 more in 100 files: `--verbose` or `--json` lists all"
    assert lines[warnings[-1] + 1] == "  … and 27 more: `--verbose` or `--json` lists all"
    assert lines[-2:] == ["500 errors in 100 files: mend them and import again.", "Next: demodb import PATH"]
    assert len(lines) < 40


@pytest.mark.slow
@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize("command", ["import", "sync", "prepare"])
def test_verbose_lists_all(demodb: Command, tmp_path: Path, command: str) -> None:
    (tmp_path / "demodb.toml").write_text('sources = ["faulty"]\n', "utf-8")
    done = demodb(command, "--verbose")
    begin = ("Error: faulty/news/", "Warning: alias ", "Orphan: faulty/")
    assert [len([line for line in done.err.splitlines() if line.startswith(each)]) for each in begin] == [500, 30, 40]
    assert "… and" not in done.err


def test_the_json_report_lists_all(demodb: Command, faulty: Path) -> None:
    report = demodb("import", "--json", faulty).json
    assert (len(report["errors"]), len(report["warnings"]), len(report["orphans"])) == (500, 30, 40)


def test_the_summary_comes_last_and_fits_on_a_screen(tmp_path: Path, demodb: Command, faulty: Path) -> None:
    for number in range(60):
        (faulty / f"{number}.txt").write_text("x", "utf-8")
    lines = demodb("import", faulty).out.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("Read "))
    assert lines[0] == "Passed over (60):"
    assert lines[start - 2] == "  … and 40 more: `--verbose` or `--json` lists all"
    assert lines[start + 1] == "The store has 1 customer record of 1 account."
    assert len(lines) - start < 20
    assert sqlite3.connect(tmp_path / "demodb.db").execute("SELECT count(*) FROM account").fetchone() == (1,)


def test_news_with_scores_in_percent_are_mended_and_told_in_one_line(
    demodb: Command, faulty: Path, write_json: WriteJson, customers_file: CustomersFile
) -> None:
    shutil.rmtree(faulty / "news")
    customers_file(faulty, "Kandy", [(f"Name {number}", 1000, 0) for number in range(127)])
    article = {"title": "x", "url": "", "source": "", "published": "", "summary": "", "relevance_score": 88}
    for number in range(127):
        value = {"customer_name": f"Name {number}", "last_updated": "", "articles": [article] * 5}
        write_json(faulty / "news" / f"{number:03}_news.json", value)
    done = demodb("import", faulty)
    assert done.code == 0
    title, line, *_ = done.out.splitlines()
    first = ", ".join(str(faulty / "news" / f"{number:03}_news.json") for number in range(3))
    assert title == "Repaired (1):"
    assert line == f"  127 files: relevance scores were in percent, divided by 100: {first}, … and 124 more"
    assert demodb("import", "--json", "--dry-run", faulty).json["repairs"] == []


def test_a_table_that_is_no_list_of_customers_is_passed_over_unless_it_is_named(demodb: Command, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "accounts.csv").write_text("Customer,ARR\nVestholm,100\n", "utf-8")
    (folder / "bank.csv").write_text("Date,Amount,Memo\n2026-11-24,12.50,Coffee\n", "utf-8")
    (folder / "half.csv").write_text("Customer,Colour\nVestholm,red\n", "utf-8")
    done = demodb("import", folder, "--json")
    assert [Path(left["path"]).name for left in done.json["passedOver"]] == ["bank.csv"]
    assert {Path(error["path"]).name for error in done.json["errors"]} == {"half.csv"}
    assert done.json["records"] == 1
    assert demodb("import", folder / "bank.csv").code == 4

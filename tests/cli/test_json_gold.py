"""The shape of every command's `--json`: seen on a small store with conflicts, orphans, kept files and Claude's failures."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from command_tree import commands, runs
from fixture_types import Command, CustomersFile, WriteJson
from gold_files import GoldFiles
from json_shapes import Shape, shape_of
from pack_texts import SMALL, written
from pytest_httpserver import HTTPServer
from scripted_api import KEY, MODEL, Api, failed
from seeded_project import REVISED, run_sql

GOLD = "json_shapes.json"
ALPHA, BETA = "Alpha Telecom", "Beta Mobile"
TITLE = "strategy/painPoints/pp-001/title"
TODAY = datetime.now().astimezone().date()
LONG_AGO = str(TODAY - timedelta(days=330))
PROJECT = f"""\
pack = "./packs/mine"
sources = ["in"]
heroes = ["{ALPHA}", "Nobody At All"]
spacing = 0

[prices."{MODEL}"]
input = 1
output = 1
as_of = 2026-11-24
"""
ACTION = {"id": "a-1", "title": "Call", "status": "todo", "priority": "high", "createdAt": "2026-11-24"}
NEWS = {
    "customer_name": BETA,
    "last_updated": "2026-11-20T18:00:00Z",
    "article_count": 1,
    "articles": [
        {
            "title": "Prices rise",
            "url": "https://news.example/prices",
            "source": "Ad Trade",
            "published": "2026-11-18T12:00:00Z",
            "summary": "By spring.",
            "relevance_score": 0.9,
        }
    ],
}
OPPORTUNITY = {"id": "o-1", "title": "Sell", "description": "It", "identifiedDate": "2026-11-24"}


@dataclass
class Shapes:
    """Runs commands with --json and keeps what shape their objects had, under the words that call for such a one."""

    demodb: Command
    seen: dict[str, Shape] = field(default_factory=dict)

    def see(self, words: str, *arguments: str | Path, code: int = 0, under: str | None = None) -> None:
        result = self.demodb(*words.split(), *arguments, "--json")
        assert result.code == code, (words, result.out, result.err)
        label = under or words
        self.seen[label] = self.seen.get(label, Shape()) | shape_of(result.json)


@pytest.fixture
def claude(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Sets a key for an API that answers for Alpha and refuses Beta."""
    with HTTPServer(host="127.0.0.1", threaded=True) as server:
        api = Api(server.url_for(""), {BETA: [failed(400)]})
        server.expect_request("/v1/messages", method="POST").respond_with_handler(api.answer)

        def reach() -> None:
            monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
            monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)

        yield reach


@pytest.fixture
def shapes(demodb: Command) -> Shapes:
    return Shapes(demodb)


@pytest.fixture
def sources(tmp_path: Path, write_json: WriteJson, customers_file: CustomersFile) -> Path:
    """A project folder: names to merge and to suggest, plans to mend, to refuse and without an account, what is no source."""
    names = (ALPHA, "ALPHA, TELECOM", BETA, "Acme Ltd", "Acme", "Gamma Net", "Deltanet", "Delta-Net", "Sigma-Net", "Sigma Net")
    customers_file(tmp_path / "in", "Kandy", [(name, 1000, 10) for name in names])
    customers_file(tmp_path / "later", "Kandy", [(BETA, 2000, 10)])
    (tmp_path / "in" / "notes.txt").write_text("Call them.", "utf-8")
    plans = tmp_path / "in" / "account-plans"
    write_json(plans / "actions" / "acme.json", [ACTION])
    write_json(plans / "actions" / "acme-ltd.json", [{**ACTION, "status": "open"}])
    write_json(plans / "actions" / "betta-mobile.json", [ACTION])
    write_json(plans / "actions" / "zzz.json", [ACTION])
    write_json(plans / "strategy" / "acme-ltd.json", {"painPoints": [], "opportunities": [OPPORTUNITY]})
    write_json(tmp_path / "later" / "account-plans" / "actions" / "acme.json", [{**ACTION, "title": "Visit"}])
    write_json(tmp_path / "in" / "Beta_Mobile_news.json", NEWS)
    (tmp_path / "packs").mkdir()
    written(tmp_path / "packs" / "mine", SMALL)
    (tmp_path / "demodb.toml").write_text(PROJECT, "utf-8")
    return tmp_path


@pytest.mark.slow
def test_the_json_of_every_command_has_the_shape_of_the_gold_file(
    shapes: Shapes, sources: Path, claude: Callable[[], None], gold_files: GoldFiles
) -> None:
    _see_the_way_in(shapes, sources)
    _see_seeding(shapes, sources)
    _see_conflicts(shapes, sources)
    _see_the_cache(shapes, claude)
    _see_the_way_out(shapes, sources)
    _see_packs(shapes, sources)
    _see_what_leaves(shapes, sources)
    _see_snapshots(shapes, sources)
    described = {label: shape.described() for label, shape in sorted(shapes.seen.items())}
    gold_files.check(GOLD, json.dumps(described, ensure_ascii=False, indent=2) + "\n")


def _see_the_way_in(shapes: Shapes, folder: Path) -> None:
    shapes.see("init", "new")
    shapes.see("init", "sample", "--sample")
    shapes.see("import", "in", "--dry-run", code=4)
    shapes.see("import", "in", code=4)
    shapes.see("import", "later")
    (folder / "later" / "account-plans" / "actions" / "acme.json").write_text(json.dumps([ACTION]), "utf-8")
    shapes.see("import", "later")
    shapes.see("import", "in/account-plans/actions/acme.json", "--replace")
    shapes.see("account alias", "betta-mobile", BETA)
    shapes.see("account alias", "betta-mobile", ALPHA)
    shapes.see("account alias", "betta-mobile", BETA)
    shapes.see("account alias --list")
    shapes.see("account apart", "Deltanet", "Delta-Net")
    shapes.see("account merge", "Acme", "Acme Ltd")
    shapes.see("account alias --remove", "Acme")
    shapes.see("account merge", "Acme", "Acme Ltd")
    shapes.see("account remove", "Sigma-Net")
    shapes.see("account hero", BETA)
    shapes.see("account list")
    shapes.see("rehearse", code=3)
    shapes.see("status", code=3)
    shapes.see("show", BETA)
    shapes.see("show", "Nobody", code=2, under="an error of any command")


def _see_seeding(shapes: Shapes, folder: Path) -> None:
    shapes.see("seed --plan", "--as-of", LONG_AGO, "--account", ALPHA, "--bu", "Kandy", code=1)
    shapes.see("seed --plan --verbose", "--as-of", LONG_AGO, code=1)
    assert shapes.demodb("seed", "--plan", "--as-of", LONG_AGO, "--json", "plan.json").code == 1
    shapes.see("seed --apply", "plan.json")
    run_sql(folder, "UPDATE pain_point SET title = 'My own words', identified_date = '2019-01-01', owner = 'Ada'")
    shapes.see("log", ALPHA)
    run_sql(folder, "DELETE FROM stakeholder WHERE account_key = 'beta mobile' AND id = 'sh-002'")
    run_sql(folder, "UPDATE stakeholder SET id = 'sh-900' WHERE account_key = 'gamma net' AND id = 'sh-002'")
    written(folder / "packs" / "mine", SMALL, REVISED)
    shapes.see("seed --plan", code=1)
    shapes.see("seed --plan --verbose", code=1)
    shapes.see("seed", "--dry-run")
    story = folder / "story.toml"
    story.write_text("[portfolio]\nboards_in_use = '>= 60 %'\n", "utf-8")
    shapes.see("seed --aim", "--dry-run")
    story.unlink()
    shapes.see("seed")
    for account in (ALPHA, BETA, "Gamma Net", "Acme Ltd"):
        shapes.see("explain", account)
    run_sql(folder, "UPDATE plan_section SET pack = 'gone' WHERE account_key = 'beta mobile' AND section = 'actions'")
    later = str(TODAY + timedelta(days=200))
    shapes.see("shift", "--account", "Acme Ltd", "--recent", "3", "--as-of", later, under="shift of imported sections")
    shapes.see("shift", "--back", under="shift of imported sections")
    shapes.see("shift", "--as-of", str(TODAY - timedelta(days=290)))
    run_sql(folder, "UPDATE plan_section SET pack = './packs/mine' WHERE pack = 'gone'")
    shapes.see("seed restore")
    shapes.see("seed undo", "--dry-run")
    shapes.see("seed history")


def _see_conflicts(shapes: Shapes, folder: Path) -> None:
    run_sql(folder, "UPDATE conflict SET base = NULL WHERE account_key = 'beta mobile'")
    shapes.see("conflicts list")
    shapes.see("conflicts edit", ALPHA, TITLE, "Third words")
    shapes.see("conflicts take-mine", BETA)
    shapes.see("conflicts take-theirs", "--all")
    shapes.see("edit", ALPHA, TITLE, "Other words", "--dry-run")
    shapes.see("edit", ALPHA, TITLE, "Other words")
    shapes.see("edit", ALPHA, "--delete", "strategy/painPoints/pp-001")
    shapes.see("log", ALPHA)


def _see_the_cache(shapes: Shapes, claude: Callable[[], None]) -> None:
    shapes.see("warmup", BETA)
    shapes.see("show", BETA)
    claude()
    shapes.see("warmup", "--force", "--dry-run")
    shapes.see("warmup", "--force")
    shapes.see("show", ALPHA)
    shapes.see("show", "Acme Ltd")
    shapes.see("cache list")
    for name in ("alpha-telecom", "beta-mobile"):
        shapes.see("cache get", f"intelligence:{name}")
    shapes.see("cache extend", "--until", "23:59:59")
    shapes.see("cache clear", "intelligence:beta-mobile")


def _see_the_way_out(shapes: Shapes, folder: Path) -> None:
    shapes.see("export")
    (folder / "export" / "account-plans" / "actions" / "acme.json").write_text("[]", "utf-8")
    shapes.see("export", "--check", code=1)
    shapes.see("export", code=1)
    shapes.see("status", code=3)
    (folder / "export" / "account-plans" / "actions" / "beta-mobile.json").write_text("[", "utf-8")
    shapes.see("prepare", code=4)
    shapes.see("sync", code=4)
    shapes.see("sync", "--dry-run", code=4)
    (folder / "demodb.toml").write_text(PROJECT.replace('"in"', ""), "utf-8")
    shapes.see("prepare", "--out", "elsewhere", code=3)
    shapes.see("source list")
    shapes.see("source remove", next(path for path in listed(folder) if path.startswith("in/")))
    shapes.see("account list", "--departed")


def listed(folder: Path) -> list[str]:
    """The sources that list a record, as the store knows them."""
    with closing(sqlite3.connect(folder / "demodb.db")) as connection:
        return [path for (path,) in connection.execute("SELECT DISTINCT path FROM listing ORDER BY path")]


def _see_packs(shapes: Shapes, folder: Path) -> None:
    shapes.see("pack preview", BETA)
    shapes.see("pack show", "telecom")
    shapes.see("pack check", "telecom")
    shapes.see("pack new", "fresh")
    written(folder / "packs" / "mine", "message = 1")
    shapes.see("pack list")
    shapes.see("completion", "bash")
    _see_studio(shapes, folder)


def _see_studio(shapes: Shapes, folder: Path) -> None:
    """It goes on until Ctrl-C: its one line is read from a process."""
    command = [sys.executable, "-m", "demodb.cli.main", "studio", "--no-open", "--json", "--port", "0"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        shapes.seen["studio"] = shape_of(json.loads(process.stdout.readline()))
        process.send_signal(signal.SIGINT)
    assert process.returncode == 0


def _see_what_leaves(shapes: Shapes, folder: Path) -> None:
    path = folder / "in" / "customers_kandy_all.json"
    text = path.read_text("utf-8").replace('"Gamma Net"', '"Gamma Net Ltd"').replace('"ALPHA, TELECOM"', '"ALPHA TELECOM"')
    path.write_text(text, "utf-8")
    shapes.see("import", "in", code=4)
    shapes.see("account list", "--departed")
    shapes.see("source list")
    shapes.see("source remove", "in/customers_kandy_all.json")


def _see_snapshots(shapes: Shapes, folder: Path) -> None:
    shapes.see("snapshot save", "demo")
    run_sql(folder, "UPDATE pain_point SET title = 'Clicked'")
    run_sql(folder, "UPDATE customer_record SET rr = 1")
    run_sql(folder, "DELETE FROM account WHERE key = 'acme ltd'")
    shapes.see("snapshot list")
    shapes.see("snapshot show", "demo")
    shapes.see("reset", "--dry-run")
    shapes.see("reset")
    shapes.see("db backup", "monday.db")
    run_sql(folder, "UPDATE customer_record SET rr = 2")
    shapes.see("db restore", "monday.db")
    shapes.see("db check")
    shapes.see("db upgrade")
    shapes.see("snapshot drop", "demo")


def test_every_command_has_its_shape_in_the_gold_file(gold_files: GoldFiles) -> None:
    wanted = {" ".join(words) for words, command in commands() if runs(command)}
    assert wanted - json.loads((gold_files.folder / GOLD).read_text("utf-8")).keys() == set()

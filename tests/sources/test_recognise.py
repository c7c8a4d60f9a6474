"""What a file is: by its content, and where that cannot be seen, by its name."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest
from fixture_types import WriteJson
from workbooks import portfolio, refused, rr

from demodb.sources.customers import read_customers
from demodb.sources.recognise import likely_kind, recognise
from demodb.sources.records import RecognisedFile
from demodb.sources.shapes import json_kind

EXPORT = {"format": "demodb-export", "formatVersion": 1, "files": {}}


PERSON = {"id": "a", "name": "Ann", "title": "CTO", "role": "user", "relationshipStrength": "weak"}
RIVAL = {"id": "a", "name": "Acme", "type": "both", "description": "", "strengths": [], "weaknesses": [], "lastUpdated": ""}
CARD = {"id": "a", "title": "Call", "status": "todo", "priority": "low", "createdAt": "2026-01-01"}
PAIN = {"id": "a", "title": "x", "description": "", "status": "active", "severity": "low", "identifiedDate": "2026-01-01"}
CHANCE = {"id": "a", "title": "x", "description": "", "identifiedDate": "2026-01-01"}
ANOTHER = {"id": "a", "title": "Upsell", "priority": "high", "createdAt": "2026-01-01", "score": 5}


@pytest.mark.parametrize(
    ("value", "kind", "section"),
    [
        ({"bu_name": "Kandy", "customers": []}, "customers", None),
        ({"bu_name": "Kandy", "customers": 5}, "customers", None),
        ({"customers": []}, "extract", None),
        ({"customers": [{"customer_name": "Acme"}]}, "extract", None),
        ({"customer_name": "Acme", "articles": []}, "news", None),
        (EXPORT, "manifest", None),
        ({"generatedAt": "", "summary": "", "opportunities": [], "risks": [], "recommendations": []}, "intelligence", None),
        ({"painPoints": [], "opportunities": []}, "plan", "strategy"),
        ({"painPoints": [PAIN]}, "plan", "strategy"),
        ({"painPoints": 5, "opportunities": [CHANCE]}, "plan", "strategy"),
        ([PERSON], "plan", "stakeholders"),
        ([{"id": "a"}, PERSON | {"role": "wrong"}], "plan", "stakeholders"),
        ([RIVAL | {"own": 1}], "plan", "competitors"),
        (["x", CARD], "plan", "actions"),
        ([CARD | {"priority": "wrong"}], "plan", "actions"),
    ],
)
def test_a_json_file_is_known_by_its_content(tmp_path: Path, write_json: WriteJson, value: Any, kind: Any, section: Any) -> None:
    path = write_json(tmp_path / "any name.JSON", value)

    assert recognise(path) == RecognisedFile(path, kind, "", section)


OTHERS: list[Any] = [
    {},
    [],
    [[]],
    "text",
    None,
    5,
    {"customerName": "Acme", "opportunities": [], "risks": [], "recommendations": []},
    {"format": "other-export", "files": {}},
    {"name": "app", "version": "1.0.0", "dependencies": {}},
    {"compilerOptions": {"strict": True}, "include": ["src"]},
    {"painPoints": ["slow", "dear"]},
    {"opportunities": [{"id": 1, "title": "Upsell", "arr": 5, "status": "open"}], "summary": {}},
    {"articles": [], "totalResults": 0},
    {"customers": [{"id": 1, "email": "a@example.com"}]},
    {"customers": 5},
    [{"role": "user", "content": "Hello"}],
    [{"id": "a", "title": "x"}],
    [{key: value for key, value in CARD.items() if key != "status"}],
    [CARD | {"status": "Open"}],
    [CARD | {"status": ["todo"]}],
    [ANOTHER],
]


@pytest.mark.parametrize("value", OTHERS)
def test_json_of_any_other_shape_is_not_recognised_and_says_so(tmp_path: Path, write_json: WriteJson, value: Any) -> None:
    path = write_json(tmp_path / "x.json", value)

    assert recognise(path) == RecognisedFile(path, None, "JSON of an unknown shape")


@pytest.mark.parametrize("section", ["stakeholders", "strategy", "competitors", "actions"])
@pytest.mark.parametrize("value", [*OTHERS, [PERSON], {"bu_name": "Kandy", "customers": []}])
def test_in_the_apps_folder_of_a_section_every_file_is_one(
    tmp_path: Path, write_json: WriteJson, section: Any, value: Any
) -> None:
    path = write_json(tmp_path / "account-plans" / section / "acme.json", value)

    assert recognise(path) == RecognisedFile(path, "plan", "", section)


def test_in_the_apps_folder_of_a_section_every_file_is_one_though_the_folder_is_named_from_within(
    tmp_path: Path, write_json: WriteJson, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_json(tmp_path / "account-plans" / "actions" / "acme.json", {})
    monkeypatch.chdir(tmp_path / "account-plans" / "actions")

    assert recognise(Path("acme.json")).section == "actions"


@pytest.mark.parametrize("folder", ["dm-recommendations", "dm-recommendations/2026", "Actions"])
@pytest.mark.parametrize("value", [[CARD], [ANOTHER], [PERSON], {"painPoints": [], "opportunities": []}])
def test_another_folder_beside_the_sections_holds_no_plans(
    tmp_path: Path, write_json: WriteJson, folder: str, value: Any
) -> None:
    path = write_json(tmp_path / "account-plans" / folder / "acme.json", value)

    assert recognise(path) == RecognisedFile(path, None, "JSON of an unknown shape")


@pytest.mark.parametrize(
    ("section", "value"),
    [
        ("actions", []),
        ("actions", [{"id": "a", "title": "x", "priority": "low"}]),
        ("stakeholders", [5, {"id": "a", "name": "Ann", "title": "CTO"}]),
        ("competitors", [{"id": "a", "name": "Acme", "strengths": [], "weaknesses": []}]),
        ("strategy", {"painPoints": []}),
        ("strategy", {"opportunities": [CHANCE]}),
    ],
)
def test_any_other_folder_of_a_sections_name_holds_what_resembles_it(
    tmp_path: Path, write_json: WriteJson, section: Any, value: Any
) -> None:
    path = write_json(tmp_path / "plans" / section / "acme.json", value)

    assert recognise(path) == RecognisedFile(path, "plan", "", section)


@pytest.mark.parametrize(
    ("section", "value"),
    [
        ("actions", {}),
        ("actions", [{"id": "a", "title": "x"}]),
        ("stakeholders", [PERSON["id"]]),
        ("competitors", [{"id": "a", "name": "Acme", "url": ""}]),
        ("strategy", {"window": 20}),
        ("strategy", [PERSON]),
    ],
)
def test_in_any_other_folder_of_a_sections_name_what_does_not_resemble_it_is_not_recognised(
    tmp_path: Path, write_json: WriteJson, section: str, value: Any
) -> None:
    path = write_json(tmp_path / "src" / section / "index.json", value)

    assert recognise(path) == RecognisedFile(path, None, "JSON of an unknown shape")


@pytest.mark.parametrize("folder", ["Actions", "action", "account-plans"])
def test_no_other_folder_decides_anything(tmp_path: Path, folder: str) -> None:
    assert json_kind([PERSON], tmp_path / folder / "x.json") == ("plan", "stakeholders")
    assert json_kind([], tmp_path / folder / "x.json") == (None, None)


@pytest.mark.parametrize("name", ["book.xlsx", "book.XLSM", "book.xls", "book", "book.bin", "book.json", "book.pdf"])
def test_a_workbook_is_known_by_its_content_whatever_its_name(tmp_path: Path, name: str) -> None:
    path = portfolio(tmp_path / "made.xlsx", rr()).rename(tmp_path / name)

    assert recognise(path) == RecognisedFile(path, "workbook")


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("old.xls", "an old workbook: open it in Excel and save it as .xlsx"),
        ("old.json", "a file of an old Office program: open it there and save it as .xlsx"),
        ("letter.doc", "a file of an old Office program: open it there and save it as .xlsx"),
        ("book.XLSB", "a binary workbook: open it in Excel and save it as .xlsx"),
        ("book.ods", "an OpenDocument spreadsheet: open it in LibreOffice and save it as .xlsx"),
        ("book.numbers", "a spreadsheet of Numbers: open it there, export it to Excel (.xlsx)"),
        ("book.pdf", "a PDF, of which no table can be read: where it comes from, save it as .xlsx"),
    ],
)
def test_a_table_in_another_programs_format_is_told_as_what_it_is(tmp_path: Path, name: str, what: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))

    seen = recognise(path)
    assert seen == RecognisedFile(path, None, seen.why, is_foreign=True)
    assert seen.why.startswith(what)


def test_a_damaged_workbook_is_known_by_its_suffix(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"")

    assert recognise(path) == RecognisedFile(path, "workbook")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"PK\x03\x04",
        b"PK\x03\x04" + b"x" * 140 + b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 1, 1, 50, 10, 0),
    ],
    ids=["empty", "text", "cut archive", "archive with a broken directory"],
)
def test_any_other_file_is_not_recognised_and_says_so(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(data)

    assert recognise(path) == RecognisedFile(path, None, "neither a workbook nor a CSV or JSON file")


def test_a_json_file_that_cannot_be_read_is_refused_with_its_problems(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"a": NaN, "a": 1}')

    assert refused(recognise, path) == [("$", "expected each key once, found 'a' more than once")]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refused(recognise, tmp_path / "nope.json") == [("", "cannot be read: No such file or directory")]


BROKEN = '{"compilerOptions": {\n  // strict\n'


@pytest.mark.parametrize("name", ["tsconfig.json", "manifest.json", "a/b.json"])
@pytest.mark.parametrize("text", [BROKEN, "", "\ufeff{}", '{"version": NaN}', '{"a": 1, "a": 2}'])
def test_json_of_others_that_cannot_be_read_is_not_recognised_and_says_why(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    (place, message), *_ = refused(recognise, path)

    assert recognise(path, meant=False) == RecognisedFile(path, None, f"{place}: {message}".removeprefix(": "))


@pytest.mark.parametrize(
    "name",
    [
        "account-plans/actions/acme.json",
        "actions/acme.json",
        "customers_kandy_all.json",
        "news/Acme_news.json",
    ],
)
def test_json_that_cannot_be_read_is_refused_where_its_name_is_one_of_ours(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(BROKEN, "utf-8")

    assert refused(lambda file: recognise(file, meant=False), path)[0][0] == "line 2 column 3"


@pytest.mark.parametrize(
    "text",
    [
        '{"bu_name": "STL", ',
        '{"customer_name" : "Acme", "articles": [',
        '[{"name": "Ann", "relationshipStrength": "weak"',
        '{"painPoints": [], "opportunities": [}',
        '[{"strengths": [], "weaknesses": [],}]',
        '[{"title": "x", "status": "todo", "priority": "low", "createdAt": "2026-01-01",}]',
        '{"format": "demodb-export", "files": {',
        '{"bu_name": "STL", "customers": [], "total_revenue": NaN}',
        '{"painPoints": [], "painPoints": [], "opportunities": []}',
    ],
)
def test_json_that_cannot_be_read_is_refused_where_what_there_is_of_it_is_ours(tmp_path: Path, text: str) -> None:
    path = tmp_path / "any.json"
    path.write_text(text, "utf-8")

    def read(file: Path) -> object:
        return read_customers(file) if recognise(file, meant=False).kind == "customers" else None

    assert len(refused(read, path)) == 1


@pytest.mark.parametrize(
    ("name", "kind", "section"),
    [
        ("x/portfolio.XLSX", "workbook", None),
        ("x/list.CSV", "table", None),
        ("x/actions/acme.json", "plan", "actions"),
        ("x/actions/acme.txt", None, None),
        ("x/manifest.json", "manifest", None),
        ("x/customers_stl_all.json", "customers", None),
        ("x/Acme_news.json", "news", None),
        ("x/tsconfig.json", None, None),
        ("x/old.xls", None, None),
    ],
)
def test_a_name_alone_says_what_a_file_would_be(name: str, kind: str | None, section: str | None) -> None:
    assert likely_kind(Path(name)) == (kind, section)

"""What a file is, by its content; and which files of a folder are looked at."""

from __future__ import annotations

import struct
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import pytest
from fixture_types import WriteJson
from workbooks import portfolio, refused, rr

from demodb.sources.recognise import json_kind, recognise
from demodb.sources.records import RecognisedFile
from demodb.sources.walk import files_below, is_export

EXPORT = {"format": "demodb-export", "formatVersion": 1, "files": {}}


def found(paths: Sequence[Path], ignored: Collection[Path] = ()) -> list[Path]:
    return [Path(file.path) for file in files_below(paths, ignored)]


@pytest.mark.parametrize(
    ("value", "kind", "section"),
    [
        ({"bu_name": "Kandy", "customers": []}, "customers", None),
        ({"customers": []}, "extract", None),
        ({"customer_name": "Acme", "articles": []}, "news", None),
        (EXPORT, "manifest", None),
        ({"generatedAt": "", "summary": "", "opportunities": [], "risks": [], "recommendations": []}, "intelligence", None),
        ({"painPoints": [], "opportunities": []}, "plan", "strategy"),
        ({"painPoints": []}, "plan", "strategy"),
        ({"opportunities": []}, "plan", "strategy"),
        ([{"id": "a", "role": "user"}], "plan", "stakeholders"),
        ([{"id": "a"}, {"relationshipStrength": "weak"}], "plan", "stakeholders"),
        ([{"id": "a", "strengths": []}], "plan", "competitors"),
        ([{"weaknesses": []}], "plan", "competitors"),
        ([{"priority": "low"}], "plan", "actions"),
        (["x", {"createdAt": "2026-01-01"}], "plan", "actions"),
    ],
)
def test_a_json_file_is_known_by_its_content(tmp_path: Path, write_json: WriteJson, value: Any, kind: Any, section: Any) -> None:
    path = write_json(tmp_path / "any name.JSON", value)

    assert recognise(path) == RecognisedFile(path, kind, "", section)


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        [[]],
        [{"id": "a", "title": "x"}],
        "text",
        None,
        5,
        {"customerName": "Acme", "opportunities": [], "risks": [], "recommendations": []},
        {"format": "other-export", "files": {}},
    ],
)
def test_json_of_any_other_shape_is_not_recognised_and_says_so(tmp_path: Path, write_json: WriteJson, value: Any) -> None:
    path = write_json(tmp_path / "x.json", value)

    assert recognise(path) == RecognisedFile(path, None, "JSON of an unknown shape")


@pytest.mark.parametrize("section", ["stakeholders", "strategy", "competitors", "actions"])
@pytest.mark.parametrize("value", [[], {}, [{"id": "a", "priority": "low"}], {"painPoints": []}, {"customers": []}, 5])
def test_the_name_of_the_folder_decides_the_section_before_the_content(
    tmp_path: Path, write_json: WriteJson, section: str, value: Any
) -> None:
    path = write_json(tmp_path / section / "acme.json", value)

    assert recognise(path) == RecognisedFile(path, "plan", "", section)  # type: ignore[arg-type]


@pytest.mark.parametrize("folder", ["Actions", "action", "", "account-plans"])
def test_no_other_folder_decides_anything(folder: str) -> None:
    assert json_kind([{"role": "user"}], folder) == ("plan", "stakeholders")
    assert json_kind([], folder) == (None, None)


@pytest.mark.parametrize("name", ["book.xlsx", "book.XLSM", "book.xls", "book", "book.bin", "book.json"])
def test_a_workbook_is_known_by_its_content_whatever_its_name(tmp_path: Path, name: str) -> None:
    path = portfolio(tmp_path / "made.xlsx", rr()).rename(tmp_path / name)

    assert recognise(path) == RecognisedFile(path, "workbook")


@pytest.mark.parametrize("name", ["old.xls", "old.json", "old"])
def test_an_old_workbook_is_a_workbook_so_that_reading_it_can_say_what_to_do(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))

    assert recognise(path) == RecognisedFile(path, "workbook")


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


def test_the_files_of_folders_come_in_order_and_those_named_as_they_are_named(tmp_path: Path, write_json: WriteJson) -> None:
    paths = [write_json(tmp_path / name, {}) for name in ("in/b.json", "in/a/z.json", "in/c.txt", "alone.json")]
    missing = tmp_path / "missing.json"

    assert found([missing, paths[3], tmp_path / "in"]) == [missing, paths[3], paths[1], paths[0], paths[2]]


def test_hidden_files_and_folders_are_left_out(tmp_path: Path, write_json: WriteJson) -> None:
    for name in (".hidden.json", ".git/x.json", "__pycache__/x.json", "deep/.x/y.json"):
        write_json(tmp_path / name, {})
    kept = write_json(tmp_path / "deep" / "kept.json", {})

    assert found([tmp_path]) == [kept]


def test_a_projects_own_settings_are_left_out(tmp_path: Path, write_json: WriteJson) -> None:
    (tmp_path / "demodb.toml").write_text("")
    kept = write_json(tmp_path / "kept.json", {})

    assert found([tmp_path]) == [kept]


def test_a_live_stores_files_are_left_out_even_where_they_are_named(tmp_path: Path, write_json: WriteJson) -> None:
    store, kept = write_json(tmp_path / "store.db", {}), write_json(tmp_path / "x.json", {})
    (tmp_path / "link").symlink_to(store)

    assert found([tmp_path, store, tmp_path / "link"], {store.resolve()}) == [kept]


def test_a_hidden_file_that_is_named_is_looked_at(tmp_path: Path, write_json: WriteJson) -> None:
    path = write_json(tmp_path / ".hidden.json", {})

    assert found([path]) == [path]


def test_an_export_inside_a_folder_is_left_out_but_looked_at_when_it_is_named(tmp_path: Path, write_json: WriteJson) -> None:
    inside = [write_json(tmp_path / "out" / name, value) for name, value in (("customers.json", {}), ("manifest.json", EXPORT))]
    kept = write_json(tmp_path / "kept.json", {})

    assert is_export(tmp_path / "out")
    assert found([tmp_path]) == [kept]
    assert found([tmp_path / "out"]) == inside


@pytest.mark.parametrize("text", ['{"format": "another"}', "[]", "{", '{"format": "demodb-export", "format": "demodb-export"}'])
def test_a_folder_with_a_manifest_of_somebody_else_is_looked_at(tmp_path: Path, text: str) -> None:
    (tmp_path / "out").mkdir()
    manifest = tmp_path / "out" / "manifest.json"
    manifest.write_text(text)

    assert not is_export(tmp_path / "out")
    assert found([tmp_path]) == [manifest]


def test_a_link_to_a_folder_above_does_not_bring_its_files_twice(tmp_path: Path, write_json: WriteJson) -> None:
    kept = write_json(tmp_path / "a" / "kept.json", {})
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)

    assert found([tmp_path]) == [kept]

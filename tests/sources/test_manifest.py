"""The manifest of an export, read back."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from fixture_types import WriteJson
from workbooks import refused

from demodb.sources.manifest import manifest_head, read_manifest, read_manifest_document

TEMPLATE = {"kind": "template", "pack": "telecom", "revision": "3", "seed": "demo", "asOf": "2026-11-24", "edited": False}


def manifest(files: Any = None, **more: Any) -> dict[str, Any]:
    return {"format": "demodb-export", "formatVersion": 1, "files": files or {}} | more


def entry(data: bytes, origin: Any) -> dict[str, Any]:
    return {"sha256": hashlib.sha256(data).hexdigest(), "account": "Acme", "section": "actions", "origin": origin}


def test_heroes_and_aliases_come_as_they_were_written(tmp_path: Path, write_json: WriteJson) -> None:
    path = write_json(
        tmp_path / "manifest.json", manifest(heroes=["B", "A"], aliases={"att-services-inc": "AT&T SERVICES, INC."})
    )

    found = read_manifest(path)

    assert found.heroes == ("B", "A")
    assert found.aliases == {"att-services-inc": "AT&T SERVICES, INC."}
    assert found.template_files == {}


def test_a_manifest_needs_neither_heroes_nor_aliases(tmp_path: Path, write_json: WriteJson) -> None:
    found = read_manifest(write_json(tmp_path / "manifest.json", manifest()))

    assert (found.heroes, found.aliases, found.template_files) == ((), {}, {})


def test_a_file_is_still_the_templates_only_if_nobody_changed_its_bytes_or_rows(tmp_path: Path, write_json: WriteJson) -> None:
    written = {name: f"[{n}]".encode() for n, name in enumerate(("same", "bytes", "rows", "imported", "news", "gone"))}
    for name, data in written.items():
        (tmp_path / f"{name}.json").write_bytes(data)
    (tmp_path / "bytes.json").write_bytes(b"[1] ")
    (tmp_path / "gone.json").unlink()
    origins = {"rows": TEMPLATE | {"edited": True}, "imported": {"kind": "imported"}, "news": None}
    files = {f"{name}.json": entry(data, origins.get(name, TEMPLATE)) for name, data in written.items()}

    found = read_manifest(write_json(tmp_path / "manifest.json", manifest(files)))

    assert found.template_files == {tmp_path / "same.json": ("telecom", "3", "demo", "2026-11-24")}


def test_a_file_is_found_in_its_folder_below_the_manifest(tmp_path: Path, write_json: WriteJson) -> None:
    path = tmp_path / "account-plans" / "actions" / "acme.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"[]")
    files = {"account-plans/actions/acme.json": entry(b"[]", TEMPLATE)}

    assert list(read_manifest(write_json(tmp_path / "manifest.json", manifest(files))).template_files) == [path]


def test_the_whole_document_has_every_files_facts(tmp_path: Path, write_json: WriteJson) -> None:
    path = write_json(tmp_path / "manifest.json", manifest({"a.json": entry(b"[]", TEMPLATE), "b.json": {"sha256": "0"}}))

    files = read_manifest_document(path).files

    assert (files["a.json"].account, files["a.json"].section) == ("Acme", "actions")
    assert files["a.json"].origin is not None
    assert files["a.json"].origin.model_dump(by_alias=True, exclude_none=True) == {**TEMPLATE, "shifted": 0}
    assert (files["b.json"].account, files["b.json"].section, files["b.json"].origin) == (None, None, None)


@pytest.mark.parametrize(
    ("value", "place", "message"),
    [
        ([], "$", "expected an object, found a list"),
        ({"format": "demodb-export", "formatVersion": 1}, "$.files", "this key is missing"),
        ({"format": "demodb-export", "files": {}}, "$.formatVersion", "this key is missing"),
        (manifest(formatVersion=2), "$.formatVersion", "expected less than or equal to 1, found 2"),
        (manifest(formatVersion=0), "$.formatVersion", "expected greater than or equal to 1, found 0"),
        (manifest(format=None), "$.format", "expected a valid string, found null"),
        (manifest(heroes="Spotify"), "$.heroes", "expected a valid list, found 'Spotify'"),
        (manifest(heroes=[1]), "$.heroes[0]", "expected a valid string, found 1"),
        (manifest(aliases={"a": None}), "$.aliases.a", "expected a valid string, found null"),
        (
            manifest({"../a.json": {"sha256": "0"}}),
            "$.files.../a.json",
            "expected a path below the manifest's folder, found '../a.json'",
        ),
        (manifest({"a.json": {}}), "$.files.a.json.sha256", "this key is missing"),
        (
            manifest({"a.json": {"sha256": "0", "origin": {"kind": "guessed"}}}),
            "$.files.a.json.origin.kind",
            "expected one of 'imported', 'template' or 'generated', found 'guessed'",
        ),
    ],
)
def test_a_manifest_with_a_fault_is_refused_with_its_place(
    tmp_path: Path, write_json: WriteJson, value: Any, place: str, message: str
) -> None:
    assert refused(read_manifest, write_json(tmp_path / "manifest.json", value)) == [(place, message)]


def test_a_manifest_that_is_no_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_bytes(b'{"format": ')

    assert refused(read_manifest, path) == [("line 1 column 12", "is not JSON: Expecting value")]


def as_written(*names: str, version: int = 1) -> str:
    """A manifest in the form in which demodb writes it: a line for each file."""
    head = f'{{\n  "format": "demodb-export",\n  "formatVersion": {version},\n  "store": "one",\n  "heroes": [],\n  "files": {{\n'
    return head + ",\n".join(f'    "{name}": {{"sha256": "{"0" * 64}"}}' for name in names) + "\n  }\n}\n"


@pytest.mark.parametrize("indent", [None, 4])
def test_the_store_that_wrote_a_manifest_is_told_by_its_head_and_from_a_manifest_of_another_form(indent: int | None) -> None:
    text = as_written("a.json").encode()
    head, faults = manifest_head(text[:150], whole=False)
    assert head
    assert (head.store, faults) == ("one", [])
    head, faults = manifest_head(json.dumps(json.loads(text), indent=indent).encode(), whole=True)
    assert head
    assert (head.store, faults) == ("one", [])


def test_a_manifest_of_a_store_without_a_name_is_nobody_s() -> None:
    head, _ = manifest_head(as_written().replace('  "store": "one",\n', "").encode(), whole=True)
    assert head
    assert head.store is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not JSON"),
        ("[]", "expected an object"),
        (as_written("a.json").replace('"heroes": []', '"heroes": ['), "is not JSON"),
        (as_written("a.json").replace('"heroes"', '"store"'), "expected each key once, found 'store' more than once"),
        (as_written("a.json", version=2), "expected less than or equal to 1"),
        (as_written("a.json").replace('"one"', "5"), "expected a valid string"),
        (as_written("a.json").replace("demodb", "d\udce9modb"), "expected UTF-8"),
    ],
)
def test_a_head_with_a_fault_is_refused(text: str, message: str) -> None:
    head, faults = manifest_head(text.encode("utf-8", "surrogateescape"), whole=True)
    assert head is None
    assert any(message in found for _, found in faults)


def test_a_manifest_whose_head_has_no_end_is_too_large() -> None:
    assert manifest_head(b"{" + b" " * 100, whole=False) == (None, [("", "is too large for a manifest")])

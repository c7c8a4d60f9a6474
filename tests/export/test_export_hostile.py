"""Links, devices, hostile manifests, plan files and memories: nothing outside the folder is written, replaced or removed."""

from __future__ import annotations

import hashlib
import json
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from export_steps import retitle
from sqlalchemy import text

from demodb.api.export import ExportBy, export
from demodb.errors import DemodbError
from demodb.store.engine import Store

BOARD = "account-plans/actions/acme-ltd.json"
TOKEN = "0123456789abcdef"


class Place(NamedTuple):
    """Where a case takes place: the folder that is exported to, what lies outside of it, and the store."""

    folder: Path
    outside: Path
    store: Store

    def link(self, path: str, target: Path | str) -> None:
        self.clear(path).symlink_to(target)

    def clear(self, path: str) -> Path:
        """A path in the folder under which nothing stands."""
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.is_dir() and not place.is_symlink():
            for below in sorted(place.rglob("*"), reverse=True):
                below.rmdir() if below.is_dir() else below.unlink()
            place.rmdir()
        else:
            place.unlink(missing_ok=True)
        return place

    def manifest(self, files: Any, **head: Any) -> None:
        whole = {"format": "demodb-export", "formatVersion": 1, "files": files} | head
        (self.folder / "manifest.json").write_text(json.dumps(whole), "utf-8")

    def entry(self) -> dict[str, str]:
        """What a manifest would say of the file outside."""
        return {"sha256": hashlib.sha256((self.outside / "precious.json").read_bytes()).hexdigest()}

    def execute(self, statement: str, **values: Any) -> None:
        with self.store.write() as connection:
            connection.execute(text(statement), values)

    def remember(self, path: str) -> None:
        """Let the memory say that demodb once wrote the file outside, under some path."""
        sha256 = bytes.fromhex(self.entry()["sha256"])
        self.execute(
            "INSERT INTO known_file (path, kind, sha256, written_at) VALUES (:path, 'plan', :sha256, 1)", path=path, sha256=sha256
        )


def bind_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(path.parent)
        try:
            listener.bind(path.name)
        finally:
            os.chdir(here)


def folder_with_a_file(path: Path) -> None:
    path.mkdir()
    (path / "inside.txt").write_text("keep", "utf-8")


REFUSED: dict[str, tuple[Callable[[Place], Any], str]] = {
    "a link as the folder of all plans": (
        lambda at: at.link("account-plans", at.outside),
        "export/account-plans is a symbolic link: an export writes into folders below",
    ),
    "a link as the folder of a section": (
        lambda at: at.link("account-plans/actions", at.outside),
        "export/account-plans/actions is a symbolic link",
    ),
    "a link as the folder of intelligence": (
        lambda at: at.link("intelligence", at.outside),
        "export/intelligence is a symbolic link",
    ),
    "a link as the folder of news": (lambda at: at.link("news", at.outside), "export/news is a symbolic link"),
    "a dangling link as a folder": (lambda at: at.link("news", at.outside / "nowhere"), "export/news is a symbolic link"),
    "a link to itself as a folder": (lambda at: at.link("news", "news"), "export/news is a symbolic link"),
    "a file as a folder": (lambda at: at.clear("news").write_text("mine", "utf-8"), "export/news is a file"),
    "a pipe as a folder": (lambda at: os.mkfifo(at.clear("news")), "export/news is a pipe"),
    "a link as the manifest": (
        lambda at: at.link("manifest.json", at.outside / "precious.json"),
        "manifest.json is a symbolic link",
    ),
    "a pipe as the manifest": (lambda at: os.mkfifo(at.clear("manifest.json")), "manifest.json is a pipe"),
    "a folder as the manifest": (lambda at: at.clear("manifest.json").mkdir(), "manifest.json is a folder"),
    "a manifest that is no JSON": (
        lambda at: at.clear("manifest.json").write_text("{", "utf-8"),
        "manifest.json: line 1 column 2: is not JSON",
    ),
    "a manifest of another program": (
        lambda at: at.clear("manifest.json").write_text('{"name": "my web app"}', "utf-8"),
        "$.format: this key is missing",
    ),
    "a manifest of a newer version": (
        lambda at: at.manifest({}, formatVersion=2),
        "$.formatVersion: expected less than or equal to 1",
    ),
    "a manifest with a key twice": (
        lambda at: at.clear("manifest.json").write_text('{"format": "x", "format": "demodb-export"}', "utf-8"),
        "expected each key once, found 'format' more than once",
    ),
    "a manifest that is too large to be one": (
        lambda at: at.clear("manifest.json").write_bytes(bytes(2**25)),
        "manifest.json: is too large for a manifest",
    ),
    "a manifest that is nested without end": (
        lambda at: at.clear("manifest.json").write_text("[" * 100_000, "utf-8"),
        "is nested too deeply",
    ),
    "a manifest of another store": (lambda at: at.manifest({}, store="another"), "was exported by the store 'another'"),
    "a memory of a path above": (
        lambda at: at.remember("export/../outside/precious.json"),
        "is no folder below",
    ),
    "a memory of a path above, further down": (
        lambda at: at.remember("export/account-plans/../../outside/precious.json"),
        "is no folder below",
    ),
    "a memory of a file below a link": (
        lambda at: (at.link("more", at.outside), at.remember("export/more/precious.json")),
        "export/more is a symbolic link",
    ),
}

LEFT_ALONE: dict[str, tuple[str, Callable[[Place, str], Any], str]] = {
    "a link to a file outside": (BOARD, lambda at, path: at.link(path, at.outside / "precious.json"), "is a symbolic link"),
    "a link to a file inside": (BOARD, lambda at, path: at.link(path, "zephyr-gmbh.json"), "is a symbolic link"),
    "a dangling link": (BOARD, lambda at, path: at.link(path, at.outside / "new.json"), "is a symbolic link"),
    "a link to a folder": (BOARD, lambda at, path: at.link(path, at.outside), "is a symbolic link"),
    "a link to itself": (BOARD, lambda at, path: at.link(path, "acme-ltd.json"), "is a symbolic link"),
    "a link to a device": (BOARD, lambda at, path: at.link(path, "/dev/zero"), "is a symbolic link"),
    "a pipe": (BOARD, lambda at, path: os.mkfifo(at.clear(path)), "is a pipe"),
    "a socket": (BOARD, lambda at, path: bind_socket(at.clear(path)), "is a socket"),
    "a folder": (BOARD, lambda at, path: folder_with_a_file(at.clear(path)), "is a folder"),
    "a file by hand": (BOARD, lambda at, path: at.clear(path).write_text("[1]", "utf-8"), "was changed since the export"),
    "a file without end of nesting": (
        BOARD,
        lambda at, path: at.clear(path).write_text("[" * 10**5, "utf-8"),
        "was changed since",
    ),
    "a link as a customer file": (
        "customers_stl_all.json",
        lambda at, path: at.link(path, at.outside / "precious.json"),
        "is a symbolic link",
    ),
    "a link that was remembered as a file of an account that is gone": (
        "account-plans/actions/gone.json",
        lambda at, path: (at.remember(f"export/{path}"), at.link(path, at.outside / "precious.json")),
        "is a symbolic link",
    ),
    "a file of an account that is gone, changed since": (
        "account-plans/actions/gone.json",
        lambda at, path: (at.remember(f"export/{path}"), at.clear(path).write_text("mine", "utf-8")),
        "was changed since the export",
    ),
}

HARMLESS: dict[str, Callable[[Place], Any]] = {
    "a link as the folder itself": lambda at: at.folder.symlink_to(at.folder.rename(at.folder.with_name("real"))),
    "a hard link to a file outside": lambda at: at.clear("news/mine.json").hardlink_to(at.outside / "precious.json"),
    "an absolute path in the manifest": lambda at: at.manifest({str(at.outside / "precious.json"): at.entry()}),
    "a path above in the manifest": lambda at: at.manifest({"../outside/precious.json": at.entry()}),
    "a path below a link in the manifest": lambda at: (
        at.link("more", at.outside),
        at.manifest({"more/precious.json": at.entry()}),
    ),
    "entries of no kind in the manifest": lambda at: at.manifest([None, 5, {"sha256": []}]),
    "a link that looks like a file aside": lambda at: at.link(f".{TOKEN}-0.demodb.part", at.outside / "precious.json"),
    "a folder that looks like a file aside": lambda at: at.clear(f".{'f' * 16}-7.demodb.part").mkdir(),
    "a memory of an absolute path": lambda at: at.remember(f"export/{at.outside}/precious.json"),
    "a memory of another folder's files": lambda at: at.remember("outside/precious.json"),
    "a memory of a folder whose name begins alike": lambda at: at.remember("export-2/precious.json"),
}


@pytest.fixture
def place(three: Store, tmp_path: Path) -> Place:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious.json").write_text('{"keep": "me"}', "utf-8")
    export(three, tmp_path / "export")
    retitle(three, "Edited")
    return Place(tmp_path / "export", outside, three)


def found(folder: Path) -> dict[str, Any]:
    """Everything below a folder, what no file is by its kind; no link is followed."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        if path.is_file() and not path.is_symlink()
        else (path.lstat().st_mode, path.readlink() if path.is_symlink() else None)
        for path in sorted(folder.rglob("*"))
    }


def how() -> ExportBy:
    numbers = iter((TOKEN, "1" * 16))
    return ExportBy(token=lambda: next(numbers), remove=True)


@pytest.mark.parametrize("case", REFUSED)
def test_a_folder_that_leads_elsewhere_is_refused_and_nothing_is_touched_outside(place: Place, case: str) -> None:
    prepare, message = REFUSED[case]
    prepare(place)
    outside = found(place.outside)
    with pytest.raises(DemodbError) as caught:
        export(place.store, place.folder, how())
    assert message in caught.value.message
    assert caught.value.fix
    assert found(place.outside) == outside


FORCED = [case for case, (path, _, why) in LEFT_ALONE.items() if path != BOARD or "changed" not in why]
"""What stays as it is even with --force, which overwrites nothing but files."""


@pytest.mark.slow
@pytest.mark.parametrize(("case", "force"), [*((case, False) for case in LEFT_ALONE), *((case, True) for case in FORCED)])
def test_what_is_no_file_of_demodb_s_is_left_alone_and_named(place: Place, case: str, *, force: bool) -> None:
    path, prepare, why = LEFT_ALONE[case]
    prepare(place, path)
    outside, before = found(place.outside), found(place.folder)
    report = export(place.store, place.folder, ExportBy(remove=True, force=force))
    assert report.kept == [str(place.folder / path)]
    assert why in report.reasons[report.kept[0]]
    assert report.exit_code == 1
    assert found(place.outside) == outside
    assert found(place.folder)[path] == before[path]


@pytest.mark.parametrize("case", HARMLESS)
def test_what_looks_dangerous_does_no_harm(place: Place, case: str) -> None:
    HARMLESS[case](place)
    outside = found(place.outside)
    if case == "a link that looks like a file aside":
        with pytest.raises(FileExistsError):
            export(place.store, place.folder, how())
    else:
        assert export(place.store, place.folder, how()).written == 6
    assert found(place.outside) == outside


@pytest.mark.parametrize("case", [case for case in REFUSED if "slug" not in case])
def test_a_check_refuses_the_same(place: Place, case: str) -> None:
    prepare, message = REFUSED[case]
    prepare(place)
    with pytest.raises(DemodbError) as caught:
        export(place.store, place.folder, how(), check=True)
    assert message in caught.value.message

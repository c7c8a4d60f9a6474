"""`make packs`: the ready forms of all packs in a folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pack_texts import SMALL, written

from demodb.errors import PackError
from demodb.packs.making_ready import make_ready
from demodb.packs.pack import PACKS, load_pack
from demodb.packs.ready import ready_path
from demodb.packs.releases import read_revision


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """Two packs that come with demodb, without ready forms, and one drawn row by row."""
    folder = tmp_path / "packs"
    for path in (PACKS / "telecom").glob("*.toml"):
        (folder / "telecom").mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder / "telecom")
    written(folder / "small", SMALL)
    return folder


@pytest.mark.slow
def test_the_ready_forms_are_those_that_come_with_demodb_and_others_need_none(packs: Path) -> None:
    before = {name: load_pack(str(packs / name)) for name in ("telecom", "small")}
    make_ready(packs)
    made = {path.name: path.read_bytes() for path in (packs / "telecom").glob("*.ready.json")}
    assert made == {path.name: path.read_bytes() for path in (PACKS / "telecom").glob("*.ready.json")}
    for name, read in before.items():
        ready = load_pack(str(packs / name))
        assert not any(release.checked for release in read.releases)
        assert all(release.checked for release in ready.releases)
        assert (ready.content, ready.section_revisions) == (read.content, read.section_revisions)


@pytest.mark.slow
def test_ready_forms_are_made_anew_of_the_files_alone_over_any_that_are_there(packs: Path) -> None:
    make_ready(packs)
    made = {path: path.read_bytes() for path in packs.rglob("*.ready.json")}
    for path, content in made.items():
        path.write_bytes(b" ".join((content.split()[0], b"of another time")))
    make_ready(packs)
    assert {path: path.read_bytes() for path in packs.rglob("*.ready.json")} == made


def test_of_a_ready_form_the_parts_that_are_asked_for_are_read_alone() -> None:
    newest = load_pack("telecom").releases[-1]
    assert newest.saying(["situations"]).stakeholders is None
    assert newest.saying(()).message == newest.saying(newest.parts).message
    assert newest.saying(newest.parts) == read_revision(newest.path, newest.facts)


@pytest.mark.slow
def test_of_a_pack_that_is_wrong_no_ready_form_is_made(packs: Path) -> None:
    (situations,) = (packs / "telecom").glob("*_situations.toml")
    text = situations.read_text("utf-8")
    assert "fallback = true" in text
    situations.write_text(text.replace("fallback = true", "fallback = false"), "utf-8")
    with pytest.raises(PackError):
        make_ready(packs)
    assert not ready_path(situations).exists()

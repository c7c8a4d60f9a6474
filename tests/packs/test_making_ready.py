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
    make_ready(packs)
    made = {path.name: path.read_bytes() for path in packs.rglob("*.ready.json")}
    assert made == {path.name: path.read_bytes() for path in (PACKS / "telecom").glob("*.ready.json")}
    loaded = load_pack(str(packs / "telecom"))
    assert [release.checked for release in loaded.releases] == [False, False, True]
    assert loaded.section_revisions == load_pack("telecom").section_revisions


@pytest.mark.slow
def test_of_a_pack_that_is_wrong_no_ready_form_is_made(packs: Path) -> None:
    newest = max((packs / "telecom").glob("*.toml"))
    text = newest.read_text("utf-8")
    assert "fallback = true" in text
    newest.write_text(text.replace("fallback = true", "fallback = false"), "utf-8")
    with pytest.raises(PackError):
        make_ready(packs)
    assert not ready_path(newest).exists()

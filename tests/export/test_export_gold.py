"""The sample's export is the same bytes, file by file, as the gold file says; `sha256sum --check` reads it too."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest
from fixture_types import Copied
from gold_files import GoldFiles
from pack_texts import released
from sqlalchemy import text

from demodb.api.export import export
from demodb.api.import_ import ImportBy, import_sources
from demodb.api.seed import PackChoice, SeedOptions, seed
from demodb.api.warmup import Surroundings, WarmupOptions, warmup
from demodb.clock import Clock
from demodb.model.lifetimes import DEMO
from demodb.store.engine import Store


def test_every_file_of_the_sample_s_export_has_the_bytes_of_the_gold_file(
    seeded_sample: Store, clock: Clock, tmp_path: Path, gold_files: GoldFiles
) -> None:
    gold_files.check("sample_export.sha256", sums(seeded_sample, clock, tmp_path / "export"))


@pytest.mark.slow
@pytest.mark.parametrize("older", ["telecom_0002", "telecom_0004", "lived-in_0001", "lived-in_0003"])
def test_what_an_older_revision_gave_the_sample_has_the_bytes_that_it_always_had(
    copied: Copied, sample: Path, clock: Clock, tmp_path: Path, gold_files: GoldFiles, older: str
) -> None:
    name, _, newest = older.partition("_")
    store, pack = copied("empty"), PackChoice(released(name, int(newest), tmp_path))
    import_sources(store, [sample], how=ImportBy(root=sample.parent))
    seed(store, SeedOptions(date(2026, 11, 24), pack))
    gold_files.check(f"sample_export_{older}.sha256", sums(store, clock, tmp_path / "export"))


def sums(store: Store, clock: Clock, folder: Path) -> str:
    """The SHA-256 of each file of an export, with plans and briefs of the heroes."""
    warmup(store, WarmupOptions(), "no key is set", Surroundings(clock, DEMO))
    with store.write() as connection:
        connection.execute(text("UPDATE identity SET name = 'gold'"))
    export(store, folder, at=clock.now())
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n" for name, path in sorted(files.items())]
    return "".join(lines)

"""The sample's export is the same bytes, file by file, as the gold file says; `sha256sum --check` reads it too."""

from __future__ import annotations

import hashlib
from pathlib import Path

from gold_files import GoldFiles
from sqlalchemy import text

from demodb.api.export import export
from demodb.api.warmup import Surroundings, WarmupOptions, warmup
from demodb.clock import Clock
from demodb.model.lifetimes import DEMO
from demodb.store.engine import Store


def test_every_file_of_the_sample_s_export_has_the_bytes_of_the_gold_file(
    seeded_sample: Store, clock: Clock, tmp_path: Path, gold_files: GoldFiles
) -> None:
    warmup(seeded_sample, WarmupOptions(), "no key is set", Surroundings(clock, DEMO))
    folder = tmp_path / "export"
    with seeded_sample.write() as connection:
        connection.execute(text("UPDATE identity SET name = 'gold'"))
    export(seeded_sample, folder, at=clock.now())
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n" for name, path in sorted(files.items())]
    gold_files.check("sample_export.sha256", "".join(lines))

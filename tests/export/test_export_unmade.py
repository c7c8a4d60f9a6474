"""A report that the last export made of the same things is not made again, and is made wherever it is wanted."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from export_steps import bytes_below, figures, how
from sqlalchemy import text

from demodb.api.export import Asked, export
from demodb.export.reports import unmade_report
from demodb.model.material import Material
from demodb.store.engine import Store

REPORT = "intelligence/reports/Acme_Ltd.md"
OTHER = b"Not what the rules say.\n"


def remember(store: Store, sha256: bytes) -> None:
    """Let the store remember that the report said something else."""
    with store.write() as connection:
        said = {"sha256": sha256, "path": f"export/{REPORT}"}
        assert connection.execute(text("UPDATE known_file SET sha256 = :sha256 WHERE path = :path"), said).rowcount == 1


def change(store: Store, statement: str) -> None:
    with store.write() as connection:
        assert connection.execute(text(statement)).rowcount > 0


def test_a_report_of_the_same_inputs_is_not_made_again_until_they_change(three: Store, folder: Path) -> None:
    before = bytes_below(folder)
    (folder / REPORT).write_bytes(OTHER)
    remember(three, hashlib.sha256(OTHER).digest())
    assert figures(export(three, folder, how()))[0] == 0
    assert (folder / REPORT).read_bytes() == OTHER
    change(three, "UPDATE customer_record SET rr = rr + 1 WHERE account_key = 'acme ltd'")
    export(three, folder, how())
    changed = bytes_below(folder)
    assert changed[REPORT] not in (OTHER, before[REPORT])
    change(three, "UPDATE customer_record SET rr = rr - 1 WHERE account_key = 'acme ltd'")
    export(three, folder, how())
    assert bytes_below(folder) == before


def test_a_report_that_is_gone_is_made_again_and_one_that_somebody_changed_is_left_and_forced(three: Store, folder: Path) -> None:
    before = bytes_below(folder)
    (folder / REPORT).unlink()
    assert figures(export(three, folder, how()))[0] == 1
    assert bytes_below(folder) == before
    (folder / REPORT).write_bytes(OTHER)
    assert export(three, folder, how()).kept == [f"{folder}/{REPORT}"]
    assert (folder / REPORT).read_bytes() == OTHER
    assert figures(export(three, folder, how(force=True)))[0] == 1
    assert bytes_below(folder) == before


MATERIAL = Material(
    key="acme ltd",
    name="Acme Ltd",
    slug="acme-ltd",
    records=({"businessUnit": "Kandy", "name": "Acme", "rr": 9.0, "nrr": 1.0, "subscriptions": []},),
    sections={"actions": []},
    as_of=date(2026, 11, 24),
)
DOCUMENT: dict[str, Any] = {
    "summary": "It grows.",
    "opportunities": [],
    "risks": [],
    "recommendations": [],
    "source": "claude",
    "model": "claude-test",
    "generatedAt": "2026-11-24T09:30:00Z",
}


@pytest.mark.parametrize(
    ("material", "document", "period"),
    [
        (replace(MATERIAL, key="other"), None, "year"),
        (replace(MATERIAL, name="Other Ltd"), None, "year"),
        (replace(MATERIAL, records=MATERIAL.records * 2), None, "year"),
        (replace(MATERIAL, sections={}), None, "year"),
        (replace(MATERIAL, as_of=None), None, "year"),
        (MATERIAL, None, "quarter"),
        (MATERIAL, DOCUMENT, "year"),
        (MATERIAL, DOCUMENT | {"summary": "It shrinks."}, "year"),
        (MATERIAL, DOCUMENT | {"generatedAt": "2026-11-24T09:31:00Z"}, "year"),
    ],
)
def test_whatever_makes_a_report_another_one_is_among_its_inputs(material: Material, document: Any, period: Any) -> None:
    plain = unmade_report(MATERIAL, None, "year")
    other = unmade_report(material, document, period)
    assert other.make() != plain.make()
    assert other.inputs != plain.inputs
    assert unmade_report(material, document, period).inputs == other.inputs


def test_the_settings_change_reports_though_the_store_says_the_same(three: Store, folder: Path) -> None:
    before = bytes_below(folder)
    change(three, "UPDATE customer_record SET rr = 100")
    export(three, folder, how())
    year = bytes_below(folder)[REPORT]
    export(three, folder, how(asked=Asked("quarter")))
    assert len({before[REPORT], year, bytes_below(folder)[REPORT]}) == 3

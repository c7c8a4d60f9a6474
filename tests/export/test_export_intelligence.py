"""Intelligence goes out as files while the cache may serve it, valid and under every name of the account; it never comes in."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fixture_types import Contents, Copied, CustomersFile

from demodb.api.export import export
from demodb.api.import_ import import_sources
from demodb.cache.cache import Cache, Value
from demodb.clock import Clock
from demodb.errors import StoreCorruptError
from demodb.model.intelligence import intelligence_document
from demodb.store.engine import Store

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def document(name: str, source: Any = "claude") -> dict[str, Any]:
    advice = {
        "summary": f"{name} grows: naïve “quotes” and \x1b kept.",
        "opportunities": [{"title": "Sell", "description": "More", "confidence": "high", "estimatedValue": 5000}],
        "risks": [],
        "recommendations": [{"title": f"Step {n}", "description": "Do it", "priority": "low"} for n in range(3)],
    }
    return intelligence_document(name, advice, generated_at=NOW, source=source, model="m" if source == "claude" else None)


def put(store: Store, slug: str, value: dict[str, Any]) -> None:
    cached = Value(json.dumps(value, ensure_ascii=False), value["source"], value["model"])
    Cache(store, Clock(now=lambda: NOW)).set(f"intelligence:{slug}", "claude-enrichment", cached)


def manifest(folder: Path) -> dict[str, Any]:
    files: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
    return {path: facts for path, facts in files.items() if re.fullmatch("intelligence/[^/]+", path)}


def documents(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "intelligence").glob("*.json"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "export"


@pytest.mark.parametrize("after", [timedelta(), 25 * HOUR - timedelta(milliseconds=1)], ids=["fresh", "stale"])
def test_what_may_be_served_is_written_and_the_manifest_says_who_made_it(three: Store, folder: Path, after: timedelta) -> None:
    put(three, "acme-ltd", document("Acme Ltd"))
    put(three, "borealis-as", document("Borealis AS", "rules"))
    export(three, folder, at=NOW + after)
    assert documents(folder) == ["acme-ltd.json", "borealis-as.json"]
    assert json.loads((folder / "intelligence" / "acme-ltd.json").read_text("utf-8")) == document("Acme Ltd")
    facts = {path: {name: value for name, value in told.items() if name != "sha256"} for path, told in manifest(folder).items()}
    assert facts == {
        "intelligence/acme-ltd.json": {"account": "Acme Ltd", "source": "claude"},
        "intelligence/borealis-as.json": {"account": "Borealis AS", "source": "rules"},
    }


def test_an_unchanged_entry_is_an_unchanged_export_however_its_times_move(three: Store, folder: Path) -> None:
    put(three, "acme-ltd", document("Acme Ltd"))
    export(three, folder, at=NOW)
    before = (folder / "manifest.json").read_bytes()
    put(three, "acme-ltd", document("Acme Ltd"))
    Cache(three, Clock(now=lambda: NOW)).extend_fitting("*", 2 * 10**12)
    report = export(three, folder, at=NOW + 2 * HOUR)
    assert (report.written, report.removed) == (0, 0)
    assert (folder / "manifest.json").read_bytes() == before


def test_the_file_of_an_entry_that_is_gone_is_removed_unless_somebody_changed_it(three: Store, folder: Path) -> None:
    put(three, "acme-ltd", document("Acme Ltd"))
    put(three, "borealis-as", document("Borealis AS"))
    export(three, folder, at=NOW)
    changed = folder / "intelligence" / "borealis-as.json"
    changed.write_text("{}", "utf-8")
    report = export(three, folder, at=NOW + 25 * HOUR)
    assert (report.removed, report.kept) == (1, [str(changed)])
    assert documents(folder) == ["borealis-as.json"]


def test_an_account_with_several_spellings_is_served_under_each(
    copied: Copied, customers_file: CustomersFile, folder: Path, tmp_path: Path
) -> None:
    store = copied("empty")
    customers_file(tmp_path / "in", "Kandy", [("Acme Ltd", 1, 1), ("Acme: Ltd.", 2, 2)])
    import_sources(store, [tmp_path / "in"])
    put(store, "acme:-ltd", document("Acme: Ltd."))
    export(store, folder, at=NOW)
    assert documents(folder) == ["acme-ltd.json", "acme:-ltd.json"]


def test_an_entry_of_no_account_is_not_written(three: Store, folder: Path) -> None:
    put(three, "nobody", document("Nobody"))
    export(three, folder, at=NOW)
    assert documents(folder) == []


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("{", "is not JSON"),
        ("[]", r"\$: expected an object"),
        (json.dumps(document("Acme Ltd") | {"recommendations": []}), r"\$\.recommendations: expected at least 3"),
        (json.dumps(document("Acme Ltd") | {"source": "me"}), r"\$\.source: expected"),
    ],
)
def test_what_the_app_would_refuse_stops_the_export_with_the_command_that_mends_it(
    three: Store, folder: Path, value: str, fault: str
) -> None:
    Cache(three, Clock(now=lambda: NOW)).set("intelligence:acme-ltd", "claude-enrichment", Value(value, "claude"))
    with pytest.raises(StoreCorruptError, match=rf"under 'intelligence:acme-ltd': .*{fault}") as caught:
        export(three, folder, at=NOW)
    assert caught.value.fix == "demodb cache clear intelligence:acme-ltd"


def test_the_import_of_an_export_leaves_intelligence_out_with_a_reason_and_gives_the_same_store(
    three: Store, store: Store, folder: Path, carried: Contents
) -> None:
    put(three, "acme-ltd", document("Acme Ltd"))
    export(three, folder, at=NOW)
    report = import_sources(store, [folder])
    assert (report.errors, report.orphans, report.warnings) == ([], [], [])
    assert report.files["intelligence"] == 1
    ((path, why),) = report.passed_over
    assert path == str(folder / "intelligence" / "acme-ltd.json")
    assert "demodb warmup" in why
    ours, theirs = carried(three), carried(store)
    ours.pop("cache_entry"), theirs.pop("cache_entry")
    assert ours == theirs


def test_an_import_of_an_export_into_its_own_store_changes_nothing(three: Store, folder: Path, contents: Contents) -> None:
    put(three, "acme-ltd", document("Acme Ltd"))
    export(three, folder, at=NOW)
    import_sources(three, [folder])
    before = contents(three)
    assert import_sources(three, [folder]).changes == 0
    assert contents(three) == before

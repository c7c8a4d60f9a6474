"""Reports in an export: of every account under each spelling, by Claude or by rules, and what others laid there is named."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from export_steps import bytes_below, figures, how
from fixture_types import Contents, Copied, CustomersFile, Node

from demodb.api.account import list_accounts
from demodb.api.export import Asked, export
from demodb.api.import_ import import_sources
from demodb.cache.cache import Cache, Value
from demodb.clock import Clock
from demodb.model.intelligence import intelligence_document
from demodb.model.names import report_file
from demodb.store.engine import Store

NOW = datetime(2026, 11, 26, 13, 20, tzinfo=UTC)
MARKUP = re.compile(r"[#*_`<>|~\[\]\\]")
REPORTS = "intelligence/reports"


def reports_below(folder: Path) -> dict[str, str]:
    found = bytes_below(folder)
    return {path.removeprefix(f"{REPORTS}/"): text.decode() for path, text in found.items() if path.startswith(REPORTS)}


def put(store: Store, slug: str, source: Any, **advice: Any) -> None:
    notes = {
        "summary": "It grows.",
        "opportunities": [],
        "risks": [],
        "recommendations": [{"title": f"Step {n}", "description": "Do it", "priority": "low"} for n in range(3)],
    }
    model = "claude-test" if source == "claude" else None
    document = intelligence_document("Acme", notes | advice, generated_at=NOW, source=source, model=model)
    Cache(store, Clock(now=lambda: NOW)).set(
        f"intelligence:{slug}", "claude-enrichment", Value(json.dumps(document), source, model)
    )


@pytest.fixture
def listed(copied: Copied, customers_file: CustomersFile, tmp_path: Path) -> Store:
    store = copied("empty")
    names = ["Luminus  Hasselt NV/SA", "LUMINUS HASSELT NVSA", "Acme, Inc. (West)", "ACME, INC. (WEST)"]
    customers_file(tmp_path / "in", "Kandy", [(name, 10 - rank, 0) for rank, name in enumerate(names)])
    import_sources(store, [tmp_path / "in"])
    return store


def test_the_app_finds_a_report_under_each_name_of_the_sample_as_it_is_typed(
    exported_sample: Path, seeded_sample: Store, node: Node, tmp_path: Path
) -> None:
    names = [name for line in list_accounts(seeded_sample) for name in line.names]
    (tmp_path / "names.json").write_text(json.dumps(names), "utf-8")
    found = node("reports.mjs", exported_sample / REPORTS, tmp_path / "names.json")
    assert len(found) == 140
    for report in found:
        assert report["text"], report["name"]
        assert MARKUP.search(report["text"]) is None, report["name"]
        assert len(" ".join(report["text"].split())) >= 300, report["name"]
        assert report["tab"] == report["text"], report["name"]
        assert report["overview"].rstrip()[-1] in ".!?…", report["name"]
        assert report["text"].rstrip().rpartition("\n")[2].startswith("A brief by rules as of 24 November 2026, "), report["name"]


def test_each_spelling_has_a_report_one_is_enough_for_names_that_differ_in_case_and_a_slash_is_a_folder(
    listed: Store, tmp_path: Path
) -> None:
    report = export(listed, tmp_path / "export", how())
    texts = reports_below(tmp_path / "export")
    assert texts.keys() == {"Luminus_Hasselt_NV/SA.md", "LUMINUS_HASSELT_NVSA.md", "Acme_Inc_West.md"}
    assert texts["Luminus_Hasselt_NV/SA.md"] == texts["LUMINUS_HASSELT_NVSA.md"] != texts["Acme_Inc_West.md"]
    assert figures(export(listed, tmp_path / "export", how())) == (0, report.written, 0, [])


def test_in_a_store_that_was_never_seeded_a_brief_is_of_no_day(listed: Store, tmp_path: Path) -> None:
    export(listed, tmp_path / "export", how())
    last = reports_below(tmp_path / "export")["Acme_Inc_West.md"].splitlines()[-1]
    assert last == "A brief by rules, made without a model from two customer records."


def test_what_the_cache_may_serve_is_the_report_and_says_who_wrote_it_when_and_from_what(three: Store, tmp_path: Path) -> None:
    put(three, "acme-ltd", "claude", summary="Acme does well.")
    put(three, "borealis-as", "rules", summary="Borealis does well.")
    export(three, tmp_path / "export", how(), at=NOW)
    texts = reports_below(tmp_path / "export")
    assert texts["Acme_Ltd.md"].startswith("Acme does well. First of all: Step 0. ")
    assert texts["Acme_Ltd.md"].endswith(
        "\n\nWritten by Claude (claude-test) on 26 November 2026 at 13:20 UTC,"
        " from the plan, the customer records and the news as they stood then.\n"
    )
    assert texts["Borealis_AS.md"].startswith("Borealis does well. ")
    assert "A brief by rules as of 24 November 2026, made without a model from the plan (" in texts["Borealis_AS.md"]
    manifest = json.loads((tmp_path / "export" / "manifest.json").read_bytes())["files"]
    facts = {name: manifest[f"{REPORTS}/{name}.md"]["source"] for name in ("Acme_Ltd", "Borealis_AS", "Zephyr_GmbH")}
    assert facts == {"Acme_Ltd": "claude", "Borealis_AS": "rules", "Zephyr_GmbH": "rules"}


def test_a_report_changes_with_what_it_says_and_not_with_the_hour(three: Store, tmp_path: Path) -> None:
    put(three, "acme-ltd", "rules")
    export(three, tmp_path / "export", how(), at=NOW)
    Cache(three, Clock(now=lambda: NOW)).extend_fitting("*", 2 * 10**12)
    assert export(three, tmp_path / "export", how(), at=NOW + timedelta(hours=30)).written == 0
    before = reports_below(tmp_path / "export")
    put(three, "acme-ltd", "claude")
    assert export(three, tmp_path / "export", how(), at=NOW).written == 2
    after = reports_below(tmp_path / "export")
    assert {name for name in after if after[name] != before[name]} == {"Acme_Ltd.md"}


def test_reports_say_recurring_revenue_as_the_settings_take_it(listed: Store, tmp_path: Path) -> None:
    export(listed, tmp_path / "export", how())
    assert " 15 USD a year with Kandy" in reports_below(tmp_path / "export")["Acme_Inc_West.md"]
    export(listed, tmp_path / "export", how(asked=Asked("quarter")))
    assert " 60 USD a year with Kandy" in reports_below(tmp_path / "export")["Acme_Inc_West.md"]


def test_a_report_of_others_is_left_alone_and_named_and_so_is_one_that_the_app_would_show_before_ours(
    listed: Store, tmp_path: Path
) -> None:
    reports = tmp_path / "export" / REPORTS
    reports.mkdir(parents=True)
    (reports / "LUMINUS_HASSELT_NVSA.md").write_text("# Mine", "utf-8")
    (reports / "acme_inc_west.md").write_text("# Mine too", "utf-8")
    (reports / "Acme_Inc_East.md").write_text("# Somebody else's", "utf-8")
    report = export(listed, tmp_path / "export", how())
    assert [path.rpartition("/")[2] for path in report.kept] == ["LUMINUS_HASSELT_NVSA.md", "acme_inc_west.md"]
    assert report.reasons[report.kept[1]] == (
        "is what the app may show in the place of intelligence/reports/Acme_Inc_West.md: move one of the two away"
    )
    assert (report.exit_code, report.mergeable) == (1, [])
    assert (reports / "LUMINUS_HASSELT_NVSA.md").read_text("utf-8") == "# Mine"
    report = export(listed, tmp_path / "export", how(force=True))
    assert [path.rpartition("/")[2] for path in report.kept] == ["acme_inc_west.md"]


def test_a_name_that_is_no_path_is_named_and_with_it_the_report_that_the_app_shows_for_it(
    copied: Copied, customers_file: CustomersFile, tmp_path: Path
) -> None:
    store = copied("empty")
    customers_file(tmp_path / "in", "Kandy", [("Acme North // West", 1, 1), ("Beta", 1, 0)])
    import_sources(store, [tmp_path / "in"])
    reports = tmp_path / "export" / REPORTS
    reports.mkdir(parents=True)
    (reports / "Acme_North.md").write_text("mine", "utf-8")
    (reports / "Acme_South.md").write_text("mine", "utf-8")
    report = export(store, tmp_path / "export", how())
    lost = f"{REPORTS}/Acme_North_//_West.md"
    assert report.reasons == {
        f"{tmp_path}/export/{lost}": "cannot be written: '' is no name of a file or a folder",
        f"{reports}/Acme_North.md": f"is what the app may show in the place of {lost}: move one of the two away",
    }
    assert (reports / "Beta.md").is_file()


def test_two_accounts_that_the_app_could_not_tell_apart_by_their_reports_are_named(
    copied: Copied, customers_file: CustomersFile, tmp_path: Path
) -> None:
    store = copied("empty")
    customers_file(tmp_path / "in", "Kandy", [("Acme West", 1, 1), ("acme_west", 1, 0)])
    import_sources(store, [tmp_path / "in"])
    report = export(store, tmp_path / "export", how())
    assert list(report.reasons.values()) == ["is the file of two accounts: rename one of them"]


def test_an_import_passes_over_reports_whoever_wrote_them(three: Store, store: Store, contents: Contents, tmp_path: Path) -> None:
    export(three, tmp_path / "export", how())
    (tmp_path / "export" / REPORTS / "Mine.md").write_text("# Mine", "utf-8")
    report = import_sources(store, [tmp_path / "export"])
    assert (report.errors, report.passed_over, report.files["report"]) == ([], [], 4)
    before = contents(three)
    assert import_sources(three, [tmp_path / "export"]).changes == 0
    assert contents(three) == before


def test_a_spelling_that_is_gone_takes_its_report_along(listed: Store, tmp_path: Path, customers_file: CustomersFile) -> None:
    export(listed, tmp_path / "export", how())
    customers_file(tmp_path / "in", "Kandy", [("LUMINUS HASSELT NVSA", 2, 2), ("acme, inc. (west)", 1, 0)])
    import_sources(listed, [tmp_path / "in"])
    report = export(listed, tmp_path / "export", how())
    assert report.kept == []
    assert reports_below(tmp_path / "export").keys() == {"LUMINUS_HASSELT_NVSA.md", "acme_inc_west.md"}


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("AT&T SERVICES, INC.", "AT&T_SERVICES_INC.md"),
        ("Ntirety (Hosting.com)", "Ntirety_Hostingcom.md"),
        ("Luminus \u00a0 Hasselt NV/SA", "Luminus_Hasselt_NV/SA.md"),
        (" [x] - y.", "_x_-_y.md"),
    ],
)
def test_the_file_of_a_report_is_named_by_the_app_s_rule(name: str, file: str) -> None:
    assert report_file(name) == file

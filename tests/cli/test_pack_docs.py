"""A pack written from docs/templates.md alone: every file is taken from there, as a new user would copy it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fixture_types import Command

from demodb.api.import_ import import_sources
from demodb.api.pack_choice import pack_choice
from demodb.api.seed import SeedOptions, seed
from demodb.api.show import show_account
from demodb.errors import PackError
from demodb.model.documents import SECTIONS
from demodb.model.faults import section_faults
from demodb.packs import situated
from demodb.packs.case import RenewalCondition
from demodb.packs.fields import Part
from demodb.packs.format import (
    ActionRow,
    Actions,
    CompetitorRow,
    Competitors,
    Opportunities,
    OpportunityRow,
    PainPointRow,
    PainPoints,
    Revision,
    Rival,
    StakeholderRow,
    Stakeholders,
    Strategy,
    Text,
)
from demodb.packs.situated import (
    Board,
    BoardProfile,
    Card,
    DealEntry,
    DealProfile,
    Deals,
    PainEntry,
    PainProfile,
    Pains,
    RivalEntry,
    RivalProfile,
    Rivals,
    Situation,
    StageFacts,
)
from demodb.packs.situated_content import SituatedRevision
from demodb.packs.situated_people import Mood, Note, People, Place, Shape
from demodb.settings import load_settings
from demodb.store.engine import Store
from demodb.store.schema import open_store

AS_OF = date(2027, 1, 12)
FILE = re.compile(r"`([\w/.]+\.toml)`[^`:]*:\n\n```toml\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="session")
def page(repository: Path) -> str:
    return (repository / "docs" / "templates.md").read_text("utf-8")


@pytest.fixture
def files(page: str) -> dict[str, str]:
    """The files that the page shows, by the path that it gives them."""
    found = dict(FILE.findall(page))
    facility = ["packs/facility/0001_first.toml", "demodb.toml", "packs/facility/0002_sharper_pain_points.toml"]
    assert list(found) == [*facility, "packs/offices/0001_first.toml"]
    return found


@pytest.fixture
def project(tmp_path: Path, files: dict[str, str]) -> Path:
    """The working directory as the reader has it before the second revision."""
    (tmp_path / "packs" / "facility").mkdir(parents=True)
    for name in ("packs/facility/0001_first.toml", "demodb.toml"):
        (tmp_path / name).write_text(files[name], "utf-8")
    return tmp_path


@pytest.fixture
def portfolio(project: Path, sample: Path) -> Iterator[Store]:
    """The sample's customers, without plans."""
    with open_store(project / "demodb.db", create=True) as store:
        import_sources(store, [sample / "customers"])
        yield store


def options(store: Store) -> SeedOptions:
    settings = load_settings(Path())
    return SeedOptions(AS_OF, pack_choice(store, settings.pack, settings.packs), settings.seed)


def test_the_pack_of_the_page_is_checked_previewed_and_seeded(demodb: Command, portfolio: Store) -> None:
    assert demodb("pack", "check").out == "facility 0001 can be used.\n"
    previewed = demodb("pack", "preview", "Spotify", "--as-of", AS_OF.isoformat(), "--json").json["sections"]
    report = seed(portfolio, options(portfolio))
    assert report.seeded == 4 * 128
    view = show_account(portfolio, "Spotify")
    for section in SECTIONS:
        assert previewed[section]["document"] == view.sections[section].document
        assert previewed[section]["origin"] == "template facility 0001, as of 2027-01-12"
    for section in SECTIONS:
        assert section_faults(section, view.sections[section].document) == []


def test_the_second_revision_of_the_page_upgrades_the_section_that_it_changes(
    demodb: Command, portfolio: Store, project: Path, files: dict[str, str]
) -> None:
    seed(portfolio, options(portfolio))
    name = "packs/facility/0002_sharper_pain_points.toml"
    (project / name).write_text(files[name], "utf-8")
    shown = demodb("pack", "show", "./packs/facility", "--json").json
    assert [line["parts"] for line in shown["revisions"]][1:] == [["strategy"]]
    assert shown["sections"] == dict.fromkeys(SECTIONS, "0001") | {"strategy": "0002"}
    report = seed(portfolio, options(portfolio))
    assert {section: counts["upgraded"] for section, counts in report.sections.items()} == dict.fromkeys(SECTIONS, 0) | {
        "strategy": 128
    }
    assert report.conflicts == 0


def test_the_pack_with_situations_of_the_page_is_checked_previewed_and_seeded(
    demodb: Command, portfolio: Store, project: Path, files: dict[str, str]
) -> None:
    name = "packs/offices/0001_first.toml"
    (project / name).parent.mkdir()
    (project / name).write_text(files[name], "utf-8")
    assert demodb("pack", "check", "./packs/offices").out == "offices 0001 can be used.\n"
    asked = ("Spotify", "--pack", "./packs/offices", "--as-of", AS_OF.isoformat(), "--json")
    drawn = demodb("pack", "preview", *asked).json["sections"]
    lost = demodb("pack", "preview", *asked, "--situation", "lost").json["sections"]
    assert {row["status"] for row in lost["strategy"]["document"]["opportunities"]} == {"lost"}
    unknown = demodb("pack", "preview", *asked[:3], "--situation", "happy")
    assert (unknown.code, "known: lost, renewal-near, steady" in unknown.err) == (2, True)
    assert "situations: lost, renewal-near, steady" in demodb("pack", "show", "./packs/offices").out
    chosen = pack_choice(portfolio, "./packs/offices", {}, {"site-lead": "Robin Ashdown"})
    assert seed(portfolio, SeedOptions(AS_OF, chosen)).seeded == 4 * 128
    view = show_account(portfolio, "Spotify")
    for section in ("stakeholders", "competitors"):
        assert view.sections[section].document == drawn[section]["document"]
    for account in ("Spotify", "Nordvarde Telekom AB", "Various: License increments"):
        for section, stored in show_account(portfolio, account).sections.items():
            assert section_faults(section, stored.document) == []
    assert show_account(portfolio, "Various: License increments").sections["stakeholders"].document == []
    explained = demodb("explain", "Spotify", "strategy", "--json").json["fields"]
    assert explained[0]["place"] == "strategy"
    assert explained[0]["value"]["situation"] in ("lost", "renewal-near", "steady")
    assert explained[0]["value"]["team"] == {"site-lead": "Robin Ashdown"}
    assert explained[0]["source"].endswith(f"as of {AS_OF}, {explained[0]['value']['situation']}")


def test_a_revision_that_was_seeded_from_is_refused_once_it_changes(portfolio: Store, project: Path) -> None:
    seed(portfolio, options(portfolio))
    path = project / "packs" / "facility" / "0001_first.toml"
    path.write_text(path.read_text("utf-8").replace("Plants do not last", "Plants last"), "utf-8")
    with pytest.raises(PackError, match="was changed since facility 0001 was seeded from it") as caught:
        seed(portfolio, options(portfolio))
    assert caught.value.exit_code == 4


PARTS: tuple[type[Part], ...] = (
    *(Revision, Stakeholders, Strategy, PainPoints, Opportunities, Competitors, Actions, StakeholderRow),
    *(PainPointRow, OpportunityRow, CompetitorRow, ActionRow, Text, Rival),
    *(SituatedRevision, Situation, Place, Shape, Mood, Note, PainProfile, DealProfile, StageFacts, RivalProfile, BoardProfile),
    *(PainEntry, DealEntry, Card, RivalEntry, RenewalCondition, situated.Strategy, People, Pains, Deals, Rivals, Board),
)


def test_the_page_names_every_key_and_its_example_uses_it(page: str, files: dict[str, str]) -> None:
    example = "".join(files.values())
    for key in sorted({key for part in PARTS for key in part.model_fields}):
        assert re.search(rf"`[^`\n]*\b{key}\b[^`\n]*`", page), key
        assert re.search(rf"\b{key}\b", example), key
    for placeholder in ("{account}", "{product}", "{competitor}", "{short}", "{renewal}"):
        assert placeholder in example
        assert f"`{placeholder}`" in page

"""Suggested commands read again: what a button does is what the command would do, and what a person has to add is a link."""

from __future__ import annotations

import re

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from studio_project import Running, StartStudio

from demodb.api.account import list_aliases
from demodb.api.cache import list_cache
from demodb.api.show import show_account
from demodb.api.source import list_sources
from demodb.model.suggested import suggested
from demodb.studio.mending import PLACEHOLDERS, mend_of, steps_of

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(
    lambda text: PLACEHOLDERS.isdisjoint(text.split("/"))
)


@given(TEXT, TEXT, TEXT, st.sampled_from(["", ", or ask for something else in story.toml"]))
def test_an_edit_is_read_as_it_was_suggested_whatever_stands_in_it(account: str, place: str, value: str, more: str) -> None:
    (step,) = steps_of(suggested("edit", account, place, value) + more)
    assert (step.act, step.account, step.place, step.value) == ("edit", account, place, value)


@pytest.mark.parametrize(
    ("fix", "label", "href"),
    [
        ("demodb seed", "Seed what is missing", ""),
        ("demodb export --out='/a b/c'", "Export", ""),
        ("demodb warmup --until 2026-11-24T15:00+00:00", "Warm up until 15:00", ""),
        ("demodb cache clear intelligence:x, then demodb warmup", "Make it anew", ""),
        ("demodb shift --heroes", "Move the dates", ""),
        ("demodb account alias Spotfy Spotify", "Take it for Spotify", ""),
        ("demodb import PATH", "Import", "/act/import"),
        ("correct it in the source, then demodb import", "Import", "/act/import"),
        ("demodb account hero NAME", "Choose an account", "/#accounts"),
        ("demodb account alias NAME ACCOUNT, or correct `heroes` in demodb.toml", "Choose an account", "/#accounts"),
        ("demodb conflicts list", "Decide", "/conflicts"),
        ("demodb rehearse", "See what it found", "/#rehearsal"),
        ("set ANTHROPIC_API_KEY, then demodb warmup", "Warm-up", "/act/warmup"),
        (
            "demodb edit 'A B' stakeholders/ID/role champion, or ask for something else",
            "Open the place",
            "/account/a-b#actions/1",
        ),
        ("demodb edit 'A B' stakeholders/sh-1/title TITLE", "Open the place", "/account/a-b#actions/1"),
        ("leave one in story.toml", "Open the place", "/account/a-b#actions/1"),
    ],
)
def test_what_can_be_done_is_a_button_and_what_a_person_decides_a_link(fix: str, label: str, href: str) -> None:
    mend = mend_of(fix, "A B", "actions/1")
    assert (mend.label, mend.href) == (label, href)


@pytest.mark.parametrize(
    ("fix", "at"),
    [
        ("demodb edit 'A B' stakeholders/sh-1/title TITLE", "#stakeholders/sh-1"),
        ("demodb edit 'A B' strategy/painPoints/ID/title TEXT, or ask for something else", "#section-strategy"),
        ("demodb edit, at one of them", ""),
    ],
)
def test_where_a_person_decides_is_read_from_the_command(fix: str, at: str) -> None:
    assert mend_of(fix, "A B").href == f"/account/a-b{at}"


@pytest.mark.parametrize(
    "fix",
    [
        "demodb db restore /etc/passwd",
        "demodb export --out=/x --force",
        "demodb export --remove",
        "demodb cache extend",
        "demodb seed; rm -rf /",
        "demodb seed && demodb export",
        "rm -rf /, then demodb seed",
        "demodb edit 'A B",
        "demodb cache clear --all",
        "",
    ],
)
def test_nothing_else_is_a_command_for_a_button(fix: str) -> None:
    assert steps_of(fix) == ()


def mend(client: httpx2.Client, fix: str) -> str:
    """Press the button of a fix; what the page says was done."""
    answer = client.post("/mend", data={"command": fix, "at": ""}, headers={"HX-Request": "true"})
    assert answer.status_code == 200, answer.text
    done = re.search(r'id="done".*?notice good">(.*?)<button', answer.text)
    assert done, answer.text
    return done[1]


@pytest.mark.parametrize("studio", [{"patience": 120.0}], indirect=True)
def test_each_button_does_what_its_command_does(studio: Running) -> None:
    store, clock, folder = studio.desk.store, studio.desk.clock, studio.folder
    with studio.client() as client:
        assert "a hero now" in mend(client, "demodb account hero 'Belspraak NV'")
        assert "no hero now" in mend(client, "demodb account hero --off 'Belspraak NV'")
        assert "means Spotify now" in mend(client, "demodb account alias Spotfy Spotify")
        assert [alias.account for alias in list_aliases(store) if alias.name == "Spotfy"] == ["Spotify"]
        assert "sp-001/relationshipStrength is weak now" in mend(
            client, "demodb edit Spotify stakeholders/sp-001/relationshipStrength weak, or ask for something else in story.toml"
        )
        assert mend(client, "demodb seed") == "0 sections seeded, 0 upgraded."
        assert "dates moved" in mend(client, "demodb shift --as-of=2026-11-25")
        assert "Dates of" in mend(client, "demodb shift --heroes")
        cleared = mend(client, "demodb cache clear intelligence:spotify, then demodb warmup --until 2026-11-24T15:00+00:00")
        assert "1 entry cleared; saved first as" in cleared
        assert "1 brief by rules made" in cleared or "briefs by rules made" in cleared
        assert "kept fresh until 17:00" in mend(client, "demodb cache extend --until 2026-11-24T17:00+00:00")
        assert len(list_cache(store, clock).entries) == 10
        assert "written" in mend(client, f"demodb export --out={folder / 'export'}")
        assert "0 files written" in mend(client, f"demodb sync --out={folder / 'export'}")
        source = next(line.path for line in list_sources(store, folder).sources if "stl" in line.path)
        assert "is no source any more" in mend(client, suggested("source remove", str(folder / source)))
        assert source not in [line.path for line in list_sources(store, folder).sources]


def test_a_button_that_does_nothing_says_so(studio: Running) -> None:
    with studio.client() as client:
        answer = client.post("/mend", data={"command": "demodb db restore x"}, headers={"HX-Request": "true"})
        assert answer.status_code == 422
        assert answer.headers["hx-retarget"] == "#told"
        unknown = client.post("/mend", data={"command": "demodb account hero Nobody"}, headers={"HX-Request": "true"})
        assert unknown.status_code == 404
        assert "Nobody" in unknown.text
        plain = client.post("/mend", data={"command": "demodb account hero Spotify"})
        assert (plain.status_code, plain.headers["location"]) == (303, "/")
        assert show_account(studio.desk.store, "Spotify").hero


def test_a_studio_that_only_reads_has_no_buttons_and_does_nothing(start_studio: StartStudio) -> None:
    studio = start_studio(writes=False)
    with studio.client() as client:
        text = client.get("/").text
        assert 'action="/mend"' not in text
        assert 'hx-post="/rehearse"' not in text
        assert client.post("/mend", data={"command": "demodb seed"}).status_code == 403
        before = studio.desk.store.commits
        studio.rehearsed()
        assert "34 warnings" in client.get("/rehearsal").text
        assert studio.desk.store.commits == before

"""A place that is not there, or at which nothing can be done: each dialog and each act says so, and nothing is changed."""

from __future__ import annotations

from html import unescape

import pytest
from studio_project import Running

from demodb.api.show import show_account

SLUG = "spotify"
PART = {"HX-Request": "true"}
NO_ROWS = ("stakeholders/nobody", "strategy", "nothing/at/all", "", "actions/nothing/status/more", "../etc", "stakeholders/[/x]")
NO_LISTS = ("nothing", "strategy/nothing", "../etc", "stakeholders/[/x]/y/z")
ACTS = (
    ("delete", {"place": "stakeholders/nobody", "expected": "{}"}),
    ("delete", {"place": "nothing/at/all", "expected": "{}"}),
    ("empty", {"list": "nothing", "expected": "[]"}),
    ("move", {"place": "stakeholders/nobody", "before": "", "status": "done"}),
    ("edit", {"place": "stakeholders/nobody", "v:title": "x", "s:title": '"y"'}),
)


def plan(studio: Running) -> object:
    return {name: stored.document for name, stored in show_account(studio.desk.store, SLUG).sections.items()}


@pytest.mark.parametrize(
    ("dialog", "key", "places"),
    [("delete", "place", NO_ROWS), ("edit", "place", NO_ROWS), ("move", "place", NO_ROWS), ("empty", "list", NO_LISTS),
     ("order", "list", NO_LISTS), ("add", "list", NO_LISTS)],
)  # fmt: skip
def test_a_dialog_about_what_is_not_there_says_so_over_the_page_as_it_is(
    studio: Running, dialog: str, key: str, places: tuple[str, ...]
) -> None:
    with studio.client() as client:
        for place in places:
            answer = client.get(f"/account/{SLUG}/{dialog}", params={key: place}, headers=PART)
            assert (answer.status_code, answer.headers.get("HX-Retarget")) == (404, "#told"), place
            assert "load the page again" in unescape(answer.text), place


def test_an_act_at_a_place_that_is_not_there_is_refused_and_changes_nothing(studio: Running) -> None:
    before = plan(studio)
    with studio.client() as client:
        for act, fields in ACTS:
            answer = client.post(f"/account/{SLUG}/{act}", data=fields, headers=PART)
            assert 400 <= answer.status_code < 500, (act, fields)
            assert "nobody expected" not in answer.text, (act, fields)
    assert plan(studio) == before

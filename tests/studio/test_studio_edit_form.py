"""The form that edits a row: what it sets, what it refuses beside which field, what others made meanwhile; without a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import unescape
from typing import Any

import httpx2
import pytest
from sqlalchemy import text
from studio_project import Running, StartStudio

from demodb.api.edit import AddRow, SetField, edit
from demodb.api.log import edit_log
from demodb.api.seed import By
from demodb.api.show import show_account

SLUG = "spotify"
PART = {"HX-Request": "true"}


def rows(studio: Running, section: Any, name: str = "") -> list[dict[str, Any]]:
    document = show_account(studio.desk.store, SLUG).sections[section].document
    found = document[name] if isinstance(document, dict) else document
    assert isinstance(found, list)
    return found


@pytest.fixture
def client(studio: Running) -> Iterator[httpx2.Client]:
    with studio.client() as made:
        yield made


def post(client: httpx2.Client, act: str, **fields: str) -> httpx2.Response:
    return client.post(f"/account/{SLUG}/{act}", data=fields, headers=PART)


def test_only_what_was_changed_is_set(client: httpx2.Client, studio: Running) -> None:
    person = rows(studio, "stakeholders")[0]
    place = f"stakeholders/{person['id']}"
    sent = {"v:title": "Chief", "s:title": f'"{person["title"]}"', "v:notes": person["notes"], "s:notes": '"seen by nobody"'}
    answer = post(client, "edit", place=place, **{**sent, "v:notes": "seen by nobody"})
    assert answer.status_code == 200
    assert "1 field changed." in answer.text
    assert rows(studio, "stakeholders")[0] == {**person, "title": "Chief"}
    assert edit_log(studio.desk.store, SLUG)[0].person == "alice"


@pytest.mark.parametrize(
    ("key", "typed", "stands"),
    [
        ("interests", "Trains\r\n\r\n Music ", ["Trains", "Music"]),
        ("interests", "", None),
        ("lastInteraction", "2026-11-01", "2026-11-01"),
        ("reportsTo", "null", None),
        ("email", "", None),
        ("raciRole", "consulted", "consulted"),
        ("notes", "one\r\ntwo", "one\ntwo"),
    ],
)
def test_a_field_is_read_as_its_kind(client: httpx2.Client, studio: Running, key: str, typed: str, stands: Any) -> None:
    place = f"stakeholders/{rows(studio, 'stakeholders')[1]['id']}"
    form = client.get(f"/account/{SLUG}/edit", params={"place": f"{place}/{key}"}, headers=PART).text
    seen = unescape(form.partition(f'name="s:{key}" value="')[2].partition('"')[0])
    answer = post(client, "edit", place=place, **{f"v:{key}": typed, f"s:{key}": seen})
    assert answer.status_code == 200, answer.text
    assert rows(studio, "stakeholders")[1].get(key) == stands
    assert (key in rows(studio, "stakeholders")[1]) == (stands is not None or key == "reportsTo")


@pytest.mark.parametrize(
    ("place", "key", "typed", "said"),
    [
        ("strategy/opportunities/{0}", "estimatedValue", "a lot", "expected a valid number"),
        ("strategy/opportunities/{0}", "probability", "101", "expected"),
        ("strategy/opportunities/{0}", "identifiedDate", "soon", "expected an ISO date"),
        ("strategy/opportunities/{0}", "title", " ", "this field has to be there"),
        ("strategy/opportunities/{0}", "status", "<script>", "expected one of"),
    ],
)
def test_what_the_app_would_refuse_is_said_beside_its_field(
    client: httpx2.Client, studio: Running, place: str, key: str, typed: str, said: str
) -> None:
    before = rows(studio, "strategy", "opportunities")
    at = place.format(before[0]["id"])
    answer = post(client, "edit", place=at, **{f"v:{key}": typed, f"s:{key}": _json(before[0].get(key))})
    assert answer.status_code == 422
    message = answer.text.partition('-fault">')[2]
    assert said in message
    assert "<script>" not in answer.text
    assert rows(studio, "strategy", "opportunities") == before


def _json(value: Any) -> str:
    return "" if value is None else f'"{value}"' if isinstance(value, str) else str(value)


def test_a_date_time_stays_as_it_is_written(client: httpx2.Client, studio: Running) -> None:
    place = f"competitors/{rows(studio, 'competitors')[0]['id']}"
    moment = "2026-11-24T09:30:00.000Z"
    edit(studio.desk.store, SLUG, [SetField(f"{place}/lastUpdated", moment)])
    form = client.get(f"/account/{SLUG}/edit", params={"place": place}, headers=PART).text
    assert f'value="{moment}"' in form
    shown = dict(part.split('" value="')[:2] for part in form.split('name="s:')[1:])
    seen = {f"s:{key}": unescape(value.partition('"')[0]) for key, value in shown.items()}
    answer = post(client, "edit", place=place, **seen, **{"v:lastUpdated": moment, "v:name": "Another one"})
    assert answer.status_code == 200
    assert (rows(studio, "competitors")[0]["lastUpdated"], rows(studio, "competitors")[0]["name"]) == (moment, "Another one")


def test_what_people_wrote_beside_the_contract_is_shown_and_kept(client: httpx2.Client, studio: Running) -> None:
    extra = {"mood": "good", "since": 2019, "tags": ["a", "b"], "odd": {"deep": [None, True]}}
    with studio.desk.store.write() as connection:
        statement = "UPDATE competitor SET extra = :extra WHERE account_key = 'spotify' AND position = 0"
        assert connection.execute(text(statement), {"extra": json.dumps(extra)}).rowcount == 1
    first = rows(studio, "competitors")[0]
    place = f"competitors/{first['id']}"
    form = client.get(f"/account/{SLUG}/edit", params={"place": place}, headers=PART).text
    assert all(f'name="v:{key}"' in form for key in extra)
    sent = {f"s:{key}": json.dumps(value) for key, value in extra.items()}
    typed = {"v:mood": "", "v:since": "2019", "v:tags": "a\r\nb\r\nc", "v:odd": '{"deep": [1]}'}
    assert post(client, "edit", place=place, **sent, **typed).status_code == 200
    kept = {key: value for key, value in rows(studio, "competitors")[0].items() if key in extra}
    assert kept == {"since": 2019, "tags": ["a", "b", "c"], "odd": {"deep": [1]}}
    assert {**rows(studio, "competitors")[0], **extra} == first


def test_who_comes_second_sees_both_and_takes_theirs(client: httpx2.Client, studio: Running, clock: Any) -> None:
    person = rows(studio, "stakeholders")[0]
    place = f"stakeholders/{person['id']}"
    edit(studio.desk.store, SLUG, [SetField(f"{place}/title", "Theirs")], by=By("bob", clock))
    answer = post(client, "edit", place=place, **{"v:title": "Mine", "s:title": f'"{person["title"]}"'})
    assert answer.status_code == 409
    assert all(words in unescape(answer.text) for words in (person["title"], "Theirs", "Mine", "bob made it", "Take theirs"))
    assert rows(studio, "stakeholders")[0]["title"] == "Theirs"
    kept = post(client, "edit", place=place, take="title", **{"v:title": "Mine", "s:title": '"Theirs"'})
    assert "What stands stays as it is." in kept.text
    own = post(client, "edit", place=place, **{"v:title": "Mine", "s:title": '"Theirs"'})
    assert own.status_code == 200
    assert rows(studio, "stakeholders")[0]["title"] == "Mine"


def test_a_row_is_added_with_an_id_of_its_own_and_what_lacks_is_said(client: httpx2.Client, studio: Running) -> None:
    blank = client.get(f"/account/{SLUG}/add", params={"list": "strategy/painPoints"}, headers=PART).text
    assert 'value="2026-11-24"' in blank
    before = rows(studio, "strategy", "painPoints")
    sent = {"v:title": "Slow", "v:description": "", "v:status": "active", "v:identifiedDate": "2026-11-24"}
    answer = post(client, "add", place="strategy/painPoints", **sent, **{"v:severity": ""})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert post(client, "add", place="strategy/painPoints", **sent, **{"v:severity": "low"}).status_code == 200
    after = rows(studio, "strategy", "painPoints")
    assert after[:-1] == before
    assert {**after[-1], "id": ""} == {**{key[2:]: value for key, value in sent.items()}, "severity": "low", "id": ""}


def test_a_row_that_changed_since_it_was_seen_is_not_deleted(client: httpx2.Client, studio: Running) -> None:
    (first, *_) = before = rows(studio, "competitors")
    answer = post(client, "delete", place=f"competitors/{first['id']}", expected='{"id":"x"}')
    assert answer.status_code == 409
    assert "somebody else changed it meanwhile" in answer.text
    assert rows(studio, "competitors") == before


def test_a_list_that_grew_since_it_was_seen_is_not_emptied(client: httpx2.Client, studio: Running) -> None:
    ids = [row["id"] for row in rows(studio, "actions")]
    card = {"title": "New", "status": "todo", "priority": "low", "createdAt": "2026-11-24"}
    edit(studio.desk.store, SLUG, [AddRow("actions", card)])
    answer = post(client, "empty", list="actions", expected=str(ids).replace("'", '"'))
    assert answer.status_code == 409
    assert len(rows(studio, "actions")) == len(ids) + 1


@pytest.mark.slow
@pytest.mark.parametrize("place", ["", "nothing", "stakeholders", "stakeholders/sh-999/title", "strategy/../x", "actions/%00"])
@pytest.mark.parametrize("act", ["edit", "delete"])
def test_a_place_that_is_none_is_told(client: httpx2.Client, act: str, place: str) -> None:
    assert client.get(f"/account/{SLUG}/{act}", params={"place": place}, headers=PART).status_code == 404
    assert post(client, act, place=place, **{"v:title": "x", "s:title": ""}).status_code in (404, 409, 422)


def test_what_no_page_sends_is_told_and_changes_nothing(client: httpx2.Client, studio: Running) -> None:
    before = show_account(studio.desk.store, SLUG).sections
    for place in ("", "strategy", "plans/x", "strategy/painPoints/x", "actions/x", "competitors/../x"):
        for act in ("add", "edit", "delete", "empty"):
            answer = post(client, act, place=place, list=place, expected="[", **{"v:title": "x", "s:title": "{"})
            assert answer.status_code in (404, 409, 422), (act, place, answer.status_code)
    moves: list[Any] = ["", [], {}, {"place": 1}, {"place": "competitors/x", "before": 5}, {"place": "actions/x", "status": []}]
    for move in moves:
        answer = post(client, "move", move=json.dumps(move), expected="{}")
        assert answer.status_code in (404, 409, 422), (move, answer.status_code)
    for entry in ("", "x", "-1", "9" * 40, "0"):
        assert client.post("/log/undo", data={"entry": entry}, headers=PART).status_code in (404, 422)
    for sent in (
        {},
        {"take": "theirs", "slug": SLUG},
        {"take": "edit", "slug": SLUG, "place": "x"},
        {"slug": "nobody", "take": "mine"},
    ):
        assert client.post("/conflicts", data=sent, headers=PART).status_code in (404, 422), sent
    assert show_account(studio.desk.store, SLUG).sections == before


def test_without_scripts_forms_are_pages_and_lead_back(client: httpx2.Client, studio: Running) -> None:
    person = rows(studio, "stakeholders")[0]
    place = f"stakeholders/{person['id']}"
    assert "<!doctype html>" in client.get(f"/account/{SLUG}/edit", params={"place": place}).text
    sent = {"place": place, "v:title": "Chief", "s:title": f'"{person["title"]}"'}
    answer = client.post(f"/account/{SLUG}/edit", data=sent)
    assert answer.headers["location"] == f"/account/{SLUG}#section-stakeholders"


def test_nothing_is_changed_in_a_studio_that_only_reads(start_studio: StartStudio) -> None:
    studio = start_studio(writes=False)
    with studio.client() as client:
        page = client.get(f"/account/{SLUG}").text
        assert "data-edit" not in page
        assert "data-board" not in page
        assert post(client, "edit", place="stakeholders/sh-001", **{"v:title": "x", "s:title": ""}).status_code == 403

"""The account's page and its sections, as the server gives them."""

from __future__ import annotations

import html
import json
import re

import odd_accounts
from statements import statements_of
from studio_project import Running

from demodb.api.cache import account_intelligence
from demodb.api.edit import DeleteRow, SetField, edit
from demodb.api.rehearse import Rehearsing, hours, rehearse, rehearse_account
from demodb.cache.cache import Cache, Value
from demodb.model.documents import SECTIONS, Document, Section
from demodb.model.merge import Conflict
from demodb.model.names import match_key
from demodb.store.conflicts import StoredConflict, put_conflicts


def test_the_page_has_a_section_for_each_of_the_plan_and_a_place_for_each_row(studio: Running) -> None:
    with studio.client() as client:
        text = client.get("/account/spotify").text
    for section in SECTIONS:
        assert f'id="section-{section}"' in text
    assert '<article class="pain high" id="strategy/painPoints/pp-001">' in text


def test_a_section_is_given_alone_as_it_stands(studio: Running) -> None:
    with studio.client() as client:
        text = client.get("/account/spotify/section/strategy").text.strip()
        assert client.get("/account/spotify/section/weather").status_code == 404
    assert text.startswith('<section id="section-strategy"')
    assert len(re.findall('<section id="section-', text)) == 1


def test_an_account_that_nobody_has_is_said_to_be_none(studio: Running) -> None:
    with studio.client() as client:
        answer = client.get("/account/spotivy")
    assert answer.status_code == 404
    assert "Spotify" in answer.text


def test_an_edited_value_bears_the_mark_of_a_person_and_the_others_that_of_their_source(studio: Running) -> None:
    edit(studio.desk.store, "Spotify", [SetField("strategy/painPoints/pp-001/title", "Typed anew")])
    with studio.client() as client:
        text = client.get("/account/spotify/section/strategy").text
    assert '<h3 data-f="title">Typed anew<i class="e">E</i></h3>' in text
    assert text.count('<i class="e"') == 2, "the value and its legend"
    assert "edited: edited by a person since imported from account-plans/strategy/spotify.json" in text


def test_a_templates_values_name_the_pack_its_revision_and_what_it_drew_from(studio: Running) -> None:
    with studio.client() as client:
        text = client.get("/account/4peaks-valley-broadband/section/competitors").text
    assert "template: lived-in 0002, seed" in text
    assert "as of 2026-11-24" in text


def test_a_value_in_conflict_bears_the_mark_of_a_conflict_before_all_else(studio: Running) -> None:
    store, key = studio.desk.store, match_key("Spotify")
    with store.write() as connection:
        conflict = Conflict("painPoints", "pp-001", "title", "agreed", "mine", "theirs")
        put_conflicts(connection, [StoredConflict(key, "Spotify", "strategy", conflict, path="export/strategy/spotify.json")])
    with studio.client() as client:
        text = client.get("/account/spotify/section/strategy").text
    assert re.search(r'<h3 data-f="title">[^<]*<i class="c">!</i></h3>', text)


def test_a_deleted_row_is_named_where_it_was(studio: Running) -> None:
    edit(studio.desk.store, "Spotify", [DeleteRow("strategy/painPoints/pp-002")])
    with studio.client() as client:
        text = client.get("/account/spotify/section/strategy").text
    assert '<p class="dim" data-place="strategy/painPoints/pp-002" data-f="">' in text
    assert 'id="strategy/painPoints/pp-002"' not in text


def test_what_claude_said_stands_beside_what_the_rules_say(studio: Running) -> None:
    desk = studio.desk
    found = account_intelligence(desk.store, desk.clock, "spotify")
    assert found is not None
    said = found.document | {"source": "claude", "model": "claude-haiku-5-5", "summary": "Said by Claude alone."}
    value = Value(json.dumps(said), "claude", "claude-haiku-5-5", found.entry.input_hash)
    Cache(desk.store, desk.clock).set(found.entry.key, "claude-enrichment", value)
    with studio.client() as client:
        text = client.get("/account/spotify").text
    assert "by Claude, claude-haiku-5-5" in text
    assert "Said by Claude alone." in text
    assert "By rules, now" in text


def test_a_page_takes_as_many_statements_for_sixty_people_as_for_none(studio: Running) -> None:
    store = studio.desk.store
    empty = odd_accounts.put_account(store, "Empty Ltd", {"stakeholders": [], "actions": []})
    full = odd_accounts.put_account(store, "Crowd Ltd", {"stakeholders": odd_accounts.crowd(), "actions": []})
    counts = []
    with studio.client() as client:
        for slug in (empty, full):
            with statements_of(store) as seen:
                assert client.get(f"/account/{slug}").status_code == 200
            counts.append(len(seen))
    assert counts[0] == counts[1] <= 40


def test_the_findings_are_those_that_a_rehearsal_of_all_has_for_the_account(studio: Running) -> None:
    desk = studio.desk
    now, story = desk.clock.now(), desk.story
    asked = Rehearsing(hours(story, now), now, story, desk.settings.rehearse.ignore, desk.root)
    name = "British Telecommunications plc"
    found = rehearse_account(desk.store, name, asked)
    shared = {"near-copies", "same-titles", "same-notes", "same-values", "same-people", "same-shapes"}
    of_all = [one for one in rehearse(desk.store, asked).findings if one.account == name and one.code not in shared]
    assert found.accounts == 1
    assert found.findings == of_all != []


def test_a_finding_is_mended_by_its_button_and_the_page_is_shown_again(studio: Running) -> None:
    weak = odd_accounts.person(2, None, "Ann Champion")
    rest: dict[Section, Document] = {"strategy": {"painPoints": [], "opportunities": []}, "competitors": [], "actions": []}
    slug = odd_accounts.put_account(studio.desk.store, "Weak Ltd", {"stakeholders": [weak], **rest})
    with studio.client() as client:
        text = client.get(f"/account/{slug}").text
        found = re.search(r'name="command" value="([^"]+)"><input type="hidden" name="back" value="([^"]+)"', text)
        assert found is not None
        command, back = map(html.unescape, found.groups())
        answer = client.post("/mend", data={"command": command, "back": back})
        assert (answer.status_code, answer.headers["location"]) == (303, f"/account/{slug}")
        assert "is a champion whose relationship is weak" not in client.get(back).text
        away = client.post("/mend", data={"command": command, "back": "https://evil.example/account/"})
        assert away.headers["location"] == "/"

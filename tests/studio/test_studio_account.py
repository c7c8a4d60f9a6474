"""The account's page: every section, every value with the mark of where it comes from, whatever the account lacks."""

from __future__ import annotations

import re

from studio_project import Running

from demodb.model.documents import SECTIONS


def test_the_page_has_a_section_for_each_of_the_plan_and_a_place_for_each_row(studio: Running) -> None:
    with studio.client() as client:
        text = client.get("/account/spotify").text
    for section in SECTIONS:
        assert f'id="section-{section}"' in text
    assert 'data-place="strategy/painPoints/pp-001"' in text


def test_a_section_is_given_alone_as_it_stands(studio: Running) -> None:
    with studio.client() as client:
        text = client.get("/account/spotify/section/strategy").text.strip()
        assert client.get("/account/spotify/section/weather").status_code == 404
    assert text.startswith('<section id="section-strategy"')
    assert len(re.findall("<section id=", text)) == 1


def test_an_account_that_nobody_has_is_said_to_be_none(studio: Running) -> None:
    with studio.client() as client:
        answer = client.get("/account/spotivy")
    assert answer.status_code == 404
    assert "Spotify" in answer.text

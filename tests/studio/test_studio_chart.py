"""The org chart's layout: nobody is left out, no box lies over another, every text fits its box, whatever people are called."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demodb.studio.account.chart import NAME_SIZE, PAD, TITLE_SIZE, Box, below, chart_of
from demodb.studio.account.chart_list import DEEPEST, listed
from demodb.studio.account.text import text_width, wrapped

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=120)


def person(row_id: str, boss: object = None, name: str = "Ann Lee", title: str = "Head of Networks") -> dict[str, Any]:
    return {"id": row_id, "name": name, "title": title, "reportsTo": boss, "role": "user", "relationshipStrength": "weak"}


@st.composite
def charts(draw: st.DrawFn) -> list[dict[str, Any]]:
    """People who report to anybody: to nobody, to somebody unknown, to themselves, in circles."""
    count = draw(st.integers(0, 25))
    bosses = st.one_of(st.none(), st.integers(0, count).map(str), st.just("nobody-here"))
    return [person(str(number), draw(bosses), draw(TEXTS), draw(TEXTS)) for number in range(count)]


def overlap(one: Box, other: Box) -> bool:
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


@pytest.mark.slow
@given(charts())
@settings(max_examples=150, deadline=None)
def test_every_person_has_one_box_and_none_lies_over_another(people: list[dict[str, Any]]) -> None:
    chart = chart_of(people)
    assert sorted(box.person["id"] for box in chart.boxes) == sorted(row["id"] for row in people)
    assert [(one, other) for one, other in combinations(chart.boxes, 2) if overlap(one, other)] == []
    for box in chart.boxes:
        assert box.x >= 0
        assert box.x + box.width <= chart.width
        assert box.y >= 0
        assert box.y + box.height <= chart.height


@pytest.mark.slow
@given(charts())
@settings(max_examples=100, deadline=None)
def test_every_line_of_text_is_inside_its_box_and_nothing_of_a_name_is_left_out(people: list[dict[str, Any]]) -> None:
    for box in chart_of(people).boxes:
        for line in box.lines:
            size = NAME_SIZE if line.is_name else TITLE_SIZE
            letters = len(line.text.split()[0]) if line.text.split() else 0
            if letters > 1:
                assert text_width(line.text, size, bold=line.is_name) <= box.width - 2 * PAD
            assert 0 < line.y < box.height - PAD
        shown = "".join("".join(line.text.split()) for line in box.lines if line.is_name)
        assert shown == "".join(box.person["name"].split())


def test_a_boss_stands_above_those_who_report_there() -> None:
    people = [person("ceo"), person("cto", "ceo"), person("dev", "cto"), person("cfo", "ceo")]
    tops = {box.person["id"]: box.y for box in chart_of(people).boxes}
    assert tops["ceo"] < tops["cto"] == tops["cfo"] < tops["dev"]


def test_those_whom_nobody_reports_to_are_stacked_so_that_a_large_team_stays_narrow() -> None:
    people = [person("boss"), *(person(str(number), "boss") for number in range(40))]
    chart = chart_of(people)
    assert chart.width < 1300
    assert len({box.x for box in chart.boxes}) <= 7


def test_everybody_at_the_top_does_not_make_an_endless_row() -> None:
    assert chart_of([person(str(number)) for number in range(60)]).width < 1500


def test_a_circle_is_opened_at_its_first_person() -> None:
    people = [person("a", "c"), person("b", "a"), person("c", "b"), person("d", "d")]
    assert below(people) == {None: ["d", "a"], "a": ["b"], "b": ["c"]}


def test_a_line_of_command_of_any_length_is_drawn() -> None:
    chain = [person("0"), *(person(str(number), str(number - 1)) for number in range(1, 2000))]
    assert len(chart_of(chain).boxes) == 2000


def test_there_is_a_chart_of_nobody() -> None:
    assert chart_of([]).boxes == ()
    assert listed([]) == []


@given(charts())
@settings(max_examples=100, deadline=None)
def test_the_list_has_everybody_below_whom_they_report_to(people: list[dict[str, Any]]) -> None:
    boss_of = {one: boss for boss, reports in below(people).items() for one in reports}
    inside: list[str | None] = [None]
    for person_, begins, ends in listed(people):
        assert len(inside) == DEEPEST or boss_of[person_["id"]] == inside[-1]
        if begins:
            inside.append(person_["id"])
        del inside[len(inside) - ends :]
    assert inside == [None]
    assert sorted(one.person["id"] for one in listed(people)) == sorted(person_["id"] for person_ in people)


def test_a_long_line_of_command_makes_no_list_without_end() -> None:
    chain = [person("0"), *(person(str(number), str(number - 1)) for number in range(1, 2000))]
    assert sum(one.begins for one in listed(chain)) == sum(one.ends for one in listed(chain)) == DEEPEST - 1


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Ann Lee", ["Ann Lee"]),
        ("  Ann \n Lee ", ["Ann Lee"]),
        ("", [""]),
        ("Chief Digital and Innovation Officer", ["Chief Digital and", "Innovation Officer"]),
    ],
)
def test_words_stay_whole_where_they_fit(text: str, lines: list[str]) -> None:
    assert wrapped(text, 160, 12) == lines


def test_a_word_without_an_end_is_broken_and_keeps_its_marks() -> None:
    pieces = wrapped("e\u0301" * 60, 100, 12)
    assert len(pieces) > 1
    assert not any(piece.startswith("\u0301") for piece in pieces)

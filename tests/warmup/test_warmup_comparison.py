"""`demodb warmup --compare`: both documents, no call, nothing written, whatever the terminal's width."""

from __future__ import annotations

from io import StringIO

import pytest
from fixture_types import Contents
from rich.console import Console, Group
from scripted_api import NAMES, Api, advice, answered

from demodb.api.comparison import Comparison, compare
from demodb.api.warmup import Access, Surroundings, WarmupOptions, warmup
from demodb.cli.comparison_view import comparison_view
from demodb.errors import UnknownAccountError
from demodb.payloads.comparison import comparison_payload
from demodb.store.engine import Store


def drawn(found: Comparison, width: int) -> list[str]:
    out = StringIO()
    Console(file=out, width=width, color_system=None).print(Group(*comparison_view(found)))
    return out.getvalue().splitlines()


@pytest.fixture
def both(heroes: Store, access: Access, api: Api, around: Surroundings) -> Comparison:
    api.script[NAMES[0]] = [answered(advice("It stands well."))]
    warmup(heroes, WarmupOptions((NAMES[0],)), access, around)
    return compare(heroes, around.clock, NAMES[0].upper())


def test_both_stand_side_by_side_where_there_is_room(both: Comparison) -> None:
    lines = drawn(both, 120)
    assert [line for line in lines if "By Claude" in line and "By rules" in line]
    assert [line for line in lines if line.count("Recommendations") == 2]
    assert max(map(len, lines)) <= 120
    assert lines[-1] == "Every amount, quarter and name in Claude's stands in the data."


@pytest.mark.parametrize("width", [20, 60, 99])
def test_they_stand_one_under_the_other_where_there_is_not(both: Comparison, width: int) -> None:
    lines = drawn(both, width)
    heads = [n for n, line in enumerate(lines) for head in ("By Claude", "By rules", "Recommendations") if line.startswith(head)]
    assert len(heads) == 4
    assert max(map(len, lines)) <= width


def test_the_json_holds_both_documents_and_what_the_data_does_not_support(both: Comparison) -> None:
    payload = comparison_payload(both)
    assert (payload["account"], payload["faults"]) == (NAMES[0], [])
    assert payload["claude"]["document"]["summary"] == "It stands well."
    assert (payload["rules"]["source"], payload["rules"]["customerName"]) == ("rules", NAMES[0])


def test_a_brief_in_the_cache_is_not_taken_for_claude_s(
    heroes: Store, api: Api, around: Surroundings, contents: Contents
) -> None:
    warmup(heroes, WarmupOptions(), "no key", around)
    before = contents(heroes)
    found = compare(heroes, around.clock, NAMES[0])
    assert (found.claude, comparison_payload(found)["claude"], api.bodies) == (None, None, [])
    assert "Nothing by Claude is cached for it, and no call was made." in drawn(found, 120)
    assert contents(heroes) == before


def test_an_answer_that_no_longer_fits_the_data_is_told(heroes: Store, access: Access, api: Api, around: Surroundings) -> None:
    api.script[NAMES[0]] = [answered(advice("It brings in 1,010 USD a year."))]
    warmup(heroes, WarmupOptions((NAMES[0],)), access, around)
    with heroes.write() as connection:
        connection.exec_driver_sql("UPDATE customer_record SET rr = 70000")
    found = compare(heroes, around.clock, NAMES[0])
    assert found.faults == ('the amount "1,010 USD"',)
    assert drawn(found, 120)[-1] == 'In Claude\'s, but not in the data: the amount "1,010 USD".'


def test_an_unknown_account_is_told(heroes: Store, around: Surroundings) -> None:
    with pytest.raises(UnknownAccountError):
        compare(heroes, around.clock, "Alpha Telcom")

"""Whether an answer holds to what was given: amounts, names and quarters that stand nowhere in the material are faults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from demodb.advice.excerpt import Occasion, account_excerpt, news_excerpt, occasion_excerpt, plan_excerpt
from demodb.advice.figures import amounts, figures, is_known_quarter, quarters
from demodb.advice.findings import USUAL_PROBABILITY
from demodb.advice.proper_names import KnownNames
from demodb.model.intelligence import ADVICE_KEYS
from demodb.model.material import Material
from demodb.model.renewals import quarter_of, renewal_at_risk, timing

MOST_FAULTS = 12
"""How many faults are named: more make the next answer no better."""


def answer_faults(advice: dict[str, Any], material: Material, occasion: Occasion) -> list[str]:
    """What in valid advice, or in a whole document, does not stand in what Claude was given, each as `the amount "5 million"`.

    Amounts may be rounded, and may be sums of what belongs together. Words without a capital are not looked at.
    """
    given = [account_excerpt(material), plan_excerpt(material), news_excerpt(material), occasion_excerpt(material, occasion)]
    known = _Known(given, material, occasion)
    texts = list(_texts([advice[key] for key in ADVICE_KEYS]))
    found = [
        *(f'the amount "{words}"' for text in texts for words in known.strange_amounts(text)),
        *(f'the amount "{value:,.0f}"' for value in known.strange_values(advice)),
        *(f'the quarter "{words}"' for text in texts for words in known.strange_quarters(text)),
        *(f'the name "{name}"' for text in texts for name in known.names.unknown_in(text)),
    ]
    return list(dict.fromkeys(found))[:MOST_FAULTS]


class _Known:
    def __init__(self, given: list[Any], material: Material, occasion: Occasion) -> None:
        texts = list(_texts(given))
        day = occasion.demo or material.as_of or occasion.today
        people: Any = material.sections.get("stakeholders", [])
        self.names = KnownNames(texts, [row["name"] for row in people])
        self._amounts = {
            abs(one) for one in (*_numbers(given), *_sums(material, occasion), *(f for t in texts for f in figures(t)))
        }
        days = (occasion.today, day)
        self._quarters = {quarter for text in (*texts, *map(quarter_of, days)) for _, quarter in quarters(text)}

    def strange_amounts(self, text: str) -> Iterator[str]:
        """The amounts in a text that stand for nothing that is known."""
        return (figure.words for figure in amounts(text) if not figure.is_one_of(self._amounts))

    def strange_values(self, advice: dict[str, Any]) -> Iterator[float]:
        """The values of opportunities that stand for nothing that is known: rounded ones are a figure as well."""
        values = [note["estimatedValue"] for note in advice["opportunities"] if note.get("estimatedValue")]
        return (value for value in values if not next(amounts(f"${value:.0f}")).is_one_of(self._amounts))

    def strange_quarters(self, text: str) -> Iterator[str]:
        """The quarters in a text that are not known."""
        return (words for words, quarter in quarters(text) if not is_known_quarter(quarter, self._quarters))


def _texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value, keys left out, but for the names of business units."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value.get("businessUnits", {})
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _numbers(item)
    elif isinstance(value, int | float):
        yield float(value)


def _sums(material: Material, occasion: Occasion) -> Iterator[float]:
    """What adds up: revenues of a kind, subscriptions by outlook and by how they lie in time, opportunities and their chances."""
    revenues = [[record[kind] for record in material.records] for kind in ("rr", "nrr")]
    yield from map(sum, revenues)
    day = occasion.demo or material.as_of or occasion.today
    yield from _in_groups(
        (row.get("arr") or 0, (_outlook(row), timing(row.get("renewal_qtr"), day), row.get("renewal_qtr")))
        for row in material.subscriptions
    )
    strategy: Any = material.sections.get("strategy", {})
    deals = [row for row in strategy.get("opportunities", []) if row["status"] in USUAL_PROBABILITY and row.get("estimatedValue")]
    yield from _in_groups((row["estimatedValue"], (row["status"],)) for row in deals)
    yield from _in_groups((_expected(row), ()) for row in deals)


def _expected(deal: dict[str, Any]) -> float:
    return float(deal["estimatedValue"] * deal.get("probability", USUAL_PROBABILITY[deal["status"]]) / 100)


def _outlook(row: dict[str, Any]) -> str:
    risk = renewal_at_risk(row)
    return risk.outlook if risk else "safe"


_PAIRED = 8
"""Of how many rows every two are added."""


def _in_groups(rows: Iterable[tuple[float, tuple[Any, ...]]]) -> Iterator[float]:
    """The sum of all, of every two, and of those that have one mark, or every two marks, in common."""
    marked = list(rows)
    groups: dict[Any, float] = {}
    for amount, marks in marked:
        places = list(enumerate(marks))
        for group in ((), *((place,) for place in places), *combinations(places, 2)):
            groups[group] = groups.get(group, 0) + amount
    yield from groups.values()
    at_risk = [amount for amount, marks in marked if marks and marks[0] in ("lost", "open")]
    yield sum(at_risk)
    yield from (one + other for (one, _), (other, _) in combinations(marked[:_PAIRED], 2))

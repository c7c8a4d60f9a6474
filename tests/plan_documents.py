"""Hypothesis strategies for tests: any valid section document, as it is read from a file, and any account made of them."""

from __future__ import annotations

from typing import Any, get_args

from hypothesis import strategies as st

from demodb.model import documents as d
from demodb.model.canonical import number
from demodb.model.documents import Document, Section
from demodb.model.material import Material

Fields = dict[str, st.SearchStrategy[Any]]

# What a JSON file can hold: no NUL, no half surrogate pairs, finite numbers, whole ones below 2**53 as int.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
NUMBERS = st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(-(2**60), 2**60)).map(number)
_PERCENTS = (st.integers(0, 100) | st.floats(0, 100)).map(number)
_CLOCK = st.times().map(lambda time: time.isoformat()) | st.sampled_from(["09:30", "09:30:00.000", "23:59:59.1234567"])
_ZONES = st.sampled_from(["", "Z", "+02:00", "-0330", "+05"])
DATES = st.builds("".join, st.tuples(st.dates().map(str), st.just("") | st.builds("T{}{}".format, _CLOCK, _ZONES)))
"""Any valid date or date-time."""
_EMAILS = st.sampled_from(["jo@example.com", "o'hara+sales@a-b.example", "x_1@sub.domain.example"]) | st.from_regex(
    r"[a-z0-9_+-]{1,9}(\.[a-z0-9]{1,5})?@([a-z0-9]{1,8}\.){1,2}[a-z]{2,4}", fullmatch=True
)
_VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
_TRICKY_KEYS = st.sampled_from(["section", "position", "extra", "accountKey", "account_key", "reports_to", "kind", "text", ""])


def _of(literal: object) -> st.SearchStrategy[str]:
    return st.sampled_from(get_args(literal))


_STAKEHOLDER: tuple[Fields, Fields] = (
    {"name": TEXTS, "title": TEXTS, "role": _of(d.Role), "relationshipStrength": _of(d.Relationship)},
    {
        "raciRole": _of(d.RaciRole),
        "email": _EMAILS,
        "phone": TEXTS,
        "tenure": TEXTS,
        "interests": st.lists(TEXTS, max_size=3),
        "lastInteraction": DATES,
        "notes": TEXTS,
    },
)
_COMMON: Fields = {"title": TEXTS, "description": TEXTS, "identifiedDate": DATES}
_PAIN_POINT: tuple[Fields, Fields] = (
    {**_COMMON, "status": _of(d.PainPointStatus), "severity": _of(d.Level)},
    {"owner": TEXTS},
)
_OPPORTUNITY: tuple[Fields, Fields] = (
    {**_COMMON, "status": _of(d.OpportunityStatus)},
    {"estimatedValue": NUMBERS, "probability": _PERCENTS, "owner": TEXTS},
)
_COMPETITOR: tuple[Fields, Fields] = (
    {
        "name": TEXTS,
        "type": _of(d.CompetitorType),
        "description": TEXTS,
        "strengths": st.lists(TEXTS, max_size=3),
        "weaknesses": st.lists(TEXTS, max_size=3),
        "lastUpdated": DATES,
    },
    {},
)
_ACTION: tuple[Fields, Fields] = (
    {"title": TEXTS, "status": _of(d.ActionStatus), "priority": _of(d.Level), "createdAt": DATES},
    {"description": TEXTS, "owner": TEXTS, "dueDate": DATES},
)


@st.composite
def _extended(draw: st.DrawFn, made: dict[str, Any], *known: str) -> dict[str, Any]:
    """The object with unknown keys among its own, in any order."""
    keys = (TEXTS | _TRICKY_KEYS).filter(lambda key: key not in known)
    unknown = draw(st.dictionaries(keys, _VALUES, max_size=2))
    return dict(draw(st.permutations(list((unknown | made).items()))))


@st.composite
def _rows(draw: st.DrawFn, fields: tuple[Fields, Fields]) -> list[dict[str, Any]]:
    """A list of rows with ids of their own."""
    required, optional = fields
    made = []
    for own in draw(st.lists(TEXTS, max_size=4, unique=True)):
        row = {"id": own, **draw(st.fixed_dictionaries(required, optional=optional))}
        made.append(draw(_extended(row, "id", "reportsTo", *required, *optional)))
    return made


@st.composite
def _stakeholders(draw: st.DrawFn) -> list[dict[str, Any]]:
    """People who report to nobody (the key absent, or null) or to somebody further down or up the list, never in a circle."""
    people = draw(_rows(_STAKEHOLDER))
    ranks = draw(st.permutations(range(len(people))))
    for n, person in enumerate(people):
        above: list[str | None] = [other["id"] for m, other in enumerate(people) if ranks[m] < ranks[n]]
        if draw(st.booleans()):
            person["reportsTo"] = draw(st.sampled_from([None, *above]))
    return people


@st.composite
def _strategies(draw: st.DrawFn) -> dict[str, Any]:
    made = {"painPoints": draw(_rows(_PAIN_POINT)), "opportunities": draw(_rows(_OPPORTUNITY))}
    return draw(_extended(made, *made))


DOCUMENTS: dict[Section, st.SearchStrategy[Any]] = {
    "stakeholders": _stakeholders(),
    "strategy": _strategies(),
    "competitors": _rows(_COMPETITOR),
    "actions": _rows(_ACTION),
}
"""Any valid document of each section."""

PLANS: st.SearchStrategy[dict[Section, Document]] = st.fixed_dictionaries(DOCUMENTS)
"""All four sections."""

_AMOUNTS = st.floats(0, allow_nan=False, allow_infinity=False).map(number)
_SUBSCRIPTION: Fields = {
    "sub_id": st.none() | NUMBERS | TEXTS,
    "arr": st.none() | NUMBERS,
    "projected_arr": st.none() | NUMBERS,
    "renewal_qtr": st.none() | TEXTS | st.sampled_from(["Q4'25", "Q1'26", "Next Yr"]),
    "will_renew": st.none() | TEXTS | st.sampled_from(["Yes", "No", "No (SF)", "TBD", "BU decision required"]),
}
SUBSCRIPTIONS = st.fixed_dictionaries(_SUBSCRIPTION)
"""Any valid subscription."""

_RECORD: Fields = {
    "businessUnit": TEXTS,
    "name": TEXTS,
    "rr": _AMOUNTS,
    "nrr": _AMOUNTS,
    "subscriptions": st.lists(SUBSCRIPTIONS, max_size=3),
}
_ARTICLE: Fields = {
    **dict.fromkeys(("title", "url", "source", "published", "summary"), TEXTS),
    "relevance_score": st.floats(0, 1).map(number),
}
_NEWS = st.fixed_dictionaries(
    {"customer_name": TEXTS, "last_updated": TEXTS, "articles": st.lists(st.fixed_dictionaries(_ARTICLE), max_size=3)}
)
MATERIALS = st.builds(
    Material,
    key=TEXTS,
    name=TEXTS,
    slug=TEXTS,
    records=st.lists(st.fixed_dictionaries(_RECORD), max_size=3).map(tuple),
    sections=st.fixed_dictionaries({}, optional=DOCUMENTS),
    news=st.none() | _NEWS,
)
"""Any account with any of the four sections."""

"""Checks of dates: in the future that should be past, and the reverse; plans that look abandoned; renewals that are over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from demodb.model.articles import published_at
from demodb.model.dates import day_of
from demodb.model.documents import Section
from demodb.model.renewals import renewal_of, timing
from demodb.model.rows import Row, place_text
from demodb.model.weeks import RECENT_DAYS, weeks_until
from demodb.rehearsal.check import Check, Meaning
from demodb.rehearsal.finding import ArticlePlace, RecordPlace, Spot
from demodb.rehearsal.plan_texts import row_place
from demodb.rehearsal.view import RehearsedAccount, Scene

OVERDUE_DAYS = 14
"""How long a card may be overdue before somebody asks about it: boards in use have such cards."""
ABANDONED_DAYS = 60
"""After how many days without any news of ours a plan looks abandoned."""

_Dated = tuple[Section, str, Row, str]
"""A section, the list in it, a row, and the field that holds a date."""

_TENURE = re.compile(
    r"(?:about |over |almost )?([0-9]{1,2})(?:[.,][0-9])?\+?\s*(y|m)(?:(?:ea)?rs?|o(?:nth)?s?)?\b.*", re.IGNORECASE
)
_SINCE = re.compile(r"(?:(?:since|from)\s.*?)?\b((?:19|20)[0-9]{2})\b(?:-([01][0-9])\b)?.*", re.IGNORECASE)
_DAYS = {"y": 365, "m": 30}


def _pasts(view: RehearsedAccount) -> Iterator[_Dated]:
    """The rows with their dates that tell what has been."""
    yield from (("stakeholders", "", row, "lastInteraction") for row in view.people)
    yield from (("strategy", "painPoints", row, "identifiedDate") for row in view.pains)
    yield from (("strategy", "opportunities", row, "identifiedDate") for row in view.deals)
    yield from (("competitors", "", row, "lastUpdated") for row in view.rivals)
    yield from (("actions", "", row, "createdAt") for row in view.cards)


def _future(view: RehearsedAccount, scene: Scene) -> Iterator[Spot]:
    for section, of_list, row, field in _pasts(view):
        day = day_of(row.get(field))
        if day and day > scene.day:
            why = f"{field} is {day}, and the demo is on {scene.day}"
            yield _moved(view, (section, of_list, row, field), why, scene.day)


def _future_news(view: RehearsedAccount, scene: Scene) -> Iterator[Spot]:
    for number, article in enumerate(view.articles):
        moment = published_at(article["published"])
        if moment and moment.date() > scene.day:
            why = f"“{article['title']}” is of {moment.date()}, and the demo is on {scene.day}"
            place = ArticlePlace(number, "published")
            yield Spot(why, "correct it in the source, then demodb import", value=article["published"], source=place)


def _overdue(view: RehearsedAccount, scene: Scene) -> Iterator[Spot]:
    limit = scene.day - timedelta(days=OVERDUE_DAYS)
    for card in view.cards:
        due = day_of(card.get("dueDate"))
        if due and due < limit and card["status"] != "done":
            why = f"the card “{card['title']}” is {(scene.day - due).days} days overdue"
            yield _moved(view, ("actions", "", card, "dueDate"), why, scene.day)


def _abandoned(view: RehearsedAccount, scene: Scene) -> Iterator[Spot]:
    days = [(day, dated) for dated in _pasts(view) if (day := day_of(dated[2].get(dated[3])))]
    newest = max(((day, dated) for day, dated in days if day <= scene.day), key=lambda one: one[0], default=None)
    if newest and (scene.day - newest[0]).days > ABANDONED_DAYS:
        day, dated = newest
        why, quiet = f"the newest date of the whole plan is {day}: nobody seems to look after it", _is_quiet(view, day, dated[0])
        command = (None if quiet else view.shift(dated[0], scene.day)) or _edit(view, dated)
        yield Spot(why, command, value=day.isoformat(), severity="hint" if quiet else None)


def _is_quiet(view: RehearsedAccount, newest: date, section: Section) -> bool:
    """Whether a template made the account one of which nothing is heard: it would look so too if its dates counted from today."""
    as_of = view.material.as_of
    return section in view.templated and as_of is not None and (as_of - newest).days > ABANDONED_DAYS


def _due_before_made(view: RehearsedAccount, _: Scene) -> Iterator[Spot]:
    for card in view.cards:
        due, made = day_of(card.get("dueDate")), day_of(card["createdAt"])
        if due and made and due < made:
            yield _edited(view, ("actions", "", card, "dueDate"), f"due on {due}, and made on {made} only")


def _before_tenure(view: RehearsedAccount, scene: Scene) -> Iterator[Spot]:
    for person in view.people:
        met, begun = day_of(person.get("lastInteraction")), _earliest(person.get("tenure") or "", scene.day)
        if met and begun and met < begun:
            why = f"the last contact was on {met}, before {person['name']} had the job ({person['tenure']})"
            yield _edited(view, ("stakeholders", "", person, "lastInteraction"), why)


def _earliest(tenure: str, day: date) -> date | None:
    """The first day that a tenure may mean: "3 years" that of almost four years ago, "since 2024" that year's first."""
    if found := _TENURE.fullmatch(tenure.strip()):
        return day - timedelta(days=(int(found[1]) + 1) * _DAYS[found[2].casefold()])
    since = _SINCE.fullmatch(tenure.strip())
    return day_of(f"{since[1]}-{since[2] or '01'}-01") if since else None


def _renewal_over(view: RehearsedAccount, scene: Scene) -> Iterator[Spot]:
    for record in view.material.records:
        for number, subscription in enumerate(record["subscriptions"]):
            quarter, word = subscription.get("renewal_qtr"), (subscription.get("will_renew") or "").strip()
            decided = renewal_of(subscription).outcome in ("yes", "no")
            if not decided and timing(quarter, scene.day) == "past" and (subscription.get("arr") or 0) > 0:
                place = RecordPlace(record["businessUnit"], record["name"], number, "renewal_qtr")
                why = f"the renewal was due in {quarter}, which is over, and nothing is decided ({word or 'nothing said'})"
                yield Spot(why, "correct it in the source, then demodb import", value=quarter, source=place)


def _spot(dated: _Dated, why: str, command: str) -> Spot:
    section, of_list, row, field = dated
    return Spot(why, command, section, row_place(of_list, row["id"]), field, row.get(field))


def _edited(view: RehearsedAccount, dated: _Dated, why: str) -> Spot:
    return _spot(dated, why, _edit(view, dated))


def _moved(view: RehearsedAccount, dated: _Dated, why: str, day: date) -> Spot:
    """A date that a shift of its section mends, or else an edit."""
    mends = dated[0] in view.templated or _comes_near(view, day_of(dated[2][dated[3]]) or day, day)
    return _spot(dated, why, (view.shift(dated[0], day) if mends else None) or _edit(view, dated))


def _comes_near(view: RehearsedAccount, dated: date, day: date) -> bool:
    """Whether a date is one of the usual ones once the hand-written sections are shifted, which only moves dates later."""
    told = ((section, day_of(row.get(field))) for section, _, row, field in _pasts(view) if section not in view.templated)
    newest = max((past for _, past in told if past and past <= day), default=day)
    return dated <= day and day - dated - timedelta(weeks=weeks_until(newest, day, RECENT_DAYS)) <= timedelta(days=OVERDUE_DAYS)


def _edit(view: RehearsedAccount, dated: _Dated) -> str:
    section, of_list, row, field = dated
    return view.edit(place_text(section, of_list, row["id"], field), "DATE")


CHECKS = (
    Check(
        Meaning(
            "future-date",
            "warning",
            "a contact, an identified, updated or created date lies behind the demo's day",
            "what has been cannot be in the future",
        ),
        _future,
    ),
    Check(
        Meaning("future-news", "warning", "an article is of a day behind the demo's", "nobody has read it yet"),
        _future_news,
    ),
    Check(
        Meaning(
            "overdue",
            "warning",
            f"an open card is overdue by more than {OVERDUE_DAYS} days",
            "the app counts overdue cards from the real day and shows them red",
        ),
        _overdue,
    ),
    Check(
        Meaning(
            "abandoned",
            "warning",
            f"no date of the plan is younger than {ABANDONED_DAYS} days; a hint where a template tells of a quiet account",
            "beside accounts of last week it looks as if nobody cared for this one",
        ),
        _abandoned,
    ),
    Check(
        Meaning("due-before-made", "warning", "a card was due before it was made", "no board has such a card"),
        _due_before_made,
    ),
    Check(
        Meaning(
            "contact-before-tenure",
            "hint",
            "the last contact with a person was before the time in the job that the plan tells",
            "it was with somebody else, or the tenure is wrong",
        ),
        _before_tenure,
    ),
    Check(
        Meaning(
            "renewal-over",
            "warning",
            "the quarter of a renewal is over, and whether it was renewed is still open",
            "a board asks at once what became of it",
        ),
        _renewal_over,
    ),
)

"""What the story asks of an account and of the portfolio, and what there is instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import get_args

from demodb.model.articles import published_at
from demodb.model.counts import plural
from demodb.model.documents import Relationship
from demodb.model.ranges import Range
from demodb.model.renewals import quarter_days, renewal_at_risk
from demodb.model.story import MEASURES, STORY_FILE, Measure, Story
from demodb.model.suggested import suggested
from demodb.model.totals import Totals
from demodb.rehearsal.check import Check, Meaning
from demodb.rehearsal.finding import Spot
from demodb.rehearsal.texts import texts_of
from demodb.rehearsal.view import RehearsedAccount, Scene

_STRENGTHS: tuple[Relationship, ...] = get_args(Relationship)
"""The strongest first."""
_IN_STORY = f"or ask for something else in {STORY_FILE}"


def _champion(view: RehearsedAccount, _: Scene) -> Iterator[Spot]:
    wanted = view.expected and view.expected.champion
    if not wanted:
        return
    champions = [person for person in view.people if person["role"] == "champion"]
    best = min(champions, key=lambda person: _STRENGTHS.index(person["relationshipStrength"]), default=None)
    if best is None:
        why = f"the story wants a {wanted} champion, and there is none"
        yield Spot(why, f"{view.edit('stakeholders/ID/role', 'champion')}, {_IN_STORY}", "stakeholders", field="role")
    elif _STRENGTHS.index(best["relationshipStrength"]) > _STRENGTHS.index(wanted):
        strength = best["relationshipStrength"]
        why = f"the story wants a {wanted} champion, and {best['name']} is {strength}"
        command = view.edit(f"stakeholders/{best['id']}/relationshipStrength", wanted)
        yield Spot(why, command, "stakeholders", best["id"], "relationshipStrength", strength)


def _blockers(view: RehearsedAccount, _: Scene) -> Iterator[Spot]:
    wanted, count = view.expected and view.expected.blockers, sum(person["role"] == "blocker" for person in view.people)
    if wanted and not wanted.holds(count):
        one = "blocker" if str(wanted) == "1" else "blockers"
        why = f"the story wants {wanted} {one}, and there {'is' if count == 1 else 'are'} {count or 'none'}"
        yield Spot(why, f"{view.edit('stakeholders/ID/role', 'blocker')}, {_IN_STORY}", "stakeholders", field="role", value=count)


def _renewal(view: RehearsedAccount, scene: Scene) -> Iterator[Spot]:
    wanted = view.expected and view.expected.renewal
    quarters = [row.get("renewal_qtr") for row in view.material.subscriptions]
    if wanted and not any(_is_due(quarter, wanted, scene.day) for quarter in quarters):
        told = ", ".join(sorted({quarter for quarter in quarters if quarter})) or "no quarter"
        yield Spot(
            f"the story wants a renewal {wanted}, and the subscriptions say {told}",
            f"correct the source, {_IN_STORY}",
            value=told,
        )


def _is_due(quarter: str | None, wanted: Range, day: date) -> bool:
    """Whether a day of a quarter lies in a range of days from the demo."""
    days = quarter_days(quarter)
    if days is None:
        return False
    first, last = ((end - day) / timedelta(days=1) for end in days)
    return (wanted.most is None or first <= wanted.most) and (wanted.least is None or last >= wanted.least) and last >= 0


def _news(view: RehearsedAccount, scene: Scene) -> Iterator[Spot]:
    wanted = view.expected and view.expected.news
    if not wanted:
        return
    days = [moment.date() for article in view.articles if (moment := published_at(article["published"]))]
    age = min(((scene.day - day).days for day in days if day <= scene.day), default=None)
    if age is None or not wanted.holds(age):
        why = f"the story wants news {wanted}, and {_newest(age, unread=bool(view.articles) and not days)}"
        yield Spot(why, f"give newer news and demodb import, {_IN_STORY}", value=age)


def _newest(age: int | None, *, unread: bool) -> str:
    if age is not None:
        return f"the newest is {plural(age, 'day')} old"
    return "no date of its articles can be read" if unread else "there is none"


def _mentions(view: RehearsedAccount, _: Scene) -> Iterator[Spot]:
    words = view.expected.must_mention if view.expected else ()
    if not words:
        return
    text = "\n".join(texts_of(view)).casefold()
    for word in words:
        if word.casefold() not in text:
            why = f"the story wants “{word}” to be mentioned, and no text of plan or intelligence does"
            yield Spot(why, f"{view.edit('strategy/painPoints/ID/description', 'TEXT')}, {_IN_STORY}", value=word)


class Portfolio(Totals):
    """What the story asks of all accounts, added up account by account."""

    def add(self, view: RehearsedAccount) -> None:
        """Count an account."""
        rows: Sequence[Mapping[str, float | None]] = view.material.subscriptions
        self.accounts += 1
        self.boards += bool(view.cards)
        self.revenue += view.material.revenue
        self.pipeline += view.pipeline
        self.arr += sum(row.get("arr") or 0 for row in rows)
        self.at_risk += sum(row.get("arr") or 0 for row in rows if renewal_at_risk(row))


_MEASURED: dict[Measure, tuple[str, str]] = {
    "at_risk_arr": ("the ARR at risk", "it depends on the sources alone: correct them"),
    "pipeline_to_revenue": ("the pipeline", "before it is seeded demodb seed --aim, or edit the values of deals"),
    "boards_in_use": ("the boards in use", "before it is seeded demodb seed --aim, or add action items"),
}


def portfolio_spots(portfolio: Portfolio, story: Story) -> Iterator[Spot]:
    """Where the portfolio is not as the story wants it; of an empty one nothing is asked."""
    for measure, wanted in story.portfolio.items() if portfolio.accounts else ():
        value = portfolio.measured(measure)
        if value is None or not wanted.holds(round(value, 2)):
            what, cure = _MEASURED[measure]
            unit = " % of all" if MEASURES[measure] == "percent" else " times the revenue"
            there = "there is nothing to measure" if value is None else f"{what} is {value:.3g}{unit}"
            rounded = None if value is None else round(value, 2)
            yield Spot(
                f"the story wants {measure} to be {wanted}, and {there}", f"{cure}, {_IN_STORY}", field=measure, value=rounded
            )


def unknown_spots(nearest: Mapping[str, Sequence[str]]) -> Iterator[Spot]:
    """The names in the story that are no account's, each with those that are most like it."""
    for name, alike in nearest.items():
        cure = (
            suggested("account alias", name, alike[0]) if alike else f"correct {STORY_FILE}; `demodb account list` has the names"
        )
        hint = f": did you mean {alike[0]!r}?" if alike else ""
        yield Spot(f"the story names {name!r}, and no account is called so{hint}", cure, value=name)


def twice_spots(twice: Mapping[str, Sequence[str]]) -> Iterator[Spot]:
    """The accounts that the story names under several names."""
    for account, names in twice.items():
        told = " and ".join(map(repr, names))
        yield Spot(
            f"the story names one account as {told}: which holds?", f"leave one in {STORY_FILE}", account=account, value=told
        )


UNKNOWN = Meaning(
    "story-unknown", "blocker", "the story names an account that the store does not know", "nothing of it can be shown"
)
TWICE = Meaning(
    "story-twice",
    "blocker",
    "the story names one account twice, under two of its names",
    "it may say two things of the same account",
)
PORTFOLIO = Meaning(
    "story-portfolio",
    "blocker",
    "a measure of the portfolio is not in the range that the story asks for",
    "the demo has to show it",
)
CHECKS = (
    Check(
        Meaning(
            "story-champion",
            "blocker",
            "an account has no champion as strong as the story asks for",
            "the demo has to show one",
        ),
        _champion,
    ),
    Check(
        Meaning(
            "story-blockers", "blocker", "an account has not as many blockers as the story asks for", "the demo has to show them"
        ),
        _blockers,
    ),
    Check(
        Meaning(
            "story-renewal",
            "blocker",
            "no subscription is due in the days from the demo that the story asks for",
            "the demo has to show one that is",
        ),
        _renewal,
    ),
    Check(
        Meaning("story-news", "blocker", "the newest article is older than the story allows", "old news looks like no news"),
        _news,
    ),
    Check(
        Meaning(
            "story-mention",
            "blocker",
            "a word that the story asks for stands in no text of the plan or the intelligence",
            "the demo has to speak of it",
        ),
        _mentions,
    ),
)

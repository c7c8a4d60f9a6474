"""What the account's page works out: the numbers at its head, the deals by stage, how old the advice is. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, get_args

from demodb.api.account_page import AccountPage
from demodb.clock import epoch_ms, moment_of
from demodb.model.documents import Level
from demodb.model.lifetimes import Freshness, freshness
from demodb.model.renewals import renewals_at_risk
from demodb.model.rows import Row
from demodb.model.totals import OPEN_STAGES

STAGES = (*OPEN_STAGES, "won", "lost")
LEVELS: tuple[Level, ...] = get_args(Level)
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


class Stage(NamedTuple):
    """The deals of one stage; `total` and `weighted` in USD."""

    name: str
    deals: Sequence[Row]
    total: float
    weighted: float


@dataclass(frozen=True)
class Pipeline:
    """Deals by stage; `total` and `weighted` are those of the open ones."""

    stages: Sequence[Stage]
    total: float
    weighted: float

    @property
    def columns(self) -> Sequence[Sequence[Stage]]:
        """The stages as they stand side by side: what is decided in one column."""
        return [[stage] for stage in self.stages[: len(OPEN_STAGES)]] + [self.stages[len(OPEN_STAGES) :]]


def pipeline_by_stage(deals: Sequence[Row]) -> Pipeline:
    """The deals by stage, the open stages first; those of no known stage stand in none."""
    stages = [_stage(name, [deal for deal in deals if deal["status"] == name]) for name in STAGES]
    still_open = [stage for stage in stages if stage.name in OPEN_STAGES]
    return Pipeline(stages, sum(stage.total for stage in still_open), sum(stage.weighted for stage in still_open))


def _stage(name: str, deals: Sequence[Row]) -> Stage:
    return Stage(name, deals, sum(deal.get("estimatedValue") or 0 for deal in deals), sum(weighted(deal) or 0 for deal in deals))


def weighted(deal: Row) -> float | None:
    """A deal's value by its probability; None where one of the two is not told."""
    value, probability = deal.get("estimatedValue"), deal.get("probability")
    return None if value is None or probability is None else value * probability / 100


def by_level(rows: Sequence[Row], key: str) -> list[Row]:
    """Rows by their level, the highest first; among equals in their order."""
    return sorted(rows, key=lambda row: LEVELS.index(row[key]) if row[key] in LEVELS else len(LEVELS))


class Numbers(NamedTuple):
    """What stands at the head, in USD; `lost` and `undecided` are the ARR at risk."""

    revenue: float
    arr: float
    lost: float
    undecided: float


def numbers_of(page: AccountPage) -> Numbers:
    """The account's revenue, its ARR, and what of that may not be renewed."""
    subscriptions = page.material.subscriptions
    risks = renewals_at_risk(subscriptions)
    lost, undecided = (sum(risk.amount or 0 for risk in risks if risk.outlook == outlook) for outlook in ("lost", "open"))
    return Numbers(page.material.revenue, sum(one.get("arr") or 0 for one in subscriptions), lost, undecided)


@dataclass(frozen=True)
class Advised:
    """The intelligence in the cache: its document, how it stands, how old it is, until when it is fresh and may be served."""

    document: Mapping[str, Any] | None
    state: Freshness
    age: str
    fresh_until: datetime
    stale_until: datetime
    changed: bool
    broken: str | None


def advised_of(page: AccountPage, now: datetime) -> Advised | None:
    """What the cache says of the account; None where it says nothing."""
    entry = page.cached
    if entry is None:
        return None
    state = freshness(entry.fresh_until, entry.stale_until, epoch_ms(now))
    ends = moment_of(entry.fresh_until), moment_of(entry.stale_until)
    made = entry.advice and datetime.fromisoformat(entry.advice["generatedAt"])
    return Advised(entry.advice, state, age(made, now) if made else "", *ends, entry.changed, entry.broken)


def age(made: datetime, now: datetime) -> str:
    """How old something is, in the unit that says it best."""
    seconds = max(0, int((now - made).total_seconds()))
    for size, unit in ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit} old"
    return "just made"


def is_web_address(text: str) -> bool:
    """Whether a browser may be led there: http or https, and nothing that hides in front of it."""
    return text.startswith(("https://", "http://"))

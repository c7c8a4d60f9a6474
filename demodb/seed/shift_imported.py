"""Hand-written plans that do not age: the dates of imported sections move by whole weeks, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from demodb.model.account import Account
from demodb.model.canonical import canonical
from demodb.model.weeks import RECENT_DAYS, by_weeks, dates_of, newest_past, value_by_weeks, weeks_until
from demodb.seed.run import RunContext, RunReport, Stamp, run
from demodb.store.bulk import CHUNK
from demodb.store.conflicts import put_conflicts, read_conflicts
from demodb.store.connection import Connection
from demodb.store.edits import note_row_edits
from demodb.store.plans import NewSection, StoredSection, read_sections, rewrite_sections
from demodb.store.portfolio import existing_accounts
from demodb.store.runs import PastRun
from demodb.store.seeding import accounts_with_imported, scope_counts


@dataclass(frozen=True)
class Recent:
    """What the dates are to be: the newest past one at most `days` before `today`; or `back`, as they were imported."""

    today: date
    days: int = RECENT_DAYS
    back: bool = False


@dataclass(frozen=True)
class MovedAccount:
    """An account whose dates moved: by how many weeks now, by how many in all since they were imported, and what moved."""

    account: str
    weeks: int
    shifted: int
    sections: int
    dates: int


@dataclass(kw_only=True)
class MoveReport(RunReport):
    """What a shift of imported sections did: the accounts whose dates moved, and those that are recent enough as they are."""

    recent: Recent
    moved: list[MovedAccount] = field(default_factory=list)
    kept: int = 0

    @property
    def changed(self) -> bool:
        """Whether anything was, or would be, done."""
        return bool(self.moved)

    def past_run(self, stamp: Stamp) -> PastRun:
        """The run as the store remembers it. It has no as-of date: that is one of templates."""
        sections, dates = (sum(getattr(one, name) for one in self.moved) for name in ("sections", "dates"))
        return PastRun("shift", stamp.at, stamp.person, self.packs, {"sections": sections, "moved": dates, "kept": 0})


def shift_imported(connection: Connection, recent: Recent, context: RunContext) -> MoveReport:
    """Move all dates of the imported sections of the scope, account by account by the same number of weeks.

    What files say stays as it is: a file that says what it said before says nothing new.
    """
    accounts = scope_counts(connection, context.scope)[0]
    report = MoveReport(accounts=accounts, dry_run=context.dry_run, recent=recent)

    def move_chunk(keys: Sequence[str]) -> None:
        moved = list(_moved_chunk(connection, keys, report))
        if not report.dry_run:
            note_row_edits(connection, (before for before, _ in moved), context.stamp.at)
            rewrite_sections(connection, [after for _, after in moved])
            _move_conflicts(connection, moved)

    run(connection, context, report, accounts_with_imported(connection, context.scope, CHUNK), move_chunk)
    return report


Moved = tuple[StoredSection, NewSection]
"""A section before and after its dates moved."""


def _moved_chunk(connection: Connection, keys: Sequence[str], report: MoveReport) -> Iterator[Moved]:
    sections: dict[str, list[StoredSection]] = defaultdict(list)
    for (key, _), stored in read_sections(connection, keys).items():
        if stored.origin is None and not stored.generated:
            sections[key].append(stored)
    for key, account in existing_accounts(connection, keys).items():
        yield from _moved_account(account, sections[key], report)


def _moved_account(account: Account, sections: Sequence[StoredSection], report: MoveReport) -> list[Moved]:
    weeks = _weeks(sections, report.recent)
    moved = [(stored, _moved(stored, -stored.weeks if report.recent.back else weeks)) for stored in sections]
    moved = [(before, after) for before, after in moved if after.weeks != before.weeks]
    if not moved:
        report.kept += 1
        return []
    (before, after), *_ = moved
    dates = sum(1 for stored, _ in moved for _ in dates_of(stored.section, stored.document))
    report.moved.append(MovedAccount(account.name, after.weeks - before.weeks, after.weeks, len(moved), dates))
    return moved


def _weeks(sections: Sequence[StoredSection], recent: Recent) -> int:
    """By how many weeks the newest date on which something happened has to move."""
    newest = [newest_past(stored.section, stored.document, recent.today) for stored in sections]
    past = [day for day in newest if day is not None]
    return weeks_until(max(past), recent.today, recent.days) if past else 0


def _moved(stored: StoredSection, weeks: int) -> NewSection:
    return stored.rewritten(by_weeks(stored.section, stored.document, weeks))._replace(
        base=canonical(by_weeks(stored.section, stored.base_document, weeks)),
        weeks=stored.weeks + weeks,
    )


def _move_conflicts(connection: Connection, moved: Sequence[Moved]) -> None:
    """Let all sides of open conflicts move with the sections that they are about."""
    weeks = {(before.account_key, before.section): after.weeks - before.weeks for before, after in moved}
    changed = []
    for stored in read_conflicts(connection, sorted({key for key, _ in weeks})):
        if stored.at not in weeks:
            continue
        conflict, number = stored.conflict, weeks[stored.at]
        base, ours, theirs = (
            value_by_weeks(stored.section, conflict.list, conflict.field, side, number)
            for side in (conflict.base, conflict.ours, conflict.theirs)
        )
        changed.append(stored._replace(conflict=conflict._replace(base=base, ours=ours, theirs=theirs)))
    put_conflicts(connection, changed)

"""What all runs share: whom they are told by, chunks of accounts that tell the progress, and a run that is remembered."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from demodb.model.origin import TemplateOrigin
from demodb.progress import Progress, silent
from demodb.store.connection import Connection
from demodb.store.runs import PastRun, note_revisions, note_run
from demodb.store.seeding import Scope


class Stamp(NamedTuple):
    """Who runs, and when, in milliseconds since 1970."""

    person: str
    at: int


class RunContext(NamedTuple):
    """What every run is told: the accounts it is about, who runs and when, whom to tell, and whether only to look."""

    scope: Scope
    stamp: Stamp
    progress: Progress = silent
    dry_run: bool = False


@dataclass(kw_only=True)
class RunReport(ABC):
    """What every run reports: accounts looked at, whether it only looked, and the packs with their newest revisions.

    `digests` are those of pack revisions, by pack and revision, that the store is to know from now on.
    """

    accounts: int
    dry_run: bool
    packs: dict[str, str] = field(default_factory=dict)
    digests: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    @abstractmethod
    def changed(self) -> bool:
        """Whether anything was, or would be, done."""

    @abstractmethod
    def past_run(self, stamp: Stamp) -> PastRun:
        """The run as the store remembers it."""

    def met(self, origin: TemplateOrigin) -> None:
        """Name the pack of a section that the run is about."""
        self.packs[origin.pack] = max(origin.revision, self.packs.get(origin.pack, ""))


def run(
    connection: Connection,
    context: RunContext,
    report: RunReport,
    chunks: Iterable[Sequence[str]],
    work: Callable[[Sequence[str]], None],
) -> None:
    """Do the work chunk by chunk (of account keys), and remember the run in the same transaction.

    The progress ends at all accounts of the report, also where those without work are in no chunk. A run that did nothing,
    or only looked, leaves no trace.
    """
    done = 0
    for keys in chunks:
        work(keys)
        done += len(keys)
        context.progress(done, report.accounts)
    if done < report.accounts:
        context.progress(report.accounts, report.accounts)
    if report.changed and not report.dry_run:
        note_revisions(connection, report.digests)
        note_run(connection, report.past_run(context.stamp))

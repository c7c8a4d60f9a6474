"""Plan files into the store: whose each is, which are orphans, and what each says that is news."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from demodb.errors import Problem
from demodb.intake.identity import orphan
from demodb.intake.report import FilesDone, ImportReport
from demodb.intake.sections import OwnedPlanFile, PlanFile, PlanOptions, SectionIntake
from demodb.model.canonical import canonical
from demodb.model.likeness import AlikeNames
from demodb.model.rows import Place
from demodb.sources.plans import read_plan
from demodb.sources.records import PlanRecord, Rejected
from demodb.store.accounts import account_names
from demodb.store.bulk import CHUNK, chunked
from demodb.store.connection import Connection
from demodb.store.files import Known, note_read
from demodb.store.portfolio import slug_owners

Spoken = tuple[OwnedPlanFile, PlanRecord]
"""A plan file of a known account, and what it says."""


def take_plans(
    connection: Connection, files: Sequence[PlanFile], options: PlanOptions, report: ImportReport, done: FilesDone
) -> None:
    """Merge what plan files say into the sections that they describe, where they say something new."""
    owned = _owned(connection, files, report)
    done.add(len(files) - len(owned))
    for chunk in _by_accounts(owned):
        intake = SectionIntake(connection, sorted({file.account_key for file in chunk}), options, report)
        intake.take(_agreeing(_read(connection, chunk, options.at, report), intake.present, report))
        done.add(len(chunk))


def _owned(connection: Connection, files: Sequence[PlanFile], report: ImportReport) -> list[OwnedPlanFile]:
    """The files with their accounts; those without one are reported as orphans."""
    owned = []
    names: AlikeNames | None = None
    for chunk in chunked(files):
        owners = slug_owners(connection, [file.path.stem for file in chunk])
        for file in chunk:
            account_keys = owners.get(file.path.stem)
            if account_keys:
                owned.append(OwnedPlanFile(file.path, file.place, file.sha256, file.section, next(iter(account_keys))))
                continue
            names = names or AlikeNames(account_names(connection))
            report.orphans.append(orphan(str(file.path), file.path.stem, names, by_slug=True))
    return owned


def _by_accounts(files: Iterable[OwnedPlanFile]) -> Iterator[list[OwnedPlanFile]]:
    """Chunks of files, all of an account's in one."""
    chunk: list[OwnedPlanFile] = []
    by_account = attrgetter("account_key", "section")
    for _, group in groupby(sorted(files, key=by_account), attrgetter("account_key")):
        if len(chunk) >= CHUNK:
            yield chunk
            chunk = []
        chunk += group
    if chunk:
        yield chunk


def _read(connection: Connection, files: Sequence[OwnedPlanFile], at: int, report: ImportReport) -> list[Spoken]:
    """The files that can be read; the problems of the others are reported, and remembered until they are mended."""
    plans, failed = list[Spoken](), list[Known]()
    for file in files:
        try:
            plans.append((file, read_plan(file.path, file.section)))
        except Rejected as rejected:
            report.errors += rejected.problems
            report.count("plan_section", "rejected")
            known = Known(file.place, "plan", None, file.account_key, file.section)
            failed.append(known._replace(read_at=at, failed=str(rejected.problems[0])))
    note_read(connection, failed)
    return plans


def _agreeing(plans: Iterable[Spoken], present: Collection[Place], report: ImportReport) -> list[Spoken]:
    """The files without those that describe a section which is not there yet, and each in its own way: there is no base."""
    kept = list[Spoken]()
    for place, group in groupby(plans, lambda plan: plan[0].of):
        files = list(group)
        if place in present or len({canonical(record.document) for _, record in files}) == 1:
            kept += files
            continue
        report.count("plan_section", "rejected", len(files))
        report.errors += [Problem(str(file.path), "", _disagreement(file, [other for other, _ in files])) for file, _ in files]
    return kept


def _disagreement(file: PlanFile, group: Sequence[PlanFile]) -> str:
    others = ", ".join(str(other.path) for other in group if other is not file)
    return f"describes the same {file.section} as {others}, and says something else: keep one of them"

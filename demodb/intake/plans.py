"""Plan files into the store: whose each is, which are orphans, and which sections they take the place of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from demodb.errors import Problem
from demodb.intake.report import FilesDone, ImportReport, Orphan, Replaced, RowOutcome, compare_lists
from demodb.model.canonical import canonical, digest
from demodb.model.documents import Document, Section
from demodb.model.faults import section_lists
from demodb.model.names import nearest
from demodb.model.origin import TemplateOrigin
from demodb.sources.plans import read_plan
from demodb.sources.records import PlanRecord, Rejected
from demodb.store import plans as store
from demodb.store.accounts import account_names
from demodb.store.bulk import chunked
from demodb.store.conflicts import drop_deleted
from demodb.store.connection import Connection
from demodb.store.plans import NewSection, StoredSection
from demodb.store.portfolio import existing_accounts, slug_owners

_TABLES = {
    ("stakeholders", "$"): "stakeholder",
    ("strategy", "$.painPoints"): "pain_point",
    ("strategy", "$.opportunities"): "opportunity",
    ("competitors", "$"): "competitor",
    ("actions", "$"): "action_item",
}


@dataclass(frozen=True)
class PlanFile:
    """A plan file and the section that it describes."""

    path: Path
    section: Section


@dataclass(frozen=True)
class OwnedPlanFile(PlanFile):
    """A plan file of a known account."""

    account_key: str


@dataclass(frozen=True)
class Exported:
    """What manifests of ours say: the origins of files that still are as they were written, and which were changed since."""

    origins: Mapping[Path, TemplateOrigin]
    changed: Collection[Path]


def take_plans(
    connection: Connection, files: Sequence[PlanFile], exported: Exported, report: ImportReport, done: FilesDone
) -> None:
    """Write the sections that plan files describe, where they say something new."""
    owned = _owned(connection, files, report)
    done.add(len(files) - len(owned))
    for chunk in chunked(_single(connection, owned, report, done)):
        plans = []
        for file in chunk:
            try:
                plans.append((file, read_plan(file.path, file.section)))
            except Rejected as rejected:
                report.errors += rejected.problems
                report.count("plan_section", "rejected")
        _take_sections(connection, plans, exported, report)
        done.add(len(chunk))


def _owned(connection: Connection, files: Sequence[PlanFile], report: ImportReport) -> list[OwnedPlanFile]:
    """The files with their accounts; those without one are reported as orphans."""
    owned = []
    names: list[str] = []
    for chunk in chunked(files):
        owners = slug_owners(connection, [file.path.stem for file in chunk])
        for file in chunk:
            account_keys = owners.get(file.path.stem)
            if account_keys:
                owned.append(OwnedPlanFile(file.path, file.section, next(iter(account_keys))))
                continue
            names = names or account_names(connection)
            near = nearest(file.path.stem, names, 1)
            report.orphans.append(Orphan(str(file.path), near[0] if near else None))
    return owned


def _single(
    connection: Connection, files: Sequence[OwnedPlanFile], report: ImportReport, done: FilesDone
) -> Iterator[OwnedPlanFile]:
    """One file a section: where several describe the same one, they have to say the same."""
    groups: dict[tuple[str, Section], list[OwnedPlanFile]] = {}
    for file in files:
        groups.setdefault((file.account_key, file.section), []).append(file)
    for group in groups.values():
        if len(group) == 1:
            yield group[0]
            continue
        texts = _texts(group, report)
        telling = _telling(connection, texts) if len(set(texts.values())) > 1 else texts
        agreed = len(set(telling.values())) == 1
        done.add(len(group) - agreed)
        if agreed:
            yield next(iter(telling))
        elif telling:
            report.count("plan_section", "rejected", len(telling))
            report.errors += [Problem(str(file.path), "", _disagreement(file, list(telling))) for file in telling]


def _disagreement(file: PlanFile, group: Sequence[PlanFile]) -> str:
    others = ", ".join(str(other.path) for other in group if other is not file)
    return f"describes the same {file.section} as {others}, and says something else: keep one of them"


def _texts(group: Sequence[OwnedPlanFile], report: ImportReport) -> dict[OwnedPlanFile, str]:
    """What each valid file of a group says; the problems of the others are reported."""
    texts = {}
    for file in group:
        try:
            texts[file] = canonical(read_plan(file.path, file.section).document)
        except Rejected as rejected:
            report.errors += rejected.problems
            report.count("plan_section", "rejected")
    return texts


def _telling(connection: Connection, texts: Mapping[OwnedPlanFile, str]) -> dict[OwnedPlanFile, str]:
    """Of the files of one section, those that do not just say what the store holds."""
    key, section = next((file.account_key, file.section) for file in texts)
    stored = store.read_sections(connection, [key], [section]).get((key, section))
    known = (stored.base, canonical(stored.document)) if stored else ()
    return {file: text for file, text in texts.items() if text not in known}


def _take_sections(
    connection: Connection, plans: Sequence[tuple[OwnedPlanFile, PlanRecord]], exported: Exported, report: ImportReport
) -> None:
    keys = sorted({file.account_key for file, _ in plans})
    accounts = existing_accounts(connection, keys)
    sections = store.read_sections(connection, keys)
    last_said = store.read_sources(connection, keys)
    digests: dict[tuple[str, Section, str], str] = {}
    new, replacing = [], []
    for file, record in plans:
        report.repairs += record.repairs
        described = NewSection(file.account_key, file.section, record.document, exported.origins.get(file.path))
        stored = sections.get((file.account_key, file.section))
        place = (file.account_key, file.section, str(file.path.resolve()))
        says = digest(record.document)
        repeats = last_said.get(place) == says
        if not repeats:
            digests[place] = says
        if stored is None:
            new.append(described)
            _tally(report, "new", file.section, None, record.document)
        elif _is_no_news(record.document, stored, repeats=repeats, changed=file.path in exported.changed):
            _tally(report, "same", file.section, stored.document, stored.document)
        else:
            replacing.append(described)
            _tally(report, "changed", file.section, stored.document, record.document)
            report.replaced.append(_replaced(accounts[file.account_key].name, stored, file))
    store.insert_sections(connection, new)
    store.replace_sections(connection, replacing)
    drop_deleted(connection, [(written.account_key, written.section) for written in (*new, *replacing)])
    store.put_sources(connection, digests)


def _is_no_news(document: Document, stored: StoredSection, *, repeats: bool, changed: bool) -> bool:
    """Whether a file says what the store holds, or repeats what it said before or what came in, untouched since."""
    text = canonical(document)
    return text == canonical(stored.document) or ((repeats or text == stored.base) and not changed)


def _replaced(account: str, stored: StoredSection, file: PlanFile) -> Replaced:
    origin = f"template {stored.origin.pack} {stored.origin.revision}" if stored.origin else "imported"
    return Replaced(account, file.section, origin, stored.edited, str(file.path))


def _tally(report: ImportReport, outcome: RowOutcome, section: Section, before: Document | None, after: Document) -> None:
    rows_before = dict(section_lists(section, before))
    for path, rows in section_lists(section, after):
        compare_lists(report, _TABLES[section, path], rows_before.get(path, ()), rows)
    report.count("plan_section", outcome)

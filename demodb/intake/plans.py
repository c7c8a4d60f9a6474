"""Plan files into the store: whose each is, which are orphans, and which sections they take the place of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from demodb.errors import Problem
from demodb.intake.report import ImportReport, Orphan, Replaced, compare_lists
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
    """A plan file and the account it belongs to."""

    path: Path
    section: Section
    account_key: str = ""


@dataclass(frozen=True)
class Exported:
    """What manifests of ours say: the origins of files that still are as they were written, and which were changed since."""

    origins: Mapping[Path, TemplateOrigin]
    changed: Collection[Path]


def take_plans(connection: Connection, files: Sequence[PlanFile], exported: Exported, report: ImportReport) -> None:
    """Write the sections that plan files describe, where they say something new."""
    owned = _owned(connection, files, report)
    for chunk in chunked(_single(connection, owned, report)):
        records = []
        for file in chunk:
            try:
                records.append((file, read_plan(file.path, file.section)))
            except Rejected as rejected:
                report.errors += rejected.problems
                report.count("plan_section", "rejected")
        _take_sections(connection, records, exported, report)


def _owned(connection: Connection, files: Sequence[PlanFile], report: ImportReport) -> list[PlanFile]:
    """The files with their accounts; those without one are reported as orphans."""
    owned = []
    names: list[str] = []
    for chunk in chunked(files):
        owners = slug_owners(connection, [file.path.stem for file in chunk])
        for file in chunk:
            own = owners.get(file.path.stem)
            if own:
                owned.append(PlanFile(file.path, file.section, next(iter(own))))
                continue
            names = names or account_names(connection)
            near = nearest(file.path.stem, names, 1)
            report.orphans.append(Orphan(str(file.path), near[0] if near else None))
    return owned


def _single(connection: Connection, files: Sequence[PlanFile], report: ImportReport) -> Iterator[PlanFile]:
    """One file a section: where several describe the same one, they have to say the same."""
    groups: dict[tuple[str, Section], list[PlanFile]] = {}
    for file in files:
        groups.setdefault((file.account_key, file.section), []).append(file)
    for group in groups.values():
        if len(group) == 1:
            yield group[0]
            continue
        said = _said(group, report)
        saying = _news(connection, said) if len(set(said.values())) > 1 else said
        if len(set(saying.values())) == 1:
            yield next(iter(saying))
        elif saying:
            report.count("plan_section", "rejected", len(saying))
            report.errors += [Problem(str(file.path), "", _disagreement(file, list(saying))) for file in saying]


def _disagreement(file: PlanFile, group: Sequence[PlanFile]) -> str:
    others = ", ".join(str(other.path) for other in group if other is not file)
    return f"describes the same {file.section} as {others}, and says something else: keep one of them"


def _said(group: Sequence[PlanFile], report: ImportReport) -> dict[PlanFile, str]:
    """What each valid file of a group says; the problems of the others are reported."""
    said = {}
    for file in group:
        try:
            said[file] = canonical(read_plan(file.path, file.section).document)
        except Rejected as rejected:
            report.errors += rejected.problems
            report.count("plan_section", "rejected")
    return said


def _news(connection: Connection, said: dict[PlanFile, str]) -> dict[PlanFile, str]:
    """Of the files of one section, those that do not just say what the store holds."""
    key, section = next((file.account_key, file.section) for file in said)
    stored = store.read_sections(connection, [key], [section]).get((key, section))
    known = (stored.base, canonical(stored.document)) if stored else ()
    return {file: text for file, text in said.items() if text not in known}


def _take_sections(
    connection: Connection, records: Sequence[tuple[PlanFile, PlanRecord]], exported: Exported, report: ImportReport
) -> None:
    keys = sorted({file.account_key for file, _ in records})
    names = {key: row.name for key, row in existing_accounts(connection, keys).items()}
    before = store.read_sections(connection, keys)
    said = store.read_sources(connection, keys)
    saying: dict[tuple[str, Section, str], str] = {}
    new, replacing = [], []
    for file, record in records:
        report.repairs += record.repairs
        old = before.get((file.account_key, file.section))
        made = NewSection(file.account_key, file.section, record.document, exported.origins.get(file.path))
        place = (file.account_key, file.section, str(file.path.resolve()))
        now = digest(record.document)
        if said.get(place) != now:
            saying[place] = now
        old_news = said.get(place) == now or (old is not None and canonical(record.document) == old.base)
        if old is not None and (
            canonical(record.document) == canonical(old.document) or (old_news and file.path not in exported.changed)
        ):
            _tally(report, file.section, old.document, old.document)
            report.count("plan_section", "same")
        elif old is None:
            new.append(made)
            _tally(report, file.section, None, record.document)
            report.count("plan_section", "new")
        else:
            replacing.append(made)
            _tally(report, file.section, old.document, record.document)
            report.count("plan_section", "changed")
            report.replaced.append(_replaced(names[file.account_key], old, file))
    store.insert_sections(connection, new)
    store.replace_sections(connection, replacing)
    drop_deleted(connection, [(made.account_key, made.section) for made in (*new, *replacing)])
    store.put_sources(connection, saying)


def _replaced(account: str, old: StoredSection, file: PlanFile) -> Replaced:
    origin = f"template {old.origin.pack} {old.origin.revision}" if old.origin else "imported"
    return Replaced(account, file.section, origin, old.edited, str(file.path))


def _tally(report: ImportReport, section: Section, old: Document | None, new: Document) -> None:
    before = dict(section_lists(section, old))
    for path, rows in section_lists(section, new):
        compare_lists(report, _TABLES[section, path], before.get(path, ()), rows)

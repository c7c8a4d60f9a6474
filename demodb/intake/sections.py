"""What plan files mean for the sections of a chunk of accounts: nothing new, a new section, or a merge."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from demodb.intake.heard import Heard, SpokenOf, heard
from demodb.intake.report import Earlier, ImportReport, Replaced, RowOutcome, TakenIn, compare_lists
from demodb.intake.section_work import SectionWork, last_agreed, new_section, work_on
from demodb.model.agreement import Standing, descends, nearest, settled
from demodb.model.canonical import canonical, same
from demodb.model.changes import changes
from demodb.model.documents import Document, Section
from demodb.model.faults import section_lists
from demodb.model.merge import FILE, MergeRule
from demodb.model.origin import NOTHING_KEPT, MadeFrom, TemplateOrigin, origin_kind
from demodb.model.rows import Place
from demodb.model.weeks import by_weeks
from demodb.sources.records import PlanRecord
from demodb.store.conflicts import StoredConflict, drop_section_conflicts, put_conflicts, put_deleted, read_deleted
from demodb.store.connection import Connection
from demodb.store.edits import NewEdit, log_edits, note_row_edits
from demodb.store.files import Known, agreed_digests, agreed_documents, known_files, note_agreed, note_read
from demodb.store.plans import insert_sections, read_sections, rewrite_sections
from demodb.store.portfolio import existing_accounts

_TABLES = {
    ("stakeholders", "$"): "stakeholder",
    ("strategy", "$.painPoints"): "pain_point",
    ("strategy", "$.opportunities"): "opportunity",
    ("competitors", "$"): "competitor",
    ("actions", "$"): "action_item",
}
_WHOLE = MergeRule(every_row_whole=True, tells_rows=True)


@dataclass(frozen=True)
class PlanFile:
    """A plan file: where it lies, where it lies for the memory, the SHA-256 of its bytes, and the section that it describes."""

    path: Path
    place: str
    sha256: bytes
    section: Section


@dataclass(frozen=True)
class OwnedPlanFile(PlanFile):
    """A plan file of a known account."""

    account_key: str

    @property
    def of(self) -> Place:
        """The account's key and the section."""
        return self.account_key, self.section


@dataclass(frozen=True)
class PlanOptions:
    """How plan files are taken: `at` (ms since 1970) stands in the log; `origins` are those that manifests tell, by path.

    `replace`: as they are, over whatever there is. `generated`: as made by other scripts. `strict`: two sides in one row are
    a conflict, even in different fields. `made`: by path the facts that a template made the section from, without a name
    where it is the account's; `shifted` the weeks by which its dates were moved.
    """

    at: int
    origins: Mapping[Path, TemplateOrigin] = field(default_factory=dict)
    replace: bool = False
    generated: bool = False
    strict: bool = False
    made: Mapping[Path, MadeFrom] = field(default_factory=dict)
    shifted: Mapping[Path, int] = field(default_factory=dict)


Verdict = Literal["nothing", "earlier", "adopt", "new", "replace", "merge", "foreign"]
"""What a file says: nothing new; what was agreed on earlier; that scripts made the section; a section that is not there; to take
it as it is; a change to be merged; a plan of its own in the place of a template's."""
_SILENT = ("nothing", "earlier")
"""The verdicts after which a section is as it was."""


class SectionIntake:
    """The sections of some accounts, and what files say to them. `take` writes what came of it."""

    def __init__(self, connection: Connection, keys: Sequence[str], options: PlanOptions, report: ImportReport) -> None:
        self._connection, self._options, self._report = connection, options, report
        self._accounts = existing_accounts(connection, keys)
        stored = read_sections(connection, keys)
        note_row_edits(connection, stored.values(), options.at)
        deleted = read_deleted(connection, keys)
        self._digests, self._documents = agreed_digests(connection, keys), agreed_documents(connection, keys)
        self._works = {place: work_on(section, deleted.get(place, ())) for place, section in stored.items()}
        self._weeks = {key: work.weeks for (key, _), work in self._works.items() if not work.from_template}

    @property
    def present(self) -> set[Place]:
        """The sections that are there."""
        return set(self._works)

    def take(self, plans: Sequence[tuple[OwnedPlanFile, PlanRecord]]) -> None:
        """Let each file speak, in the order given, and write the sections, the conflicts, the log and the memory."""
        known = known_files(self._connection, [file.place for file, _ in plans])
        files = []
        for file, record in plans:
            self._report.repairs += record.repairs
            remembered = known.get(file.place)
            said = self._heard(file, record.document, remembered)
            verdict = self._verdict(file, said, remembered)
            self._do(verdict, file, said, remembered)
            files.append(self._known(file, said, remembered, verdict))
        self._write()
        note_read(self._connection, files)
        note_agreed(self._connection, {place: work.agreed for place, work in self._works.items() if work.agreed})

    def _heard(self, file: OwnedPlanFile, document: Document, remembered: Known | None) -> Heard:
        work = self._works.get(file.of)
        beside = SpokenOf(work.document if work else None, work.weeks if work else 0)
        told, agreed = self._options.shifted.get(file.path), self._digests.get(file.of, {})
        return heard(file.section, document, told, remembered, agreed, beside)

    def _account_weeks(self, file: OwnedPlanFile, said: Heard) -> int:
        """By how many weeks the dates of the account's imported sections were moved; the first one is as its file is."""
        return self._weeks.setdefault(file.account_key, said.weeks)

    def _verdict(self, file: OwnedPlanFile, said: Heard, remembered: Known | None) -> Verdict:
        """The table of what a file says, the first line that holds."""
        work = self._works.get(file.of)
        told = said.digest in self._digests.get(file.of, ())
        if work is None:
            return self._verdict_of_missing(remembered, told=told)
        text = said.text_to(work.weeks)
        stands = text in (canonical(work.document), canonical(work.base))
        if self._options.generated and stands and not work.from_template:
            return "adopt"
        if text == canonical(work.document):
            return "nothing"
        if self._options.replace:
            return "replace"
        if told or stands:
            return "nothing" if said.digest == last_agreed(file.section, work, remembered) else "earlier"
        descends_from_it = not work.from_template or self._descends(file, said.said(work.weeks), remembered)
        return "merge" if descends_from_it else "foreign"

    def _verdict_of_missing(self, remembered: Known | None, *, told: bool) -> Verdict:
        """Where the section is not there: what demodb wrote, and somebody took out since, does not come back by itself."""
        taken_out = told and remembered is not None and remembered.written_at
        return "nothing" if taken_out and not self._options.replace else "new"

    def _descends(self, file: OwnedPlanFile, said: Document, remembered: Known | None) -> bool:
        """Whether a file was made of what the section once was."""
        known_here = remembered is not None and remembered.agreed is not None
        return descends(file.section, said, self._candidates(file, remembered), by_id=known_here)

    def _candidates(self, file: OwnedPlanFile, remembered: Known | None) -> list[Document]:
        """The documents that a file may have been made of: what it agreed on itself, later and earlier versions, the base."""
        versions, work = dict(self._documents.get(file.of, {})), self._works[file.of]
        own = versions.pop(remembered.agreed, None) if remembered and remembered.agreed else None
        texts = [*([own] if own is not None else []), *versions.values()]
        return [*(by_weeks(file.section, json.loads(text), work.weeks - weeks) for text, weeks in texts), work.base]

    def _is_own(self, file: OwnedPlanFile, remembered: Known | None) -> bool:
        """Whether the document that the file itself last agreed on is kept."""
        return remembered is not None and remembered.agreed in self._documents.get(file.of, {})

    def _do(self, verdict: Verdict, file: OwnedPlanFile, said: Heard, remembered: Known | None) -> None:
        before = self._works.get(file.of)
        if verdict in _SILENT:
            self._tally("same", file.section, said.document if before is None else before.document, None)
            if verdict == "earlier":
                self._report.earlier.append(Earlier(self._name(file), file.section, str(file.path)))
        elif verdict == "adopt" and before is not None:
            before.generated, before.changed = True, True
            self._tally("changed", file.section, before.document, before.document)
        elif verdict == "new" or before is None:
            self._make(file, said)
        elif verdict == "replace":
            self._replace(file, before, said)
        else:
            self._merge(file, before, said, remembered, foreign=verdict == "foreign")

    def _make(self, file: OwnedPlanFile, heard: Heard) -> None:
        origin = None if self._options.generated else self._options.origins.get(file.path)
        weeks = 0 if origin or self._options.generated else self._account_weeks(file, heard)
        said = heard.said(weeks)
        work = SectionWork(said, said, origin, self._options.generated, weeks=weeks, changed=True, agreed=[heard.agreed])
        made = self._options.made.get(file.path, NOTHING_KEPT)
        work.made = made._replace(name=made.name or self._name(file))
        work.edits.append(self._edit(file, None, said))
        self._works[file.of] = work
        self._tally("new", file.section, None, said)

    def _replace(self, file: OwnedPlanFile, work: SectionWork, heard: Heard) -> None:
        work.weeks = 0 if self._options.generated else self._account_weeks(file, heard)
        said = heard.said(work.weeks)
        self._report.replaced.append(self._replaced(file, work))
        self._tally("changed", file.section, work.document, said)
        work.edits.append(self._edit(file, work.document, said))
        work.document, work.base, work.origin, work.generated = said, said, None, self._options.generated
        work.subjects, work.gone, work.changed, work.conflicts = None, (), True, []
        work.agreed.append(heard.agreed)

    def _merge(self, file: OwnedPlanFile, work: SectionWork, heard: Heard, remembered: Known | None, *, foreign: bool) -> None:
        work.weeks = self._account_weeks(file, heard) if foreign else work.weeks
        said = heard.said(work.weeks)
        rule = _WHOLE if foreign or self._options.strict else FILE
        candidates = [work.base] if foreign else self._candidates(file, remembered)
        made_of = nearest(file.section, said, candidates, own=self._is_own(file, remembered))
        standing = Standing(work.document, work.base, work.from_template and not foreign, work.gone)
        settlement = settled(file.section, standing, made_of, said, rule)
        made = list(changes(file.section, work.document, settlement.document))
        edit = NewEdit(file.account_key, file.section, self._options.at, "file", file.place, made)
        told = (sum(not change.is_order for change in made), len(settlement.conflicts), settlement.kept)
        earlier = made_of is not candidates[0]
        self._report.taken_in.append(TakenIn(self._name(file), file.section, *told, str(file.path), earlier))
        self._tally("changed" if made else "same", file.section, work.document, settlement.document)
        if foreign:
            self._report.replaced.append(self._replaced(file, work))
            work.origin, work.generated, work.subjects = None, False, None
        work.document, work.base, work.gone = settlement.document, settlement.base, settlement.deleted
        work.changed = True
        work.edits.append(edit)
        work.conflicts += [(conflict, file.place) for conflict in settlement.conflicts]
        work.agreed.append(heard.agreed)

    def _replaced(self, file: OwnedPlanFile, work: SectionWork) -> Replaced:
        kind = origin_kind(work.origin, generated=work.generated)
        origin = f"{kind} {work.origin.pack} {work.origin.revision}" if work.origin else kind
        edited = not same(work.document, work.base)
        return Replaced(self._name(file), file.section, origin, edited, str(file.path))

    def _edit(self, file: OwnedPlanFile, before: Document | None, after: Document) -> NewEdit:
        made = list(changes(file.section, before, after)) if before is not None else []
        return NewEdit(file.account_key, file.section, self._options.at, "file", file.place, made)

    def _name(self, file: OwnedPlanFile) -> str:
        return self._accounts[file.account_key].name

    def _tally(self, outcome: RowOutcome, section: Section, before: Document | None, after: Document | None) -> None:
        rows_before = dict(section_lists(section, before))
        for path, rows in section_lists(section, before if after is None else after):
            compare_lists(self._report, _TABLES[section, path], rows_before.get(path, ()), rows)
        self._report.count("plan_section", outcome)

    def _known(self, file: OwnedPlanFile, said: Heard, remembered: Known | None, verdict: Verdict) -> Known:
        """What is remembered of a file: an older version that it says again is not what the two last agreed on."""
        work, digest = self._works.get(file.of), said.digest
        agrees = verdict not in _SILENT or (work is not None and said.said(work.weeks) == work.document)
        agreed = digest if agrees or remembered is None else remembered.agreed or digest
        known = Known(file.place, "plan", file.sha256, file.account_key, file.section, agreed, self._options.at)
        return known._replace(weeks=said.weeks or None)

    def _write(self) -> None:
        changed = {place: work for place, work in self._works.items() if work.changed}
        new = [new_section(place, work) for place, work in changed.items() if work.stored is None]
        rewritten = [new_section(place, work) for place, work in changed.items() if work.stored is not None]
        insert_sections(self._connection, new)
        rewrite_sections(self._connection, rewritten)
        put_deleted(self._connection, {place: work.gone for place, work in changed.items()})
        if self._options.replace:
            drop_section_conflicts(self._connection, changed)
        put_conflicts(self._connection, self._conflicts(changed))
        log_edits(self._connection, [edit for work in changed.values() for edit in work.edits])

    def _conflicts(self, changed: Mapping[Place, SectionWork]) -> list[StoredConflict]:
        return [
            StoredConflict(key, self._accounts[key].name, section, conflict, path=path)
            for (key, section), work in changed.items()
            for conflict, path in work.conflicts
        ]

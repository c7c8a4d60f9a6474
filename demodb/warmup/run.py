"""The warm-up: plans, intelligence by Claude or by rules, and the end that was asked for. Imports nothing that calls need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from demodb.advice.brief import brief
from demodb.advice.prompt import prompt_for
from demodb.cache.cache import Cache, CachedValue, Value
from demodb.cache.inputs import input_hash
from demodb.cache.keys import intelligence_key, plan_key
from demodb.clock import moment_of
from demodb.model.canonical import canonical
from demodb.model.intelligence import intelligence_document
from demodb.model.lifetimes import EntryKind
from demodb.model.material import Material
from demodb.store.bulk import chunked
from demodb.store.calls import Call
from demodb.store.material import read_material
from demodb.warmup.access import Access
from demodb.warmup.decide import (
    Wanted,
    WarmupAction,
    action,
    action_without_call,
    best,
    is_enough,
    is_plan_enough,
    made_from,
)
from demodb.warmup.expected import Expected, expected, expected_call, reason
from demodb.warmup.inquiry import KIND, Inquiry
from demodb.warmup.outcome import CallFailure
from demodb.warmup.report import AccountOutcome, WarmupReport, added
from demodb.warmup.taking_in import TakenIn

PLAN_KIND: EntryKind = "account-plan"

_Did = Literal["made", "brief", "skipped", "kept"]
"""What came of an account's intelligence: by Claude, by rules, left as good enough, left though it is not."""

_DID: Mapping[WarmupAction, _Did] = {"skip": "skipped", "last": "skipped", "brief": "brief", "keep": "kept"}


@dataclass(frozen=True)
class _Line:
    """What the end of a run has to know of an account."""

    name: str
    slugs: tuple[str, ...]
    plan_hash: str
    input_hash: str

    @property
    def plan_keys(self) -> list[str]:
        """The keys of its plan, under each slug."""
        return [plan_key(slug) for slug in self.slugs]

    @property
    def intelligence_keys(self) -> list[str]:
        """The keys of its intelligence, under each slug."""
        return [intelligence_key(slug) for slug in self.slugs]

    def best(self, entries: Mapping[str, CachedValue]) -> CachedValue | None:
        """Its intelligence, under whatever slug."""
        return best((entries[key] for key in self.intelligence_keys if key in entries), self.input_hash)

    def copies(self, entries: Mapping[str, CachedValue]) -> dict[str, CachedValue]:
        """What is to stand under which key, so that its intelligence is the same under each slug."""
        made = self.best(entries)
        if made is None:
            return {}
        return {key: replace(made, key=key) for key in self.intelligence_keys if not _is_copy(entries.get(key), made)}

    def fresh_until(self, entries: Mapping[str, CachedValue]) -> int | None:
        """When the first of its entries stops being fresh; None where one is not."""
        found = [entries.get(key) for key in (*self.plan_keys, *self.intelligence_keys)]
        ends = [entry.fresh_until for entry in found if entry is not None and entry.fresh]
        return min(ends) if len(ends) == len(found) else None


class WarmupRun:
    """One warm-up of some accounts: chunk after chunk through `look`, `called` with the inquiries made, then `finish`."""

    def __init__(self, cache: Cache, wanted: Wanted, report: WarmupReport, plan_ttl_ms: int | None = None) -> None:
        self.cache, self.wanted, self.report = cache, wanted, report
        self._plan_ttl_ms = plan_ttl_ms
        self._lines: dict[str, _Line] = {}
        self._inquiries: dict[str, Inquiry] = {}
        self._errors: dict[str, str] = {}
        self._batched: dict[str, Call] = {}
        self._did: dict[str, _Did] = {}
        self._expected: dict[str, Expected] = {}
        self._changed = False
        self.written_briefs = 0

    def materials(self, keys: Sequence[str]) -> Iterator[list[Material]]:
        """The material of accounts, read chunk by chunk."""
        for some in chunked(keys):
            with self.cache.store.read() as connection:
                materials = [one.over(self.wanted.occasion.revenue_period) for one in read_material(connection, some)]
            yield materials

    def look(self, materials: Sequence[Material]) -> list[Inquiry]:
        """Write the plans and briefs that are wanted; the inquiries that Claude is to be asked for.

        An account that Claude is to be asked for gets its brief first, so that there is one whatever comes of the call.
        """
        hashes = {material.key: input_hash(material) for material in materials}
        lines = {one.key: _Line(one.name, one.slugs, one.plan_hash, hashes[one.key]) for one in materials}
        self._lines |= lines
        entries = self._entries(lines.values())
        actions = {key: action(line.best(entries), line.input_hash, self.wanted) for key, line in lines.items()}
        asked = [one for one in materials if actions[one.key] == "call"]
        if self.report.dry_run:
            reasons = {key: reason(line.best(entries), line.input_hash, self.wanted) for key, line in lines.items()}
            self._expected |= {key: expected(line.name, actions[key], reasons[key]) for key, line in lines.items()}
        self._write_plans(materials, entries)
        self._without_call(materials, actions | self._meanwhile(asked, entries, self.wanted))
        return [Inquiry(one, hashes[one.key]) for one in asked]

    def _meanwhile(
        self, materials: Sequence[Material], entries: Mapping[str, CachedValue], wanted: Wanted
    ) -> dict[str, WarmupAction]:
        """What is done about accounts as long as, or because, Claude does not answer."""
        lines = {one.key: self._lines[one.key] for one in materials}
        return {key: action_without_call(line.best(entries), line.input_hash, wanted) for key, line in lines.items()}

    def _write_plans(self, materials: Sequence[Material], entries: Mapping[str, CachedValue]) -> None:
        wanted = [one for one in materials if not self._has_plan(self._lines[one.key], entries)]
        self.report.plans += len(wanted)
        self._changed |= bool(wanted)
        if wanted and not self.report.dry_run:
            values = {key: (PLAN_KIND, _plan_value(one)) for one in wanted for key in self._lines[one.key].plan_keys}
            self.cache.set_many(values, fresh_ms=self._plan_ttl_ms)

    def _has_plan(self, line: _Line, entries: Mapping[str, CachedValue]) -> bool:
        return all(is_plan_enough(entries.get(key), line.plan_hash, self.wanted) for key in line.plan_keys)

    def _without_call(self, materials: Sequence[Material], actions: Mapping[str, WarmupAction]) -> None:
        """Briefs where they are wanted, all in one transaction; the rest stays as it is."""
        wanted = [one for one in materials if actions[one.key] == "brief"]
        self._note({one.key: _DID[actions[one.key]] for one in materials})
        self._changed |= any(one in ("brief", "last") for one in actions.values())
        if wanted and not self.report.dry_run:
            briefs = [(self._lines[one.key], self._brief_value(one)) for one in wanted]
            values = {key: (KIND, value) for line, value in briefs for key in line.intelligence_keys}
            self.cache.set_below(values, "claude", fresh_ms=self.wanted.ttl_ms)
            self.written_briefs += len(wanted)

    def _note(self, did: Mapping[str, _Did]) -> None:
        """What came of accounts; the last word on each counts, so that the counts add up to the accounts."""
        self._did |= did
        counts = Counter(self._did.values())
        report = self.report
        report.intelligence, report.briefs = counts["made"], counts["brief"]
        report.skipped, report.kept = counts["skipped"], counts["kept"]

    def _brief_value(self, material: Material) -> Value:
        now = self.cache.clock.now()
        advice = brief(material, self.wanted.occasion.demo)
        document = intelligence_document(material.name, advice, generated_at=now, source="rules")
        return Value(canonical(document), "rules", None, self._lines[material.key].input_hash)

    def expect(self, inquiries: Sequence[Inquiry], access: Access, *, batch: bool) -> None:
        """For a dry run: what the calls would take, through a batch or one by one."""
        for inquiry in inquiries:
            material, prompt = inquiry.material, prompt_for(inquiry.material, self.wanted.occasion)
            call = expected_call(material.name, self._expected[material.key].why, prompt, access, batch=batch)
            self._expected[material.key] = call
            self.report.calls += 1
            self.report.input_tokens += call.input_tokens
            self.report.cost_usd = added(self.report.cost_usd, call.cost_usd)
        self._note({inquiry.material.key: "made" for inquiry in inquiries})

    def called(self, inquiries: Sequence[Inquiry]) -> None:
        """Count what came of inquiries; the briefs stand where Claude failed."""
        self._inquiries |= {inquiry.material.key: inquiry for inquiry in inquiries}
        for inquiry in inquiries:
            self.report.count(inquiry.calls)
            if inquiry.failure:
                self._errors[inquiry.material.key] = inquiry.failure.message
                self._note_offline(inquiry.failure)
        self._note({one.material.key: "made" if one.made else "skipped" for one in inquiries if one.made or one.skipped})
        self._changed |= any(inquiry.made or inquiry.skipped for inquiry in inquiries)
        self.stand_in([inquiry.material.key for inquiry in inquiries if inquiry.failure])

    def _note_offline(self, failure: CallFailure) -> None:
        if failure.handling == "offline":
            self.report.offline = failure.message

    def taken_in(self, batches: TakenIn, asked: Sequence[str], failure: CallFailure | None) -> None:
        """Count what came of batches, whose accounts are known by their keys; the briefs stand where there is nothing.

        `failure` says why nothing is known of the rest of those that were asked for.
        """
        if failure:
            self._note_offline(failure)
        self.report.count(batches.calls)
        untold = [key for key in asked if key not in batches.accounts]
        errors = batches.errors | (dict.fromkeys(untold, failure.message) if failure else {})
        done: dict[str, _Did] = {**dict.fromkeys(batches.skipped, "skipped"), **dict.fromkeys(batches.made, "made")}
        self._note({key: did for key, did in done.items() if key in self._lines})
        self._changed |= bool(done)
        self._batched |= {call.account_key: call for call in batches.calls}
        self._errors |= errors
        self.stand_in([key for key in errors if key in self._lines])
        if not failure:
            self._elsewhere(untold)

    def _elsewhere(self, keys: Sequence[str]) -> None:
        """Count accounts whose results another process took in meanwhile."""
        for some in chunked(keys):
            lines = {key: self._lines[key] for key in some}
            entries = self._entries(lines.values())
            there = [key for key, line in lines.items() if is_enough(line.best(entries), line.input_hash, self.wanted)]
            self._note(dict.fromkeys(there, "skipped"))

    def stand_in(self, keys: Sequence[str]) -> None:
        """What is to be done for accounts where Claude failed: mostly nothing, but a brief may have become stale meanwhile."""
        made_now = replace(self.wanted, force=False)
        for materials in self.materials(keys):
            entries = self._entries(self._lines[one.key] for one in materials)
            actions = self._meanwhile(materials, entries, made_now)
            briefed = [one for one in materials if self._did[one.key] == "brief"]
            self._without_call(materials, actions)
            self._note({one.key: "brief" for one in briefed})

    def finish(self) -> None:
        """Give what is good of the run the end that was asked for, if anything was made, and fill in the rest of the report."""
        self.report.expected = list(self._expected.values())
        for some in chunked(self._lines.items()):
            lines = dict(some)
            entries = self._settled(lines.values(), self._entries(lines.values()))
            self.report.accounts += [self._outcome(key, line, entries) for key, line in some]
        ends = [outcome.fresh_until for outcome in self.report.accounts]
        self.report.expires_at = min((end for end in ends if end), default=None) if all(ends) else None

    def _entries(self, lines: Iterable[_Line]) -> dict[str, CachedValue]:
        return self.cache.get_many([key for line in lines for key in (*line.plan_keys, *line.intelligence_keys)])

    def _settled(self, lines: Collection[_Line], entries: dict[str, CachedValue]) -> dict[str, CachedValue]:
        """The entries as they are once intelligence stands under each slug and what is good lasts as long as was asked for."""
        if self.report.dry_run:
            return entries
        copies = {key: entry for line in lines for key, entry in line.copies(entries).items()}
        self.cache.copy(copies)
        entries = entries | copies
        for ends, target in self._targets(lines, entries):
            self.cache.extend(ends, target)
            later = {key: replace(entries[key], fresh_until=max(target, entries[key].fresh_until)) for key in ends}
            entries = entries | later
        return entries

    def _targets(self, lines: Collection[_Line], entries: Mapping[str, CachedValue]) -> Iterator[tuple[list[str], int]]:
        """Which entries are to last until when. In normal mode plans have ends of their own, unless an end was asked for."""
        if not self._changed:
            return
        now = self.cache.clock.epoch_ms()
        yield _good(lines, entries, plans=False), self.wanted.until or now + self.wanted.ttl_ms
        if self.wanted.until or self._plan_ttl_ms or self.cache.lifetimes.mode == "demo":
            yield _good(lines, entries, plans=True), self.wanted.until or now + self.wanted.plan_ms

    def _outcome(self, key: str, line: _Line, entries: Mapping[str, CachedValue]) -> AccountOutcome:
        entry, inquiry, end = line.best(entries), self._inquiries.get(key), line.fresh_until(entries)
        until = None if end is None else moment_of(end)
        outcome = AccountOutcome(line.name, entry.source if entry else None, error=self._errors.get(key), fresh_until=until)
        if key in self._batched:
            outcome.seconds, outcome.attempts = self._batched[key].duration_ms / 1000, 1
        elif inquiry:
            outcome.seconds, outcome.attempts = round(inquiry.seconds, 3), len(inquiry.calls)
        return outcome


def _good(lines: Iterable[_Line], entries: Mapping[str, CachedValue], *, plans: bool) -> list[str]:
    """The keys of plans, or of intelligence, that are fresh and made from what is in the store now."""
    pairs = (
        (key, line.plan_hash if plans else line.input_hash)
        for line in lines
        for key in (line.plan_keys if plans else line.intelligence_keys)
    )
    return [key for key, hashed in pairs if made_from(entries.get(key), hashed)]


def _is_copy(entry: CachedValue | None, made: CachedValue) -> bool:
    """Whether an entry says the same as another one, and for as long."""
    return entry is not None and (entry.value, entry.fresh_until, entry.stale_until) == (
        made.value,
        made.fresh_until,
        made.stale_until,
    )


def _plan_value(material: Material) -> Value:
    return Value(canonical(material.plan), "store", None, material.plan_hash)

"""The warm-up: plans, then intelligence by Claude or by rules, then one expiry for all. Imports nothing that calls need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from demodb.advice.brief import brief
from demodb.advice.prompt import prompt_for
from demodb.cache.cache import Cache, CachedValue, Value
from demodb.cache.keys import intelligence_key, plan_key
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
    input_hash,
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
TTL_SECONDS = 1800
"""How long intelligence is fresh where nobody says otherwise."""

_Did = Literal["made", "brief", "skipped", "kept"]
"""What came of an account's intelligence: by Claude, by rules, left as good enough, left though it is not."""

_DID: Mapping[WarmupAction, _Did] = {"skip": "skipped", "last": "skipped", "brief": "brief", "keep": "kept"}


@dataclass(frozen=True)
class _Line:
    """What the end of a run has to know of an account."""

    name: str
    slug: str
    plan_hash: str
    input_hash: str

    def good(self, entries: Mapping[str, CachedValue]) -> list[CachedValue]:
        """Those of its entries that are fresh and made from what is in the store now."""
        pairs = ((plan_key(self.slug), self.plan_hash), (intelligence_key(self.slug), self.input_hash))
        return [entries[key] for key, hashed in pairs if made_from(entries.get(key), hashed)]


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
                materials = list(read_material(connection, some))
            yield materials

    def look(self, materials: Sequence[Material]) -> list[Inquiry]:
        """Write the plans and briefs that are wanted; the inquiries that Claude is to be asked for.

        An account that Claude is to be asked for gets its brief first, so that there is one whatever comes of the call.
        """
        hashes = {material.key: input_hash(material) for material in materials}
        keys = [key for one in materials for key in (plan_key(one.slug), intelligence_key(one.slug))]
        entries = self.cache.get_many(keys)
        actions = {one.key: action(_entry(entries, one), hashes[one.key], self.wanted) for one in materials}
        asked = [one for one in materials if actions[one.key] == "call"]
        self._lines |= {one.key: _Line(one.name, one.slug, one.plan_hash, hashes[one.key]) for one in materials}
        if self.report.dry_run:
            reasons = {one.key: reason(_entry(entries, one), hashes[one.key], self.wanted) for one in materials}
            self._expected |= {one.key: expected(one.name, actions[one.key], reasons[one.key]) for one in materials}
        self._write_plans(materials, entries)
        self._without_call(materials, actions | self._meanwhile(asked, entries, self.wanted))
        return [Inquiry(one, hashes[one.key]) for one in asked]

    def _meanwhile(
        self, materials: Sequence[Material], entries: Mapping[str, CachedValue], wanted: Wanted
    ) -> dict[str, WarmupAction]:
        """What is done about accounts as long as, or because, Claude does not answer."""
        return {one.key: action_without_call(_entry(entries, one), self._lines[one.key].input_hash, wanted) for one in materials}

    def _write_plans(self, materials: Sequence[Material], entries: Mapping[str, CachedValue]) -> None:
        wanted = [one for one in materials if not is_plan_enough(entries.get(plan_key(one.slug)), one.plan_hash, self.wanted)]
        self.report.plans += len(wanted)
        self._changed |= bool(wanted)
        if wanted and not self.report.dry_run:
            values = {plan_key(one.slug): (PLAN_KIND, _plan_value(one)) for one in wanted}
            self.cache.set_many(values, fresh_ms=self._plan_ttl_ms)

    def _without_call(self, materials: Sequence[Material], actions: Mapping[str, WarmupAction]) -> None:
        """Briefs where they are wanted, all in one transaction; the rest stays as it is."""
        wanted = [one for one in materials if actions[one.key] == "brief"]
        self._note({one.key: _DID[actions[one.key]] for one in materials})
        self._changed |= any(one in ("brief", "last") for one in actions.values())
        if wanted and not self.report.dry_run:
            values = {intelligence_key(one.slug): (KIND, self._brief_value(one)) for one in wanted}
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
            entries = self.cache.get_many([intelligence_key(line.slug) for line in lines.values()])
            there = {key: entries.get(intelligence_key(line.slug)) for key, line in lines.items()}
            self._note({key: "skipped" for key in some if is_enough(there[key], lines[key].input_hash, self.wanted)})

    def stand_in(self, keys: Sequence[str]) -> None:
        """What is to be done for accounts where Claude failed: mostly nothing, but a brief may have become stale meanwhile."""
        made_now = replace(self.wanted, force=False)
        for materials in self.materials(keys):
            entries = self.cache.get_many([intelligence_key(one.slug) for one in materials])
            actions = self._meanwhile(materials, entries, made_now)
            briefed = [one for one in materials if self._did[one.key] == "brief"]
            self._without_call(materials, actions)
            self._note({one.key: "brief" for one in briefed})

    def finish(self) -> None:
        """Give all good entries of the run one expiry, if anything was made, and fill in the rest of the report."""
        self.report.expected = list(self._expected.values())
        ends: dict[str, int] = {}
        for some in chunked(self._lines.items()):
            entries = self.cache.get_many([key for _, line in some for key in (plan_key(line.slug), intelligence_key(line.slug))])
            ends |= {entry.key: entry.fresh_until for _, line in some for entry in line.good(entries)}
            self.report.accounts += [self._outcome(key, line, entries) for key, line in some]
        expiry = min(ends.values(), default=None)
        if ends and self._changed and not self.report.dry_run:
            expiry = max(self._target_ms(), *ends.values())
            self.cache.extend(list(ends), expiry)
        self.report.expires_at = None if expiry is None else datetime.fromtimestamp(expiry / 1000, UTC)

    def _target_ms(self) -> int:
        if self.wanted.until is not None:
            return self.wanted.until
        return self.cache.clock.epoch_ms() + self.wanted.ttl_ms

    def _outcome(self, key: str, line: _Line, entries: Mapping[str, CachedValue]) -> AccountOutcome:
        entry, inquiry = entries.get(intelligence_key(line.slug)), self._inquiries.get(key)
        outcome = AccountOutcome(line.name, entry.source if entry else None, error=self._errors.get(key))
        if key in self._batched:
            outcome.seconds, outcome.attempts = self._batched[key].duration_ms / 1000, 1
        elif inquiry:
            outcome.seconds, outcome.attempts = round(inquiry.seconds, 3), len(inquiry.calls)
        return outcome


def _entry(entries: Mapping[str, CachedValue], material: Material) -> CachedValue | None:
    return entries.get(intelligence_key(material.slug))


def _plan_value(material: Material) -> Value:
    return Value(canonical(material.plan), "store", None, material.plan_hash)

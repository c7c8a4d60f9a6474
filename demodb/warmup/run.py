"""The warm-up: plans, then intelligence by Claude or by rules, then one expiry for all. Imports nothing that calls need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from demodb.advice.brief import brief
from demodb.advice.prompt import estimated_tokens, prompt_for
from demodb.cache.cache import Cache, CachedValue, Value
from demodb.cache.keys import intelligence_key, plan_key
from demodb.model.canonical import canonical
from demodb.model.intelligence import intelligence_document
from demodb.model.lifetimes import EntryKind
from demodb.model.material import Material
from demodb.store.bulk import chunked
from demodb.store.calls import Call
from demodb.store.material import read_material
from demodb.warmup.decide import Wanted, WarmupAction, action, action_without_call, input_hash, is_plan_enough, made_from
from demodb.warmup.inquiry import KIND, Inquiry
from demodb.warmup.report import AccountOutcome, WarmupReport

PLAN_KIND: EntryKind = "account-plan"
TTL_SECONDS = 1800
"""How long intelligence is fresh where nobody says otherwise."""


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
        self._changed = False

    def materials(self, keys: Sequence[str]) -> Iterator[list[Material]]:
        """The material of accounts, read chunk by chunk."""
        for some in chunked(keys):
            with self.cache.store.read() as connection:
                materials = list(read_material(connection, some))
            yield materials

    def look(self, materials: Sequence[Material]) -> list[Inquiry]:
        """Write the plans and briefs that are wanted; the inquiries that Claude is to be asked for."""
        hashes = {material.key: input_hash(material) for material in materials}
        keys = [key for one in materials for key in (plan_key(one.slug), intelligence_key(one.slug))]
        entries = self.cache.get_many(keys)
        actions = {one.key: action(_entry(entries, one), hashes[one.key], self.wanted) for one in materials}
        self._lines |= {one.key: _Line(one.name, one.slug, one.plan_hash, hashes[one.key]) for one in materials}
        self._write_plans(materials, entries)
        self._without_call(materials, actions)
        self.report.skipped += sum(one == "skip" for one in actions.values())
        return [Inquiry(one, hashes[one.key]) for one in materials if actions[one.key] == "call"]

    def _write_plans(self, materials: Sequence[Material], entries: Mapping[str, CachedValue]) -> None:
        wanted = [one for one in materials if not is_plan_enough(entries.get(plan_key(one.slug)), one.plan_hash, self.wanted)]
        self.report.plans += len(wanted)
        self._changed |= bool(wanted)
        if wanted and not self.report.dry_run:
            values = {plan_key(one.slug): (PLAN_KIND, _plan_value(one)) for one in wanted}
            self.cache.set_many(values, fresh_ms=self._plan_ttl_ms)

    def _without_call(self, materials: Sequence[Material], actions: Mapping[str, WarmupAction]) -> None:
        """Briefs where they are wanted; the rest stays as it is."""
        wanted = [one for one in materials if actions[one.key] == "brief"]
        self.report.briefs += len(wanted)
        self.report.kept += sum(one == "keep" for one in actions.values())
        self._changed |= any(one in ("brief", "last") for one in actions.values())
        if wanted and not self.report.dry_run:
            values = {intelligence_key(one.slug): (KIND, self._brief_value(one)) for one in wanted}
            self.cache.set_below(values, "claude", fresh_ms=self.wanted.ttl_ms)

    def _brief_value(self, material: Material) -> Value:
        now = self.cache.clock.now()
        advice = brief(material, self.wanted.occasion.demo)
        document = intelligence_document(material.name, advice, generated_at=now, source="rules")
        return Value(canonical(document), "rules", None, self._lines[material.key].input_hash)

    def expect(self, inquiries: Sequence[Inquiry]) -> None:
        """For a dry run: what the calls would take."""
        self.report.calls += len(inquiries)
        self.report.intelligence += len(inquiries)
        prompts = (prompt_for(inquiry.material, self.wanted.occasion) for inquiry in inquiries)
        self.report.input_tokens += sum(map(estimated_tokens, prompts))
        self.report.cost_usd = None if self.report.calls else 0.0

    def called(self, inquiries: Sequence[Inquiry]) -> None:
        """Count what came of inquiries, and let briefs stand in where Claude failed."""
        self._inquiries |= {inquiry.material.key: inquiry for inquiry in inquiries}
        for inquiry in inquiries:
            self.report.count(inquiry.calls)
            self.report.intelligence += inquiry.made
            self.report.skipped += inquiry.skipped
            if inquiry.failure:
                self._errors[inquiry.material.key] = inquiry.failure.message
        self._changed |= any(inquiry.made or inquiry.skipped for inquiry in inquiries)
        self.stand_in([inquiry.material.key for inquiry in inquiries if inquiry.failure])

    def taken_in(self, calls: Sequence[Call], errors: Mapping[str, str]) -> None:
        """Count what came of batches, whose accounts are known by their keys, and let briefs stand in where there is nothing."""
        self.report.count(calls)
        good = [call for call in calls if call.error is None]
        self.report.intelligence += len(good)
        self._changed |= bool(good)
        self._batched |= {call.account_key: call for call in calls}
        self._errors |= errors
        self.stand_in([key for key in errors if key in self._lines])

    def stand_in(self, keys: Sequence[str]) -> None:
        """What is to be done for accounts where Claude failed."""
        for materials in self.materials(keys):
            entries = self.cache.get_many([intelligence_key(one.slug) for one in materials])
            actions = {
                one.key: action_without_call(_entry(entries, one), self._lines[one.key].input_hash, self.wanted)
                for one in materials
            }
            self._without_call(materials, actions)

    def finish(self) -> None:
        """Give all good entries of the run one expiry, if anything was made, and fill in the rest of the report."""
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

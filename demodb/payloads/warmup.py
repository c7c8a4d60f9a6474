"""What a warm-up did, as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from demodb.api.keep_warm import KeptWarm
from demodb.api.warmup import AccountOutcome, Expected, WarmupReport
from demodb.payloads.moments import local_iso


def kept_payload(kept: KeptWarm) -> dict[str, Any]:
    """How long entries were kept warm as JSON."""
    return {"keptWarm": {"rounds": kept.rounds, "stoppedAt": local_iso(kept.stopped_at), "why": kept.why}}


def warmup_payload(report: WarmupReport) -> dict[str, Any]:
    """The report as JSON."""
    return {
        "heroes": report.heroes,
        "plans": report.plans,
        "intelligence": report.intelligence,
        "briefs": report.briefs,
        "skipped": report.skipped,
        "calls": report.calls,
        "inputTokens": report.input_tokens,
        "outputTokens": report.output_tokens,
        "costUsd": report.cost_usd,
        "expiresAt": local_iso(report.expires_at),
        "short": [outcome.account for outcome in report.short],
        "accounts": [_outcome(outcome) for outcome in report.accounts],
        **({"expected": [_expected_payload(one) for one in report.expected]} if report.dry_run else {}),
    }


def _expected_payload(one: Expected) -> dict[str, Any]:
    return {
        "account": one.account,
        "action": one.action,
        "why": one.why,
        "inputTokens": one.input_tokens,
        "costUsd": one.cost_usd,
    }


def _outcome(outcome: AccountOutcome) -> dict[str, Any]:
    facts = asdict(outcome)
    del facts["fresh_until"]
    return {**facts, "freshUntil": local_iso(outcome.fresh_until)}

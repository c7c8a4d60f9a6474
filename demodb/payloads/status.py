"""The verdict on a demo as JSON."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from demodb.api.status import HeroState, Rehearsed, StatusReport
from demodb.payloads.moments import local_iso


def status_payload(report: StatusReport) -> dict[str, Any]:
    """The report as JSON."""
    return {
        "ready": report.ready,
        "at": _iso(report.at),
        "records": report.records,
        "accounts": report.accounts,
        "complete": report.complete,
        "departed": report.departed,
        "shifted": report.shifted,
        "heroes": {
            "total": report.heroes,
            **report.by_warmth,
            "lastsUntil": _iso(report.lasts_until),
            "accounts": [_hero(hero) for hero in report.warmth],
        },
        "sections": report.sections,
        "exportedAt": local_iso(report.exported_at),
        "appChangedAt": local_iso(report.app_changed_at),
        "rehearsed": _rehearsed_payload(report.rehearsed),
        "blockers": [asdict(concern) for concern in report.blockers],
        "warnings": [asdict(concern) for concern in report.warnings],
    }


def _rehearsed_payload(rehearsed: Rehearsed | None) -> dict[str, Any] | None:
    return {**asdict(rehearsed), "at": local_iso(rehearsed.at)} if rehearsed else None


def _hero(hero: HeroState) -> dict[str, object]:
    return {
        "account": hero.account,
        "intelligence": hero.intelligence,
        "plan": hero.plan,
        "freshUntil": _iso(hero.fresh_until),
        "planUntil": _iso(hero.plan_until),
        "intelligenceUntil": _iso(hero.intelligence_until),
        "source": hero.source,
        "changed": hero.changed,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None

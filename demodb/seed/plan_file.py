"""A plan as an artefact: written as JSON, read back, and carried out only if the store is still where it was."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from demodb.errors import InputError, PlanStaleError, Problem
from demodb.model.changes import Change
from demodb.model.documents import Section
from demodb.model.faults import model_faults
from demodb.model.merge import ABSENT
from demodb.model.rows import place_text
from demodb.packs.chosen import ChosenPacks
from demodb.packs.pack import PackChoice
from demodb.seed.plan import SectionStep, SeedOptions, StepAction, open_drawing, steps_for
from demodb.seed.run import RunContext, run
from demodb.seed.seeding import SeedReport, carry_out, new_report
from demodb.sources.json_file import read_json
from demodb.store.bulk import CHUNK
from demodb.store.connection import Connection
from demodb.store.seeding import Scope, accounts_in, scope_counts

FORMAT = "demodb-seed-plan"
FORMAT_VERSION = 1
_MOST_SHOWN = 10


class _Contract(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, defer_build=True)


class PlannedStep(_Contract):
    """A step as it stands in a plan; `before` and `after` are hashes of the section, None where it is or will be missing."""

    account: str
    section: Section
    action: StepAction
    reason: str
    before: str | None
    after: str | None


class PlanDocument(_Contract):
    """A whole plan. The scope names account keys and business units' keys, or the heroes alone; none named means all."""

    format: Literal["demodb-seed-plan"]
    format_version: int = Field(ge=1, le=FORMAT_VERSION)
    as_of: date
    seed: str
    sections: list[Section]
    account_keys: list[str]
    business_units: list[str]
    heroes: bool = False
    packs: dict[str, dict[str, str]]
    steps: list[PlannedStep]


class Plan(NamedTuple):
    """A plan that is being made: what it was asked for, the packs, and the steps as they are found."""

    scope: Scope
    options: SeedOptions
    chosen_packs: ChosenPacks
    steps: Iterator[SectionStep]

    @property
    def head(self) -> dict[str, Any]:
        """What stands ahead of the steps."""
        return {
            "format": FORMAT,
            "formatVersion": FORMAT_VERSION,
            "asOf": self.options.as_of.isoformat(),
            "seed": self.options.seed,
            "sections": list(self.options.sections),
            "accountKeys": list(self.scope.keys),
            "businessUnits": list(self.scope.units),
            **({"heroes": True} if self.scope.heroes else {}),
            "packs": _packs(self.chosen_packs),
        }


def _packs(chosen_packs: ChosenPacks) -> dict[str, dict[str, str]]:
    return {pack.name: {release.number: release.digest for release in pack.releases} for pack in chosen_packs.packs}


def make_plan(connection: Connection, scope: Scope, options: SeedOptions) -> Plan:
    """The plan for a scope, with the sections that are kept; its steps are read as they are asked for."""
    drawing = open_drawing(connection, options)
    steps = (step for keys in accounts_in(connection, scope, CHUNK) for step in steps_for(connection, keys, drawing, kept=True))
    return Plan(scope, options, drawing.packs, steps)


def step_payload(step: SectionStep, *, verbose: bool = False) -> dict[str, Any]:
    """A step as JSON; with `verbose` field by field."""
    before, after = step.digests
    payload: dict[str, Any] = {
        "account": step.account,
        "section": step.section,
        "action": step.action,
        "reason": step.reason,
        "before": before,
        "after": after,
    }
    if step.conflicts:
        payload["conflicts"] = [conflict_payload(conflict._asdict()) for conflict in step.conflicts]
    if verbose:
        payload["changes"] = [_change_payload(step.section, change) for change in step.changes]
    return payload


def _change_payload(section: Section, change: Change) -> dict[str, Any]:
    was, now = (None if side is ABSENT else side for side in (change.was, change.now))
    return {"place": place_text(section, change.list, change.row, change.field), "was": was, "now": now}


def conflict_payload(conflict: Mapping[str, Any]) -> dict[str, Any]:
    """A conflict as JSON: a side whose key is not there is left out."""
    return {key: value for key, value in conflict.items() if value is not ABSENT}


def plan_text(head: Mapping[str, Any], steps: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """A plan as JSON text, a step a line, piece by piece: it may be larger than the memory."""
    yield json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}") + ',\n  "steps": ['
    for number, step in enumerate(steps):
        yield f"{',' if number else ''}\n    {json.dumps(step, ensure_ascii=False)}"
    yield "\n  ]\n}\n"


def read_plan_file(path: Path) -> PlanDocument:
    """A plan from its file. Raises InputError with all problems."""
    value, problems = read_json(path)
    if not problems:
        problems = [Problem(str(path), place, message) for place, message in model_faults(PlanDocument, value)]
    if problems:
        raise InputError(problems)
    return PlanDocument.model_validate(value)


def apply_plan(connection: Connection, plan: PlanDocument, choice: PackChoice, context: RunContext) -> SeedReport:
    """Do exactly what a plan says. Raises PlanStaleError, and nothing is kept, where another plan would be made now."""
    options = SeedOptions(plan.as_of, choice, plan.seed, tuple(plan.sections))
    drawing = open_drawing(connection, options)
    chosen_packs = drawing.packs
    if _packs(chosen_packs) != plan.packs:
        raise PlanStaleError([f"the packs are {_named(_packs(chosen_packs))} now, and were {_named(plan.packs)}"])
    report = new_report(scope_counts(connection, context.scope), options, chosen_packs, dry_run=context.dry_run)
    planned = iter(plan.steps)

    def apply_chunk(keys: Sequence[str]) -> None:
        steps = list(steps_for(connection, keys, drawing, kept=True))
        differences = [text for step in steps for text in _differences(step, next(planned, None))]
        if differences:
            raise PlanStaleError(differences[:_MOST_SHOWN])
        carry_out(connection, steps, report, context.stamp.at)

    run(connection, context, report, accounts_in(connection, context.scope, CHUNK), apply_chunk)
    left = [f"{step.account}: {step.section} is not there any more" for step in planned]
    if left:
        raise PlanStaleError(left[:_MOST_SHOWN])
    return report


def _named(packs: Mapping[str, Mapping[str, str]]) -> str:
    return ", ".join(f"{name} {max(revisions)} ({revisions[max(revisions)][:12]})" for name, revisions in packs.items())


def _differences(step: SectionStep, planned: PlannedStep | None) -> Iterator[str]:
    """How a step differs from the one in the plan, in words."""
    before, after = step.digests
    if planned is None:
        yield f"{step.account}: {step.section} is not in the plan"
    elif (step.account, step.section) != (planned.account, planned.section):
        yield f"{step.account}: {step.section} stands where the plan has {planned.account}: {planned.section}"
    elif (step.action, before, after) != (planned.action, planned.before, planned.after):
        moved = "was changed" if before != planned.before else "would become something else"
        yield f"{step.account}: {step.section} {moved}: the plan says {planned.action} ({planned.reason}), now {step.action}"


def scope_of(plan: PlanDocument) -> Scope:
    """The scope that a plan was made for."""
    return Scope(tuple(plan.account_keys), tuple(plan.business_units), plan.heroes)

"""What the buttons that mend do: each command as the call of `api` that it is, and its report in a line."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from demodb.api.access import access_of
from demodb.api.account import alias_account, mark_hero
from demodb.api.cache import clear_cache, extend_cache
from demodb.api.edit import SetField, edit
from demodb.api.export import ExportBy, asked_of, export
from demodb.api.import_ import configured_sources
from demodb.api.keeping import keeping_of
from demodb.api.pack_choice import pack_choice
from demodb.api.seed import Which, options_of, seed
from demodb.api.shift import RECENT_DAYS, Recent, shift, shift_written
from demodb.api.snapshot import save_first
from demodb.api.source import remove_source
from demodb.api.sync import SyncBy, sync
from demodb.api.warmup import WarmupOptions, surroundings_of, warmup
from demodb.model.counts import plural
from demodb.studio.desk import Desk
from demodb.studio.jobs import Job


@dataclass(frozen=True)
class Bench:
    """What an act works with: the studio, and the job that is told how far it is."""

    desk: Desk
    job: Job


def mend(bench: Bench, steps: Sequence[Namespace]) -> str:
    """Carry out commands, one after another; what came of them, in words. Raises DemodbError."""
    return " ".join(_ACTS[step.act](bench, step) for step in steps)


def can_mend(steps: Sequence[Namespace]) -> bool:
    """Whether a button carries them out."""
    return bool(steps) and all(step.act in _ACTS for step in steps)


def _alias(bench: Bench, step: Namespace) -> str:
    alias_account(bench.desk.store, step.name, step.account)
    return f"“{step.name}” means {step.account} now."


def _hero(bench: Bench, step: Namespace) -> str:
    name, changed = mark_hero(bench.desk.store, step.name, hero=not step.off)
    return f"{name} is {'no hero' if step.off else 'a hero'} {'now' if changed else 'already'}."


def _clear(bench: Bench, step: Namespace) -> str:
    saved = _saved_first(bench.desk, "cache-clear")
    cleared = clear_cache(bench.desk.store, bench.desk.clock, step.pattern)
    return f"{plural(cleared, 'entry', 'entries')} cleared{saved}."


def _extend(bench: Bench, step: Namespace) -> str:
    done = extend_cache(bench.desk.store, bench.desk.clock, step.until)
    refused = f"; {len(done.refused):,} made from what has changed since, and left" if done.refused else ""
    return f"{plural(done.extended, 'entry', 'entries')} kept fresh until {step.until:%H:%M}{refused}."


def _edit(bench: Bench, step: Namespace) -> str:
    report = edit(bench.desk.store, step.account, [SetField(step.place, step.value, typed=True)], by=bench.desk.by)
    entries = ", ".join(str(one.entry) for one in report.sections if one.entry is not None)
    return f"{report.account}: {step.place} is {step.value} now" + (f" (entry {entries} of the log)." if entries else ".")


def _export(bench: Bench, step: Namespace) -> str:
    desk, settings = bench.desk, bench.desk.settings
    how = ExportBy(desk.root, desk.clock, asked=asked_of(settings))
    report = export(desk.store, Path(step.out) if step.out else settings.export_dir, how, progress=bench.job.progress)
    kept = f"; {plural(len(report.kept), 'file')} that somebody changed left alone" if report.kept else ""
    return f"{plural(report.written, 'file')} written, {report.unchanged:,} unchanged, {report.removed:,} removed{kept}."


def _seed(bench: Bench, _: Namespace) -> str:
    desk = bench.desk
    options = options_of(desk.store, desk.settings, desk.day)
    report = seed(desk.store, options, by=replace(desk.by, progress=bench.job.progress))
    conflicts = f", {plural(report.conflicts, 'section')} in conflict" if report.conflicts else ""
    return f"{plural(report.seeded, 'section')} seeded, {report.upgraded:,} upgraded{conflicts}."


def _shift(bench: Bench, step: Namespace) -> str:
    desk = bench.desk
    by = replace(desk.by, progress=bench.job.progress)
    which = Which([step.account] if step.account else (), heroes=step.heroes)
    if step.as_of is None:
        moved = shift_written(desk.store, Recent(desk.day, RECENT_DAYS, back=False), which, by=by).moved
        return f"Dates of {plural(len(moved), 'account')} moved."
    choice = pack_choice(desk.store, desk.settings.pack, desk.settings.packs)
    report = shift(desk.store, step.as_of.date(), choice, which, by=by)
    kept = f"; {plural(report.kept, 'date')} that somebody changed stayed" if report.kept else ""
    return f"{plural(report.moved, 'date')} moved, to count from {report.as_of}{kept}."


def _sync(bench: Bench, step: Namespace) -> str:
    desk, settings = bench.desk, bench.desk.settings
    folder = Path(step.out) if step.out else settings.export_dir
    how = SyncBy(desk.root, desk.clock, asked=asked_of(settings))
    report = sync(desk.store, configured_sources(settings, desk.root), folder, how, progress=bench.job.progress)
    taken_in = plural(report.imported.changes, "row") if report.imported else "nothing"
    written = plural(report.exported.written, "file") if report.exported else "nothing"
    return f"{taken_in} taken in, {written} written."


def _remove_source(bench: Bench, step: Namespace) -> str:
    desk = bench.desk
    remove_source(desk.store.trial(), step.path, desk.root, desk.clock)
    saved = _saved_first(desk, "source-remove")
    report = remove_source(desk.store, step.path, desk.root, desk.clock)
    return f"{step.path} is no source any more: {plural(len(report.left), 'record')} left with it{saved}."


def _warmup(bench: Bench, step: Namespace) -> str:
    desk, settings, job = bench.desk, bench.desk.settings, bench.job
    demo = desk.story.demo.near(desk.clock.now())
    until = step.until or (demo.until if demo else None)
    options = WarmupOptions(tuple(step.accounts), until=until, force=step.force)
    around = surroundings_of(settings, desk.clock, job.progress, job.stage)
    report = warmup(desk.store, options, access_of(settings), around)
    made = f"{plural(report.plans, 'plan')}, {report.intelligence:,} intelligence, {plural(report.briefs, 'brief')} by rules made"
    until = f"; fresh until {report.expires_at.astimezone():%H:%M}" if report.expires_at else ""
    return f"{made}, {report.skipped:,} fresh already{until}." + (f" {report.warning}." if report.warning else "")


def _saved_first(desk: Desk, before: str) -> str:
    """Save a snapshot before something is destroyed; how a person is told of it."""
    snapshot, skipped = save_first(desk.store, before, keeping_of(desk.settings, root=desk.root, clock=desk.clock))
    return f"; no snapshot was saved first: {skipped}" if snapshot is None else f"; saved first as {snapshot.name}"


_ACTS: dict[str, Callable[[Bench, Namespace], str]] = {
    "account alias": _alias,
    "account hero": _hero,
    "cache clear": _clear,
    "cache extend": _extend,
    "edit": _edit,
    "export": _export,
    "seed": _seed,
    "shift": _shift,
    "source remove": _remove_source,
    "sync": _sync,
    "warmup": _warmup,
}

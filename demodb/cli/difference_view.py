"""How a snapshot, and what differs from it, are told: as lines for a person and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from rich.filesize import decimal

from demodb.api.snapshot import Differences, Snapshot
from demodb.cli.moments import local_moment
from demodb.cli.one_line import one_line
from demodb.cli.output import printable, shortened
from demodb.model.counts import plural
from demodb.model.rows import place_text

_WIDTH = 40


def snapshot_line(snapshot: Snapshot) -> str:
    """A snapshot for a person, times in the machine's zone."""
    why = f"saved before: {snapshot.before}" if snapshot.before else "saved by name"
    counts = f"{plural(snapshot.store.accounts, 'account')}, {plural(snapshot.folder.count, 'file')}"
    return f"{local_moment(snapshot.at)}  {snapshot.name:<34} {decimal(snapshot.size):>9}  {counts}; {why}"


def before_line(snapshot: Snapshot) -> str:
    """How to go back to what there was."""
    return f"What there was is the snapshot {snapshot.name}: `demodb reset {snapshot.name}` goes back to it."


def difference_lines(differences: Differences) -> Iterator[str]:
    """What differs from a snapshot for a person: what came since, what went, what changed from what to what."""
    if not differences.any:
        yield "The store holds just what the snapshot does."
        return
    for names, what in ((differences.came, "came"), (differences.gone, "gone")):
        if names:
            yield f"{plural(len(names), 'account')} {what} since:"
            yield from shortened(names, lambda name: f"  {printable(name)}")
    if differences.sections:
        counts = plural(differences.fields, "field or row", "fields and rows")
        yield f"{plural(len(differences.sections), 'section')} changed since, {counts}:"
        yield from shortened(list(_changed(differences)), "  {}".format)
    if differences.entries:
        yield f"{plural(differences.entries, 'value')} of the cache changed since."
    if differences.rows:
        counts = ", ".join(f"{table} {count:,}" for table, count in differences.rows.items())
        yield f"Rows that changed beside the plans: {counts}."


def _changed(differences: Differences) -> Iterator[str]:
    for section in differences.sections:
        account = printable(section.account)
        if section.came or section.gone:
            yield f"{account}: {section.section}: the whole section {'came' if section.came else 'is gone'}"
            continue
        for change in section.changes:
            place = printable(place_text(section.section, change.list, change.row, change.field))
            yield f"{account}: {place}: {one_line(change.was, _WIDTH)} -> {one_line(change.now, _WIDTH)}"

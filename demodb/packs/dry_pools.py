"""Pools that run dry: with fewer entries in a situation than an account may get, as far as conditions let this be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from demodb.model.counts import plural
from demodb.packs.case import Conditions, Situated
from demodb.packs.faults import Fault
from demodb.packs.index import Index
from demodb.packs.situated import BoardProfile, DealEntry, DealProfile, Entry, PainProfile, RivalProfile, Situation, TextEntry
from demodb.packs.situated_content import SituatedContent
from demodb.packs.situated_people import SEAT, Note, Place, Shape

Profile = PainProfile | DealProfile | RivalProfile | BoardProfile


def dry_pools(content: SituatedContent) -> Iterator[Fault]:
    """Each once, for the first situation, business unit and revenue of which it is so.

    An entry counts that is for all accounts of a situation, a unit and a revenue: who asks for more may not find it.
    """
    strategy, cards = content.strategy, [card for card in content.actions.pool if not card.onlyBrought]
    rivals = [rival for rival in content.competitors.pool if rival.ours]
    pools: list[tuple[str, str, Sequence[Profile], Sequence[Entry]]] = [
        ("strategy", "strategy.painPoints.pool", strategy.painPoints.drawn, strategy.painPoints.pool),
        ("strategy", "strategy.opportunities.pool", strategy.opportunities.drawn, strategy.opportunities.pool),
        ("competitors", "competitors.pool", content.competitors.drawn, rivals),
        ("actions", "actions.pool", content.actions.drawn, cards),
    ]
    for part, place, profiles, entries in pools:
        for unit, situation in _accounts(content):
            yield from _dry((part, place), (unit, situation), profiles, entries)
    yield from _people(content)


def _accounts(content: SituatedContent) -> Iterator[tuple[str | None, Situation]]:
    units: list[str | None] = [*sorted(content.units)]
    for unit in units or [None]:
        for situation in content.situations:
            if situation.is_for(unit):
                yield unit, situation


def _dry(
    at: tuple[str, str], account: tuple[str | None, Situation], profiles: Sequence[Profile], entries: Sequence[Entry]
) -> Iterator[Fault]:
    unit, situation = account
    fit = [entry for entry in entries if entry.is_of(unit, situation.key) and _is_plain(entry)]
    for revenue in _revenues(situation, [*fit, *profiles]):
        most = max((max(profile.count) for profile in _reached(profiles, account, revenue)), default=0)
        found = _distinct(entry for entry in fit if _is_certain(entry, revenue) and _is_worth(entry, revenue))
        if found < most:
            wanted = plural(most, "entry", "entries")
            yield *at, f"expected {wanted}, as many as {_whom(unit, situation, revenue)} may get, found {found}"
            return


def _reached(profiles: Sequence[Profile], account: tuple[str | None, Situation], revenue: float) -> Iterator[Profile]:
    """The profiles that accounts may meet: down to the first that is for all of them."""
    unit, situation = account
    for profile in profiles:
        if profile.is_of(unit, situation.key) and _is_in_band(profile, revenue):
            yield profile
            if _is_certain(profile, revenue):
                return


def _is_plain(entry: Entry) -> bool:
    """Whether it speaks of no competitor and no renewal, which an account may not have."""
    if not isinstance(entry, TextEntry | Note):
        return True
    return entry.rival is None and "{competitor}" not in entry.whole_text and "{renewal}" not in entry.whole_text


def _is_in_band(one: Conditions, revenue: float) -> bool:
    return one.revenue is None or one.revenue[0] <= revenue < one.revenue[1]


def _is_certain(one: Conditions, revenue: float) -> bool:
    return one.asked <= {"revenue"} and _is_in_band(one, revenue)


def _is_worth(entry: Entry, revenue: float) -> bool:
    return not isinstance(entry, DealEntry) or bool(entry.fixed) or (bool(entry.share) and revenue > 0)


def _revenues(situation: Situation, entries: Iterable[Situated]) -> list[float]:
    """Revenues of which each stands for those up to the next: where the bands of entries begin and end."""
    low, high = situation.revenue or (0.0, float("inf"))
    bounds = {bound for entry in entries if entry.revenue for bound in entry.revenue}
    return sorted({low, *(bound for bound in bounds if low < bound < high)})


def _distinct(entries: Iterable[Entry]) -> int:
    """How many can stand side by side: one of each group."""
    return len({entry.group or f"\0{entry.key}" for entry in entries})


def _whom(unit: str | None, situation: Situation, revenue: float) -> str:
    return f"an account of {unit or 'any unit'!r} that is {situation.key!r}, with a revenue of {revenue:,.0f},"


def _people(content: SituatedContent) -> Iterator[Fault]:
    """Each account finds a shape, and each person of a shape a note."""
    told: dict[str, str] = {}
    for unit, situation in _accounts(content):
        shapes = [shape for shape in content.stakeholders.shapes if shape.is_of(unit, situation.key)]
        for revenue in _revenues(situation, shapes):
            if not any(_is_certain(shape, revenue) for shape in shapes):
                yield "stakeholders", "stakeholders.shapes", f"expected a shape for {_whom(unit, situation, revenue)} found none"
        notes = [note for note in content.stakeholders.notes if note.is_of(unit, situation.key)]
        for who in _without_note(shapes, notes, content.places):
            told.setdefault(who, f"an account of {unit or 'any unit'!r} that is {situation.key!r}")
    for who, whom in told.items():
        yield "stakeholders", "stakeholders.notes", f"expected a note for {who!r} at {whom}, found none"


def _without_note(shapes: Sequence[Shape], notes: Sequence[Note], places: dict[str, Place]) -> Iterator[str]:
    plain = Index([note for note in notes if not note.asked and _is_plain(note)], *SEAT)
    for who in dict.fromkeys(who for shape in shapes for who in shape.people):
        if who in places and not plain.of(*places[who].seat):
            yield who

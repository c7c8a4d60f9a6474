"""What is to be said of the demo's hours, as the story tells them: over, far away, or not those that templates count from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from demodb.model.origin import as_of_day
from demodb.status.asked import Asked
from demodb.status.concern import Concern

FAR_DAYS = 14
"""How far the dates of templates may be from the demo's date before a person is told."""


def demo_concerns(asked: Asked) -> Iterator[Concern]:
    """Whether the story's demo is over, or too far away for the cache to be filled for it; neither blocks."""
    if asked.demo and (untimely := asked.demo.untimely(asked.present)):
        yield Concern("demo-over" if untimely.over else "demo-far", untimely.why, untimely.cure)


def date_concerns(asked: Asked, counted: Mapping[str, int]) -> Iterator[Concern]:
    """Sections of templates whose dates do not suit the demo's date, of those counted by the day that they count from.

    The story's date is meant to the day, any other one roughly.
    """
    told = asked.demo is not None and not asked.demo.is_over(asked.present)
    day = asked.demo.at.date() if asked.demo and told else asked.at.date()
    far = {from_: count for from_, count in counted.items() if abs((as_of_day(from_) - day).days) > (0 if told else FAR_DAYS)}
    if far:
        days, about = " to ".join(dict.fromkeys((min(far), max(far)))), "the story's" if told else "about"
        message = f"template sections that count from {days} and not from {about} {day}: {sum(far.values()):,}"
        yield Concern("demo-date" if told else "far-as-of", message, f"demodb shift --as-of {day}")

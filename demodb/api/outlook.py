"""Until when the verdict of `status` holds: at which moments of the hours to come the cache changes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from demodb.status.asked import Asked
from demodb.status.outlook import Spell, spells
from demodb.status.readiness import StatusReport

__all__ = ["Outlook", "Spell", "outlook"]


@dataclass(frozen=True)
class Outlook:
    """The hours to come as spells; whatever else blocks does so through all of them."""

    spells: tuple[Spell, ...]

    def at(self, moment: datetime) -> Spell:
        """The spell that a moment lies in; before the first it is the first, behind the last the last."""
        return next((spell for spell in reversed(self.spells) if spell.begin <= moment), self.spells[0])

    def holds_until(self, moment: datetime) -> datetime | None:
        """When the cache first blocks, from a moment at which it does not; None where it does, or never will in these hours."""
        if self.at(moment).blocks:
            return None
        return next((spell.begin for spell in self.spells if spell.begin > moment and spell.blocks), None)


def outlook(report: StatusReport, asked: Asked, until: datetime) -> Outlook:
    """What `status` would say of the cache at each moment from the present one to a later one, without another look at the store.

    Nothing else that blocks depends on the hour.
    """
    return Outlook(spells(report.known, replace(asked, at=asked.present), until))

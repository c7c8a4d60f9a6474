"""What the intelligence in the cache says beside the plan: amounts, quarters and names that stand nowhere in it."""

from __future__ import annotations

from collections.abc import Iterator

from demodb.advice.checker import answer_faults
from demodb.advice.excerpt import Occasion
from demodb.rehearsal.check import Check, Meaning
from demodb.rehearsal.finding import Spot
from demodb.rehearsal.hours import until_command
from demodb.rehearsal.view import RehearsedAccount, Scene


def _stray(view: RehearsedAccount, scene: Scene) -> Iterator[Spot]:
    told = view.material.over(scene.revenue_period)
    occasion = Occasion(scene.day, scene.day, dict.fromkeys(scene.units, ""), scene.revenue_period)
    said = set[str]()
    for key, entry in view.cached.items():
        if entry.advice is None:
            continue
        for fault in answer_faults(dict(entry.advice), told, occasion):
            if fault not in said:
                said.add(fault)
                command = until_command("warmup --force", scene.window, view.name)
                yield Spot(
                    f"the intelligence tells {fault}, which stands nowhere in plan, records or news",
                    command,
                    row=key,
                    value=fault,
                )


CHECKS = (
    Check(
        Meaning(
            "advice-stray",
            "warning",
            "the intelligence tells an amount, a quarter or a name that stands nowhere in plan, records or news",
            "whoever knows the account knows that it is made up",
        ),
        _stray,
    ),
)

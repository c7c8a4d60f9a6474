"""How hard properties are tried: Hypothesis profiles, and the number of examples and steps that they give a test.

`--hypothesis-profile` chooses: `quick` tries a few, `test` (the default) always the same ones, `deep` ten times as many, by
chance.
"""

from __future__ import annotations

from hypothesis import settings

USUAL_EXAMPLES = 100
USUAL_STEPS = 50


def register_profiles() -> None:
    """Make the profiles known, and load the one that holds where none is chosen."""
    common = settings(deadline=None, database=None, print_blob=True)
    settings.register_profile("quick", common, derandomize=True, max_examples=5, stateful_step_count=USUAL_STEPS // 2)
    settings.register_profile("test", common, derandomize=True, max_examples=USUAL_EXAMPLES, stateful_step_count=USUAL_STEPS)
    settings.register_profile("deep", common, derandomize=False, max_examples=1000, stateful_step_count=3 * USUAL_STEPS)
    settings.load_profile("test")


def examples(usual: int, *, deep: int = 0) -> int:
    """The examples of a property that cannot afford the profile's number: `usual` in `test`, ten times that in `deep`.

    `deep` is the least number in the profile `deep`, for a property that tries fewer than a tenth of it in `test`.
    """
    scale = settings().max_examples / USUAL_EXAMPLES
    return max(round(usual * scale), deep if scale > 1 else 1)


def steps(usual: int) -> int:
    """The steps of a history: `usual`, and three times that in the profile `deep`."""
    return usual * settings().stateful_step_count // USUAL_STEPS


def seconds(usual: float, *, deep: float) -> float:
    """How long something that goes on is watched: `usual`, and `deep` in the profile `deep`."""
    return deep if settings().max_examples > USUAL_EXAMPLES else usual

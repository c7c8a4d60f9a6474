"""Kills with -9 at operations and at random moments of commands that write: nothing is half-done, a second run completes it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random

import pytest
from effort import examples
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from killing import Killer
from small_projects import CASES, Case, Projects

ON_SERVER = ("import again", "seed", "sync", "warmup", "snapshot save", "snapshot drop", "reset", "db restore")
"""Commands that are killed beside a server, too."""

AT_OPERATIONS = [
    *(pytest.param("projects", name, id=name) for name in CASES),
    *(pytest.param("server_projects", name, id=f"{name} on a server", marks=pytest.mark.postgresql) for name in ON_SERVER),
]
AT_MOMENTS = [
    pytest.param("projects", tuple(CASES), id="sqlite"),
    pytest.param("server_projects", ON_SERVER, id="postgresql", marks=pytest.mark.postgresql),
]


@dataclass
class Target:
    """A command to be killed: what there was before it and on its way, and what it does when nobody kills it."""

    kill: Killer
    projects: Projects
    case: Case
    folder: Path

    def __post_init__(self) -> None:
        self.before = [self.projects.begin(point, self.folder / point).state() for point in (self.case.begin, *self.case.passes)]
        project = self.projects.begin(self.case.begin, self.folder / "whole")
        begun = time.monotonic()
        ending = self.kill.run(project.folder, *self.case.arguments, at=0)
        self.seconds = time.monotonic() - begun
        self.code, self.operations, self.whole = ending.code, ending.operations, project.state()
        assert self.code in (0, 1, 3), ending.told

    def killed(self, folder: Path, *, at: int | None = None, after: float | None = None) -> None:
        """Kill it: all is whole, and old or new; the same command again does all that it would have done."""
        project = self.projects.begin(self.case.begin, folder)
        ending = self.kill.run(folder, *self.case.arguments, at=at, after=after)
        assert ending.code is None or after, ending.told
        project.assert_whole()
        project.assert_old_or_new(*self.before, self.whole)
        again = self.kill.run(folder, *self.case.arguments)
        assert again.code == self.code or self.case.once in again.told, again.told
        project.assert_whole()
        assert project.state() == self.whole
        shutil.rmtree(folder)


@pytest.mark.slow
@pytest.mark.parametrize(("made", "name"), AT_OPERATIONS)
def test_a_command_that_is_killed_at_any_operation_leaves_all_whole_and_a_second_run_completes_it(
    kill: Killer, request: pytest.FixtureRequest, tmp_path: Path, made: str, name: str
) -> None:
    target = Target(kill, request.getfixturevalue(made), CASES[name], tmp_path)
    step = max(1, target.operations // examples(4, deep=80))
    for at in range(1 + target.operations % step, target.operations + 1, step):
        target.killed(tmp_path / str(at), at=at)


@pytest.mark.slow
@pytest.mark.parametrize(("made", "names"), AT_MOMENTS)
def test_a_command_that_is_killed_at_a_random_moment_leaves_all_whole_and_a_second_run_completes_it(
    kill: Killer, request: pytest.FixtureRequest, tmp_path: Path, made: str, names: Sequence[str]
) -> None:
    targets, numbers = dict[str, Target](), count()

    @settings(max_examples=examples(6, deep=20 * len(names)), phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(names), st.randoms(use_true_random=True))
    def kills(name: str, chance: Random) -> None:
        if name not in targets:
            targets[name] = Target(kill, request.getfixturevalue(made), CASES[name], tmp_path / name)
        targets[name].killed(tmp_path / str(next(numbers)), after=chance.uniform(0, targets[name].seconds))

    kills()

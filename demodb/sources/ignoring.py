"""What the `.gitignore` and `.demodbignore` files below a named folder leave out. The home of pathspec."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec
from pathspec.patterns.gitignore import GitIgnorePatternError

from demodb.errors import Problem

IGNORE_FILES = (".gitignore", ".demodbignore")
"""The files that say what is left out, the weaker first: `!name` in the second brings back what the first leaves out."""

_MOST_BYTES = 2**20
_STARS = re.compile(r"\*+")
_MOST_STARS, _MOST_STARS_IN_PART = 5, 3
"""How many wild cards a pattern may hold: the time to try one grows with the length of a name to the power of them."""


@dataclass(frozen=True)
class Rules:
    """The patterns that hold in a folder, from the outermost folder inwards, each with where its folder's paths begin."""

    levels: tuple[tuple[int, GitIgnoreSpec], ...] = ()

    def leave_out(self, below: str, *, is_dir: bool) -> bool:
        """Whether a path below the named folder is left out: of the patterns that it fits the innermost decides."""
        for start, spec in reversed(self.levels):
            decided = spec.check_file(f"{below[start:]}{'/' if is_dir else ''}", separators=()).include
            if decided is not None:
                return decided
        return False


def rules_inside(outside: Rules, folder: str, below: str, names: Collection[str], problems: list[Problem]) -> Rules:
    """The rules in a folder that holds files of these names; what is wrong with a pattern is added to the problems."""
    lines = [line for name in IGNORE_FILES if name in names for line in _patterns(Path(folder, name), problems)]
    if not lines:
        return outside
    return Rules((*outside.levels, (len(below), GitIgnoreSpec.from_lines(lines, backend="simple"))))


def _patterns(path: Path, problems: list[Problem]) -> Iterator[str]:
    try:
        with path.open("rb") as opened:
            text = opened.read(_MOST_BYTES).decode("utf-8-sig", "surrogateescape")
    except OSError as error:
        problems.append(Problem(str(path), "", f"cannot be read: {error.strerror}"))
        return
    for number, line in enumerate(text.split("\n"), 1):
        if fault := _fault(line):
            problems.append(Problem(str(path), f"line {number}", f"{fault}: the line is passed over"))
        else:
            yield line


def _fault(line: str) -> str | None:
    """Why a line is no pattern, or None."""
    parts = [len(_STARS.findall(part)) for part in line.split("/")]
    if not line.startswith("#") and (sum(parts) > _MOST_STARS or max(parts) > _MOST_STARS_IN_PART):
        return f"expected at most {_MOST_STARS_IN_PART} wild cards in a name and {_MOST_STARS} in all"
    try:
        GitIgnoreSpec.from_lines([line], backend="simple")
    except (GitIgnorePatternError, re.error):
        return "is no pattern"
    return None

"""The files of a pack's revisions: read in their line of descent, each judged as it is read."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any, NamedTuple

from demodb.errors import PackError, Problem
from demodb.model.documents import SECTIONS
from demodb.model.faults import model_faults
from demodb.packs.amending import amended, by_key
from demodb.packs.format import Revision
from demodb.packs.ready import ready_head, ready_text
from demodb.packs.situated_content import SituatedRevision

_AMEND = "amend"
PARTS = ("products", "situations", "team", *SECTIONS)
_FILE = re.compile(r"([0-9]{4})_[a-z0-9_-]+\.toml")

AnyRevision = Revision | SituatedRevision
_MODELS: dict[int, type[Revision | SituatedRevision]] = {1: Revision, 2: SituatedRevision}
"""What a revision may say, by the version of the facts that it draws from."""


class Release(NamedTuple):
    """A revision of a pack as it was released: its file, the file's SHA-256, the version of its facts, the parts that it changes.

    `read` is what the file says, None where its ready form says it, which is made only of what was found to be right as a whole.
    """

    number: str
    path: Path
    digest: str
    facts: int
    parts: tuple[str, ...]
    read: AnyRevision | None

    @property
    def checked(self) -> bool:
        """Whether it need not be checked again."""
        return self.read is None

    def saying(self, parts: Collection[str]) -> AnyRevision:
        """What it says of some of its parts at least, as later revisions may have the others anew."""
        return self.read or _MODELS[self.facts].model_validate_json(ready_text(self.path, parts))


def release_of(path: Path, digest: str, revision: AnyRevision) -> Release:
    """A revision that was read from its file."""
    parts = tuple(part for part in PARTS if getattr(revision, part, None) is not None)
    return Release(path.name[:4], path, digest, revision.facts, parts, revision)


def read_releases(folder: Path) -> list[Release]:
    """The revisions of a pack's folder, in one line of descent from 0001 on. Raises PackError with the problems of all files."""
    files = sorted(folder.glob("*.toml"))
    problems = _line_problems(folder, files)
    releases, version = list[Release](), 1
    for path in files:
        try:
            release = _release(path, version)
        except PackError as error:
            problems += [problem for problem in error.problems if problem not in problems]
        except OSError as error:
            problems.append(Problem(str(path), "", f"cannot be read: {error.strerror}"))
        else:
            version = release.facts
            releases.append(release)
    if problems:
        raise PackError(problems)
    return releases


def _release(path: Path, version: int) -> Release:
    digest = digest_of(path)
    if ready := ready_head(path, digest):
        return Release(path.name[:4], path, digest, ready.facts, ready.parts, read=None)
    return release_of(path, digest, read_revision(path, version))


def _line_problems(folder: Path, files: list[Path]) -> list[Problem]:
    if not files:
        return [Problem(str(folder), "", "holds no revision: expected a file such as 0001_baseline.toml")]
    problems = []
    for number, path in enumerate(files, start=1):
        if not _FILE.fullmatch(path.name):
            problems.append(Problem(str(path), "", "expected a name such as 0002_better_texts.toml"))
        elif path.name[:4] != f"{number:04}":
            problems.append(
                Problem(str(path), "", f"expected revision {number:04} here: numbers go up by one, each for one file")
            )
    return problems


def digest_of(path: Path) -> str:
    """The SHA-256 of a revision's file, line ends read as one character so that a checkout elsewhere has the same."""
    text = path.read_bytes()
    # To look for one byte is twenty times as fast as to look for two.
    return hashlib.sha256(text.replace(b"\r\n", b"\n") if b"\r" in text else text).hexdigest()


def read_revision(path: Path, version: int = 1) -> AnyRevision:
    """One revision file; `version` is that of the facts, unless it says another one. Raises PackError with all its problems."""
    value, amends = _whole(path)
    model = _MODELS.get(value.get("facts", version))
    if model is None:
        raise PackError([Problem(str(path), "facts", f"expected one of {', '.join(map(str, _MODELS))}")])
    faults = model_faults(model, value)
    parts = [part for part in PARTS if part in model.model_fields]
    if not faults and not value.keys() & set(parts):
        faults = [("$", f"expected at least one of {', '.join(parts)}")]
    if faults:
        raise PackError([Problem(str(path), _told(place, value, amends), message) for place, message in faults])
    return model.model_validate({"facts": version, **value})


def _told(place: str, value: dict[str, Any], amends: Collection[str]) -> str:
    """A place as a person finds it: of an entry in a part that is amended nobody knows the number."""
    within = place.removeprefix("$").removeprefix(".")
    return by_key(value, within) if within.partition(".")[0] in amends else within


def revision_value(path: Path) -> dict[str, Any]:
    """What a revision file says, with the parts whole of which it amends entries. Raises PackError where it cannot be read."""
    return _whole(path)[0]


def _whole(path: Path) -> tuple[dict[str, Any], Collection[str]]:
    """What a revision says, and which parts it amends: these are what the revisions before come to, with its changes."""
    value = _toml(path)
    changes = value.pop(_AMEND, {})
    if not isinstance(changes, dict):
        raise PackError([Problem(str(path), _AMEND, f"expected a table for each part, such as [{_AMEND}.stakeholders]")])
    problems = list[Problem]()
    for part, change in changes.items():
        place, before = f"{_AMEND}.{part}", None if part in value else _part_before(path, part)
        if before is None:
            message = "expected a part that a revision before has, and not whole here as well"
            problems.append(Problem(str(path), place, message))
        else:
            value[part], faults = amended(before, change, place)
            problems += [Problem(str(path), at, message) for at, message in faults]
    if problems:
        raise PackError(problems)
    return value, changes.keys()


def _part_before(path: Path, part: str) -> Any:
    """A part as the revisions before have it, None where none has."""
    older = sorted((other for other in path.parent.glob("*.toml") if other.name < path.name), reverse=True)
    return next((said[part] for said in map(revision_value, older) if part in said), None)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PackError([Problem(str(path), "", f"is no readable TOML: {error}")]) from error

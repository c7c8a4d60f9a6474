"""Packs as they are drawn from: found, read along their line of revisions, and made ready for one account's facts."""

from __future__ import annotations

import hashlib
import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from demodb.errors import PackError, Problem, UnknownValueError
from demodb.model.account import AccountFacts
from demodb.model.documents import SECTIONS, Section
from demodb.model.faults import model_faults
from demodb.model.names import unit_key
from demodb.packs.draws import Pool
from demodb.packs.faults import content_faults
from demodb.packs.format import Content, Revision

PACKS = Path(__file__).resolve().parent / "shipped"
PARTS = ("products", *SECTIONS)
_FILE = re.compile(r"([0-9]{4})_[a-z0-9_-]+\.toml")


@dataclass(frozen=True)
class Release:
    """A revision of a pack as it was released: its file, and the file's SHA-256."""

    number: str
    path: Path
    digest: str
    revision: Revision

    @property
    def parts(self) -> list[str]:
        """The parts that it changes."""
        return [part for part in PARTS if getattr(self.revision, part) is not None]


@dataclass(frozen=True)
class Pack:
    """A pack at one of its revisions, with its pools made ready for drawing.

    `releases` are the revisions up to that one; the content is what they come to.
    """

    name: str
    content: Content
    releases: tuple[Release, ...] = ()

    @property
    def revision(self) -> str:
        """The revision that it stands at."""
        return self.releases[-1].number

    @cached_property
    def section_revisions(self) -> dict[Section, str]:
        """For each section the revision that changed last what it is made from: the section's own part, or what it draws on."""
        return {section: self._last(section) for section in SECTIONS}

    def _last(self, section: Section) -> str:
        sources = self.content.sources_of(section)
        return max(release.number for release in self.releases if sources & set(release.parts))

    @cached_property
    def _pools(self) -> dict[tuple[Any, ...], Pool[Any]]:
        return {}

    @cached_property
    def _entries(self) -> dict[str, list[Any]]:
        return {name: entries for name, _, entries in self.content.pools()}

    @cached_property
    def _bounds(self) -> dict[str, list[float]]:
        """The revenues at which a pool changes."""
        return {
            name: sorted({bound for entry in entries if entry.revenue for bound in entry.revenue})
            for name, entries in self._entries.items()
        }

    def pool(self, kind: str, facts: AccountFacts) -> Pool[Any]:
        """The pool "painPoints", "opportunities", "competitors" or "actions", of what suits an account.

        A business unit that the pack does not know draws from all of it, as far as the other conditions are met.
        """
        band = bisect_right(self._bounds[kind], facts.revenue)
        place = (kind, facts.unit, facts.country, facts.renewal_risk, band)
        if place not in self._pools:
            suited = [entry for entry in self._entries[kind] if self._suits(entry, facts)]
            self._pools[place] = Pool(((entry.key, entry) for entry in suited), [entry.weight for entry in suited])
        return self._pools[place]

    def _suits(self, entry: Any, facts: AccountFacts) -> bool:
        return (
            (not entry.bu or facts.unit not in self._products or facts.unit in entry.units)
            and (not entry.country or facts.country in entry.country)
            and (entry.revenue is None or entry.revenue[0] <= facts.revenue < entry.revenue[1])
            and entry.renewalRisk in (None, facts.renewal_risk)
        )

    @cached_property
    def _products(self) -> dict[str, list[str]]:
        return {unit_key(name): products for name, products in self.content.products.items()}

    def products(self, unit: str) -> list[str]:
        """The product names for `{product}` in texts for this business unit (its key)."""
        return self._products.get(unit) or self._products["default"]


def shipped_packs() -> list[str]:
    """The names of the packs that travel with demodb."""
    return sorted(path.name for path in PACKS.iterdir() if path.is_dir())


def pack_folder(pack: str) -> Path:
    """Where a pack lies: a name is one of demodb's own, anything with a slash is a folder. Raises UnknownValueError."""
    folder = Path(pack) if "/" in pack else PACKS / pack
    if not folder.is_dir() or ("/" not in pack and pack not in shipped_packs()):
        raise UnknownValueError("pack", pack, [*shipped_packs(), "or a folder's path with a slash in it, such as ./packs/mine"])
    return folder


def load_pack(pack: str, revision: str | None = None) -> Pack:
    """A pack at a revision, by default its newest. Raises UnknownValueError, and PackError with all problems by file and key."""
    folder = pack_folder(pack)
    releases = read_releases(folder)
    if revision is not None and revision not in [release.number for release in releases]:
        raise UnknownValueError(f"revision of the pack {folder.name}", revision, [release.number for release in releases])
    kept = [release for release in releases if revision is None or release.number <= revision]
    return pack_of(folder.resolve().name, kept)


def pack_of(name: str, releases: list[Release]) -> Pack:
    """A pack out of its revisions, oldest first. Raises PackError where what they come to cannot be drawn from."""
    merged: dict[str, Any] = {}
    owners: dict[str, Path] = {}
    for release in releases:
        for part in release.parts:
            merged[part], owners[part] = getattr(release.revision, part), release.path
    lacking = [part for part in PARTS if part not in merged]
    if lacking:
        raise PackError([Problem(str(releases[0].path), part, "the first revision has to hold this part") for part in lacking])
    content = Content.model_construct(**merged)
    problems = [Problem(str(owners[part]), place, message) for part, place, message in content_faults(content)]
    if problems:
        raise PackError(problems)
    return Pack(name, content, tuple(releases))


def read_releases(folder: Path) -> list[Release]:
    """The revisions of a pack's folder, in one line of descent from 0001 on. Raises PackError with the problems of all files."""
    files = sorted(folder.glob("*.toml"))
    problems = _line_problems(folder, files)
    releases = []
    for path in files:
        try:
            releases.append(Release(path.name[:4], path, digest_of(path), read_revision(path)))
        except PackError as error:
            problems += error.problems
    if problems:
        raise PackError(problems)
    return releases


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
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def read_revision(path: Path) -> Revision:
    """One revision file. Raises PackError with all its problems."""
    try:
        value = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PackError([Problem(str(path), "", f"is no readable TOML: {error}")]) from error
    faults = model_faults(Revision, value)
    if not faults and not value.keys() & set(PARTS):
        faults = [("$", f"expected at least one of {', '.join(PARTS)}")]
    if faults:
        raise PackError([Problem(str(path), place.removeprefix("$").removeprefix("."), message) for place, message in faults])
    return Revision.model_validate(value)


@dataclass(frozen=True)
class PackChoice:
    """Which pack an account gets: its own, else its business unit's, else the default one; packs as `load_pack` takes them."""

    default: str = "telecom"
    by_unit: Mapping[str, str] = field(default_factory=dict)
    by_account: Mapping[str, str] = field(default_factory=dict)

    def of(self, account_key: str, unit: str) -> str:
        """The pack for an account (its key) of a business unit (its key)."""
        return self.by_account.get(account_key) or self.by_unit.get(unit) or self.default

    @property
    def all(self) -> list[str]:
        """Every pack that may be needed."""
        return list(dict.fromkeys((self.default, *self.by_unit.values(), *self.by_account.values())))

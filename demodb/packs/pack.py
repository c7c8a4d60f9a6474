"""Packs as they are drawn from: found, read along their line of revisions, and made ready for one account's facts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from demodb.errors import PackError, Problem, UnknownValueError
from demodb.model.account import AccountFacts
from demodb.model.documents import SECTIONS, Section
from demodb.model.names import unit_key
from demodb.packs.draws import Pool
from demodb.packs.faults import Fault, content_faults
from demodb.packs.fields import Part
from demodb.packs.format import Content, PoolEntry
from demodb.packs.releases import Release, read_releases
from demodb.packs.situated_content import SituatedContent
from demodb.packs.situated_faults import situated_faults

PACKS = Path(__file__).resolve().parent / "shipped"

AnyContent = Content | SituatedContent


@dataclass(frozen=True)
class Pack:
    """A pack at one of its revisions, with its pools made ready for drawing.

    `releases` are the revisions up to that one; the content is what they come to.
    """

    name: str
    content: AnyContent
    releases: tuple[Release, ...] = ()

    @property
    def revision(self) -> str:
        """The revision that it stands at."""
        return self.releases[-1].number

    @property
    def facts(self) -> int:
        """The version of the facts that it draws from."""
        return 1 if isinstance(self.content, Content) else 2

    @property
    def situation_weights(self) -> dict[str, float]:
        """How often each situation comes, by its key; none in a pack of the first version of the facts."""
        return {} if isinstance(self.content, Content) else {one.key: one.weight for one in self.content.situations}

    def weighing(self, weights: Mapping[str, float]) -> Pack:
        """The same pack in which some situations, by their keys, have other weights."""
        if isinstance(self.content, Content) or not weights.keys() & self.situation_weights.keys():
            return self
        parts = {name: getattr(self.content, name) for name in SituatedContent.model_fields}
        weighed = [one.model_copy(update={"weight": weights.get(one.key, one.weight)}) for one in self.content.situations]
        return replace(self, content=SituatedContent.model_construct(**parts | {"situations": weighed}))

    @cached_property
    def rows(self) -> Content:
        """The content of a pack of the first version of the facts, which is drawn row by row."""
        if isinstance(self.content, Content):
            return self.content
        raise TypeError(f"{self.name} {self.revision} is drawn by situations")

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
    def _entries(self) -> dict[str, list[PoolEntry]]:
        return {name: entries for name, _, entries in self.rows.pools()}

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
            self._pools[place] = Pool((entry.key for entry in suited), suited, [entry.weight for entry in suited])
        return self._pools[place]

    def _suits(self, entry: PoolEntry, facts: AccountFacts) -> bool:
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
    owners = {part: release for release in releases for part in release.parts}
    merged = {part: value for release in releases for part, value in _said(release, owners).items()}
    newest = releases[-1]
    model = _CONTENTS[newest.facts]
    problems = _lacking(model, merged, releases)
    if problems:
        raise PackError(problems)
    content = model.model_construct(**{part: merged[part] for part in model.model_fields})
    faults = [] if newest.checked else faults_of(content)
    if faults:
        raise PackError([Problem(str(owners[part].path), place, message) for part, place, message in faults])
    return Pack(name, content, tuple(releases))


def _said(release: Release, owners: Mapping[str, Release]) -> dict[str, Any]:
    """The parts that hold as a revision has them."""
    parts = [part for part, owner in owners.items() if owner is release]
    said = release.saying(parts) if parts else None
    return {part: getattr(said, part) for part in parts}


def _lacking(model: type[AnyContent], merged: Mapping[str, Any], releases: Sequence[Release]) -> list[Problem]:
    """The parts that are not there, or not of the version of the facts of the newest revision."""
    absent = [part for part in model.model_fields if part not in merged]
    older = [part for part in model.model_fields if part in merged and not fits_part(model, part, merged[part])]
    anew = "expected this part anew, as `facts` says that it is drawn by situations"
    return [
        *(Problem(str(releases[0].path), part, "the first revision has to hold this part") for part in absent),
        *(Problem(str(releases[-1].path), part, anew) for part in older),
    ]


_CONTENTS: dict[int, type[Content | SituatedContent]] = {1: Content, 2: SituatedContent}
"""What revisions come to, by the version of the facts."""


def fits_part(content: type[AnyContent], part: str, value: Any) -> bool:
    """Whether a part is of the version of the facts that the content is of."""
    kind = content.model_fields[part].annotation
    return not isinstance(value, Part) or (isinstance(kind, type) and isinstance(value, kind))


def faults_of(content: AnyContent) -> list[Fault]:
    """What is wrong with a pack as a whole."""
    return content_faults(content) if isinstance(content, Content) else situated_faults(content)


@dataclass(frozen=True)
class PackChoice:
    """Which pack an account gets: its own, else its business unit's, else the default one; packs as `load_pack` takes them.

    Beside it what settings tell templates: the industries of accounts, by their keys, and the names of people on our side, by
    their roles.
    """

    default: str = "telecom"
    by_unit: Mapping[str, str] = field(default_factory=dict)
    by_account: Mapping[str, str] = field(default_factory=dict)
    industries: Mapping[str, str] = field(default_factory=dict)
    team: Mapping[str, str] = field(default_factory=dict)

    def of(self, account_key: str, unit: str) -> str:
        """The pack for an account (its key) of a business unit (its key)."""
        return self.by_account.get(account_key) or self.by_unit.get(unit) or self.default

    @property
    def all(self) -> list[str]:
        """Every pack that may be needed."""
        return list(dict.fromkeys((self.default, *self.by_unit.values(), *self.by_account.values())))

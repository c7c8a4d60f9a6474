"""Template packs: data files that a person without Python can write, judged whole when they are read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from string import Formatter
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from demodb.errors import PackError, Problem, UnknownValueError
from demodb.model import documents as d
from demodb.model.faults import model_faults
from demodb.model.names import match_key
from demodb.seed.draws import Pool, weighted_pool

PACKS = Path(__file__).resolve().parent / "packs"
PLACEHOLDERS = frozenset({"account", "product"})


def _placeholders(text: str) -> str:
    try:
        parts = [part for part in Formatter().parse(text) if part[1] is not None]
    except ValueError as error:
        raise ValueError(f"expected text with {{account}} or {{product}}: {error}") from error
    unknown = sorted(str(name) for _, name, form, conversion in parts if name not in PLACEHOLDERS or form or conversion)
    if unknown:
        raise ValueError(f"expected no placeholder but {{account}} and {{product}}, found {unknown}")
    return text


def _range(pair: list[Any]) -> list[Any]:
    if pair[0] > pair[1]:
        raise ValueError("expected [from, to] with from no greater than to")
    return pair


def _title(title: dict[str, str]) -> dict[str, str]:
    lacking = {"key", "en"} - title.keys()
    if lacking:
        raise ValueError(f"expected a title with `key` and `en`, without {', '.join(sorted(lacking))}")
    return title


Title = Annotated[dict[str, str], AfterValidator(_title)]
Template = Annotated[str, AfterValidator(_placeholders)]
Days = Annotated[list[Annotated[int, Field(ge=0)]], Field(min_length=2, max_length=2), AfterValidator(_range)]
Shares = Annotated[list[Annotated[float, Field(ge=0)]], Field(min_length=2, max_length=2), AfterValidator(_range)]
Percents = Annotated[list[Annotated[int, Field(ge=0, le=100)]], Field(min_length=2, max_length=2), AfterValidator(_range)]


class Part(BaseModel):
    """What every part of a pack obeys: unknown keys are faults."""

    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True, allow_inf_nan=False, hide_input_in_errors=True)


class PoolEntry(Part):
    """An entry of a pool: `key` is its identity for ever, `bu` the business units that it suits (none named: all)."""

    key: str
    bu: list[str] = []
    weight: float = Field(default=1.0, gt=0)

    def suits(self, unit: str) -> bool:
        """Whether it may be drawn for accounts of this business unit (its key)."""
        return not self.bu or unit in {name.casefold() for name in self.bu}


class Text(PoolEntry):
    """A pain point or an opportunity."""

    title: Template
    description: Template


class Rival(PoolEntry):
    """A competitor."""

    name: str
    type: d.CompetitorType
    description: str
    strengths: list[str] = Field(min_length=1)
    weaknesses: list[str] = Field(min_length=1)

    @cached_property
    def match_key(self) -> str:
        """The match key of its name: no account gets itself as a competitor."""
        return match_key(self.name)


class StakeholderRow(Part):
    """A place in the org chart."""

    id: str
    role: d.Role
    raciRole: d.RaciRole | None = None  # noqa: N815 - the pack's keys are the document's
    reportsTo: str | None = None  # noqa: N815
    relationship: dict[d.Relationship, Annotated[float, Field(gt=0)]] = Field(min_length=1)
    tenure: Days
    lastInteraction: Days  # noqa: N815
    titles: list[Title] = Field(min_length=1)
    interests: list[str] = Field(min_length=2)
    notes: list[Template] = Field(min_length=1)

    @cached_property
    def title_pool(self) -> Pool[dict[str, str]]:
        """The titles, by language."""
        return Pool((title["key"], title) for title in self.titles)

    @cached_property
    def interest_pool(self) -> Pool[str]:
        """The interests."""
        return Pool((text, text) for text in self.interests)

    @cached_property
    def note_pool(self) -> Pool[str]:
        """The notes."""
        return Pool((text, text) for text in self.notes)

    @cached_property
    def relationship_pool(self) -> Pool[d.Relationship]:
        """The relationship's strengths, by weight."""
        return weighted_pool(self.relationship)


class PainPointRow(Part):
    """A pain point's place."""

    id: str
    severity: d.Level
    status: d.PainPointStatus
    identified: Days


class OpportunityRow(Part):
    """An opportunity's place: `share` of the yearly revenue, at least `minimum` USD; `probability` in percent."""

    id: str
    status: d.OpportunityStatus
    probability: Percents
    share: Shares
    minimum: int = Field(ge=0)
    identified: Days


class CompetitorRow(Part):
    """A competitor's place, which is there with a chance from 0 to 1."""

    id: str
    chance: float = Field(default=1.0, ge=0, le=1)
    updated: Days


class Stakeholders(Part):
    """The org chart."""

    rows: list[StakeholderRow]


class PainPoints(Part):
    """Rows, and the pool they are drawn from."""

    rows: list[PainPointRow]
    pool: list[Text]


class Opportunities(Part):
    """Rows, and the pool they are drawn from."""

    rows: list[OpportunityRow]
    pool: list[Text]


class Strategy(Part):
    """Both lists of the strategy section."""

    painPoints: PainPoints  # noqa: N815
    opportunities: Opportunities


class Competitors(Part):
    """Rows, and the pool they are drawn from."""

    rows: list[CompetitorRow]
    pool: list[Rival]


class Actions(Part):
    """The board: a template has no cards on it."""

    rows: list[Any] = Field(max_length=0)


class Revision(Part):
    """One revision of a pack: everything that its sections are made from."""

    message: str
    date: date
    products: dict[str, Annotated[list[str], Field(min_length=1)]]
    stakeholders: Stakeholders
    strategy: Strategy
    competitors: Competitors
    actions: Actions


@dataclass(frozen=True)
class Pack:
    """A pack at one of its revisions, with pools by business unit made ready for drawing."""

    name: str
    revision: str
    content: Revision

    @cached_property
    def _pools(self) -> dict[tuple[str, str], Pool[Any]]:
        return {}

    def pool(self, kind: str, unit: str) -> Pool[Any]:
        """The pool "painPoints", "opportunities" or "competitors", of what suits a business unit (its key).

        A business unit that the pack does not know draws from all of it.
        """
        if (kind, unit) not in self._pools:
            parts: dict[str, Sequence[PoolEntry]] = {
                "painPoints": self.content.strategy.painPoints.pool,
                "opportunities": self.content.strategy.opportunities.pool,
                "competitors": self.content.competitors.pool,
            }
            suited = [entry for entry in parts[kind] if unit not in self._products or entry.suits(unit)]
            self._pools[kind, unit] = Pool(((entry.key, entry) for entry in suited), [entry.weight for entry in suited])
        return self._pools[kind, unit]

    @cached_property
    def _products(self) -> dict[str, list[str]]:
        return {name.casefold(): products for name, products in self.content.products.items()}

    def products(self, unit: str) -> list[str]:
        """The product names for `{product}` in texts for this business unit (its key)."""
        return self._products.get(unit) or self._products["default"]


def load_pack(name: str, folder: Path = PACKS) -> Pack:
    """A pack at its newest revision. Raises UnknownValueError, and PackError with all problems, by file and key."""
    files = sorted((folder / name).glob("[0-9][0-9][0-9][0-9]_*.toml"))
    if not files:
        raise UnknownValueError("pack", name, sorted(path.name for path in folder.iterdir() if path.is_dir()))
    return Pack(name, files[-1].name[:4], read_revision(files[-1]))


def read_revision(path: Path) -> Revision:
    """One revision file. Raises PackError with all its problems."""
    try:
        value = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PackError([Problem(str(path), "", f"is no readable TOML: {error}")]) from error
    faults = model_faults(Revision, value) or _reference_faults(value)
    if faults:
        raise PackError([Problem(str(path), place.removeprefix("$."), message) for place, message in faults])
    return Revision.model_validate(value)


def _reference_faults(value: dict[str, Any]) -> list[tuple[str, str]]:
    ids = [row["id"] for row in value["stakeholders"]["rows"]]
    faults = [
        (f"$.stakeholders.rows[{n}].reportsTo", f"expected the id of an earlier row, found {row['reportsTo']!r}")
        for n, row in enumerate(value["stakeholders"]["rows"])
        if "reportsTo" in row and row["reportsTo"] not in ids[:n]
    ]
    for path, items, name in _identified(value):
        listed = [item[name] for item in items]
        faults += [
            (f"{path}[{n}].{name}", f"expected {name} {own!r} once, found it a second time")
            for n, own in enumerate(listed)
            if own in listed[:n]
        ]
    if "default" not in value["products"]:
        faults.append(("$.products", "expected a list `default` for other business units"))
    return faults


def _identified(value: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]], str]]:
    """The lists whose items have an identity: where each stands, its items, and the key that identifies them."""
    yield "$.stakeholders.rows", value["stakeholders"]["rows"], "id"
    for n, row in enumerate(value["stakeholders"]["rows"]):
        yield f"$.stakeholders.rows[{n}].titles", row["titles"], "key"
    parts = {
        "$.strategy.painPoints": value["strategy"]["painPoints"],
        "$.strategy.opportunities": value["strategy"]["opportunities"],
        "$.competitors": value["competitors"],
    }
    for path, part in parts.items():
        yield f"{path}.rows", part["rows"], "id"
        yield f"{path}.pool", part["pool"], "key"

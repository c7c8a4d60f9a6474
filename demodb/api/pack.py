"""`demodb pack …`: what packs there are, what they hold, whether they can be used; a new one, and a look at its content."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from demodb.api.show import AccountView, show_account
from demodb.errors import ExistsError, PackError, Problem, UnknownValueError
from demodb.model.account import AccountFacts
from demodb.model.canonical import canonical
from demodb.model.documents import SECTIONS, Section
from demodb.model.names import unit_key
from demodb.model.origin import MadeFrom, TemplateOrigin
from demodb.packs.chosen import ChosenPacks
from demodb.packs.format import Content, PoolEntry
from demodb.packs.pack import PACKS, Pack, PackChoice, load_pack, pack_folder, shipped_packs
from demodb.packs.situated import Entry
from demodb.packs.situated_content import SituatedContent
from demodb.packs.template import Template
from demodb.seed.plan import portfolio_facts
from demodb.store.accounts import find_account
from demodb.store.engine import Store
from demodb.store.plans import StoredSection
from demodb.store.seeding import account_facts

__all__ = [
    "NewPack",
    "PackLine",
    "PackView",
    "PoolSize",
    "PreviewOptions",
    "ReleaseLine",
    "check_packs",
    "list_packs",
    "new_pack",
    "preview",
    "show_pack",
]

_STARTER = PACKS / "starter.toml"
_FIRST_FILE = "0001_first.toml"
_NAMED = ("situation", "industry")
"""Conditions that name values, of packs that draw by situations."""

OTHER_UNITS = "others"
"""Stands for the business units that a pack does not name."""


@dataclass(frozen=True)
class PackLine:
    """A pack in a list: its name as it is chosen, and its newest revision, or the problems for which it cannot be used."""

    pack: str
    shipped: bool
    revision: str | None = None
    date: date | None = None
    message: str = ""
    rows: dict[str, int] = field(default_factory=dict)
    entries: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def list_packs(chosen: Sequence[str] = ()) -> list[PackLine]:
    """The packs that travel with demodb, then those `chosen` beside them. Raises UnknownValueError for one that is not there."""
    return [_line(pack) for pack in dict.fromkeys((*shipped_packs(), *chosen))]


def _line(pack: str) -> PackLine:
    shipped = pack in shipped_packs()
    pack_folder(pack)
    try:
        read = load_pack(pack)
    except PackError as error:
        return PackLine(pack, shipped, problems=tuple(error.problems))
    newest = read.releases[-1]
    said = newest.saying(())
    entries = {kind: len(listed) for kind, _, listed in read.content.pools()}
    return PackLine(pack, shipped, newest.number, said.date, said.message, _rows(read), entries)


def _rows(pack: Pack) -> dict[str, int]:
    """How many rows an account gets, at most where situations decide."""
    return pack.content.most if isinstance(pack.content, SituatedContent) else _listed_rows(pack.rows)


def _listed_rows(content: Content) -> dict[str, int]:
    pools = {kind: len(rows) for kind, rows, _ in content.pools()}
    return {"stakeholders": len(content.stakeholders.rows), **pools}


@dataclass(frozen=True)
class ReleaseLine:
    """A revision: number, date, message, the SHA-256 of its file, and the parts that it changes."""

    number: str
    date: date
    message: str
    digest: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class PoolSize:
    """How many entries of a pool a business unit may draw from: `always`, and `conditional` ones that not every account gets."""

    always: int
    conditional: int


@dataclass(frozen=True)
class PackView:
    """All of a pack at a revision: `pools` by business unit and pool, `conditions` by key and value with their entries.

    `situations` are those that it knows. Where there are any, `rows` are the most that an account gets.
    """

    name: str
    folder: str
    releases: list[ReleaseLine]
    sections: dict[Section, str]
    rows: dict[str, int]
    pools: dict[str, dict[str, PoolSize]]
    conditions: dict[str, dict[str, int]]
    situations: list[str]


def show_pack(pack: str, revision: str | None = None) -> PackView:
    """A pack with its line of revisions. Raises UnknownValueError, and PackError where it cannot be used."""
    read = load_pack(pack, revision)
    releases = [
        ReleaseLine(release.number, said.date, said.message, release.digest, release.parts)
        for release, said in ((release, release.saying(())) for release in read.releases)
    ]
    units = [*(name for name in read.content.products if name != "default"), OTHER_UNITS]
    return PackView(
        read.name,
        str(pack_folder(pack)),
        releases,
        read.section_revisions,
        _rows(read),
        {unit: _sizes(read, unit) for unit in units},
        _conditions(read),
        sorted(read.content.situation_keys) if isinstance(read.content, SituatedContent) else [],
    )


def _sizes(pack: Pack, unit: str) -> dict[str, PoolSize]:
    sizes = {}
    for kind, _, entries in pack.content.pools():
        for_all = [entry.for_all for entry in entries if unit == OTHER_UNITS or not entry.bu or unit_key(unit) in entry.units]
        sizes[kind] = PoolSize(for_all.count(True), for_all.count(False))
    return sizes


def _conditions(pack: Pack) -> dict[str, dict[str, int]]:
    used: dict[str, Counter[str]] = {key: Counter() for key in ("bu", "country", "revenue", "renewalRisk", *_NAMED)}
    for _, _, entries in pack.content.pools():
        for entry in entries:
            for condition, value in _values(entry):
                used[condition][value] += 1
    return {condition: dict(sorted(counts.items())) for condition, counts in used.items() if counts}


def _values(entry: PoolEntry | Entry) -> Iterator[tuple[str, str]]:
    yield from (("bu", name) for name in entry.bu)
    yield from (("country", code) for code in entry.country)
    if entry.revenue:
        yield "revenue", " to ".join(f"{bound:,.0f}" for bound in entry.revenue).replace("to inf", "and more")
    if isinstance(entry, Entry):
        yield from ((name, value) for name in _NAMED for value in getattr(entry, name))
    if entry.renewalRisk is not None:
        yield "renewalRisk", str(entry.renewalRisk).lower()


def check_packs(packs: Sequence[str]) -> tuple[dict[str, str], list[Problem]]:
    """The names and newest revisions of packs, and all the problems for which they cannot be used, together or at all.

    Raises UnknownValueError for a pack that is not there.
    """
    try:
        return ChosenPacks(PackChoice(packs[0], {pack: pack for pack in packs[1:]}), {}).revisions, []
    except PackError as error:
        return {}, list(error.problems)


@dataclass(frozen=True)
class NewPack:
    """A pack that was made: its folder, its file, and the line of demodb.toml that chooses it."""

    folder: str
    file: str
    setting: str


def new_pack(folder: Path, root: Path, day: date) -> NewPack:
    """Make a folder with a small commented first revision of this date; `root` is the folder of the project's demodb.toml.

    Raises ExistsError where something of that name is there.
    """
    if folder.exists():
        raise ExistsError(f"{folder} is there already", fix="choose another name")
    if folder.name in shipped_packs():
        raise ExistsError(f"a pack named {folder.name!r} travels with demodb", fix="choose another name")
    text = re.sub("^date = .*$", f"date = {day.isoformat()}", _STARTER.read_text("utf-8"), count=1, flags=re.MULTILINE)
    folder.mkdir(parents=True)
    (folder / _FIRST_FILE).write_text(text, "utf-8")
    return NewPack(str(folder), str(folder / _FIRST_FILE), f'pack = "{_from_root(folder.resolve(), root.resolve())}"')


def _from_root(folder: Path, root: Path) -> str:
    return f"./{folder.relative_to(root)}" if folder.is_relative_to(root) else str(folder)


@dataclass(frozen=True)
class PreviewOptions:
    """What to look at: the as-of date, the settings' choice of packs, the seed, and a pack or revision other than those.

    `situation` is the key of one that the account is to be in, None for the one that is drawn.
    """

    as_of: date
    choice: PackChoice = field(default_factory=PackChoice)
    seed: str = "0"
    pack: str | None = None
    revision: str | None = None
    situation: str | None = None


def preview(store: Store, account: str, options: PreviewOptions) -> AccountView:
    """An account with the four sections that a template makes for it, whatever it has now. Reads only.

    Raises UnknownAccountError, UnknownValueError for a pack, a revision or a situation that is not there, PackError.
    """
    view = show_account(store, account)
    with store.read() as connection:
        key = find_account(connection, account).key
        facts = next(account_facts(connection, [key]))
        pack = load_pack(options.pack or options.choice.of(facts.key, facts.unit), options.revision)
        facts = next(account_facts(connection, [key], portfolio_facts(connection, options.choice, [pack])))
    if options.situation is not None:
        facts = replace(facts, situation=_situation(pack, options.situation))
    template = Template(pack, options.seed, options.as_of)
    return replace(view, sections={section: _made(template, section, facts) for section in SECTIONS}, news=None)


def _situation(pack: Pack, situation: str) -> str:
    known = sorted(pack.content.situation_keys) if isinstance(pack.content, SituatedContent) else []
    if situation not in known:
        raise UnknownValueError(f"situation of the pack {pack.name}", situation, known or ["none: it has no situations"])
    return situation


def _made(template: Template, section: Section, facts: AccountFacts) -> StoredSection:
    pack = template.pack
    document, _, kept = template.made(section, facts)
    origin = TemplateOrigin(pack.name, pack.section_revisions[section], template.seed, template.as_of.isoformat())
    made = MadeFrom(facts.name, facts.told, kept)
    return StoredSection(facts.key, section, document, canonical(document), origin, made=made)

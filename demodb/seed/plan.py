"""The plan: for each account and section whether it is created, upgraded or kept, and why. Reads, and writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from demodb.model.account import AccountFacts
from demodb.model.canonical import digest
from demodb.model.changes import Change, changes
from demodb.model.documents import SECTIONS, Section
from demodb.model.merge import Conflict
from demodb.model.origin import TemplateOrigin
from demodb.model.rows import RowPlace
from demodb.model.subjects import NO_SUBJECTS, Subjects
from demodb.packs.chosen import ChosenPacks
from demodb.packs.pack import Pack, PackChoice
from demodb.packs.template import Template
from demodb.seed.standing import Standing
from demodb.store.aims import read_aims
from demodb.store.conflicts import open_in, read_deleted, with_files
from demodb.store.connection import Connection
from demodb.store.plans import NewSection, StoredSection, read_sections
from demodb.store.runs import used_revisions
from demodb.store.seeding import NO_PORTFOLIO, PortfolioFacts, account_facts, kept_situations, unit_revenues

StepAction = Literal["create", "upgrade", "conflict", "keep"]
Winner = Literal["ours", "theirs", "both"]


@dataclass(frozen=True)
class SeedOptions:
    """What to seed with: as-of date, the choice of packs, seed, and the sections wanted."""

    as_of: date
    choice: PackChoice = field(default_factory=PackChoice)
    seed: str = "0"
    sections: Sequence[Section] = SECTIONS


class SectionStep(NamedTuple):
    """What is to be done with a section: `after` is None where it is kept.

    An upgrade is a `conflict` where a person and the template changed the same fields, or where the template has a row about
    something else in the place of one that a person touched: it runs as well, and they are noted. `subjects` tell what the
    template's rows are about.
    """

    account_key: str
    account: str
    section: Section
    action: StepAction
    reason: str
    before: StoredSection | None = None
    after: NewSection | None = None
    conflicts: tuple[Conflict, ...] = ()
    subjects: Subjects = NO_SUBJECTS
    deleted: tuple[RowPlace, ...] | None = None
    """Rows to be remembered as deleted, as the new base has them no more; None where nothing was or is to be remembered."""

    @property
    def place(self) -> tuple[str, Section]:
        """The account's key, and the section."""
        return self.account_key, self.section

    @property
    def digests(self) -> tuple[str | None, str | None]:
        """Versioned hashes of the section as it is, and as it will be."""
        before, after = self.before, self.after
        return (
            digest([before.document, before.base, _words(before.origin)]) if before else None,
            digest([after.document, after.base, _words(after.origin)]) if after else None,
        )

    @property
    def changes(self) -> Iterator[Change]:
        """Field by field what is done to the document; a section that is created comes with all that it has."""
        if self.after is not None:
            document = self.after.document
            yield from changes(self.section, self.before.document if self.before else type(document)(), document)


def _words(origin: TemplateOrigin | None) -> list[str] | None:
    return [origin.pack, origin.revision, origin.seed, origin.as_of] if origin else None


def who_wins(standing: Standing) -> tuple[StepAction, Winner]:
    """What is done with a section, and who wins: ours, as the store has it, theirs, as the pack makes it, or both, merged.

    The first line that fits decides.
    """
    match standing:
        case Standing(state="missing", touched=False):
            return "create", "theirs"
        case Standing(state="missing"):  # but for rows that a person deleted before it was undone
            return "create", "both"
        case Standing(state="imported" | "at head"):
            return "keep", "ours"
        case Standing(touched=False):
            return "upgrade", "theirs"
        case Standing(clashes=False):
            return "upgrade", "both"
        case _:
            return "conflict", "both"


@dataclass(frozen=True)
class Drawing:
    """What sections are drawn from: the options, the packs, and what is known of the whole portfolio.

    `weights` are those of situations, by pack, that were worked out for the portfolio; the pack's own hold for the others.
    """

    options: SeedOptions
    packs: ChosenPacks
    portfolio: PortfolioFacts
    weights: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @cached_property
    def own(self) -> dict[str, Pack]:
        """The packs as they are, by their names."""
        return {pack.name: pack for pack in self.packs.packs}

    @cached_property
    def aimed(self) -> dict[str, Pack]:
        """The packs with the weights that were worked out, by their names."""
        return {name: pack.weighing(self.weights.get(name, {})) for name, pack in self.own.items()}

    def template_for(self, facts: AccountFacts) -> Template:
        """What new sections of an account are made from."""
        return Template(self.aimed[self.packs.pack_for(facts).name], self.options.seed, self.options.as_of)

    @property
    def situated(self) -> bool:
        """Whether a pack draws by situations."""
        return any(pack.facts > 1 for pack in self.packs.packs)


def open_drawing(connection: Connection, options: SeedOptions) -> Drawing:
    """What the options choose. Raises PackError, also where a revision that this store has seen was changed."""
    return drawing_of(connection, options, ChosenPacks(options.choice, used_revisions(connection)))


def drawing_of(connection: Connection, options: SeedOptions, packs: ChosenPacks) -> Drawing:
    """What the options choose, of packs that were read already."""
    weights = {pack: stored.weights for pack, stored in read_aims(connection, options.seed).items()}
    return Drawing(options, packs, portfolio_facts(connection, options.choice, packs.packs), weights)


def portfolio_facts(connection: Connection, choice: PackChoice, packs: Sequence[Pack]) -> PortfolioFacts:
    """What is known of the whole portfolio, as far as a pack asks for it."""
    if all(pack.facts == 1 for pack in packs):
        return NO_PORTFOLIO
    return PortfolioFacts(unit_revenues(connection), choice.industries, choice.team)


def steps_for(connection: Connection, keys: Sequence[str], drawing: Drawing, *, kept: bool = False) -> Iterator[SectionStep]:
    """The steps of at most a chunk of accounts; with `kept` also those that keep a section, which costs reading them all."""
    options, chosen_packs = drawing.options, drawing.packs
    stored = read_sections(connection, keys, options.sections)
    situations = kept_situations(connection, keys) if drawing.situated else {}
    deleted = read_deleted(connection, keys)
    waiting = with_files(open_in(connection, stored))
    for told in account_facts(connection, keys, drawing.portfolio):
        template = drawing.template_for(told)
        situation = situations.get((told.key, template.pack.name))
        facts = replace(told, situation=situation) if situation else told
        for section in options.sections:
            place = (facts.key, section)
            known = deleted.get(place, ()), waiting.get(place, ())
            standing = Standing(facts, section, stored.get(place), template, chosen_packs, *known)
            action, winner = who_wins(standing)
            if kept or action != "keep":
                yield _step(standing, action, winner)


def _step(standing: Standing, action: StepAction, winner: Winner) -> SectionStep:
    about = standing.facts.key, standing.facts.name, standing.section, action, standing.reason, standing.stored
    if winner == "both":
        after = standing.from_both()
        return SectionStep(*about, after, standing.conflicts, standing.made.subjects, standing.still_deleted)
    return SectionStep(*about, standing.from_template() if winner == "theirs" else None)

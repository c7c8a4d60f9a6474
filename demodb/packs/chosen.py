"""The packs that a run draws from: each is read once, and refused if a released revision of it was changed since."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from demodb.errors import PackError, Problem, UnknownValueError
from demodb.model.account import AccountFacts
from demodb.model.documents import Section
from demodb.packs.pack import Pack, PackChoice, load_pack, pack_folder, shipped_packs


class ChosenPacks:
    """The packs of a choice. `used` are the digests of revisions that the store has seen, by pack and revision.

    Raises PackError with all problems of all packs, UnknownValueError for a pack that is not there.
    """

    def __init__(self, choice: PackChoice, used: Mapping[tuple[str, str], str]) -> None:
        self.choice = choice
        self._used = used
        self._read: dict[tuple[str, str | None], Pack] = {}
        problems: list[Problem] = []
        for pack in choice.all:
            try:
                self._load(pack, None)
            except PackError as error:
                problems += error.problems
        names = [pack_folder(pack).resolve().name for pack in choice.all]
        problems += [
            Problem(pack, "", f"expected a folder of another name, as there is another pack {name!r} already")
            for n, (pack, name) in enumerate(zip(choice.all, names, strict=True))
            if name in names[:n]
        ]
        if problems:
            raise PackError(problems)

    def _load(self, pack: str, revision: str | None) -> Pack:
        if (pack, revision) not in self._read:
            loaded = load_pack(pack, revision)
            problems = [*self._changed(loaded), *([] if revision else self._missing(loaded))]
            if problems:
                raise PackError(problems)
            self._read[pack, revision] = loaded
        return self._read[pack, revision]

    def _changed(self, pack: Pack) -> list[Problem]:
        return [
            Problem(
                str(release.path),
                "",
                f"was changed since {pack.name} {release.number} was seeded from it: set the file back, and make revision"
                f" {int(pack.revision) + 1:04} for what is new",
            )
            for release in pack.releases
            if self._used.get((pack.name, release.number), release.digest) != release.digest
        ]

    def _missing(self, pack: Pack) -> list[Problem]:
        """A pack that goes back behind what was seeded from it: seeding would take sections back unasked."""
        newest = max((number for name, number in self._used if name == pack.name), default="")
        if newest <= pack.revision:
            return []
        message = f"goes up to revision {pack.revision}, and this store was seeded from {newest}: bring the later ones back"
        return [Problem(str(pack.releases[-1].path.parent), "", f"{message}, with a newer demodb or from the pack's author")]

    def pack_for(self, facts: AccountFacts) -> Pack:
        """The pack that an account gets, at its newest revision."""
        return self._load(self.choice.of(facts.key, facts.unit), None)

    def pack_at(self, name: str, revision: str) -> Pack | None:
        """The pack that a section was made from; None where it is at hand no more."""
        chosen = next((pack for pack in self.choice.all if self._load(pack, None).name == name), None)
        pack = chosen or (name if name in shipped_packs() else None)
        try:
            return self._load(pack, revision) if pack else None
        except UnknownValueError:
            return None

    @cached_property
    def packs(self) -> list[Pack]:
        """Every pack of the choice, at its newest revision."""
        return [self._load(pack, None) for pack in self.choice.all]

    @property
    def heads(self) -> dict[tuple[str, Section], str]:
        """The newest revision of each pack for each section."""
        return {(pack.name, section): revision for pack in self.packs for section, revision in pack.section_revisions.items()}

    @property
    def revisions(self) -> dict[str, str]:
        """The newest revision of each pack."""
        return {pack.name: pack.revision for pack in self.packs}

    @property
    def digests(self) -> dict[tuple[str, str], str]:
        """The digests of all revisions of all packs."""
        return {(pack.name, release.number): release.digest for pack in self.packs for release in pack.releases}

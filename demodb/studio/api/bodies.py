"""What programs send to the API, as Pydantic models: keys in camelCase, none that is not known."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from demodb.api.edit import UNASKED, AddRow, DeleteRow, EmptyList, MoveRow, PlanEdit, SetField


class Body(BaseModel):
    """The rules of every body."""

    model_config = ConfigDict(
        alias_generator=to_camel, extra="forbid", strict=True, defer_build=True, allow_inf_nan=False, hide_input_in_errors=True
    )


class _Edit(Body):
    """`expected` is what the program saw: where the store says something else by now, nothing is done."""

    place: str
    expected: Any = None

    @property
    def seen(self) -> Any:
        """What the program saw; UNASKED where it does not say."""
        return self.expected if "expected" in self.model_fields_set else UNASKED


class Set(_Edit):
    """Set a field; null clears an optional one."""

    do: Literal["set"]
    value: Any

    def asked(self) -> PlanEdit:
        """The edit."""
        return SetField(self.place, self.value, self.seen)


class Add(Body):
    """Add a row to a list, before the one with an id or at its end; its id is made where it has none."""

    do: Literal["add"]
    place: str
    row: dict[str, Any]
    before: str | None = None

    def asked(self) -> PlanEdit:
        """The edit."""
        return AddRow(self.place, self.row, self.before)


class Delete(_Edit):
    """Delete a row; `expected` is the whole row."""

    do: Literal["delete"]

    def asked(self) -> PlanEdit:
        """The edit."""
        return DeleteRow(self.place, self.seen)


class Move(_Edit):
    """Put a row before the one with an id, or at the end; `expected` are the ids of the list."""

    do: Literal["move"]
    before: str | None = None

    def asked(self) -> PlanEdit:
        """The edit."""
        return MoveRow(self.place, self.before, self.seen)


class Empty(_Edit):
    """Take out all rows of a list; `expected` are their ids. A section that is missing is there then."""

    do: Literal["empty"]

    def asked(self) -> PlanEdit:
        """The edit."""
        return EmptyList(self.place, self.seen)


AnyEdit = Annotated[Set | Add | Delete | Move | Empty, Field(discriminator="do")]


class Edits(Body):
    """Edits of one account's plan, made one after another: all of them, or none."""

    edits: list[AnyEdit] = Field(min_length=1, max_length=1000)
    dry_run: bool = False


class Mark(Body):
    """Whether the account is a hero."""

    hero: bool


class Decision(Body):
    """Whose value stands: of one field, or of all conflicts of an account, or of all that there are."""

    take: Literal["mine", "theirs"]
    account: str | None = None
    place: str | None = None


class Hours(Body):
    """The hours to rehearse: by default those of the story, else an hour from now."""

    at: str | None = None
    until: str | None = None


class Importing(Body):
    """How to read the sources: `unit` is the business unit of rows that name none."""

    unit: str | None = None
    skip_rows: bool = False
    strict_conflicts: bool = False
    dry_run: bool = False


class Seeding(Body):
    """What to seed: all accounts, or those that are named, or those of business units; with `aim`, so that all show the story."""

    accounts: list[str] = []
    units: list[str] = []
    aim: bool = False
    dry_run: bool = False


class Shifting(Body):
    """Dates of templates to count from `asOf`; or with `heroes`, `recent`, `back` or accounts alone, those that people wrote."""

    as_of: str | None = None
    heroes: bool = False
    recent: int | None = Field(default=None, ge=0, le=3660)
    back: bool = False
    accounts: list[str] = []
    units: list[str] = []
    dry_run: bool = False


class Warming(Body):
    """Whom to warm, and until when: by default the heroes, until the story's demo ends; `all` takes every account."""

    accounts: list[str] = []
    all: bool = False
    until: str | None = None
    force: bool = False
    rules: bool = False
    dry_run: bool = False


class Exporting(Body):
    """How to export; with `dryRun` nothing is written, and what would be is told."""

    remove: bool = False
    force: bool = False
    dry_run: bool = False


class Preparing(Body):
    """How to make ready: with `asOf`, what was seeded earlier counts from that day too."""

    as_of: str | None = None
    remove: bool = False
    force: bool = False


class Saving(Body):
    """The name of a snapshot: up to 40 lower-case letters, digits, and - . _ between them."""

    name: str


class Dropping(Body):
    """The names of snapshots that are to go."""

    names: list[str] = Field(min_length=1)


class Resetting(Body):
    """The snapshot to go back to: by default the last one that was saved by name."""

    name: str | None = None
    dry_run: bool = False

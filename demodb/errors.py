"""The exit codes, and every error that demodb raises on purpose: facts as attributes, a message made from them, a code each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, ClassVar, Self


class ExitCode(IntEnum):
    """What a command ends with: `summary` is said in `--help`, `meaning` (Markdown) in the documentation."""

    summary: str
    meaning: str

    def __new__(cls, code: int, summary: str, meaning: str) -> Self:
        """A code with its two texts."""
        member = int.__new__(cls, code)
        member._value_ = code
        member.summary = summary
        member.meaning = meaning
        return member

    DONE = 0, "done", "done"
    ERROR = (
        1,
        "error or difference",
        "an error, or a difference (`export --check`, `seed --plan`, or files that `export` left alone)",
    )
    USAGE = 2, "usage", "wrong use: an unknown command, option, value, account, business unit or cache entry"
    NOT_READY = 3, "not ready", "not ready, or there is no store yet"
    BAD_INPUT = 4, "bad input", "bad input: a file, a setting or a template pack"
    STORE_UNAVAILABLE = (
        5,
        "store unavailable",
        "the store cannot be used: busy, full, damaged, newer than this demodb, out of reach, or not demodb's",
    )
    INTERRUPTED = (
        130,
        "interrupted",
        "interrupted; the message says what was done before, in JSON as `error.done`; nothing is half-done",
    )


def did_you_mean(alike: Sequence[str]) -> str:
    """A question that offers what is most like a word that is not known; "" where nothing is."""
    return f"did you mean {' or '.join(map(repr, alike))}?" if alike else ""


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in one file: `path` of the file, `place` in it (sheet!cell or JSON path, "" for the whole file)."""

    path: str
    place: str
    message: str

    def __str__(self) -> str:
        where = f"{self.path}: {self.place}" if self.place else self.path
        return f"{where}: {self.message}"


class DemodbError(Exception):
    """The base of all expected errors.

    `code` names the kind for programs, `fix` says what to do next, `exit_code` is what the command line ends with.
    """

    code: ClassVar[str] = "error"
    exit_code: ClassVar[ExitCode] = ExitCode.ERROR

    def __init__(self, message: str, *, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


class UnknownAccountError(DemodbError):
    """A name, spelling or slug that fits no account; `nearest` holds the account names most like it."""

    code = "unknown-account"
    exit_code = ExitCode.USAGE

    def __init__(self, name: str, nearest: Sequence[str] = ()) -> None:
        super().__init__(f"no account is known as {name!r}", fix=did_you_mean(nearest) or "see `demodb account list`")
        self.name = name
        self.nearest = tuple(nearest)


class UnknownValueError(DemodbError):
    """An argument that fits none of the known values, such as a business unit."""

    code = "unknown-value"
    exit_code = ExitCode.USAGE

    def __init__(self, what: str, value: str, known: Sequence[str]) -> None:
        super().__init__(f"there is no {what} {value!r}", fix=f"known: {', '.join(known) or 'none yet'}")
        self.what, self.value, self.known = what, value, tuple(known)


class UnknownEntryError(DemodbError):
    """A key under which the cache has nothing that may be served; `nearest` holds the keys most like it."""

    code = "unknown-entry"
    exit_code = ExitCode.USAGE

    def __init__(self, key: str, nearest: Sequence[str] = ()) -> None:
        super().__init__(f"the cache has nothing under {key!r}", fix=did_you_mean(nearest) or "see `demodb cache list`")
        self.key = key
        self.nearest = tuple(nearest)


class AliasError(DemodbError):
    """An alias or a merge that would make one name mean two accounts."""

    code = "alias"


class TypedTimeError(DemodbError):
    """A time as somebody typed it that cannot be meant."""

    code = "typed-time"
    exit_code = ExitCode.BAD_INPUT


class SettingsError(DemodbError):
    """Settings that cannot be used: one line for each fault, with the place it came from."""

    code = "settings"
    exit_code = ExitCode.BAD_INPUT

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("settings cannot be used:\n  " + "\n  ".join(faults), fix="mend them and run the command again")
        self.faults = tuple(faults)


class InputError(DemodbError):
    """Files that cannot be read: all problems of all of them."""

    code = "bad-input"
    exit_code = ExitCode.BAD_INPUT

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)), fix="mend the files named and run the command again")
        self.problems = tuple(problems)


class PackError(DemodbError):
    """A template pack that cannot be used: problems with the file and the key each."""

    code = "bad-pack"
    exit_code = ExitCode.BAD_INPUT

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)), fix="mend the pack file and run the command again")
        self.problems = tuple(problems)


class ExistsError(DemodbError):
    """Something would be overwritten that demodb did not write."""

    code = "exists"


class StoreError(DemodbError):
    """The store cannot be used now."""

    code = "store"
    exit_code = ExitCode.STORE_UNAVAILABLE


class StoreBusyError(StoreError):
    """Another process is writing and did not finish in time."""

    code = "store-busy"


class StoreOvertakenError(StoreBusyError):
    """The server undid the transaction for the sake of another one: the same work done once more may well succeed."""

    code = "store-overtaken"


class StoreFullError(StoreError):
    """The disk, or the quota, is full; the transaction was rolled back whole."""

    code = "store-full"


class StoreCorruptError(StoreError):
    """The file is no SQLite database, or a damaged one."""

    code = "store-corrupt"


class StoreNewerError(StoreError):
    """The database was written by a newer demodb."""

    code = "store-newer"


class StoreUnreachableError(StoreError):
    """The database cannot be opened: no such server or folder, no permission, or a read-only file."""

    code = "store-unreachable"


class StoreMissingError(StoreError):
    """There is no store yet where the settings say."""

    code = "store-missing"
    exit_code = ExitCode.NOT_READY


class StoreForeignError(StoreError):
    """A database that demodb did not make: it is left alone."""

    code = "store-foreign"


class PlanStaleError(DemodbError):
    """A plan that the store, or a pack, has moved away from: `differences` says where."""

    code = "stale-plan"

    def __init__(self, differences: Sequence[str]) -> None:
        lines = "\n  ".join(differences)
        super().__init__(f"the store is not as it was when the plan was made:\n  {lines}", fix="make a new plan and look at it")
        self.differences = tuple(differences)


class UnknownSnapshotError(DemodbError):
    """A name under which no snapshot was saved; `nearest` holds the names most like it."""

    code = "unknown-snapshot"
    exit_code = ExitCode.USAGE

    def __init__(self, name: str, nearest: Sequence[str] = ()) -> None:
        super().__init__(f"there is no snapshot {name!r}", fix=did_you_mean(nearest) or "see `demodb snapshot list`")
        self.name = name
        self.nearest = tuple(nearest)


class SnapshotError(DemodbError):
    """A snapshot that cannot be saved so, or not be gone back to."""

    code = "snapshot"


class SnapshotNameError(SnapshotError):
    """A name that a snapshot cannot have, or that another one has."""

    code = "snapshot-name"
    exit_code = ExitCode.USAGE


class ConflictError(DemodbError):
    """A conflict that cannot be decided so."""

    code = "conflict"


class EditError(DemodbError):
    """An edit of the log that cannot be taken back."""

    code = "edit"


class EditRefusedError(EditError):
    """An edit that cannot be made: `refusals` holds each place with what is wrong there.

    `overtaken` holds, where somebody else was faster, the place, what the editor saw there, and what is there now; ABSENT
    stands for nothing.
    """

    code = "edit-refused"

    def __init__(self, account: str, refusals: Sequence[tuple[str, str]], overtaken: Sequence[tuple[str, Any, Any]] = ()) -> None:
        lines = "\n  ".join(f"{place}: {message}" for place, message in refusals)
        fix = "read it again, and decide anew" if overtaken else "see `demodb explain ACCOUNT` for the places and their values"
        super().__init__(f"{account}: nothing was changed:\n  {lines}", fix=fix)
        self.account, self.refusals, self.overtaken = account, tuple(refusals), tuple(overtaken)


class AddressError(DemodbError):
    """An address at which the studio cannot listen."""

    code = "address"
    exit_code = ExitCode.USAGE


class ExtraMissingError(DemodbError):
    """Something that an extra of demodb brings, which is not installed."""

    code = "extra-missing"

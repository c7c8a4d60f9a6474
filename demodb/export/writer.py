"""The process that writes an export's files, while the one that started it reads the store: two cores share the work.

It stands on the standard library alone, so that it is there at once, and is told everything through stdin as pickles: a
`Task`, lists of `File`, and at last None. Without that None the other process died, and nothing is finished.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

PART = ".demodb.part"
"""The name under which a file is written aside."""

File = tuple[str, bytes, dict[str, Any]]
"""Path below the folder, content, and what the manifest says of it beside its hash."""

Task = tuple[str, str, str, dict[str, tuple[str, ...]], bool]
"""Folder, journal, the journal's beginning, the hashes of what was written before by path, and whether to write at all."""


@dataclass
class Written:
    """What became of the files.

    `differing` are those that a look alone found to be written, `unlike` those that are neither as they should be nor as
    demodb left them; `gone` are the hashes of those that were written before and have no file now.
    """

    written: int = 0
    unchanged: int = 0
    differing: list[str] = field(default_factory=list)
    unlike: list[tuple[str, bytes]] = field(default_factory=list)
    gone: dict[str, tuple[str, ...]] = field(default_factory=dict)


def write_files(stream: IO[bytes]) -> Written | None:
    """Do what stands in the stream; None where it broke off."""
    task = _next(stream)
    if task is None:
        return None
    folder, journal, head, before, writing = task
    outcome, places = Written(gone=before), set[str]()
    with (Path(journal) if writing else Path(os.devnull)).open("w", encoding="utf-8") as entries:
        entries.write(head)
        separator = "\n"
        while files := _next(stream):
            # Ahead of the files, so that after a kill the next export knows what is its own.
            entries.write(separator + ",\n".join(map(_entry, files)))
            entries.flush()
            separator = ",\n"
            for path, content, _ in files:
                _put(f"{folder}/{path}", content, before.pop(path, ()), outcome, writing=writing)
            places.update(path.rpartition("/")[0] for path, *_ in files)
        if files is None:
            return None
        entries.write("\n  }\n}\n")
    if writing:
        for place in places:
            Path(folder, place, PART).unlink(missing_ok=True)  # where an export was killed
    return outcome


def _next(stream: IO[bytes]) -> Any:
    """The task, or the next files; an empty list at the end; None where the stream broke off."""
    with suppress(EOFError, pickle.UnpicklingError):
        return pickle.load(stream) or []  # noqa: S301 - from our own process
    return None


def _entry(file: File) -> str:
    path, content, facts = file
    sha = hashlib.sha256(content).hexdigest()
    return f"    {json.dumps(path, ensure_ascii=False)}: {json.dumps({**facts, 'sha256': sha}, ensure_ascii=False)}"


# Paths are strings and files are opened by the system's own calls here: pathlib and io would take half of an export's time.


def _put(path: str, content: bytes, written_before: tuple[str, ...], outcome: Written, *, writing: bool) -> None:
    """Write a file unless it is so already, or somebody else's."""
    found = _read(path)
    if found == content:
        outcome.unchanged += 1
    elif found is None or hashlib.sha256(found).hexdigest() in written_before:
        outcome.written += 1
        if writing:
            _replace(path, content)
        else:
            outcome.differing.append(path)
    else:
        outcome.unlike.append((path, content))


def _read(path: str) -> bytes | None:
    try:
        opened = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        return os.read(opened, os.fstat(opened).st_size)
    finally:
        os.close(opened)


def _replace(path: str, content: bytes) -> None:
    folder = path.rpartition("/")[0]
    aside = f"{folder}/{PART}"
    try:
        _write(aside, content)
        os.replace(aside, path)  # noqa: PTH105 - see above
    except FileNotFoundError:
        Path(folder).mkdir(parents=True)
        _replace(path, content)
    except BaseException:
        with suppress(OSError):
            Path(aside).unlink()
        raise


def _write(path: str, content: bytes) -> None:
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(opened, rest) :]
    finally:
        os.close(opened)


def main() -> None:
    """Answer with the outcome's fields, or with the error that a person can mend."""
    answer: dict[str, Any] | OSError | None
    try:
        outcome = write_files(sys.stdin.buffer)
        answer = vars(outcome) if outcome else None
    except OSError as error:
        answer = error
    pickle.dump(answer, sys.stdout.buffer)


if __name__ == "__main__":
    main()

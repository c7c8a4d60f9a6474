"""Commands that are suggested to a person: quoted, so that a POSIX shell runs what is printed as it is meant."""

from __future__ import annotations

import shlex


def suggested(words: str, *arguments: str, **options: str) -> str:
    """A command to paste, such as `demodb account merge 'Acme Ltd' Acme`: `words` as they are, all else quoted.

    What looks like an option stands behind `--`.
    """
    named = [f"--{name.replace('_', '-')}={shlex.quote(value)}" for name, value in options.items()]
    ahead = ["--"] if any(argument.startswith("-") for argument in arguments) else []
    return " ".join(["demodb", words, *named, *ahead, *map(shlex.quote, arguments)])


def is_pasteable(text: str) -> bool:
    """Whether a name can stand in such a command: a terminal shows it as it is, and it can be encoded."""
    return text.isprintable()

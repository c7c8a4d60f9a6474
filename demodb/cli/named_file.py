"""Files that a person names for what is told: what somebody else wrote stays."""

from __future__ import annotations

from pathlib import Path

import click

_LOOKED_AT = 1024


def refuse_others(path: Path, mark: str, option: str) -> None:
    """Raise a usage error for a file that is there already, without the mark at its beginning that what the option writes has."""
    if not path.is_file():
        return
    with path.open("rb") as file:
        begins = file.read(_LOOKED_AT)
    if begins and mark.encode() not in begins:
        message = f"{path} is there already, and was not written by {option}: name another file, or move that one away"
        raise click.BadParameter(message, param_hint=option)

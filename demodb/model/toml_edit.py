"""A line put into the text of a TOML file that people write: all else stays as it is typed. The home of tomlkit. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import MutableMapping, Sequence
from typing import Any

import tomlkit
from tomlkit.items import Table


def with_value(text: str, keys: Sequence[str], value: str) -> str:
    """The text with a value under the keys that lead to it. Raises ValueError for what is no TOML, or leads through no table."""
    document = tomlkit.parse(text)
    *tables, last = keys
    table: MutableMapping[str, Any] = document
    for n, key in enumerate(tables, start=1):
        table = table.setdefault(key, tomlkit.table(is_super_table=n < len(tables)))
        if not isinstance(table, MutableMapping):
            raise ValueError(f"{'.'.join(tables[:n])} is no table")  # noqa: TRY004 - the text is wrong, not the argument
    body = table.value.body if isinstance(table, Table) else []
    # What stands behind the last line may be said of the next table: the new line goes before it.
    end = next((n for n in range(len(body), 0, -1) if body[n - 1][0] is not None), 0)
    behind = body[end:]
    del body[end:]
    table[last] = value
    body += behind
    written = tomlkit.dumps(document)
    if tomllib.loads(written) != _expected(tomllib.loads(text), keys, value):
        raise ValueError(f"{'.'.join(keys)} cannot be put into it without a change of something else")
    return written


def _expected(values: dict[str, Any], keys: Sequence[str], value: str) -> dict[str, Any]:
    key, *rest = keys
    return values | {key: _expected(values.get(key, {}), rest, value) if rest else value}

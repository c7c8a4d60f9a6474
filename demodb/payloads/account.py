"""Accounts as JSON."""

from __future__ import annotations

from collections.abc import Iterable

from demodb.api.account import AccountLine
from demodb.payloads.moments import iso_moment


def accounts_payload(lines: Iterable[AccountLine]) -> dict[str, object]:
    """The list as JSON."""
    return {"accounts": [account_payload(line) for line in lines]}


def account_payload(line: AccountLine) -> dict[str, object]:
    """An account of the list as JSON."""
    return {
        "account": line.name,
        "slug": line.slug,
        "hero": line.hero,
        "revenue": line.revenue,
        "records": line.records,
        "names": list(line.names),
        "departedAt": iso_moment(line.departed_at),
    }

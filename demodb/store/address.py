"""The parameters of a server's address: what the driver takes as another type, and what is no parameter at all."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from demodb.errors import StoreUnreachableError

_THRESHOLD = "prepare_threshold"


def driver_parameters(url: URL) -> tuple[URL, dict[str, Any]]:
    """The address without those of its parameters that the driver takes as numbers, and these.

    All others are libpq's, which takes texts. Raises StoreUnreachableError for a value that is no number, and for a parameter
    that libpq does not know: the driver would take some as its own, `autocommit` among them.
    """
    if url.get_backend_name() != "postgresql":
        return url, {}
    typed: dict[str, Any] = {}
    if _THRESHOLD in url.query:
        typed[_THRESHOLD] = _threshold(url.query[_THRESHOLD])
        url = url.difference_update_query([_THRESHOLD])
    _refuse_unknown(url)
    return url, typed


def _threshold(given: str | tuple[str, ...]) -> int | None:
    if given in ("", "none"):
        return None
    if not isinstance(given, str) or not given.isdecimal():
        raise StoreUnreachableError(
            f"{_THRESHOLD} is {given!r} in the address of the store",
            fix="give a number, 0 to prepare every statement, or none to prepare none, as servers behind a pool need it",
        )
    return int(given)


def _refuse_unknown(url: URL) -> None:
    from psycopg import ProgrammingError, conninfo  # noqa: PLC0415 - who has a file needs no driver of a server

    try:
        _, given = url.get_dialect()().create_connect_args(url)
        conninfo.timeout_from_conninfo(dict(given))
        conninfo.make_conninfo("", **given)
    except (ArgumentError, ProgrammingError) as error:
        # Names and numbers only: what the texts repeat of the address is no password.
        raise StoreUnreachableError(
            f"the address of the store has a parameter that is none, or none of that value: {str(error).strip()}",
            fix="take it out or correct it: `libpq` documents those that there are",
        ) from error

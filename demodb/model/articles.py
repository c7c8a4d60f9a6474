"""News of a customer: when an article appeared, as feeds write it."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def published_at(text: str) -> datetime | None:
    """The moment that the `published` of an article tells, with its zone, UTC where it names none; None where it tells none.

    Read are ISO 8601, and the dates of RFC 5322, which RSS has, with or without a time: "Tue, 24 Nov 2026".
    """
    for written, read in ((text.strip(), datetime.fromisoformat), (text, _of_mail), (f"{text} 00:00", _of_mail)):
        with suppress(ValueError):
            moment = read(written)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def _of_mail(text: str) -> datetime:
    try:
        return parsedate_to_datetime(text)
    except (TypeError, IndexError, OverflowError) as error:
        raise ValueError(text) from error

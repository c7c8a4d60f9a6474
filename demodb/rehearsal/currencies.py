"""The check of amounts in other currencies than the USD of all figures, in every text of a plan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from demodb.model.documents import Section
from demodb.model.rows import place_text
from demodb.rehearsal.check import Check, Meaning
from demodb.rehearsal.finding import Spot
from demodb.rehearsal.view import RehearsedAccount, Row, Scene

_CODES = (
    "AED|ARS|AUD|BDT|BGN|BHD|BRL|CAD|CHF|CLP|CNY|COP|CZK|DKK|EGP|EUR|GBP|GHS|HKD|HUF|IDR|ILS|INR|ISK|JOD|JPY|KES|KRW|KWD|LKR"
    "|MAD|MXN|MYR|NGN|NOK|NZD|OMR|PHP|PKR|PLN|QAR|RMB|RON|RSD|RUB|SAR|SEK|SGD|THB|TND|TRY|TWD|UAH|UGX|VND|XAF|XOF|ZAR|ZMW"
)
_SIGNS = r"[€£¥₹₺₦₩₪₫₱₴₽฿]|(?<![A-Za-z])(?:(?:R|A|C|NZ|HK|S)\$|Rs\.?)"
_WORDS = "euros?|pounds?|francs?|rupees|yen|yuan|renminbi|pesos|reais|zloty|kronor|naira|rand|shillings"
_CURRENCY = re.compile(
    rf"(?:{_SIGNS}|\b(?:{_CODES}))\s?[0-9]"
    rf"|[0-9]\s?(?:[kKmM]|mn|bn|million|thousand)?\s?(?:[€£₹₺]|zł\b|Kč|kr\b|(?:{_CODES}|{_WORDS})\b)"
)


def _texts(view: RehearsedAccount) -> Iterator[tuple[Section, str, Row, str]]:
    """Every text of the plan in which an amount may stand, as section, list, row and key."""
    yield from (("stakeholders", "", row, "notes") for row in view.people)
    for of_list, rows in (("painPoints", view.pains), ("opportunities", view.deals)):
        yield from (("strategy", of_list, row, key) for row in rows for key in ("title", "description"))
    yield from (("competitors", "", row, key) for row in view.rivals for key in ("description", "strengths", "weaknesses"))
    yield from (("actions", "", row, key) for row in view.cards for key in ("title", "description"))


def _currency(view: RehearsedAccount, _: Scene) -> Iterator[Spot]:
    for section, of_list, row, key in _texts(view):
        value = row.get(key) or ""
        text = value if isinstance(value, str) else "; ".join(value)
        found = _CURRENCY.search(text)
        if found:
            why = f"a text tells an amount in another currency than the USD of all other figures: “{_around(text, found)}”"
            command = view.edit(place_text(section, of_list, row["id"], key), "TEXT" if value is text else "LIST")
            yield Spot(why, command, section, "/".join(filter(None, (of_list, row["id"]))), key, text)


def _around(text: str, found: re.Match[str]) -> str:
    return text[max(0, found.start() - 10) : found.end() + 10].strip()


CHECKS = (
    Check(
        Meaning(
            "other-currency",
            "hint",
            "a text of the plan tells an amount in another currency than USD",
            "beside figures in USD nobody knows which is meant",
        ),
        _currency,
    ),
)

"""The check of amounts in other currencies than the USD of all figures, in every text of a plan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from demodb.rehearsal.check import Check, Meaning
from demodb.rehearsal.finding import Spot
from demodb.rehearsal.view import RehearsedAccount, Scene

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


_HAS_DIGIT = re.compile("[0-9]").search


def _currency(view: RehearsedAccount, _: Scene) -> Iterator[Spot]:
    for told in view.texts:
        found = _HAS_DIGIT(told.text) and _CURRENCY.search(told.text)
        if found:
            amount = _around(told.text, found)
            yield view.of_text(told, f"a text tells an amount in another currency than the USD of all other figures: “{amount}”")


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

"""Personal data in free text: phone numbers, e-mail and postal addresses, and links are replaced by what they are."""

from __future__ import annotations

import re

_STREETS = (
    "street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|square|court|place|way|terrace|close|parkway|pkwy|highway|"
    "hwy|row|quay|crescent|gardens|grove|mews|hill|walk"
)
_ROADS = "rue|avenue|boulevard|place|chemin|allée|quai|impasse"
_NUMBERED = "Via|Viale|Piazza|Corso|[Cc]alle|[Aa]venida|Paseo|Plaza|Carrer|[Rr]ua|ul\\."
_JOINED = "stra(?:ß|ss)e|str\\.|gasse|weg|platz|allee|damm|ufer|straat|laan|gracht|plein|gatan|vägen|sgade|vej|veien|gata"
_HOUSE = r"\d{1,5}(?:[-\u2013]\d{1,4})?(?:\s?[a-zA-Z](?![\w]))?"
_WORD = r"[\w'\u2019.-]+"
# The post code and the town that follow a street.
_TOWN = rf"(?:,?\s+(?:[A-Z]{{1,2}}-)?\d{{4,6}}(?:\s[A-Z]{{2}})?\s+[^\W\d_]{_WORD})?"
_LINK = r"(?i)\b(?:https?|ftp)://\S+|\bwww\.[\w-]+\.\S+|\b[\w-]+(?:\.[\w-]+)+(?:/[^\s?]*)?\?[\w%.-]+=\S*"
_AT, _DOT = r"(?:@|[(\[{]\s?at\s?[)\]}])", r"(?:\.|[(\[{]\s?dot\s?[)\]}])"
_E_MAIL = rf"(?i)[\w.+%'-]+\s?{_AT}\s?[\w-]+(?:\s?{_DOT}\s?[\w-]+)+"
_KINDS = "tel|telephone|phone|mobile|mob|cell|fax|whatsapp|handy|téléphone|teléfono|móvil"
_SAID = rf"(?i:\b(?:{_KINDS})\b)\.?:?\s*(?i:no\.?|number|is)?:?\s*"
_PHONES = (
    _SAID + r"[+\uff0b(]?\d[\d\s().\-\u2013/]{4,}\d",
    r"(?<![\w.])(?:[+\uff0b]|00)\s?\d[\d\s().\-\u2013/]{6,18}\d(?!\w)",
    r"(?<![\w\-.,/])\(?0\d{1,5}\)?[\s.\-\u2013/]\d[\d\s.\-\u2013/]{4,12}\d(?!\w)",
    r"(?<![\w\-.,/])0\d{8,11}(?![\w,])",
    r"(?<![\w\-.,/])(?:1[\s.\-])?\(?\d{3}\)?[\s.\-\u2013]\d{3}[\s.\-\u2013]\d{4}(?!\w)",
)
_NAME = r"(?:[A-ZÀ-Þ][\w'\u2019.-]+|d(?:e|u|es|el|ella|i|a|o)\s+(?:l[ao]s?\s+)?[\w'\u2019.-]+)"
_NOT_YEAR = r"(?!(?:19|20)\d\d\b)"
_ADDRESSES = (
    rf"\b(?:{_NUMBERED})\s+{_NAME}(?:\s+{_NAME}){{0,3}},?\s+(?:n[.º°]*\s?)?{_NOT_YEAR}{_HOUSE}\b{_TOWN}",
    rf"\b[^\W\d_]+(?i:{_JOINED})\s+{_NOT_YEAR}{_HOUSE}\b{_TOWN}",
    rf"(?<![\w'\u2019.,-]){_HOUSE},?\s+(?:[A-ZÀ-Þ]{_WORD}\s+){{1,4}}(?i:{_STREETS})\b\.?{_TOWN}",
    rf"(?<![\w'\u2019.,-]){_NOT_YEAR}{_HOUSE}(?:\s(?:bis|ter))?,?\s+(?i:{_ROADS})\s+{_NAME}(?:\s+{_NAME}){{0,3}}{_TOWN}",
    r"(?i:\b(?:p\.?\s?o\.?\s?box|postfach|post\s?box|apartado|casella postale)\s*\d+)",
    r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b",
    r",\s[A-Z]{2}\s\d{5}(?:-\d{4})?\b",
    r"\b(?:A|B|CH|D|DK|E|F|I|L|N|NL|P|PL|S|SE)-\d{4,5}\s+[^\W\d_][\w-]+",
)
_MASKS: dict[str, tuple[str, ...]] = {"[link]": (_LINK,), "[e-mail]": (_E_MAIL,), "[phone]": _PHONES, "[address]": _ADDRESSES}
_PATTERNS = [(mask, re.compile("|".join(patterns))) for mask, patterns in _MASKS.items()]


def masked(text: str) -> str:
    """The text with "[link]", "[e-mail]", "[phone]" and "[address]" in the place of these.

    It errs to the side of hiding. Names of people stay: a briefing is about them.
    """
    if not _SIGNS.search(text):
        return text
    for mask, pattern in _PATTERNS:
        text = pattern.sub(mask, text)
    return text


_SIGNS = re.compile(r"[@?]|://|www\.|\d|\bat\b", re.IGNORECASE)
"""Without any of these there is nothing to hide."""

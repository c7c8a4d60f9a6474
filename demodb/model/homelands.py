"""The country of a company, by its legal form and the words of its name: the second version of `countries.country_of`.

The first version is what revisions of packs from before were seeded with, so it stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from demodb.model.company_forms import BareName, CompanyForm, bare_name
from demodb.model.country_names import COUNTRY_OF_NAME
from demodb.model.languages import languages_of
from demodb.model.names import unmarked
from demodb.model.place_names import COUNTRY_OF_PLACE

_AMBIGUOUS = frozenset({
    "us", "island", "columbia", "jordan", "moldau", "grecia", "maurice", "cile", "gb", "oman", "china", "niger", "guinea",
    "jersey", "chad", "aruba", "georgia",
})  # fmt: skip
"""Names of countries that name something else as often, in a company's name."""

_HOMES = {
    "bg": "BG",
    "cs": "CZ",
    "da": "DK NO",
    "de": "DE AT CH LI LU",
    "el": "GR CY",
    "es": "ES CO MX AR CL PE EC VE SV HN BO DO PA UY",
    "et": "EE",
    "fi": "FI",
    "fr": "FR BE CH LU CA MA DZ TN SN CI CM",
    "hr": "HR BA",
    "hu": "HU",
    "is": "IS",
    "it": "IT CH",
    "ja": "JP",
    "lt": "LT",
    "lv": "LV",
    "nl": "NL BE",
    "no": "NO",
    "pl": "PL",
    "pt": "PT BR AO MZ",
    "ro": "RO MD",
    "ru": "RU",
    "sk": "SK",
    "sl": "SI",
    "sv": "SE FI",
    "tr": "TR",
    "uk": "UA",
}
"""The countries of a language, its home first."""


@lru_cache(maxsize=4096)
def homeland(name: str) -> str | None:
    """The ISO 3166 code of the country that a company's name tells, None where it tells none.

    The legal form goes first. Where it belongs to several countries the rest of the name decides: a country's or a place's
    name in it, else the language of its words, else the first country of the form.
    """
    bare = bare_name(name)
    possible = [country for form in bare.forms for country in form.countries if country != "-"]
    open_to_all = all(form.anywhere for form in bare.forms)
    told = (*_set_apart(name), *_places(name), *_by_script(bare.words))
    named = next((country for country in told if open_to_all or country in possible), None)
    return named or _by_language(bare, possible, open_to_all=open_to_all) or _commonest(bare.forms)


def _commonest(forms: tuple[CompanyForm, ...]) -> str | None:
    """The country where the outermost form that is at home somewhere is most common."""
    return next((form.countries[0] for form in forms if form.countries[0] != "-"), None)


def _by_language(bare: BareName, possible: list[str], *, open_to_all: bool) -> str | None:
    if possible and (open_to_all or not _SPOKEN & {*possible}):
        return None
    least = 1 if bare.forms or not bare.words.isascii() else 2
    homes = (_HOMES[language].split() for language in languages_of(bare.words, least))
    return next((country for spoken in homes for country in possible or spoken if country in spoken), None)


_SPOKEN = frozenset(country for homes in _HOMES.values() for country in homes.split())


def names_a_place(text: str) -> bool:
    """Whether a text has the name of a country or of a place in it."""
    return bool(_places(text))


def _set_apart(name: str) -> list[str]:
    """The countries that stand by themselves, in brackets or behind a comma: these name nothing else."""
    asides = (unmarked(aside.casefold().strip()) for aside in _APART.findall(name))
    return [COUNTRY_OF_NAME[aside] for aside in asides if aside in COUNTRY_OF_NAME]


_APART = re.compile(r"[(\[,] *([^()\[\],]+?) *(?:[)\]]|$)")


def _by_script(words: str) -> list[str]:
    """The countries that write as a name does, by what it begins with, or by letters that one alone has."""
    if words.isascii():
        return []
    return [country for country, script in _SCRIPTS if script.search(words)]


_SCRIPTS = [
    (country, re.compile(letters))
    for country, letters in (
        ("TW", "臺灣|台灣|台湾"),
        ("HK", "香港"),
        ("JP", "日本|[\u3040-\u30ff]"),
        ("KR", "[\uac00-\ud7a3]"),
        ("CN", "[\u4e00-\u9fff]{2}"),
        ("IL", "[\u05d0-\u05ea]"),
        ("AM", "[\u0531-\u0587]"),
        ("GE", "[\u10a0-\u10ff]"),
        ("ET", "[\u1200-\u137f]"),
        ("IN", "[\u0900-\u097f]"),
        ("LK", "[\u0d80-\u0dff]"),
        ("TH", "[\u0e00-\u0e7f]"),
        ("LA", "[\u0e80-\u0eff]"),
        ("MM", "[\u1000-\u109f]"),
        ("KH", "[\u1780-\u17ff]"),
    )
]
"""Japanese has letters of its own beside the Chinese ones."""


def _places(name: str) -> list[str]:
    """The countries that the words of a name tell: by their own names, then by places in them."""
    words = _WORD.findall(unmarked(name.casefold()))
    if _first_words().isdisjoint(words):
        return []
    return [*_found(words, _countries()), *_found(words, COUNTRY_OF_PLACE)]


def _found(words: list[str], known: Mapping[str, str]) -> list[str]:
    """The countries of what the words name, the longest names first at each place and no word twice."""
    found, start = list[str](), 0
    while start < len(words):
        size = _known_size(words[start:], known) if words[start] in _first_words() else 0
        if size and (country := known[" ".join(words[start : start + size])]):
            found.append(country)
        start += size or 1
    return found


def _known_size(words: list[str], known: Mapping[str, str]) -> int:
    """How many of the first words are the longest known name."""
    return next((size for size in range(min(_MOST_WORDS, len(words)), 0, -1) if " ".join(words[:size]) in known), 0)


@cache
def _first_words() -> frozenset[str]:
    """With what the names of countries and places begin: nearly no word of a company's name is one."""
    return frozenset(name.partition(" ")[0] for name in (*_countries(), *COUNTRY_OF_PLACE))


_WORD = re.compile(r"\w+")
_MOST_WORDS = 4


@cache
def _countries() -> Mapping[str, str]:
    """The country of each name of one, and of what only sounds so: made when the first name is read."""
    told = {" ".join(_WORD.findall(name)): country for name, country in COUNTRY_OF_NAME.items() if name not in _AMBIGUOUS}
    return told | {place: country for place, country in COUNTRY_OF_PLACE.items() if " " in place}

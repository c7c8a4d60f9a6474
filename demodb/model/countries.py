"""The country that a company's name tells, by a country's word in it or by its legal form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from demodb.model.country_names import COUNTRY_OF_NAME
from demodb.model.legal_forms import LEGAL_FORMS
from demodb.model.names import unmarked

_WORDS = {
    "AR": "argentina|rioplatense",
    "AT": "austria|österreich|osterreich",
    "AU": "australia",
    "BE": "belgium|belgië|belgique|vlaanderen|wallonie",
    "BR": "brasil|brazil",
    "CH": "schweiz|suisse|svizzera|switzerland",
    "CO": "colombia",
    "CZ": "czechia|česko|ceska|česká",
    "DE": "deutschland|germany",
    "DK": "danmark|denmark",
    "ES": "españa|espana|spain|ibérica|iberica",
    "FI": "finland|suomi",
    "FR": "france",
    "GB": "uk|united kingdom|britain|british|england|scotland|wales",
    "GR": "hellas|greece",
    "IE": "ireland|éire",
    "IN": "india|bharat",
    "IT": "italia|italy",
    "JP": "japan|nippon",
    "KE": "kenya",
    "MX": "méxico|mexico|mexicana|mexicano",
    "NG": "nigeria",
    "NL": "nederland|netherlands|holland",
    "NO": "norge|norway",
    "NZ": "new zealand|aotea(?:roa)?",
    "PL": "polska|poland",
    "PT": "portugal",
    "SE": "sverige|sweden",
    "TR": "türkiye|turkey|turkiye",
    "US": "usa|united states|america",
    "ZA": "south africa",
}


def _either(pairs: Iterable[tuple[str, str]]) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """One pattern with a group for each pair, and the groups' countries: of two that fit at one place the first wins."""
    listed = tuple(pairs)
    groups = "|".join(f"({words})" for _, words in listed)
    return re.compile(rf"(?<!\w)(?:{groups})(?!\w)", re.IGNORECASE), tuple(country for country, _ in listed)


_FORMS = [(form.country, form.written) for form in LEGAL_FORMS if form.country]

COUNTRIES = frozenset((*_WORDS, *(country for country, _ in _FORMS)))
"""The ISO 3166 codes of the countries that a name can tell."""

_PATTERNS = (_either(_WORDS.items()), _either(_FORMS))


def country_of(name: str) -> str | None:
    """The ISO 3166 code of the country that a name tells, None where it does not. A country's word outweighs a legal form."""
    for pattern, countries in _PATTERNS:
        match = pattern.search(name)
        if match and match.lastindex:
            return countries[match.lastindex - 1]
    return None


@lru_cache(maxsize=4096)
def country_code(text: str) -> str | None:
    """The ISO 3166 code of a country that is written as a code or as its name, None for one that is not known."""
    plain = " ".join(text.split())
    if plain.upper() in CODES:
        return plain.upper()
    found = _PATTERNS[0][0].fullmatch(plain)
    return _PATTERNS[0][1][found.lastindex - 1] if found and found.lastindex else COUNTRY_OF_NAME.get(unmarked(plain.casefold()))


CODES = COUNTRIES.union(COUNTRY_OF_NAME.values())
"""The ISO 3166 codes of the countries that are known by name."""

"""Word lists of names for the second version of the facts: of more countries, in Latin letters, short enough for an address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import import_module

from demodb.model.languages import in_ascii
from demodb.model.romanised import romanised
from demodb.packs.people import LOCALES, Names, is_mailable

LOCALES_2 = {country: locale for country, locale in LOCALES.items() if country != "AU"} | {
    "CL": "es_CL",
    "CN": "zh_CN",
    "DZ": "fr_DZ",
    "EE": "et_EE",
    "GR": "el_GR",
    "HR": "hr_HR",
    "HU": "hu_HU",
    "ID": "id_ID",
    "JP": "ja_JP",
    "LI": "de_LI",
    "LU": "de_LU",
    "LV": "lv_LV",
    "MK": "mk_MK",
    "NG": "en_NG",
    "RO": "ro_RO",
    "RU": "ru_RU",
    "SI": "sl_SI",
    "SK": "sk_SK",
    "TW": "zh_TW",
    "UA": "uk_UA",
}
"""The locale of a country's names; where it is not listed, English ones are drawn."""

REGIONS = {("BE", "fr"): "fr_BE", ("CA", "fr"): "fr_CA", ("CH", "fr"): "fr_CH", ("CH", "it"): "it_IT"}
"""The locale of a country's names, where the company's name is in another of its languages."""

MULTILINGUAL = frozenset(country for country, _ in REGIONS)

LONGEST = 10
"""Letters of a last name in an address: the card of a person has no room for more."""

_LISTS = ("first_romanized_names_{}", "first_names_{}", "first_romanized_names")
_LASTS = ("last_romanized_names", "last_names_{}", "unisex_last_names", "last_names")


@cache
def latin_names_of(locale: str) -> Names:
    """The word lists of a locale, in Latin letters."""
    provider = import_module(f"faker.providers.person.{locale}").Provider
    language = locale.partition("_")[0]
    return Names(
        tuple((_list(provider, _LISTS, gender, language), _list(provider, _LASTS, gender, language)) for gender in _GENDERS)
    )


_GENDERS = ("female", "male")


def _list(provider: object, attributes: Sequence[str], gender: str, language: str) -> tuple[str, ...]:
    """The first of a provider's lists that has enough names."""
    lists = (getattr(provider, attribute.format(gender), ()) for attribute in attributes)
    return next(names for found in lists if len(names := _latin(tuple(found), language)) > 1)


@cache  # bounded by the word lists: women and men often share one
def _latin(names: tuple[str, ...], language: str) -> tuple[str, ...]:
    """The names in Latin letters, without those that read oddly or are too short or too long for an address."""
    odd = _ODD_LINES.findall("\n".join(names))
    written = dict.fromkeys(odd, "") | _fitting(filter(is_mailable, odd), language)
    return tuple(filter(None, dict.fromkeys(map(written.get, names, names))))


_ODD_LINES = re.compile(f"^(?![A-Z][a-z]{{1,{LONGEST - 1}}}$).*$", re.MULTILINE)
"""The names to which something has to be done, of one in each line: most need nothing."""


def _fitting(names: Iterable[str], language: str) -> dict[str, str]:
    """The Latin forms of those names that fit into an address."""
    latin = {name: _capitalised(romanised(name, language)) for name in names}
    # All at once: one after another takes ten times as long.
    letters = in_ascii("\n".join(latin.values()), language).split("\n")
    return {name: written for (name, written), plain in zip(latin.items(), letters, strict=False) if 1 < len(plain) <= LONGEST}


def _capitalised(latin: str) -> str:
    return latin.capitalize() if latin.isupper() else latin[:1].upper() + latin[1:]

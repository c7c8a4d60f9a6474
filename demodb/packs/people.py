"""Invented people: names of the account's country from Faker's word lists, and addresses that reach nobody.

Only the word lists are taken: what Faker draws with its own generator may change with any release of it, so the draws are
ours, and the version that the lists come from is pinned in pyproject.toml.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import NamedTuple

from demodb.model.names import ascii_fold
from demodb.packs.draws import Draws

LOCALES = {
    "AR": "es_AR",
    "AT": "de_AT",
    "AU": "en_NZ",
    "BE": "nl_BE",
    "BR": "pt_BR",
    "CH": "de_CH",
    "CO": "es_CO",
    "CZ": "cs_CZ",
    "DE": "de_DE",
    "DK": "da_DK",
    "ES": "es_ES",
    "FI": "fi_FI",
    "FR": "fr_FR",
    "GB": "en_GB",
    "IE": "en_IE",
    "IN": "en_IN",
    "IT": "it_IT",
    "KE": "en_KE",
    "MX": "es_MX",
    "NL": "nl_NL",
    "NO": "no_NO",
    "NZ": "en_NZ",
    "PL": "pl_PL",
    "PT": "pt_PT",
    "SE": "sv_SE",
    "TR": "tr_TR",
    "US": "en_US",
}
"""The locale of a country's names; where the country is unknown or not listed, English ones are drawn."""

_DEFAULT = "en_US"
_ODD = re.compile(r"[ ./]")


class Names(NamedTuple):
    """First names and the last names that go with them, women's and men's."""

    pairs: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


class Persona(NamedTuple):
    """A person: the name, the last name in it, the local part of an e-mail address, and whether it is a woman."""

    name: str
    last_name: str
    mailbox: str
    female: bool


def locale_of(country: str | None) -> str:
    """The locale that a country's people are named in."""
    return LOCALES.get(country or "", _DEFAULT)


def language_of(country: str | None) -> str:
    """The language of a country's titles, such as "de"."""
    return locale_of(country).partition("_")[0]


@cache
def names_of(locale: str) -> Names:
    """The word lists of a locale."""
    provider = import_module(f"faker.providers.person.{locale}").Provider
    pairs = []
    for gender in ("female", "male"):
        lasts = next(
            names
            for name in (f"last_names_{gender}", "unisex_last_names", "last_names")
            if len(names := _mailable(getattr(provider, name, ()))) > 1
        )
        pairs.append((_mailable(getattr(provider, f"first_names_{gender}")), lasts))
    return Names(tuple(pairs))


def _mailable(names: Sequence[str]) -> tuple[str, ...]:
    """Names without what reads oddly in a demo, such as initials and doubled forms."""
    return tuple(name for name in names if is_mailable(name))


def is_mailable(name: str) -> bool:
    """Whether a name has neither spaces nor marks that stand oddly in an address."""
    return not _ODD.search(name)


def persona(draws: Draws, path: str, country: str | None, taken: Sequence[str]) -> Persona:
    """A person for a row; a last name in `taken`, of somebody of the same account, is not drawn a second time."""
    return person(draws, path, names_of(locale_of(country)), taken, mailbox)


def person(draws: Draws, path: str, names: Names, taken: Sequence[str], mailbox: Callable[[str, str], str]) -> Persona:
    """A person with one of these names, whose address is made of the first and the last one."""
    female = draws.pick(f"{path}/gender", (True, False))
    firsts, lasts = names.pairs[0 if female else 1]
    first = draws.pick(f"{path}/first", firsts)
    start = draws.integer(f"{path}/last")
    last = next(name for step in range(len(lasts)) if (name := lasts[(start + step) % len(lasts)]) not in taken)
    return Persona(f"{first} {last}", last, mailbox(first, last), female)


def mailbox(first: str, last: str) -> str:
    """The local part of an address: "warren.mcneil"."""
    return f"{_part(first)}.{_part(last)}"


@cache  # bounded by the word lists
def _part(name: str) -> str:
    return "".join(c for c in ascii_fold(name) if c.isalnum() or c == "-").strip("-")

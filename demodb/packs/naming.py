"""How people, places and addresses of an account are named, by the version of the facts that a pack's revision draws from.

A version never changes once a released revision uses it: what was seeded has to be made again to the byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from demodb.model.company_forms import bare_name
from demodb.model.countries import country_of
from demodb.model.homelands import homeland
from demodb.model.languages import in_ascii, languages_of
from demodb.model.names import email_domain
from demodb.model.no_company import looks_like_no_company
from demodb.model.short_names import says_little, short_name
from demodb.packs.draws import Draws
from demodb.packs.locales import LOCALES_2, LONGEST, MULTILINGUAL, REGIONS, latin_names_of
from demodb.packs.people import Names, Persona, locale_of, mailbox, names_of, person


class Naming(NamedTuple):
    """The functions of one version.

    `country` takes a company's name and the told country, `locale` the name and the country, `domain` the same two; `mailbox`
    takes a first name, a last name and a language. `language` is that of a locale. `peopled` says whether a name is one of a
    company, which has people.
    """

    country: Callable[[str, str | None], str | None]
    locale: Callable[[str, str | None], str]
    language: Callable[[str], str]
    names: Callable[[str], Names]
    domain: Callable[[str, str | None], str]
    mailbox: Callable[[str, str, str], str]
    peopled: Callable[[str], bool]

    def persona(self, draws: Draws, path: str, locale: str, taken: Sequence[str]) -> Persona:
        """A person for a row, named as in a locale; a last name in `taken` is not drawn a second time."""
        language = self.language(locale)
        return person(draws, path, self.names(locale), taken, lambda first, last: self.mailbox(first, last, language))


def _language(locale: str) -> str:
    return locale.partition("_")[0]


_TLD = ".example"
_ADDRESS = 34
"""Characters of an e-mail address that fit on a person's card in the app."""

_LABEL = _ADDRESS - len("i.") - LONGEST - len("@") - len(_TLD)
_SMALL = "a and as at da das de del den der des di do dos du e et for i la las le les los och of og the und van von y"
_NO_END = frozenset(_SMALL.split())


def _country(name: str, told: str | None) -> str | None:
    return told or homeland(name)


def _locale(name: str, country: str | None) -> str:
    if country in MULTILINGUAL:
        told = (REGIONS.get((country, language)) for language in languages_of(bare_name(name).words))
        if locale := next(filter(None, told), None):
            return locale
    return LOCALES_2.get(country or "", "en_US")


@lru_cache(maxsize=4096)
def _domain(name: str, country: str | None) -> str:
    """A domain of a company's own words: all where they fit, else those of its short name, else the first telling ones."""
    language = _language(_locale(name, country))
    full = _label_words(bare_name(name).words, language)
    if label := _fitting(full):
        return f"{label}{_TLD}"
    short = _label_words(short_name(name), language)
    return f"{_fitting(short) or _first_words(short or full) or 'customer'}{_TLD}"


def _fitting(words: list[str]) -> str | None:
    """All of the words as a label, apart or joined as they fit; None where they do not."""
    return next((label for joint in ("-", "") if 0 < len(label := joint.join(words)) <= _LABEL), None)


_WEB_ADDRESS = re.compile(r"(?:\bwww\.)?\b(\w[\w-]{2,})\.(?:com|net|org|[a-z]{2})(?:\.[a-z]{2})?(?!\w)")
"""As in "Lumora.com Ltd": the name of the site is the company's."""


def _label_words(text: str, language: str) -> list[str]:
    site = _WEB_ADDRESS.sub(r"\1", in_ascii(text, language))
    return [word for word in _WORD.findall(_JOINT.sub("", site)) if word != "and"]


_JOINT = re.compile(r"(?<=\w)[&'.\u2019](?=\w)")
_WORD = re.compile("[a-z0-9]+")


def _first_words(words: list[str]) -> str:
    """As many words from the first telling one as fit, none of them a small one at the end; of one too long its beginning."""
    start = 0 if words[:1] and words[0] in _NO_END else next((n for n, word in enumerate(words) if not says_little(word)), 0)
    kept = words[start:]
    while len(kept) > 1 and (len("-".join(kept)) > _LABEL or kept[-1] in _NO_END):
        kept.pop()
    return "-".join(kept)[:_LABEL]


def _mailbox(first: str, last: str, language: str) -> str:
    """The initial and the last name: "w.mcneil"."""
    return f"{_letters(first, language)[:1] or 'x'}.{_letters(last, language)[:LONGEST] or 'x'}"


@cache  # bounded by the word lists
def _letters(name: str, language: str) -> str:
    return "".join(re.findall("[a-z0-9]", in_ascii(name, language)))


NAMING: Mapping[int, Naming] = {
    1: Naming(
        country=lambda name, told: told or country_of(name),
        locale=lambda _, country: locale_of(country),
        language=_language,
        names=names_of,
        domain=lambda name, _: email_domain(name),
        mailbox=lambda first, last, _: mailbox(first, last),
        peopled=lambda _: True,
    ),
    2: Naming(
        country=_country,
        locale=_locale,
        language=_language,
        names=latin_names_of,
        domain=_domain,
        mailbox=_mailbox,
        peopled=lambda name: not looks_like_no_company(name),
    ),
}
"""By version."""

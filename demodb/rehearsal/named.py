"""Whom a text speaks of: names of people, told apart from roles, departments, products, days and places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from demodb.model.homelands import names_a_place
from demodb.model.names import unmarked
from demodb.rehearsal.view import RehearsedAccount, Scene

_CAPITAL = "[A-ZÀ-ÖØ-ÞĀČĎĒĢĞĪİĶŁĻĽĹŅŇŐŘŚŞŠŤŪŰŹŻŽ]"
_NAME = rf"{_CAPITAL}[\w'\u2019-]+"
_FORM = r"(?:Dr|Mr|Mrs|Ms|Prof|Frau|Herrn?|Mme|Mlle|Sra?|Señora?|Sig|Signora?|Mevrouw|Dhr|Fru|Pani?)\b\.?"
_BETWEEN = r"(?:van|von|de|der|den|da|di|al|bin|el|la|le|ter|zu|zur)\b"
_WHOLE = rf"{_NAME}(?: {_BETWEEN})*(?: {_NAME})?"
_PERSON = re.compile(rf"(?:{_FORM} )?{_CAPITAL}[\w'\u2019.-]+(?: {_BETWEEN})*(?: {_NAME}){{1,2}}")
_ADDRESSED = re.compile(rf"\b(?:(?:[Aa]sk|[Cc]all|[Tt]ell|[Ii]nvite) (?:{_FORM} )*|(?:{_FORM} )+)({_WHOLE})")
_TITLE = re.compile(rf"^(?:{_FORM} )+")
_POSSESSIVE = re.compile(r"['\u2019]s?\b")
_BRAND = re.compile(r"(?!(?:Mc|Mac|De|Di|La|Le|Van|O['\u2019])[A-Z]).+[A-Z]|.*[0-9_]")
"""A capital inside a word, but as in McNeil, or a digit: a product, an abbreviation or a quarter."""

_WORDS = """
account accounting administration architect audit billing board brand business central ceo cfo chief cio
committee communications compliance contracts controlling coo council counsel cto customer customers deal
delivery department design desk development director dispatch division engineer engineering engineers everybody
everyone executive facilities field finance fraud group head headquarters helpdesk human integration internal
invoicing key lead leadership legal localisation logistics maintenance management manager marketing network
networks office officer offices operations our owner partner partners payroll people planning portfolio
president press pricing procurement product production products programme project projects public purchasing
quality regional relations research resources retail risk sales security service services site solution
solutions staff steering strategy success supplier suppliers supply support systems tax team teams technical
technology tender training treasury unions vendor vendors vp warehouse wholesale workshop
monday tuesday wednesday thursday friday saturday sunday january february march july august september october
november december christmas easter ramadan
"""
"""Words that roles, departments and times are called by."""

_BEGINNINGS = """
a again all an and any back before both first for her him his if in it me my no not on only or somebody
someone that the their them there these this those to us we what when where who you
"""
"""Words that somebody is not called by alone."""

_NOBODY = frozenset(_WORDS.split())
_NOT_ALONE = _NOBODY.union(_BEGINNINGS.split())


def is_person(owner: str) -> bool:
    """Whether an owner is written as a person and not as a role, such as "Deal desk" or "Account Manager"."""
    return bool(_PERSON.fullmatch(owner)) and not _NOBODY.intersection(words_of(owner)) and not names_a_place(owner)


def addressed(text: str) -> Iterator[str]:
    """The people whom a text tells to ask, call, tell or invite, or names with a form of address."""
    for name in _ADDRESSED.findall(text):
        plain = _POSSESSIVE.sub("", name)
        words = words_of(plain)
        nobody = not (_NOBODY if len(words) > 1 else _NOT_ALONE).isdisjoint(words)
        if not nobody and not any(map(_BRAND.match, plain.split())) and not names_a_place(plain):
            yield plain


def known_words(view: RehearsedAccount, scene: Scene) -> frozenset[str]:
    """The words of all names that the plan knows, those of the account, of rivals and of the people on our side included."""
    names = [person["name"] for person in view.people] + [rival["name"] for rival in view.rivals]
    names += [view.name, *scene.units, *scene.team, *(card.get("owner") or "" for card in view.cards)]
    return frozenset(word for name in names for word in words_of(name))


def words_of(name: str) -> list[str]:
    """The words of a name in small letters without marks."""
    return re.findall(r"\w+", unmarked(name.casefold()))


def is_known(name: str, known: frozenset[str]) -> bool:
    """Whether all words of a name, but for a form of address, are known."""
    return all(word in known for word in words_of(_TITLE.sub("", name)))

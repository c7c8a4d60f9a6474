"""The short name of a company, as its people say it: "Luminus" for "LUMINUS N.V. (Belgium)"."""

from __future__ import annotations

import re
from functools import lru_cache

from demodb.model.company_forms import bare_name
from demodb.model.country_names import COUNTRY_OF_NAME
from demodb.model.names import unmarked

_SAID = {
    "amazon web services": "AWS",
    "at&t services": "AT&T",
    "british telecommunications": "BT",
    "deutsche telekom": "Telekom",
    "hewlett packard enterprise": "HPE",
    "international business machines": "IBM",
}
"""Companies that nobody calls by the first words of their names."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_GENERAL = _words(
    "group groupe gruppe grupo gruppo grup grupa holding holdings company companies cooperative co-operative corporation"
    " enterprises enterprise international worldwide global"
)
"""Words at a name's end that are not said."""

_TRADE = _words(
    "telecom telekom telecommunications communications kommunikation kommunikasjon networks network netzwerke solutions"
    " services media medios medien wireless broadband fibre fiber mobile mobil voice messaging cable telephone telefoni"
    " telecoms technologies technology systems digital payments utilities unified transport haberleşme hizmetleri bredbånd"
    " bredband betaling betalningar  samtal zakelijk medya iletişim studios clearing ağ card cards telecomunicaciones"
)
"""Words that tell a trade: not said where two words before them tell the company."""

_FIRST_WORDS = _words(
    "radio bank banque banco banca air post redes reseau telecable tele seguros stadtwerke energia aguas media medios empresa"
)
"""Words that begin names of a trade, without marks."""

_LINKING = _words("of and the for de del la las los le les du des di da do dos das der die das und et e y van von & i og och")
_SAYING_LITTLE = _TRADE | _GENERAL | _LINKING
_ACRONYMS = _words("uk usa us eu uae it tv bt ee os ai")
_WORD = re.compile(r"[^\W_]+(?:[&.'\u2019][^\W_]+)*\.?", re.UNICODE)
_VOWEL = re.compile("[aeiouyäöüåøæáéíóúàèìòùâêîôûãõ\u0131ąęěůőű]")
_SHOUTED = 5
"""Letters from which on a word in capitals is one that is shouted and no acronym."""


@lru_cache(maxsize=4096)
def short_name(name: str) -> str:
    """What a colleague calls a company: without legal form, aside, country and general words where the rest still tells it.

    Words in capitals become those of a name, but for acronyms. It is never empty: a name that is nothing else stays.
    """
    bare = bare_name(name).words
    if said := _SAID.get(bare.casefold()):
        return said
    said_words = " ".join(_told(_quiet(bare).split()))
    return bare_name(said_words).words


def _told(words: list[str]) -> list[str]:
    """The words without those at the end that are not said."""
    if len(words) > 1 and words[0].casefold() == "the":
        words = words[1:]
    while left := _shorter(words):
        words = left
    return words


def _shorter(words: list[str]) -> list[str] | None:
    """The words without the last ones, None where these are needed."""
    for size in (3, 2, 1):
        left, last = words[:-size], " ".join(words[-size:])
        if left and _unsaid(last, left):
            return left
    return None


def _unsaid(last: str, left: list[str]) -> bool:
    if left[-1].casefold() in _LINKING:
        return False
    folded = last.casefold()
    if folded in _TRADE:
        return sum(not says_little(word) for word in left) > 1
    country = last != "Us" and unmarked(folded) in COUNTRY_OF_NAME
    return (folded in _GENERAL or country) and not all(says_little(word) for word in left)


def says_little(word: str) -> bool:
    """Whether a word tells a trade or a kind of company, or joins others, and no company by itself."""
    folded = word.casefold()
    return folded in _SAYING_LITTLE or unmarked(folded) in _FIRST_WORDS


def _quiet(text: str) -> str:
    """A text whose words in capitals are written as in a name, but for acronyms."""
    found = list(_WORD.finditer(text))
    shouting = _shouting([match[0] for match in found])
    quiet, end = "", 0
    for match, shouted in zip(found, shouting, strict=True):
        quiet += text[end : match.start()] + (_lowered(match[0], first=not quiet) if shouted else match[0])
        end = match.end()
    return quiet + text[end:]


def _shouting(words: list[str]) -> list[bool]:
    """For each word whether it is shouted: in capitals, and so is one beside it that is too long for an acronym."""
    shouted = [False] * len(words)
    start = 0
    while start < len(words):
        end = start
        while end < len(words) and words[end].isupper():
            end += 1
        if any(len(word) >= _SHOUTED and _VOWEL.search(word.lower()) for word in words[start:end]):
            shouted[start:end] = [True] * (end - start)
        start = end + 1
    return shouted


def _lowered(word: str, *, first: bool) -> str:
    folded = word.lower()
    if folded in _ACRONYMS or "&" in word or any(c.isdigit() for c in word) or not _VOWEL.search(folded):
        return word
    if folded in _LINKING and not first:
        return folded
    return re.sub(r"(?:^|(?<=['\u2019]))(\w)", lambda letter: letter[0].upper(), folded)

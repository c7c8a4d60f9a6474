"""Proper names in an answer, of people, companies or products: which of them occur in no text that was given."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from demodb.advice.figures import quarters

_WORD = re.compile(r"[^\W_][\w&'\u2019-]*(?:[.@/][^\W_][\w&'\u2019-]*)*")
_BEGINS = re.compile(r"(?:^|[.!?:;\u2026]|\n|[\u2013\u2014])[\s\"'\u201c\u2018([\-]*$")
_POSSESSIVE = re.compile(r"['\u2019](?:s|S)?$")


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_COMMON = _set_of(
    """
    january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday i ceo cfo cio coo cto cmo ciso crm erp sla kpi roi rfp rfi nda qbr
    poc it ai api hr pr pm emea apac eu uk us usa usd eur gbp arr tbd bu sf h1 h2 faq pdf utc chief officer
    technology information executive financial operating vice president director head manager senior group board
    europe european africa african america american asia asian english french german spanish italian british
    christmas easter yes no mr mrs ms dr next yr year
    """
)
"""What is written with a capital in plain English and is nobody's name, or stands in the instructions."""
_AGENTS = _set_of(
    """
    offers competes pitches pitched undercuts threatens announced launched acquired acquires wants said says
    told decides owns leads joined left resigned called met signed prefers insists supplies bids won lost asked
    asks bought buys sells plans expects has holds pushes demands promised replaced replaces signs
    """
)
"""What people and companies do: before one of these words, even the first word of a sentence is taken for a name."""
_ROLES = _set_of(
    """
    procurement purchasing sourcing finance legal sales marketing operations engineering support management
    leadership security architecture nobody everybody everyone somebody someone customer team this that it who
    she he they one both neither each what nothing something revenue product delivery service services network
    board
    """
)
"""First words of sentences that do such things and are no names."""
_OPENERS = _set_of(
    """
    neither either not nor
    ask let call meet tell give bring have get invite show see send take work agree settle with by for from if
    when as at in on after before while and but or so since until although because yet to both only then our
    their the a an of
    """
)
"""Words before a name at the beginning of a sentence; within one, a capital on them makes it a headline."""
_MOST_CAPITALS = 0.6
_TITLE_WORDS, _LONG = 4, 4


def folded(text: str) -> str:
    """A text for comparing words: no case, no accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character)).replace("\u2019", "'")


@dataclass(frozen=True)
class _Token:
    text: str
    begins: bool
    ends: int
    starts: int

    @property
    def plain(self) -> str:
        """Without a possessive ending."""
        return _POSSESSIVE.sub("", self.text)

    @property
    def is_capital(self) -> bool:
        """Written with a capital or a digit where plain words have none."""
        return any(character.isupper() for character in self.text)

    @property
    def is_coined(self) -> bool:
        """As no plain word is written, even where a sentence begins: "IBM", "NetCracker"."""
        return any(character.isupper() for character in self.text[1:])


@dataclass
class KnownNames:
    """The words of all texts that were given, and the words that stand next to each other there."""

    texts: Iterable[str]
    people: Iterable[str]
    words: set[str] = field(default_factory=set)
    together: set[tuple[str, str]] = field(default_factory=set)
    of_people: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for text in self.texts:
            found = [folded(_POSSESSIVE.sub("", word)) for word in _WORD.findall(text)]
            self.together.update(pairwise(found))
            self.words.update(found, *(_parts(word) for word in found))
        names = [folded(word) for name in self.people for word in _WORD.findall(name)]
        self.of_people = {part for name in names for part in (name, *_parts(name))}

    def unknown_in(self, text: str) -> list[str]:
        """The names in a text that are not known, in its order."""
        tokens = _tokens(text)
        if _is_title(tokens):
            tokens = [token for token in tokens if token.is_coined]
        runs = [_named(run) for run in _runs(tokens)]
        return [" ".join(token.plain for token in run) for run in runs if self._is_strange(run, tokens)]

    def _is_strange(self, run: Sequence[_Token], tokens: Sequence[_Token]) -> bool:
        strange = [token for token in run if not self._knows(token)]
        if any(not token.begins or self._is_name(token, tokens) for token in strange):
            return True
        return any(self._is_mixed(one, other) for one, other in pairwise(run))

    def _knows(self, token: _Token) -> bool:
        word = folded(token.plain)
        variants = {word, word.removesuffix("s")}
        if variants & self.words or variants & _COMMON:
            return True
        if next(quarters(token.text), None):
            return True
        parts = _parts(token.plain)
        return len(parts) > 1 and all(part.islower() or folded(part) in self.words | _COMMON for part in parts)

    def _is_name(self, token: _Token, tokens: Sequence[_Token]) -> bool:
        """Whether a word that begins a sentence stands there as a name: coined, owning something, or doing something."""
        if folded(token.plain) in _ROLES:
            return False
        following = next((other for other in tokens if other.starts > token.starts), None)
        acts = following is not None and folded(following.text) in _AGENTS
        return token.is_coined or token.plain != token.text or acts

    def _is_mixed(self, one: _Token, other: _Token) -> bool:
        """Whether two names of people were put together that belong to two."""
        pair = folded(one.plain), folded(other.plain)
        return set(pair) <= self.of_people and pair not in self.together and not other.begins


def _tokens(text: str) -> list[_Token]:
    return [_Token(m[0], bool(_BEGINS.search(text[: m.start()])), m.end(), m.start()) for m in _WORD.finditer(text)]


def _is_title(tokens: Sequence[_Token]) -> bool:
    """Whether all words are written with capitals, as in a headline: then a capital says nothing."""
    long = [token for token in tokens if len(token.text) >= _LONG]
    return len(long) >= _TITLE_WORDS and sum(token.is_capital for token in long) > len(long) * _MOST_CAPITALS


def _runs(tokens: Sequence[_Token]) -> Iterator[list[_Token]]:
    """Words with capitals that follow each other within a sentence."""
    run: list[_Token] = []
    for token in tokens:
        joins = run and token.starts - run[-1].ends == 1 and not token.begins
        if run and not (token.is_capital and joins):
            yield run
            run = []
        if token.is_capital:
            run.append(token)
    if run:
        yield run


def _named(run: list[_Token]) -> list[_Token]:
    """The part of a run that may be a name: without the verb before it, and none of a headline."""
    if any(folded(token.text) in _OPENERS for token in run[1:]):
        return [token for token in run if token.is_coined]
    return run[1:] if run[0].begins and folded(run[0].text) in _OPENERS else run


def _parts(word: str) -> list[str]:
    return [part for part in re.split(r"[^\w]+", word) if part]

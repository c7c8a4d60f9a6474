"""The language of a title, by words that stand in titles of one language alone; and the one that a company speaks."""

from __future__ import annotations

import re

from demodb.packs.naming import NAMING

ENGLISH = "en"
_NAMING = NAMING[2]
_WORDS: dict[str, str] = {
    "en": "head director manager officer president lead engineer architect executive controller owner partner specialist",
    "de": "leiter leiterin geschäftsführer geschäftsführerin bereichsleiter abteilungsleiter vorstand einkauf einkaufsleiter",
    "fr": "directeur directrice responsable chef adjoint gérant acheteur",
    "es": "director jefe jefa gerente responsable subdirector",
    "it": "direttore direttrice responsabile amministratore capo",
    "pt": "diretor diretora gerente coordenador",
    "nl": "hoofd directeur bedrijfsleider inkoper",
    "pl": "dyrektor kierownik prezes",
    "sv": "chef direktör ansvarig",
    "tr": "müdürü müdür başkan\u0131 direktörü",
}
_SPOKEN: dict[str, str] = {
    "de": "der die das und ist nicht mit für",
    "fr": "le la les des du au est une par",
    "es": "el los las una con para que",
    "it": "il gli della una con che per",
    "pt": "os uma com para não que",
    "nl": "het een van niet met",
    "pl": "nie jest dla oraz się",
    "sv": "och är inte med för",
    "tr": "ve bir için ile",
}
_LANGUAGES: dict[str, frozenset[str]] = {}
for _language, _words in _WORDS.items():
    for _word in _words.split():
        _LANGUAGES[_word] = _LANGUAGES.get(_word, frozenset()) | {_language}
_SPEAKING = {language: frozenset(words.split()) for language, words in _SPOKEN.items()}
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 2


def languages_of(title: str) -> frozenset[str]:
    """The languages that a title may be in; none where no word tells any, all where its words are of several."""
    told = [_LANGUAGES[word] for word in _WORD.findall(title.casefold()) if word in _LANGUAGES]
    return frozenset[str].intersection(*told) or frozenset[str]().union(*told) if told else frozenset[str]()


def language_at(name: str, country: str | None) -> str:
    """The language of a company, by its name and the told country: that in which templates would name its people."""
    return _NAMING.language(_NAMING.locale(name, _NAMING.country(name, country)))


def is_spoken(text: str, languages: frozenset[str]) -> bool:
    """Whether a text is written in one of these languages."""
    words = set(_WORD.findall(text.casefold()))
    return any(len(words & _SPEAKING.get(language, frozenset())) >= _ENOUGH for language in languages)

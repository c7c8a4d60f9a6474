"""The language that a company's name is in, by its letters and its common words; and how a language's letters go into ASCII."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache, lru_cache
from typing import NamedTuple

from demodb.model.names import unmarked
from demodb.model.romanised import romanised

_LETTERS = {
    "cs": "ěřů",
    "da": "øæ",
    "de": "ß",
    "el": "αβγδεζηθικλμνξοπρστυφχψω",
    "es": "ñ",
    "et": "õ",
    "fr": "èêçœâîûëé",
    "hu": "őű",
    "is": "þð",
    "ja": "ōū",
    "lt": "ėįų",
    "lv": "āēģķļņ",
    "pl": "łąęśżź",
    "pt": "ãõ",
    "ro": "țșă",
    "ru": "ыэё",
    "sk": "ľĺŕ",
    "sv": "å",
    "tr": "ğşı",
    "uk": "іїєґ",
}
"""Letters that few other languages have."""

_WORDS = {
    "bg": "българ*",
    "cs": "sítě síť voda komunikace služby",
    "da": "*vagt net *bredbånd og telefoni betaling",
    "de": "*netz* stadtwerke *werk *werke *heim *berg medien *funk* und der die das *strecke *klang* *warte* *haus energie"
    " versicherung sparkasse deutsche* *ung",
    "es": "*ón *ín *ía *és de del los las el y red redes medios voz mensajes telecable telecomunicaciones comunicaciones"
    " servicios vega sierra valle costa lejana lejano azul verde nueva nuevo norte sur agua aguas energía banco"
    " seguros",
    "et": "side võrk energia",
    "fi": "yhtiö yhtiöt verkko* *ää* *öö* *yy* *linja vesi sähkö",
    "fr": "réseau réseaux télécom* voix le la les du des et eau eaux société banque assurances suisse belgique wallonie lac"
    " bleu bleue l'* d'*",
    "hu": "és víz hálózat* távközlés*",
    "it": "di della dello rete reti servizi acqua banca assicurazioni *zione",
    "ja": "tsushin denshin kabushiki kaisha",
    "lt": "ryšys ryšiai vanduo",
    "lv": "tīkls sakari",
    "nl": "*ij* en het van praat* *koepel zakelijk *stroom netwerk verzekeringen *wachter",
    "no": "*fjord* kommunikasjon trygg* og betaling",
    "pl": "sieć *sieci* woda energia",
    "pt": "*ção *ções *ões do da dos das banda larga redes serviços seguros água",
    "ro": "și apa rețele reţele servicii",
    "ru": "*ия связь",
    "sk": "siete",
    "sv": "betalningar samtal nät* bredband och vatten",
    "tr": "ve ağ hizmetleri haberleşme iletişim su",
    "uk": "*ська зв'язок",
}
"""Words with their marks; a * stands for any letters."""

_SPELLED = {
    "de": str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"}),
    "et": str.maketrans({"õ": "o"}),
    "is": str.maketrans({"ð": "d", "þ": "th"}),
}
"""How letters with marks are written where a language does not just leave the mark out."""

_WORD = re.compile("[^\\W_]+(?:['\u2019][^\\W_]+)*")


class _Clues(NamedTuple):
    """What tells a language: letters, words, and parts of words, of which there are beginnings, ends and others."""

    letters: dict[str, list[str]]
    words: dict[str, list[str]]
    parts: tuple[tuple[str, str], ...]
    beginnings: tuple[str, ...]
    ends: tuple[str, ...]
    others: tuple[str, ...]

    def may_hold(self, word: str) -> bool:
        """Whether a word may have one of the parts: few have, and to look at each part takes long."""
        return word.startswith(self.beginnings) or word.endswith(self.ends) or any(part in word for part in self.others)


def languages_of(text: str, least: int = 1) -> list[str]:
    """The languages that a text may be in, the likeliest first; only those that as many letters and words speak for."""
    clues, said = _clues(), Counter[str]()
    for word in _WORD.findall(text.casefold().replace("\u2019", "'")):
        if not word.isascii():
            said.update(language for letter in {*word} & clues.letters.keys() for language in clues.letters[letter])
        if word in clues.words:
            said.update(clues.words[word])
        if clues.may_hold(word):
            said.update(language for part, language in clues.parts if _fits(word, part))
    return sorted(
        (language for language, hits in said.items() if hits >= least), key=lambda language: (-said[language], language)
    )


def _fits(word: str, part: str) -> bool:
    middle = part.strip("*")
    if middle not in word:
        return False
    return (part[0] == "*" or word.startswith(middle)) and (part[-1] == "*" or word.endswith(middle))


@cache
def _clues() -> _Clues:
    """The clues by what is looked up: made when the first name is read."""
    letters, words, parts = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list), list[tuple[str, str]]()
    for language, own in _LETTERS.items():
        for letter in own:
            letters[letter].append(language)
    for language, clues in _WORDS.items():
        for word in clues.split():
            if "*" in word:
                parts.append((word, language))
            else:
                words[word].append(language)
    beginnings, ends, others = set[str](), set[str](), set[str]()
    for part, _ in parts:
        (others if part[0] == part[-1] else ends if part[0] == "*" else beginnings).add(part.strip("*"))
    return _Clues(dict(letters), dict(words), tuple(parts), tuple(beginnings), tuple(ends), tuple(others))


@lru_cache(maxsize=4096)
def in_ascii(text: str, language: str) -> str:
    """Lower-case text in ASCII as people of a language write it in an address; what has no letters there vanishes."""
    if text.isascii():
        return text.lower()
    folded = romanised(text.casefold(), language)
    if language in _SPELLED:
        folded = folded.translate(_SPELLED[language])
    return unmarked(folded).encode("ascii", "ignore").decode()

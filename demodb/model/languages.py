"""The language that a company's name is in, by its letters and its common words; and how a language's letters go into ASCII."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from demodb.model.lexicon import Lexicon
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
    " versicherung sparkasse deutsche* *ung universität* *klinikum",
    "es": "*ón *ín *ía *és de del los las el y red redes medios voz mensajes telecable telecomunicaciones comunicaciones"
    " servicios vega sierra valle costa lejana lejano azul verde nueva nuevo norte sur agua aguas energía banco"
    " seguros",
    "et": "side võrk energia",
    "fi": "yhtiö yhtiöt verkko* *ää* *öö* *yy* *linja vesi sähkö",
    "fr": "réseau réseaux télécom* voix le la les du des et eau eaux société banque assurances suisse belgique wallonie lac"
    " bleu bleue l'* d'* mairie saint*",
    "hr": "mreža mreže usluge osiguranje",
    "hu": "és víz hálózat* távközlés*",
    "it": "comune di della dello rete reti servizi acqua banca assicurazioni *zione",
    "ja": "tsushin denshin kabushiki kaisha",
    "lt": "ryšys ryšiai vanduo bankas lietuvos draudimas tinklai paslaugos",
    "lv": "tīkls sakari",
    "nl": "*ij* en het van praat* *koepel zakelijk *stroom netwerk verzekeringen *wachter coöperatie stichting zorg*",
    "no": "*fjord* kommunikasjon trygg* og betaling",
    "pl": "sieć *sieci* woda energia",
    "pt": "*ção *ções *ões do da dos das banda larga redes serviços seguros água",
    "ro": "și apa rețele reţele servicii",
    "ru": "*ия связь",
    "sk": "siete",
    "sl": "omrežje omrežja podjetje storitve zavarovalnica",
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


def languages_of(text: str, least: int = 1) -> list[str]:
    """The languages that a text may be in, the likeliest first; only those that as many letters and words speak for."""
    letters, words, said = _letters(), _words(), Counter[str]()
    for word in _WORD.findall(text.casefold().replace("\u2019", "'")):
        if not word.isascii():
            said.update(language for letter in {*word} & letters.keys() for language in letters[letter])
        said.update(words.whole(word))
        said.update(words.parted(word))
    return sorted(
        (language for language, hits in said.items() if hits >= least), key=lambda language: (-said[language], language)
    )


@cache
def _letters() -> Mapping[str, list[str]]:
    """The languages of each letter: made when the first name is read."""
    letters = defaultdict[str, list[str]](list)
    for language, own in _LETTERS.items():
        for letter in own:
            letters[letter].append(language)
    return letters


@cache
def _words() -> Lexicon[str]:
    """The languages of words and of their parts: made when the first name is read."""
    return Lexicon(_WORDS.items())


@lru_cache(maxsize=4096)
def in_ascii(text: str, language: str) -> str:
    """Lower-case text in ASCII as people of a language write it in an address; what has no letters there vanishes."""
    if text.isascii():
        return text.lower()
    folded = romanised(text.casefold(), language)
    if language in _SPELLED:
        folded = folded.translate(_SPELLED[language])
    return unmarked(folded).encode("ascii", "ignore").decode()

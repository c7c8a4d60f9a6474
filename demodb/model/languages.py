"""The language that a company's name is in, by its letters and its common words; and how a language's letters go into ASCII."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from demodb.model.names import unmarked
from demodb.model.romanised import romanised

_CLUES = {
    "bg": r"българ\w*",
    "cs": r"[ěřů] sítě s[ií]ť voda komunikace služby",
    "da": r"[øæ] \w*vagt net bredbånd og telefoni betaling",
    "de": r"""
        ß \w*netz\w* stadtwerke \w*werke? medien \w*funk\w* und der die das \w*strecke \w*klang\w* \w*warte\w* \w*haus
        energie versicherung sparkasse deutsche\w* [äöü](?=\w*(?:ung|werk|heim|berg|burg))
    """,
    "el": r"[α-ωά-ώ]",
    "es": r"""
        ñ \w*ón \w*ín \w*ía \w*és del? los las el y red redes medios voz mensajes telecable telecomunicaciones
        comunicaciones servicios vega sierra valle costa lejan[ao] azul verde nuev[ao] norte sur agua aguas energía banco seguros
    """,
    "et": r"side võrk energia õ",
    "fi": r"yhtiöt? verkko\w* \w*(?:ää|öö|yy)\w* \w*linja vesi sähkö",
    "fr": r"""
        [èêçœâîû] é(?=\w*s?\b) suisse belgique wallonie lac bleue? réseaux? télécom\w* voix le la les du des et eau
        eaux société banque assurances [ld]['\u2019]\w+
    """,
    "hu": r"[őű] és víz hálózat\w* távközlés\w*",
    "is": r"[þð]",
    "it": r"di della dello e rete reti servizi acqua banca assicurazioni \w*zione",
    "ja": r"[ōū](?!\w*[āēģķļņ]) tsushin denshin kabushiki [\u3040-\u30ff]",
    "lt": r"[ėįų] ryšys ryšiai vanduo",
    "lv": r"[āēģķļņ] tīkls sakari",
    "nl": r"\w*ij\w* en het van praat\w* \w*koepel zakelijk \w*stroom netwerk verzekeringen \w*wachter",
    "no": r"\w*fjord\w* kommunikasjon trygg\w* og betaling",
    "pl": r"[łąęśżź] sieć \w*sieci\w* woda energia",
    "pt": r"[ãõ] do da dos das banda larga redes serviços seguros água",
    "ro": r"[țșă] și apa rețele reţele servicii",
    "ru": r"[ыэё] \w*ия связь",
    "sk": r"[ľĺŕ] siete",
    "sv": r"betalningar samtal nät\w* bredband och å vatten",
    "tr": r"[ğşı] ve ağ hizmetleri haberleşme iletişim su",
    "uk": r"[іїєґ]",
}
"""Patterns that tell a language, parted by spaces: letters, and words with their marks."""

_SPELLED: dict[str, dict[str, str | int | None]] = {
    "de": {"ä": "ae", "ö": "oe", "ü": "ue"},
    "et": {"õ": "o"},
    "is": {"ð": "d", "þ": "th"},
}
"""How letters with marks are written where a language does not just leave the mark out."""


def _either(clues: list[str]) -> str:
    return "|".join(clue if clue.startswith("[") or (len(clue) == 1 and not clue.isascii()) else rf"\b{clue}\b" for clue in clues)


def languages_of(text: str, least: int = 1) -> list[str]:
    """The languages that a text may be in, the likeliest first; only those that as many letters and words speak for."""
    said = Counter[str]()
    folded = text.casefold()
    for language, pattern in _patterns():
        hits = len(pattern.findall(folded))
        if hits >= least:
            said[language] = hits
    return [language for language, _ in said.most_common()]


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """A pattern for each language: compiled when the first name is read."""
    return tuple((language, re.compile(_either(clues.split()))) for language, clues in _CLUES.items())


def in_ascii(text: str, language: str) -> str:
    """Lower-case text in ASCII as people of a language write it in an address; what has no letters there vanishes."""
    folded = romanised(text.casefold(), language).translate(str.maketrans(_SPELLED.get(language, {})))
    return "".join(c for c in unmarked(folded) if c.isascii())

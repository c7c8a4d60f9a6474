"""Greek and Cyrillic names in Latin letters, as passports and newspapers write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

_GREEK = {
    "ου": "ou", "αυ": "av", "ευ": "ev", "μπ": "mp", "ντ": "nt", "γγ": "ng", "γκ": "gk", "γχ": "nch", "θ": "th",
    "χ": "ch", "ψ": "ps", "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "ι": "i", "κ": "k",
    "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y",
    "φ": "f", "ω": "o",
}  # fmt: skip
_CYRILLIC = {
    "ий": "y", "ый": "y", "ия": "ia", "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh",
    "з": "z", "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "",
    "э": "e", "ю": "yu", "я": "ya", "ѓ": "gj", "ќ": "kj", "љ": "lj", "њ": "nj", "џ": "dz", "ѕ": "dz", "ј": "j",
    "ђ": "dj", "ћ": "c", "ґ": "g", "є": "ie", "і": "i", "ї": "i",
}  # fmt: skip
_UKRAINIAN = _CYRILLIC | {
    "г": "h",
    "и": "y",
    "ий": "yi",
    "ія": "iia",
    "ю": "iu",
    "я": "ia",
    "й": "i",
    "\u02bc": "",
    "\u2019": "",
    "'": "",
}
_SOUTH_SLAVIC = _CYRILLIC | {"х": "h", "ц": "c", "ия": "ija", "ий": "ij"}
_TABLES = {"uk": _UKRAINIAN, "mk": _SOUTH_SLAVIC, "sr": _SOUTH_SLAVIC}
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u04ff]")


def romanised(text: str, language: str) -> str:
    """A text whose Greek and Cyrillic letters are Latin ones, as the language writes them; all else stays as it is."""
    if not _FOREIGN.search(text):
        return text
    pattern, table = _reading(language)
    return " ".join(_word(word, pattern, table) for word in text.split(" "))


def _word(word: str, pattern: re.Pattern[str], table: Mapping[str, str]) -> str:
    plain = word.lower()
    if _GREEK_LETTER.search(word):
        plain = "".join(c for c in unicodedata.normalize("NFD", plain) if c not in "\u0301\u0308")
    latin = pattern.sub(lambda found: table[found[0]], plain)
    return latin.capitalize() if word[:1].isupper() else latin


_GREEK_LETTER = re.compile("[\u0370-\u03ff]")


@cache  # bounded by the languages
def _reading(language: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """What is replaced, longest first, and by what."""
    table = _TABLES.get(language, _CYRILLIC) | _GREEK
    return re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True))), table

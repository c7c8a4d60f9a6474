"""Untrusted text made plain: no markup, no control, invisible or direction-changing characters, one line, bounded."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from html.parser import HTMLParser

_ROUNDS = 8
"""How often markup may hide in markup, as in "&lt;b&gt;", before all signs of it are taken out."""
_RAW_FACTOR = 20
"""How much longer than its limit a text may be before it is cut unread: markup is long, and parsing takes time."""
_SILENT = frozenset({"script", "style", "template", "noscript", "iframe", "object", "svg", "math"})
_INLINE = frozenset({"a", "abbr", "b", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "u", "wbr"})
"""Tags that end no word."""
_INVISIBLE = {"Cf", "Co", "Cs", "Cn"}
_SPACING = {"Cc", "Zl", "Zp", "Zs"}
# Letters and marks that show nothing: they smuggle text past people.
_BLANKS = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10)}
_BLANKS |= set(range(0xE0100, 0xE01F0))
_LOOKALIKES = str.maketrans({"\uff1c": "<", "\uff1e": ">", "\ufe64": "<", "\ufe65": ">", "\uff06": "&"})
_PLAIN = re.compile(r"[ -%'-;=?-~]*")
"""Texts without markup, without signs of it, and in ASCII: most of them."""
_UNUSUAL = re.compile(r"[^ -~]")
_SIGNS = str.maketrans("<>&", "   ")


@lru_cache(maxsize=4096)
def plain_text(text: str, limit: int) -> str:
    """The text that a reader of the page would see, in one line of at most `limit` characters; a cut ends in "…".

    What packs say comes again and again, so the last texts are remembered.
    """
    plain = text[: limit * _RAW_FACTOR]
    plain = _in_one_line(plain) if _PLAIN.fullmatch(plain) else _cleaned(plain)
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"


def _in_one_line(text: str) -> str:
    return " ".join(text.split()) if "  " in text or text[:1] == " " or text[-1:] == " " else text


def _cleaned(text: str) -> str:
    for _ in range(_ROUNDS):
        before, text = text, _without_markup(_visible(text))
        if text == before:
            return text
    return " ".join(text.translate(_SIGNS).split())


def _visible(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_LOOKALIKES)
    return " ".join(_UNUSUAL.sub(_shown, text).split())


def _shown(found: re.Match[str]) -> str:
    character = found[0]
    category = unicodedata.category(character)
    if category in _SPACING:
        return " "
    return "" if category in _INVISIBLE or ord(character) in _BLANKS else character


def _without_markup(text: str) -> str:
    if "<" not in text and "&" not in text:
        return text
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return " ".join("".join(reader.parts).split())


class _Reader(HTMLParser):
    """Collects what stands between the tags; what a browser would not show as text is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's signature
        self._end_word(tag)
        if tag in _SILENT:
            self.silent.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's signature
        self._end_word(tag)

    def handle_endtag(self, tag: str) -> None:
        self._end_word(tag)
        if tag in self.silent:
            del self.silent[self.silent.index(tag) :]

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)

    def _end_word(self, tag: str) -> None:
        if tag not in _INLINE:
            self.parts.append(" ")

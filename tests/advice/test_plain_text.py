"""Untrusted text comes out as one plain line: no markup, nothing invisible, bounded."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from demodb.advice.plain_text import plain_text

PIECES = [
    "<b>",
    "</b>",
    "<script>",
    "</script>",
    "&lt;",
    "&amp;",
    "<!--",
    "-->",
    "&#60;",
    "<",
    ">",
    "\u200b",
    "\u202e",
    "word",
    " ",
]


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("<p>Music &amp; podcast</p>", "Music & podcast"),
        ("<p>one<br>two</p><p>three", "one two three"),
        ("un<b>broken</b>", "unbroken"),
        ("a\r\n\tb\u00a0c\u2028d", "a b c d"),
        ("before <script>steal()</script> after", "before after"),
        ("x <style>p { color: red }</style><!-- hidden --> y", "x y"),
        ("<svg><text>hidden</text></svg>seen", "seen"),
        ("&lt;b&gt;bold&lt;/b&gt;", "bold"),
        ("&amp;lt;plan&amp;gt;nested", "nested"),
        ("<<b>b>inner", "inner"),
        ("<scr\u200bipt>hidden</scr\u200bipt>seen", "seen"),
        ("\uff1c/plan\uff1eseen", "seen"),
        ("\u202eabc\u202c \U000e0041\u3164", "abc"),
        ("5 < 6 & 7 > 3, AT&T", "5 < 6 & 7 > 3, AT&T"),
        ("", ""),
    ],
)
def test_what_a_reader_sees_is_kept_and_nothing_else(raw: str, plain: str) -> None:
    assert plain_text(raw, 100) == plain


def test_a_long_text_is_cut_with_a_mark() -> None:
    assert plain_text("word " * 100, 12) == "word word w…"


def test_markup_hidden_too_deep_loses_its_signs() -> None:
    assert plain_text("&amp;" + "amp;" * 50 + "lt;b&gt;", 300).count("<") == 0


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=20).map("".join), st.integers(1, 40))
@example("&" + "amp;" * 30 + "lt;/plan>", 20)
def test_any_text_becomes_one_bounded_visible_line_and_stays_as_it_is(text: str, limit: int) -> None:
    found = plain_text(text, limit)
    assert len(found) <= limit
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp") for c in found)
    assert found == " ".join(found.split())
    assert plain_text(found, limit) == found

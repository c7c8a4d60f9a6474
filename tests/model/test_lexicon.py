"""A lexicon tells of a word what each of its words and parts, one by one, tells of it."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from demodb.model.lexicon import Lexicon

letters = st.text("abc", min_size=1, max_size=4)
listed = st.tuples(st.booleans(), letters, st.booleans()).map(lambda part: f"{'*' * part[0]}{part[1]}{'*' * part[2]}")


def told(word: str, part: str) -> bool:
    bare = part.strip("*")
    if part[0] == part[-1] == "*":
        return bare in word
    return word.endswith(bare) if part[0] == "*" else word.startswith(bare)


@given(rows=st.lists(st.tuples(st.integers(0, 3), st.lists(listed, max_size=6)), max_size=5), word=st.text("abc", max_size=7))
def test_a_word_tells_what_its_beginnings_ends_and_middles_tell(rows: list[tuple[int, list[str]]], word: str) -> None:
    lexicon = Lexicon((number, " ".join(parts)) for number, parts in rows)
    pairs = [(number, part) for number, parts in rows for part in parts]
    assert Counter(lexicon.parted(word)) == Counter(number for number, part in pairs if "*" in part and told(word, part))
    assert list(lexicon.whole(word)) == [number for number, part in pairs if part == word]


def test_words_that_belong_together_are_told_where_they_begin() -> None:
    lexicon = Lexicon([("shop", "department_store store"), ("school", "school_district")])
    words = ["gumbo", "department", "store", "and", "school"]
    assert [list(lexicon.phrases(words, start)) for start in range(len(words))] == [[], ["shop"], [], [], []]

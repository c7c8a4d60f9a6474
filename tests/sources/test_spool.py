"""Lines that wait in a file: all come back, in order, and each group is whole whatever part of the lines is in memory."""

from __future__ import annotations

from typing import Any

from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from demodb.sources.spool import Groups, Spool

_LINES = st.lists(st.tuples(st.sampled_from(["a", "b", "ä", "c d"]), st.integers() | st.none()), max_size=40)


@settings(max_examples=examples(50))
@given(_LINES, st.integers(1, 10))
def test_what_waits_in_a_file_comes_back_in_order_as_often_as_it_is_asked_for(
    lines: list[tuple[str, int | None]], held: int
) -> None:
    spool = Spool[tuple[Any, ...]](tuple, held)
    for line in lines:
        spool.append(line)

    assert (len(spool), list(spool), list(spool)) == (len(lines), lines, lines)


@settings(max_examples=examples(50))
@given(_LINES, st.integers(1, 7))
def test_each_group_comes_once_and_whole_however_many_parts_there_are(lines: list[tuple[str, int | None]], parts: int) -> None:
    groups = Groups[tuple[Any, ...]](lambda line: line[0], tuple)
    groups.parts = parts
    for line in lines:
        groups.add(line)

    found = {group[0][0]: group for group in groups}

    assert found == {key: [line for line in lines if line[0] == key] for key, _ in lines}
    assert len(list(groups)) == len(found)
    assert parts > 1 or list(found) == list(dict.fromkeys(key for key, _ in lines))

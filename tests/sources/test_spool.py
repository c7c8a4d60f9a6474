"""Lines that wait in a file: all come back, in order, and those of one text are together whatever is in memory."""

from __future__ import annotations

from typing import Any

from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from demodb.sources.spool import Parts, Spool

_LINES = st.lists(st.tuples(st.sampled_from(["a", "b", "ä", "c d"]), st.integers()), max_size=40)


@settings(max_examples=examples(50))
@given(_LINES, st.integers(1, 10))
def test_what_waits_in_a_file_comes_back_in_order_as_often_as_it_is_asked_for(lines: list[tuple[str, int]], held: int) -> None:
    spool = Spool[tuple[Any, ...]](tuple, held)
    for line in lines:
        spool.append(line)
    if lines:
        spool.extend(list(zip(*lines, strict=True)))
        spool.extend(list(zip(*lines * 100, strict=True)))
        spool.append(lines[0])
    lines = [*lines * 102, *lines[:1]]

    assert (len(spool), list(spool), list(spool)) == (len(lines), lines, lines)


@settings(max_examples=examples(50))
@given(_LINES, st.integers(1, 7))
def test_what_is_of_one_text_is_in_one_part_in_order_however_many_parts_there_are(
    lines: list[tuple[str, int]], count: int
) -> None:
    parts = Parts()
    parts.count = count
    for start in range(0, len(lines), 9):
        some = lines[start : start + 9]
        parts.add([key for key, _ in some], some)

    found = list(parts)

    assert len(found) <= count
    assert sorted(line for part in found for line in part) == sorted(lines)
    for key, _ in lines:
        assert [line for line in lines if line[0] == key] in [[line for line in part if line[0] == key] for part in found]

"""What waits in a file comes back in order, whatever is in memory."""

from __future__ import annotations

from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from demodb.sources.spool import Spool, SpoolFile

_ADDED = st.lists(st.tuples(st.integers(0, 2), st.lists(st.tuples(st.text(max_size=3), st.integers()), max_size=7)), max_size=40)


@settings(max_examples=examples(50))
@given(_ADDED, st.integers(1, 200))
def test_lists_in_one_file_come_back_in_order_as_often_as_they_are_asked_for(
    added: list[tuple[int, list[tuple[str, int]]]], held: int
) -> None:
    file = SpoolFile()
    spools = [Spool[tuple[str, int]](file, held) for _ in range(3)]
    for to, items in added:
        spools[to].extend(items)

    for n, spool in enumerate(spools):
        expected = [item for to, items in added if to == n for item in items]
        assert (len(spool), list(spool), list(spool)) == (len(expected), expected, expected)

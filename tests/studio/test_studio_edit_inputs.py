"""The fields of a form, without a server: what is sent back as it was shown changes nothing, whatever stands there."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demodb.model.contract import contract_fields
from demodb.model.merge import ABSENT
from demodb.model.places import FieldPlace, NoPlaceError
from demodb.model.rows import ROW_LISTS
from demodb.studio.edits.form import row_place
from demodb.studio.edits.inputs import Input, input_of, label_of, seen_from

LISTS = [FieldPlace(section, name, "x-001") for section, names in ROW_LISTS.items() for name in names]
FIELDS = [(at, key) for at in LISTS for key in (*contract_fields(at.section, at.list), "unknown")]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


def sent(shown: Input) -> str:
    """What a browser sends of a field that nobody touched: line ends as forms have them, none at all from a single line."""
    text = shown.text.replace("\r\n", "\n").replace("\r", "\n")
    if shown.kind in ("text", "list", "json"):
        return text.replace("\n", "\r\n")
    return text.replace("\n", "")


def suits(at: FieldPlace, key: str, value: Any) -> bool:
    """Whether the contract lets a value of this type stand there: nothing else is ever in a store."""
    known = contract_fields(at.section, at.list).get(key)
    if known is None:
        return True
    if value is None:
        return known.nullable
    types: dict[str, tuple[type, ...]] = {"text": (str,), "number": (int, float), "list": (list,)}
    texts = not isinstance(value, list) or all(isinstance(one, str) for one in value)
    return isinstance(value, types[known.kind]) and not isinstance(value, bool) and texts


@given(field=st.sampled_from(FIELDS), value=JSON | st.lists(st.text()) | st.just(ABSENT))
def test_what_is_sent_back_as_it_was_shown_changes_nothing(field: tuple[FieldPlace, str], value: Any) -> None:
    at, key = field
    if value is not ABSENT and not suits(at, key, value):
        return
    shown = input_of(at, key, value)
    again = input_of(at, key, seen_from(shown.seen_text), sent(shown))
    assert again.kind == shown.kind
    assert not again.changed
    assert again.result == value or again.result is value


@given(texts=st.lists(st.text(min_size=1).map(str.strip).filter(lambda text: len(text.splitlines()) == 1), min_size=1))
def test_a_list_is_typed_line_by_line(texts: list[str]) -> None:
    at = FieldPlace("competitors", "", "x-001")
    assert input_of(at, "strengths", ABSENT, "\r\n".join(texts)).value == [text.strip() for text in texts]


@pytest.mark.parametrize(
    ("key", "label"),
    [("name", "Name"), ("lastInteraction", "Last interaction"), ("_comment", "_comment"), ("ID", "ID"), ("größe", "größe")],
)
def test_a_key_is_said_in_words_only_where_it_is_one_of_words(key: str, label: str) -> None:
    assert label_of(key) == label


def test_a_place_is_read_without_knowing_what_is_there() -> None:
    assert row_place("strategy/painPoints/pp/1") == FieldPlace("strategy", "painPoints", "pp/1")
    assert row_place("actions/a/b") == FieldPlace("actions", "", "a/b")
    assert row_place("strategy") == FieldPlace("strategy")
    with pytest.raises(NoPlaceError):
        row_place("plans/x")

"""No automatic snapshot is saved for work that is refused, or of which there is nothing to do: only the last ones are kept."""

from __future__ import annotations

import pytest
from fixture_types import Command


def automatic(demodb: Command) -> list[str]:
    """The names of the automatic snapshots."""
    return [one["name"] for one in demodb("snapshot", "list", "--json").json["snapshots"] if one["name"].startswith("before-")]


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    "arguments",
    [
        ["account", "merge", "Acme Ltd", "Nobody"],
        ["account", "remove", "Nobody"],
        ["source", "remove", "nowhere.json"],
        ["cache", "clear", "intelligence:nobody"],
        ["cache", "clear", "nothing*"],
        ["seed", "restore"],
        ["seed", "restore", "Acme Ltd", "strategy/painPoints/pp-999"],
    ],
    ids=" ".join,
)
def test_what_is_refused_or_not_needed_saves_no_snapshot(demodb: Command, arguments: list[str]) -> None:
    demodb(*arguments)
    assert automatic(demodb) == []


@pytest.mark.usefixtures("project")
def test_a_second_undo_saves_no_second_snapshot(demodb: Command) -> None:
    demodb("seed", "undo")
    saved = automatic(demodb)
    assert [name.rpartition("-")[0].startswith("before-undo") for name in saved] == [True]
    demodb("seed", "undo")
    assert automatic(demodb) == saved

"""The files below an export's folder, by the system's own calls: what the system refuses is told by its whole path."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from demodb.export.tree import Aside, Tree

LONG = "n" * 300
"""No file system takes a name of so many bytes."""


@pytest.mark.parametrize(
    ("path", "deed"),
    [
        (f"news/{LONG}", lambda tree, path: tree.read(path)),
        (f"news/{LONG}", lambda tree, path: tree.digest_of(path)),
        (f"news/{LONG}", lambda tree, path: tree.take_away(path)),
        (f"news/{LONG}", lambda tree, path: tree.place(tree.write_aside("news/a")._replace(path=path))),
        (f"news/{LONG}", lambda tree, path: tree.swap(tree.write_aside("news/a")._replace(path=path))),
        (f"news/{LONG}", lambda tree, path: tree.drop(Aside(path, LONG))),
        (f"news/{LONG}", lambda tree, path: tree.append(Aside(path, LONG), b"a")),
        (f"news/{LONG}/deep", lambda tree, path: tree.read(f"{path}/a")),
        (f"news/{LONG}/deep", lambda tree, path: tree.write_aside(f"{path}/a")),
    ],
    ids=["read", "digest", "take away", "place", "swap", "drop", "append", "folder", "made folder"],
)
def test_what_the_system_refuses_is_told_by_its_whole_path(
    tmp_path: Path, path: str, deed: Callable[[Tree, str], object]
) -> None:
    with Tree(tmp_path, "0" * 16) as tree:
        tree.write_aside("news/b")
        with pytest.raises(OSError, match="File name too long") as raised:
            deed(tree, path)
    assert raised.value.filename == str(tmp_path / "news" / LONG)

"""What the shared fixtures give to a test, as types; the fixtures' docstrings say what each does."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from demodb.api.import_ import ImportReport
from demodb.store.engine import Store

Command = Callable[..., Any]
Contents = Callable[[Store], dict[str, list[tuple[Any, ...]]]]
Copied = Callable[[str], Store]
CustomersFile = Callable[[Path, str, Sequence[tuple[str, float, float]]], Path]
Exported = Callable[[Store], dict[str, bytes]]
Fill = Callable[..., Store]
FillStore = Callable[[Store, Path], None]
FilledBy = Callable[[FillStore], Store]
Go = Callable[[float], None]
Gold = Callable[[str], str]
ListUnit = Callable[..., ImportReport]
NewDatabase = Callable[..., str]
NewStore = Callable[[], Store]
Node = Callable[..., Any]
Original = Callable[[str, FillStore], str]
PlanFile = Callable[..., Path]
RunIn = Callable[..., int]
Start = Callable[..., subprocess.Popen[str]]
Terminal = Callable[..., str]
WriteJson = Callable[[Path, Any], Path]

"""A column of a table as a person chose it, written into the project's settings."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

from demodb.api.import_ import Choice, Doubt
from demodb.aside import replacing
from demodb.errors import SettingsError
from demodb.model.toml_edit import with_value
from demodb.settings import PROJECT_FILE

__all__ = ["map_columns"]


def map_columns(root: Path, chosen: Sequence[tuple[Doubt, Choice | None]]) -> Path:
    """Let the settings of the project in `root` say which titles are meant, None: none of them; the file that says it now.

    That is demodb.toml, made if need be, or where a pyproject.toml alone holds the settings, that. All else in it stays as it
    is typed. Raises SettingsError where the lines cannot be put into it.
    """
    path, above = _settings_file(root)
    try:
        text = path.read_bytes().decode() if path.exists() else ""
        for doubt, choice in chosen:
            text = with_value(text, [*above, "tables", doubt.table, "columns", doubt.column], choice.named if choice else "")
    except ValueError as error:
        raise SettingsError([f"{path}: {error}"]) from error
    with replacing(path.resolve()) as file:
        file.write(text.encode())
    return path


def _settings_file(root: Path) -> tuple[Path, tuple[str, ...]]:
    """Where a project keeps its settings, and the tables in that file that lead to them."""
    path, shared = root / PROJECT_FILE, root / "pyproject.toml"
    if not path.exists() and shared.is_file() and "demodb" in tomllib.loads(shared.read_text("utf-8")).get("tool", {}):
        return shared, ("tool", "demodb")
    return path, ()

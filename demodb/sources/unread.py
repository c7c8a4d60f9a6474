"""What is refused before it is opened: what is no file at all, and the formats that demodb does not read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

IS_NO_FILE = "is no file: name a file or a folder"

_SHEET = "save it as .xlsx, or the sheet as .csv, and name that file"
_FOREIGN = {
    ".xls": f"is an old workbook: open it in Excel and {_SHEET}",
    ".xlsb": f"is a binary workbook: open it in Excel and {_SHEET}",
    ".ods": f"is an OpenDocument spreadsheet: open it in LibreOffice and {_SHEET}",
    ".numbers": "is a spreadsheet of Numbers: open it there, export it to Excel (.xlsx) or CSV, and name that file",
    ".pdf": "is a PDF, of which no table can be read: save the table as .xlsx or .csv where it comes from, and name that file",
}


def is_special(path: Path) -> bool:
    """Whether a path is a pipe, a device or the like: opening it could wait without end, or do something."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - what is_file() does, and it hides that there is nothing
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def foreign_format(path: Path) -> str | None:
    """What a file that demodb does not read is, by its suffix, and how to save it so that it can be read; else None."""
    return _FOREIGN.get(path.suffix.lower())

"""How the columns of tables are understood, as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from demodb.api.import_ import SeenTable


def table_payload(table: SeenTable) -> dict[str, Any]:
    """A table as JSON."""
    return {
        "path": table.path,
        "sheet": table.sheet or None,
        "row": table.row or None,
        "customers": table.customers,
        "columns": [
            {"place": column.place, "title": column.title, "column": column.column, "values": list(column.values)}
            for column in table.columns
        ],
        "warnings": list(table.warnings),
        "errors": [asdict(problem) for problem in table.problems],
    }

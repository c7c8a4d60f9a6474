"""Lists of one's own: small tables, and what must come of each: records, warnings, or the exact error."""

from __future__ import annotations

from pathlib import Path

import pytest
from tables_cases import CASES
from tables_told import Case, told

from demodb.sources.records import Rejected


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_table_gives_its_records_its_warnings_or_its_errors(case: Case, tmp_path: Path) -> None:
    read = case.read(tmp_path)

    if isinstance(read, Rejected):
        place = {problem: f"{problem.place}: {problem.message}" for problem in read.problems}
        assert ([*place.values()], case.records) == ([*case.errors], ())
    else:
        assert ([told(record) for record in read.records], case.errors) == ([*case.records], ())
        warnings = list(read.warnings)
        for part in case.warns:
            assert [warning for warning in warnings if part in warning] != [], (part, warnings)
        assert [warning for warning in warnings if not any(part in warning for part in case.warns)] == []

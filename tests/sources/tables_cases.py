"""The small tables of the tests, each with what must come of it."""

from __future__ import annotations

from tables_cases_rows import ROWS
from tables_cases_titles import TITLES
from tables_cases_values import VALUES
from tables_told import Case

CASES: list[Case] = [*TITLES, *VALUES, *ROWS]

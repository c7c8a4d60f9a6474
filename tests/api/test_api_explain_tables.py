"""What `import --explain` gives: how the columns of each table are understood, with their first values."""

from __future__ import annotations

from pathlib import Path

from demodb.api.import_ import explain_tables


def test_the_sheets_of_a_budget_are_shown_like_every_table_with_three_values_of_each_column(sample: Path) -> None:
    recurring, other = explain_tables(sample / "portfolio.xlsx")

    assert (recurring.sheet, recurring.row, recurring.customers) == ("RR Input", 10, 117)
    assert {seen.column: seen.place for seen in recurring.columns if seen.column} == {
        "unit": "A10",
        "customer": "B10",
        "sub_id": "D10",
        "currency": "F10",
        "arr": "G10",
        "renewal": "I10",
        "will_renew": "J10",
        "projected_arr": "L10",
    }
    assert recurring.columns[6].values == ("10419", "23543", "26808")
    assert recurring.columns[4].values == ("2025-06-26", "2023-10-30", "2024-07-22")
    assert (other.sheet, other.row, other.customers) == ("NRR Input", 5, 61)
    assert [seen.column for seen in other.columns[8:]] == ["q1", "q2", "q3", "q4", None]
    assert not recurring.problems
    assert not other.problems
    assert all(len(seen.values) == 3 for seen in other.columns if seen.column)

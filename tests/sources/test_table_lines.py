"""A line is settled as soon as it is beyond doubt, and what waits for the table's end is judged as if all had waited."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from effort import examples
from hypothesis import example, given, settings
from hypothesis import strategies as st

from demodb.sources.amounts import AmountColumn
from demodb.sources.lines import Line, Lines
from demodb.sources.records import Portfolio, Rejected
from demodb.sources.table_lines import TableLines
from demodb.sources.tables import TableSettings, explain_csv, read_csv

MANY = 1_200
_TITLES = ["Customer", "Business Unit", "ARR", "Projected ARR"]
Rows = Sequence[Sequence[Any]]


def line(row: int, label: str | None = None, amount: float = 1.5) -> Line:
    return Line(row, "North", f"Customer {row}", label, (amount,), None, None, None, None, None)


def rows_of(lines: TableLines) -> tuple[list[int], list[int]]:
    """The rows that wait, and those that do not."""
    waiting = [row for some in lines.waiting() for row in some.row]
    return waiting, [row for part in lines.customers.parts for row, *_ in part]


def write(path: Path, rows: Rows, titles: Sequence[str] = _TITLES) -> Path:
    with path.open("w", newline="", encoding="utf-8") as opened:
        csv.writer(opened).writerows([titles, *rows])
    return path


def many(unit: str, first: int = 0) -> list[list[Any]]:
    return [[f"Customer {n}", unit, f"{n % 70 + 1}.25", ""] for n in range(first, first + MANY)]


def names(portfolio: Portfolio) -> list[str]:
    return [record.name for record in portfolio.records]


@pytest.mark.parametrize("doubt", [line(5, "Total"), line(5, amount=1e308)], ids=["a total", "a sum too large"])
def test_lines_wait_from_the_first_doubt_on(doubt: Line) -> None:
    lines = TableLines([AmountColumn({})])
    above = [line(1, amount=1.7e308), line(2), line(3), line(4)]
    for one in [*above, doubt, line(6)]:
        lines.append(one)
    lines.extend(Lines(*zip(*map(line, range(7, 300)), strict=True)))

    assert rows_of(lines) == ([*range(5, 300)], [1, 2, 3, 4])


def test_lines_wait_as_soon_as_a_column_is_in_doubt() -> None:
    column = AmountColumn({})
    lines = TableLines([column])
    lines.extend(Lines(*zip(*map(line, range(200)), strict=True)))
    lines.append(line(200)._replace(amounts=(column.read("1,250", "B7"),)))  # type: ignore[arg-type]

    assert rows_of(lines) == ([200], [*range(200)])


@pytest.mark.parametrize("at", [0, MANY, 2 * MANY])
def test_a_units_total_that_stands_above_its_rows_is_found_in_a_long_list(tmp_path: Path, at: int) -> None:
    rows = [*many("North"), *many("South", MANY)]
    rows.insert(at, ["Total South", "", "40000.00", ""])
    read = read_csv(write(tmp_path / "list.csv", rows))

    assert names(read) == [f"Customer {n}" for n in range(2 * MANY)]
    assert [warning.partition(": ")[2] for warning in read.warnings] == [
        f"A{at + 2}: 'Total South' is left out as a total, though it is not what rows above make together",
        "left out, as no customers: 1 total",
    ]


@pytest.mark.parametrize(("last", "worth"), [("0.50", 1250), ("0,50", 1.25)])
@pytest.mark.parametrize("doubtful_from", [0, MANY - 1])
def test_a_mark_before_decimals_may_become_known_in_the_last_row(
    tmp_path: Path, last: str, worth: float, doubtful_from: int
) -> None:
    rows = many("North")
    for row in rows[doubtful_from:]:
        row[3] = "1,250"
    rows[-1][2] = "1,250"
    plain = [[name, unit, amount.partition(".")[0], projected] for name, unit, amount, projected in rows]
    read = read_csv(write(tmp_path / "list.csv", [*plain[:-1], [*rows[-1][:2], "1,250", "1,250"], ["Z", "North", last, last]]))
    records = {record.name: record for record in read.records}

    assert len(records) == MANY + 1
    assert records[f"Customer {MANY - 1}"].rr == worth
    assert (records[f"Customer {doubtful_from}"].subscriptions or ())[0]["projected_arr"] == worth


def test_a_list_that_is_refused_for_its_last_row_gives_no_record(tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", [*many("North"), *many("South", MANY), ["", "North", "7.00", ""]])
    with pytest.raises(Rejected) as rejected:
        read_csv(path)
    read = read_csv(path, TableSettings(skip_rows=True))

    assert [problem.place for problem in rejected.value.problems] == [f"A{2 * MANY + 2}"]
    assert (rejected.value.records, rejected.value.in_rows) == (2 * MANY + 1, True)
    assert len(names(read)) == 2 * MANY
    assert [row.problems for row in read.faulty] == [rejected.value.problems]


def test_a_list_whose_sum_becomes_too_large_is_refused_at_its_end(tmp_path: Path) -> None:
    rows = many("North")
    rows[7][2] = rows[-7][2] = "1e308"
    path = write(tmp_path / "list.csv", rows)
    with pytest.raises(Rejected, match="1 problems"):
        read_csv(path)

    assert len(names(read_csv(path, TableSettings(skip_rows=True)))) == MANY - 1


def test_a_table_that_would_be_refused_is_explained_with_all_of_its_customers(tmp_path: Path) -> None:
    rows = [*many("North"), ["Total", "", "7.00", ""], *many("South", MANY), *many("South", MANY), ["?", "South", "1", ""]]
    seen = explain_csv(write(tmp_path / "list.csv", rows))[0]

    assert (seen.customers, len(seen.problems), seen.warnings) == (2 * MANY, 1, ())


_LABELS = st.sampled_from(["A", "B", "C", "Customer 5", "Total", "Total North", "Sum", "", "Totals Elsewhere"])
_ROWS = st.lists(
    st.tuples(
        _LABELS, st.sampled_from(["North", "South"]), st.sampled_from(["0", "1", "2", "3", "3.5", "sum", "block", "1e308", "-1"])
    ),
    max_size=12,
)


@settings(max_examples=examples(100))
@given(_ROWS, st.integers(0, 300))
@example([("A", "North", "sum"), ("Total", "North", "sum"), ("A", "North", "1e308"), ("B", "North", "1e308")], 120)
def test_lines_that_all_waited_are_judged_as_those_that_were_settled_as_they_were_read(
    tmp_path_factory: Any, said: list[tuple[str, str, str]], above: int
) -> None:
    rows = [["First", "North", "2.50", "1250"], ["Second", "South", "3.50", "1250.50"], *many("North")[:above]]
    block = 0.0
    for name, unit, amount in said:
        total = sum(float(row[2]) for row in rows if "Total" not in row[0] and float(row[2]) < 1e300)
        worth = {"sum": f"{total:.2f}", "block": f"{total - block:.2f}"}.get(amount, amount)
        block = total if name.startswith("Total") else block
        rows.append([name, unit, worth, ""])
    path: Path = tmp_path_factory.mktemp("table") / "list.csv"
    settled = _outcome(write(path, rows))
    rows[0][3], rows[1][3] = "1,250", "1,250.50"

    assert _outcome(write(path, rows)) == settled


def _outcome(path: Path) -> Any:
    outcomes: list[Any] = [explain_csv(path)[0].customers]
    for skip_rows in (False, True):
        try:
            read = read_csv(path, TableSettings(skip_rows=skip_rows))
            outcomes.append((list(read.records), read.lines, list(read.warnings), read.faulty))
        except Rejected as rejected:
            outcomes.append((rejected.problems, rejected.records, rejected.in_rows))
    return outcomes

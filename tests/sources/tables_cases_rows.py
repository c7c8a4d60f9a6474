"""Tables with rows that are no customers, with units in several places, and workbooks of several sheets."""

from __future__ import annotations

from tables_told import LACKING, Case

AB = ("Unit / A: 1.5 + ?", "Unit / B: 7 + ?")
HEAD = "Customer,ARR\nA,1.5\nB,7\n"
TOTALS = [
    "Total",
    "TOTALS:",
    "Grand Total",
    "Sub-total",
    "Summe",
    "Gesamtsumme 2026",
    "Total g\u00e9n\u00e9ral",
    "Sous-total",
    "Suma total",
]
TOTALS += ["Totale", "Total geral", "Totaal", "Eindtotaal", "Total Unit", "Unit total", "Summe Unit"]

ROWS = [
    *(Case(f"a total: {word}", f"{HEAD}{word},8.5\n", AB, warns=("left out, as no customers: 1 total",)) for word in TOTALS),
    Case("a total in another column", "No,Customer,ARR\n1,A,1.5\n2,B,7\nTotal,,8.5\n", AB, warns=("1 total",)),
    Case(
        "subtotals, and one of all",
        "BU,Customer,ARR\nX,A,1\nX,B,2\nTotal X,,3\nY,C,5\nTotal Y,,5\nTotal,,8\n",
        ("X / A: 1 + ?", "X / B: 2 + ?", "Y / C: 5 + ?"),
        warns=("3 totals",),
    ),
    Case(
        "a total whose cents were rounded",
        "Customer,ARR\nA,1.4\nB,2.4\nTotal,4\n",
        ("Unit / A: 1.4 + ?", "Unit / B: 2.4 + ?"),
        warns=("1 total",),
    ),
    Case("titles alone", "Customer,ARR\n", warns=("lists no customer: there is none below the titles in row 1",)),
    Case("a total of nothing", "Customer,ARR\nTotal,0\n", warns=("lists no customer", "'Total' is left out", "1 total")),
    Case(
        "a total without the sum", f"{HEAD}Total,99\n", AB, warns=("'Total' is left out as a total, though it is not", "1 total")
    ),
    Case(
        "a sum without the word",
        "Customer,ARR\nA,1\nB,2\nC,4\nAlle,7\n",
        ("Unit / A: 1 + ?", "Unit / B: 2 + ?", "Unit / C: 4 + ?", "Unit / Alle: 7 + ?"),
        warns=("'Alle' has what the rows above make together: taken as a customer",),
    ),
    Case("a sum without a customer", f"{HEAD},8.5\n", AB, warns=("has no customer and what rows above make together", "1 total")),
    Case(
        "a customer whose name sounds like a total",
        f"{HEAD}Total Access Communication,90\n",
        (*AB, "Unit / Total Access Communication: 90 + ?"),
        warns=("sounds like a total",),
    ),
    Case("TotalEnergies", f"{HEAD}TotalEnergies,9\n", (*AB, "Unit / TotalEnergies: 9 + ?")),
    Case(
        "an amount without a customer",
        f"{HEAD},3\n",
        errors=("A4: expected a customer's name, found none: fill it in, or delete the row",),
    ),
    Case("notes", f"{HEAD}* without VAT,\n(1) as signed,\nStand: 31.12.2025,\n\nJust a line\n", AB, warns=("4 notes",)),
    Case("a note in another column", f"{HEAD},see above\n", AB, warns=("1 note",)),
    Case("a customer with nothing else", f"{HEAD}Gamma,\n", (*AB, "Unit / Gamma: 0 + ?")),
    Case("a header again", "Customer,ARR\nA,1.5\nCustomer,ARR\nB,7\n", AB, warns=("1 repeated header",)),
    Case("separators", "Customer,ARR\nA,1.5\n-----,-----\nB,7\n=====,\n", AB, warns=("2 separators",)),
    Case("blank rows", "Customer,ARR\n\nA,1.5\n,\n  ,\nB,7\n\n", AB),
    Case("rows of one customer are added up", "Customer,ARR\nA,1\nA,2.5\n", ("Unit / A: 3.5 + ?",)),
    Case("a customer in two units is two records", "BU,Customer,ARR\nX,A,1\nY,A,2\n", ("X / A: 1 + ?", "Y / A: 2 + ?")),
    Case("units in any case are one", "BU,Customer,ARR\nX,A,1\nx,A,2\n", ("X / A: 3 + ?",)),
    Case("the file's name is the unit", HEAD, ("list / A: 1.5 + ?", "list / B: 7 + ?"), warns=("all are in 'list'",), unit=None),
    Case("the settings say the unit", HEAD, ("Z / A: 1.5 + ?", "Z / B: 7 + ?"), settings={"list.csv": {"unit": "Z"}}, unit=None),
    Case(
        "a row without a unit",
        "BU,Customer,ARR\nX,A,1\n,B,7\n",
        errors=("A3: expected a business unit, found none: fill it in, or give one for all with --bu NAME",),
        unit=None,
    ),
    Case(
        "a row without a unit that sounds like a total and is none",
        "BU,Customer,ARR\nX,A,1\n,Total Access,90\n",
        errors=("A3: expected a business unit, found none: fill it in, or give one for all with --bu NAME",),
        unit=None,
    ),
    Case("a row without a unit, and one for all", "BU,Customer,ARR\nX,A,1\n,B,7\n", ("X / A: 1 + ?", "Unit / B: 7 + ?")),
    Case(
        "the sheet's name is the unit",
        {"North": [["Customer", "ARR"], ["A", 1]], "Sheet2": [["Customer", "ARR"], ["B", 2]], "Notes": [["anything"]]},
        ("North / A: 1 + ?", "list / B: 2 + ?"),
        warns=(
            "North: no column names a business unit: all are in 'North'",
            "all are in 'list'",
            "the sheet 'Notes' is passed over",
        ),
        unit=None,
    ),
    Case(
        "two sheets that tell different things of a customer",
        {"R": [["Customer", "ARR"], ["A", 1]], "N": [["Customer", "Non-recurring"], ["A", 2]]},
        ("Unit / A: 1 + 2",),
    ),
    Case(
        "two sheets that tell the same of a customer",
        {"R": [["Customer", "ARR"], ["A", 1]], "S": [["Customer", "ARR"], ["A", 2]]},
        ("Unit / A: 3 + ?",),
        warns=("'A' stands at R!A2 too: the amounts are added up",),
    ),
    Case(
        "a sheet's own rules",
        {"S": [["Wer", "ARR"], ["A", 1]]},
        ("Unit / A: 1 + ?",),
        settings={"list.xlsx!S": {"columns": {"customer": "Wer"}}},
    ),
    Case(
        "the budget's sheets by other names",
        {
            "RR_Input 2026": [
                ["Company", "Customer", "Sub ID", "ARR", "Renewal", "Will renew", "Projected ARR"],
                ["X", "A", 7, 1, "Q1'26", "Yes", 2],
            ]
        },
        ("X / A: 1 + ? | 7, 1, 2, \"Q1'26\", 'Yes'",),
    ),
    Case(
        "no sheet with a table",
        {"S": [["x"]]},
        errors=(f"S: {LACKING}, found no title of a table",),
    ),
    Case(
        "a formula that nobody computed",
        {"S": [["Customer", "ARR"], ["A", "=1+1"]]},
        errors=("S!B2: expected a value, found a formula without a saved result: open it in Excel and save it",),
    ),
    Case(
        "a total that nobody computed",
        {"S": [["Customer", "ARR"], ["A", 1], ["Total", "=SUM(B2:B2)"]]},
        ("Unit / A: 1 + ?",),
        warns=("'Total' is left out as a total", "1 total"),
    ),
    Case(
        "business units merged over their rows",
        {"S": [["BU", "Customer", "ARR"], ["X", "A", 1], [None, "B", 2], ["Y", "C", 3], ["Z", "D", 4], [None, "E", 5]]},
        ("X / A: 1 + ?", "X / B: 2 + ?", "Y / C: 3 + ?", "Z / D: 4 + ?", "Z / E: 5 + ?"),
        warns=("S: cells merged over rows have the text of their first one, an amount stays with it: A2:A3, A5:A6",),
        merged=("A2:A3", "A5:A6"),
    ),
    Case(
        "customers and amounts merged over their rows",
        {"S": [["Customer", "Subscription ID", "ARR"], ["A", "s1", 1], [None, "s2", None], ["B", "s3", 5], [None, "s4", 9]]},
        ("Unit / A: 1 + ? | 's1', 1 | 's2'", "Unit / B: 14 + ? | 's3', 5 | 's4', 9"),
        warns=("stays with it: A2:A3, A4:A5, C2:C3",),
        merged=("A2:A3", "C2:C3", "A4:A5"),
    ),
    Case(
        "cells merged in many places, and titles merged side by side",
        {"S": [["Customer", "ARR"], *([f"C{n}", 1] if n % 2 else [None, 1] for n in range(1, 11))]},
        tuple(f"Unit / C{n}: 2 + ?" for n in range(1, 11, 2)),
        warns=("A2:A3, A4:A5, A6:A7 and 2 more",),
        merged=("B1:D1", *(f"A{n}:A{n + 1}" for n in range(2, 12, 2))),
    ),
    Case(
        "titles merged over two rows",
        {"S": [["Customer", "Revenue", None], [None, "ARR", "Non-recurring"], ["A", 1, 2]]},
        ("Unit / A: 1 + 2",),
        merged=("A1:A2", "B1:C1"),
    ),
    Case(
        "a quotation mark that is never closed",
        'Customer,ARR\nA,1\n"B,2\n' + "C,3\n" * 40_000,
        errors=(
            "row 3: is no CSV from here on (field larger than field limit (131072)): a quotation mark that is never closed?",
        ),
    ),
    Case(
        "UTF-16 that ends within a letter",
        b"\xff\xfe" + "Customer,ARR\nA,1\n".encode("utf-16-le") + b"B",
        errors=(": is no whole UTF-16 text: save it as UTF-8",),
    ),
]

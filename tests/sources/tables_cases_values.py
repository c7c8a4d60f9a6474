"""Tables that differ in their values: amounts, currencies, renewals, ids, encodings and delimiters."""

from __future__ import annotations

from datetime import date, datetime

from tables_told import Case


def column(*values: str) -> str:
    """A table with these amounts, as a CSV file whose delimiter no amount holds."""
    return "Customer\tARR\n" + "".join(f"C{n}\t{value}\n" for n, value in enumerate(values, start=1))


def amounts(*values: float | str) -> tuple[str, ...]:
    """The records of these amounts."""
    return tuple(f"Unit / C{n}: {value} + ?" for n, value in enumerate(values, start=1))


NOON = datetime(2026, 3, 31)  # noqa: DTZ001 - Excel knows no zones
ASKED = 'say in demodb.toml:\n  [tables."list.csv"]\n  decimal = "."  # or ","'
LEAST = "expected a number of at least 0, found"
VALUES = [
    Case("currency before and behind", column("$5", "5 USD", "US$ 5", "USD 5", "5$"), amounts(5, 5, 5, 5, 5)),
    Case("thousands by comma", column("1,234,567", "1,234"), amounts("1234567", 1234)),
    Case("thousands by point", column("1.234.567", "1.234"), amounts("1234567", 1234)),
    Case(
        "thousands by space, thin space and apostrophe",
        column("1 234", "1\u2009234", "1\u202f234", "1'234", "1\u2019234"),
        amounts(*[1234] * 5),
    ),
    Case("thousands in every value", column("184,000", "96,500", "700"), amounts(184000, 96500, 700)),
    Case("thousands by point in every value", column("184.000", "96.500"), amounts(184000, 96500)),
    Case("decimals by comma", column("1.234,50", "1.234", "0,5"), amounts(1234.5, 1234, 0.5)),
    Case("decimals by point", column("1,234.50", "1,234", ".5"), amounts(1234.5, 1234, 0.5)),
    Case("decimals of three digits", column("1.5", "1.234"), amounts(1.5, 1.23)),
    Case("exponents", column("1.5E+03", "2e2"), amounts(1500, 200)),
    Case(
        "a point that may mean both",
        column("1.234", "5"),
        errors=(
            (
                f": the column 'ARR' (B) holds '1.234' in B2, which may mean thousands or decimals, and nothing in the column"
                f" tells; {ASKED}"
            ),
        ),
    ),
    Case("a point that the settings decide", column("1.234", "5"), amounts(1234, 5), settings={"list.csv": {"decimal": ","}}),
    Case("a point that the settings decide otherwise", column("1.234"), amounts(1.23), settings={"list.csv": {"decimal": "."}}),
    Case(
        "both kinds of decimals",
        column("1.5", "1,5"),
        errors=(f": the column 'ARR' (B) has decimals behind a point in B2 ('1.5') and behind a comma in B3 ('1,5'); {ASKED}",),
    ),
    Case(
        "negative in all spellings",
        column("(1,200.00)", "5-", "-5", "-$5"),
        errors=tuple(
            f"B{n}: {LEAST} {text!r}, which is negative" for n, text in enumerate(("(1,200.00)", "5-", "-5", "-$5"), start=2)
        ),
    ),
    Case("a projection may be negative", "Customer,ARR,Projected ARR\nC1,5,(3)\n", ("Unit / C1: 5 + ? | -, 5, -3",)),
    Case(
        "not known",
        column("TBD", "n/a", "-", "?", "5"),
        ("Unit / C1: 0 + ?", "Unit / C2: 0 + ?", "Unit / C3: 0 + ?", "Unit / C4: 0 + ?", "Unit / C5: 5 + ?"),
        warns=("B2, B3, B4 and 1 more are not known: 'ARR' says no amount there",),
    ),
    Case(
        "a date as text",
        column("2026-03-31", "31.3.2026"),
        errors=(
            "B2: expected a number, found the date 2026-03-31",
            "B3: expected a number, found the date 31.3.2026",
        ),
    ),
    Case(
        "a date in a sheet",
        {"S": [["Customer", "ARR"], ["Acme", NOON]]},
        errors=("S!B2: expected a number, found the date 2026-03-31",),
    ),
    Case(
        "words",
        column("12 apples", "12%", "1,2,3"),
        errors=(
            "B2: expected a number, found '12 apples'",
            "B3: expected a number, found '12%'",
            "B4: expected a number, found '1,2,3'",
        ),
    ),
    Case(
        "more digits than a number may have",
        column("9" * 5_000),
        errors=(f"B2: expected a number that a computer can hold, found '{'9' * 58}\u2026",),
    ),
    Case("too large", column("1e309"), errors=("B2: expected a number that a computer can hold, found '1e309'",)),
    Case(
        "too large together",
        column("1e308", "1e308"),
        errors=("B3: makes the sum of the column larger than a computer can hold, found 1e+308",),
    ),
    Case(
        "another currency in the title",
        "Customer,ARR (EUR)\nAcme,5\n",
        errors=("B2: is in EUR, and amounts are in USD: say what one is worth, as [tables] rate = {EUR = 1.0}",),
    ),
    Case(
        "another currency in a cell",
        column("5", "5 \u20ac"),
        errors=("B3: is in EUR, and amounts are in USD: say what one is worth, as [tables] rate = {EUR = 1.0}",),
    ),
    Case(
        "a rate",
        "Customer,ARR (EUR)\nAcme,100\n",
        ("Unit / Acme: 110 + ? | original={'currency': 'EUR', 'rate': 1.1, 'rr': 100}",),
        settings={"rate": {"EUR": 1.1}},
    ),
    Case(
        "a column of currencies",
        "Customer,ARR,Currency\nAcme,100,EUR\nBeta,100,USD\n",
        ("Unit / Acme: 110 + ? | original={'currency': 'EUR', 'rate': 1.1, 'rr': 100}", "Unit / Beta: 100 + ?"),
        settings={"rate": {"EUR": 1.1}},
    ),
    Case(
        "renewals",
        "Customer;ARR;Renewal\n"
        + "".join(
            f"C{n};{n};{text}\n"
            for n, text in enumerate(["Q1 2026", "1Q26", "T1'26", "FY26 Q1", "H1 26", "2026-03-31", "Next Yr", "soon"], start=1)
        ),
        (
            *(f'Unit / C{n}: {n} + ? | -, {n}, -, "Q1\'26"' for n in range(1, 6)),
            "Unit / C6: 6 + ? | -, 6, -, \"Q1'26\", -, '2026-03-31'",
            "Unit / C7: 7 + ? | -, 7, -, 'Next Yr'",
            "Unit / C8: 8 + ? | -, 8, -, 'soon'",
        ),
        warns=("'soon' in C9 is not understood as a renewal: kept as typed",),
    ),
    Case(
        "a date of which another tells where the day stands",
        "Customer,ARR,Renewal date\nA,1,3/4/2026\nB,9,25/12/2026\n",
        ("Unit / A: 1 + ? | -, 1, -, \"Q2'26\", -, '2026-04-03'", "Unit / B: 9 + ? | -, 9, -, \"Q4'26\", -, '2026-12-25'"),
    ),
    Case(
        "a date of which nothing tells where the day stands",
        "Customer,ARR,Renewal date\nA,1,3/4/2026\n",
        ("Unit / A: 1 + ? | -, 1, -, '3/4/2026'",),
        warns=("'3/4/2026' in C2 is not understood",),
    ),
    Case(
        "a date in a sheet is a renewal",
        {"S": [["Customer", "ARR", "Renewal"], ["Acme", 1, date(2026, 8, 1)]]},
        ("Unit / Acme: 1 + ? | -, 1, -, \"Q3'26\", -, '2026-08-01'",),
    ),
    Case(
        "ids stay as typed",
        "Customer,ARR,Subscription ID\n"
        + "".join(f"C{n},{n},{text}\n" for n, text in enumerate(["000123", "123", "1.50", "9007199254740993", "1e5"], start=1)),
        tuple(
            f"Unit / C{n}: {n} + ? | {shown}, {n}"
            for n, shown in enumerate(["'000123'", "123", "'1.50'", "'9007199254740993'", "'1e5'"], start=1)
        ),
    ),
    Case(
        "will renew in words of any language",
        "Customer,ARR,Will renew?\nA,1,Ja\nB,9,NEIN\nC,20,BU decision required\n",
        (
            "Unit / A: 1 + ? | -, 1, -, -, 'Yes'",
            "Unit / B: 9 + ? | -, 9, -, -, 'No'",
            "Unit / C: 20 + ? | -, 20, -, -, 'BU decision required'",
        ),
    ),
    Case("UTF-8 with a mark", b"\xef\xbb\xbfCustomer,ARR\nM\xc3\xbcller,1\n", ("Unit / M\u00fcller: 1 + ?",)),
    Case("UTF-16", "\ufeffCustomer\tARR\nM\u00fcller\t1\n".encode("utf-16-le"), ("Unit / M\u00fcller: 1 + ?",)),
    Case("UTF-16, the other way", "\ufeffCustomer\tARR\nM\u00fcller\t1\n".encode("utf-16-be"), ("Unit / M\u00fcller: 1 + ?",)),
    Case("Windows-1252", b"Customer,ARR\nM\xfcller,1\n", ("Unit / M\u00fcller: 1 + ?",), warns=("read as Windows-1252",)),
    Case("no text", b"Customer\0,ARR\n", errors=(": is no text: save the table as CSV (UTF-8)",)),
    Case("half of UTF-16", b"\xff\xfeC", errors=(": is no whole UTF-16 text: save it as UTF-8",)),
    Case("bars", "Customer|ARR\nAcme, Inc.|1\n", ("Unit / Acme, Inc.: 1 + ?",)),
    Case("Excel's line of the delimiter", "sep=;\nCustomer;ARR\nAcme, Inc.;1\n", ("Unit / Acme, Inc.: 1 + ?",)),
    Case(
        "quotation marks and lines in a cell",
        'Customer,ARR\n"Acme ""X""\nInc.","1,200.50"\n',
        ('Unit / Acme "X" Inc.: 1200.5 + ?',),
    ),
    Case(
        "a row wider than its titles",
        "Customer,ARR,Country\nAcme,1,200.50,France\n",
        errors=("2:2: holds 4 cells under 3 titles: is a text with the delimiter in it not in quotation marks?",),
    ),
    Case("lines that end as on Windows", "Customer,ARR\r\nAcme,1\r\n", ("Unit / Acme: 1 + ?",)),
]

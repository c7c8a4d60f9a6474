"""What a store of revision 0007 says of its lists, and where it stands from 0008 on."""

from __future__ import annotations

import json
from typing import Any

from alembic import command
from sqlalchemy import text

from demodb.store.engine import Store, make_engine
from demodb.store.migrate import alembic_config, migration_connection, upgrade
from demodb.store.schema import store_url

RECORDS = {
    "a": ('{"country":"DE","n":1e5,"note":"é"}', "DE", {"n": 1e5, "note": "é"}),
    "b": ('{"country":"Viet Nam"}', "Viet Nam", None),
    "c": ('{"country":7}', None, {"country": 7}),
    "d": ('{"country":" "}', None, {"country": " "}),
    "e": ('{"x":{"country":"DE"}}', None, {"x": {"country": "DE"}}),
    "f": (None, None, None),
}
"""By name of a record its `extra`, and what becomes of it: the country and the rest."""

FILES = {"list.csv": "table", "lists/Old.TSV": "table", "portfolio.xlsx": "workbook", "csv": "workbook"}
"""Lists that the store knew as workbooks, and what they are from now on."""


def older(db: str) -> None:
    """Make a store of revision 0007 with these records and files."""
    upgrade(store_url(db), "0007")
    with Store(make_engine(store_url(db))) as store, store.write() as connection:
        connection.execute(text("INSERT INTO business_unit (key, name) VALUES ('stl', 'STL')"))
        connection.execute(text("INSERT INTO account (key, name, slug, hero) VALUES ('a', 'A', 'a', 0)"))
        record = "INSERT INTO customer_record (business_unit_key, name, account_key, slug, rr, nrr, extra)"
        rows = [{"name": name, "extra": extra} for name, (extra, *_) in RECORDS.items()]
        connection.execute(text(f"{record} VALUES ('stl', :name, 'a', 'a', 1, 2.5, :extra)"), rows)
        files = [{"path": path} for path in FILES]
        connection.execute(text("INSERT INTO known_file (path, kind, read_at) VALUES (:path, 'workbook', 7)"), files)
        listed = "INSERT INTO listing (path, business_unit_key, record_name) VALUES (:path, 'stl', 'a')"
        connection.execute(text(listed), files)


def read(db: str, statement: str) -> list[tuple[Any, ...]]:
    with Store(make_engine(store_url(db))) as store, store.read() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def test_a_country_that_stood_with_the_unknown_keys_has_its_own_column_and_a_year_stands_alone(db: str) -> None:
    older(db)
    upgrade(store_url(db))

    found = read(db, "SELECT name, country, extra, nrr, nrr_q1, nrr_q2, nrr_q3, nrr_q4 FROM customer_record ORDER BY name")
    assert [(name, country, extra and json.loads(extra)) for name, country, extra, *_ in found] == [
        (name, country, rest) for name, (_, country, rest) in RECORDS.items()
    ]
    assert {row[3:] for row in found} == {(2.5, None, None, None, None)}


def test_a_csv_file_is_a_table_and_still_lists_what_it_listed(db: str) -> None:
    older(db)
    upgrade(store_url(db))

    assert dict(read(db, "SELECT path, kind FROM known_file WHERE read_at = 7")) == FILES
    assert {path for (path,) in read(db, "SELECT path FROM listing WHERE record_name = 'a'")} == set(FILES)
    with Store(make_engine(store_url(db))) as store, store.write() as connection:
        connection.execute(text("DELETE FROM known_file WHERE path = 'list.csv'"))
    assert len(read(db, "SELECT path FROM listing")) == len(FILES) - 1


def test_going_down_again_gives_back_what_stood_there(db: str) -> None:
    older(db)
    upgrade(store_url(db))
    with migration_connection(store_url(db)) as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0007")

    extras = {name: extra and json.loads(extra) for name, extra in read(db, "SELECT name, extra FROM customer_record")}
    assert extras == {name: extra and json.loads(extra) for name, (extra, *_) in RECORDS.items()}
    assert {kind for (kind,) in read(db, "SELECT kind FROM known_file")} == {"workbook"}
    assert len(read(db, "SELECT path FROM listing")) == len(FILES)

"""A PostgreSQL server that undoes the first transaction that inserts into a table, as if for the sake of another one."""

from __future__ import annotations

from sqlalchemy import text

from demodb.store.engine import Store


def overtake_first_insert(store: Store, table: str) -> None:
    """Let the server undo it: a sequence is not rolled back, so it is the first transaction that inserts, and no other one."""
    undo = (
        "CREATE FUNCTION overtake() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF nextval('writes') = 1 THEN RAISE EXCEPTION 'overtaken' USING ERRCODE = '40001'; END IF; RETURN NEW; END $$"
    )
    trigger = f"CREATE TRIGGER overtaking BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION overtake()"
    with store.write() as connection:
        for statement in ("CREATE SEQUENCE writes", undo, trigger):
            connection.execute(text(statement))


def inserts(store: Store) -> int:
    """How often a row was inserted, or tried to be."""
    with store.read() as connection:
        return int(connection.execute(text("SELECT last_value FROM writes")).scalar_one())

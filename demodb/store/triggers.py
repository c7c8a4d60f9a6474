"""The triggers, on both engines: they mark sections that have to be compared, and count changes, whoever writes and however.

They are made anew after each migration, and where one is missing, when the store is opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

from demodb.model.documents import Section
from demodb.store.rows import SECTION_TABLES, SHAPES

COUNTED = (
    *("business_unit", "account", "alias", "apart_name", "customer_record", "subscription", "news_feed", "news_article"),
    *("plan_section", *SECTION_TABLES, "conflict"),
)
"""The tables of which a change is counted: all that a verdict and a page of the portfolio are made from, but for what passes
with time (the cache) and what lies beside the store (files and folders). Those are looked at each time."""

_OF_SECTION: dict[str, Section] = {
    table.name: section
    for section, shapes in SHAPES.items()
    for shape in shapes
    for table in (shape.table, *(part.table for part in shape.lists))
}
"""The tables that hold rows of one section, and which; of two more each row names its own."""
_MARKING = (*SECTION_TABLES, "plan_section", "conflict")

# A section that is gone has no mark: its rows go after it.
_MARK = """INSERT INTO section_mark (account_key, section, due, edited, conflicts)
SELECT account_key, section, 1, 0, 0 FROM plan_section WHERE account_key = {row}.account_key AND section = {section}
ON CONFLICT (account_key, section) DO UPDATE SET due = 1"""
_MARK_ALL = """INSERT INTO section_mark (account_key, section, due, edited, conflicts)
SELECT account_key, section, 1, 0, 0 FROM plan_section WHERE {wanted}
ON CONFLICT (account_key, section) DO UPDATE SET due = 1"""
# The step is drawn: two copies of a store that were changed apart never say the same.
_COUNT = {
    "sqlite": "UPDATE change_counter SET number = number + 1 + abs(random() % 1000000000)",
    "postgresql": "INSERT INTO change_counter (number, quiet) VALUES (1 + floor(random() * 1000000000)::bigint, 0)",
}

_THERE = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """SELECT c.relname || '.' || t.tgname, '' FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')""",
}

# Whoever is quiet does both by itself, at a fraction of the price.
_TRIGGER = """CREATE TRIGGER {name} AFTER {event} ON {table} WHEN NOT EXISTS (SELECT 1 FROM change_counter WHERE quiet = 1)
BEGIN {work}; END"""
_EVENTS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def trigger_faults(connection: Connection) -> list[str]:
    """What is wrong with the triggers and the counter, line by line; then what is known of sections may be wrong too."""
    sqlite = connection.dialect.name == "sqlite"
    there = {str(name): sql for name, sql in connection.execute(text(_THERE[connection.dialect.name]))}
    wanted = dict(_on_sqlite() if sqlite else _on_server())
    faults = [f"the trigger {name} is not there" for name in wanted if name not in there]
    if sqlite:
        faults += [f"the trigger {name} was changed" for name, sql in wanted.items() if there.get(name, sql) != sql]
    if connection.execute(text("SELECT quiet FROM change_counter WHERE id = 1")).scalars().all() != [0]:
        faults.append("change_counter: the row 1 is not there, or quiet")
    return faults


def drop_triggers(connection: Connection) -> None:
    """Remove every trigger of demodb: SQLite cannot rebuild a table that others' triggers speak of."""
    if connection.dialect.name == "sqlite":
        ours = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'demodb!_%' ESCAPE '!'"
        for name in connection.execute(text(ours)).scalars().all():
            connection.execute(text(f'DROP TRIGGER "{name}"'))
    else:
        for name in ("demodb_mark", "demodb_count"):
            connection.execute(text(f"DROP FUNCTION IF EXISTS {name}() CASCADE"))


def make_triggers(connection: Connection) -> None:
    """Make every trigger anew. What was changed while they were not there is not known: every section has to be compared."""
    drop_triggers(connection)
    statements = _on_sqlite() if connection.dialect.name == "sqlite" else (*_FUNCTIONS, *_on_server())
    for _, statement in statements:
        connection.exec_driver_sql(statement)
    one_row = "INSERT INTO change_counter (id, number, quiet) VALUES (1, 0, 0) ON CONFLICT (id) DO UPDATE SET quiet = 0"
    connection.execute(text(one_row))
    if connection.dialect.name != "sqlite":
        connection.execute(text("SELECT setval(pg_get_serial_sequence('change_counter', 'id'), max(id)) FROM change_counter"))
    connection.execute(text(_COUNT[connection.dialect.name]))
    connection.execute(text(_MARK_ALL.format(wanted="1 = 1")))


@contextmanager
def quietly(connection: Connection) -> Iterator[None]:
    """No trigger marks a section for what is written inside: who writes says what is known of it. It is counted as a change.

    What fails inside takes the transaction with it, and the quiet too.
    """
    _keep_quiet(connection, on=True)
    yield
    _keep_quiet(connection, on=False)


def _keep_quiet(connection: Connection, *, on: bool) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(text(f"{_COUNT['sqlite']}, quiet = :on"), {"on": int(on)})
    else:
        connection.execute(text("SELECT set_config('demodb.quiet', :on, true)"), {"on": "on" if on else "off"})


def _on_sqlite() -> Iterator[tuple[str, str]]:
    for table in COUNTED:
        for event, rows in _EVENTS.items():
            marks = (_MARK.format(row=row, section=_section(table, row)) for row in rows if table in _MARKING)
            name = f"demodb_{table}_{event.lower()}"
            yield name, _TRIGGER.format(name=name, event=event, table=table, work="; ".join((*marks, _COUNT["sqlite"])))


def _section(table: str, row: str) -> str:
    return f"'{_OF_SECTION[table]}'" if table in _OF_SECTION else f"{row}.section"


_QUIET = "current_setting('demodb.quiet', true) IS DISTINCT FROM 'on'"
_UNCOUNTED = "current_setting('demodb.counted', true) IS DISTINCT FROM 'on'"
_FUNCTIONS = (
    (
        "demodb_count",
        # Once in a transaction: what is read between two of its statements is nobody's to keep.
        f"""CREATE FUNCTION demodb_count() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN {_COUNT["postgresql"]}; PERFORM set_config('demodb.counted', 'on', true); RETURN NULL; END $$""",
    ),
    (
        "demodb_mark",
        f"""CREATE FUNCTION demodb_mark() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE its text := TG_ARGV[0];
BEGIN
IF TG_OP = 'TRUNCATE' THEN
{_MARK_ALL.format(wanted="its IS NULL OR section = its")} WHERE section_mark.due = 0;
RETURN NULL;
END IF;
IF TG_OP <> 'INSERT' THEN
IF TG_NARGS = 0 THEN its := OLD.section; END IF;
{_MARK.format(row="OLD", section="its")} WHERE section_mark.due = 0;
END IF;
IF TG_OP <> 'DELETE' THEN
IF TG_NARGS = 0 THEN its := NEW.section; END IF;
{_MARK.format(row="NEW", section="its")} WHERE section_mark.due = 0;
END IF;
RETURN NULL;
END $$""",
    ),
)


def _on_server() -> Iterator[tuple[str, str]]:
    for table in COUNTED:
        events = "INSERT OR UPDATE OR DELETE"
        once = f"FOR EACH STATEMENT WHEN ({_UNCOUNTED}) EXECUTE FUNCTION demodb_count()"
        yield f"{table}.demodb_count", f"CREATE TRIGGER demodb_count AFTER {events} OR TRUNCATE ON {table} {once}"
        if table in _MARKING:
            argument = f"'{_OF_SECTION[table]}'" if table in _OF_SECTION else ""
            call = f"WHEN ({_QUIET}) EXECUTE FUNCTION demodb_mark({argument})"
            yield f"{table}.demodb_mark", f"CREATE TRIGGER demodb_mark AFTER {events} ON {table} FOR EACH ROW {call}"
            head = f"CREATE TRIGGER demodb_mark_all AFTER TRUNCATE ON {table}"
            yield f"{table}.demodb_mark_all", f"{head} FOR EACH STATEMENT {call}"

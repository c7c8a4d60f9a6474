"""Pages of conflicts and the log, and each dialog of edits: as many statements for a hundred rows as for one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import httpx2
import odd_accounts
import pytest
from statements import statements_of
from studio_project import Running

from demodb.api.edit import SetField, edit
from demodb.model.merge import Conflict
from demodb.model.names import match_key
from demodb.store.conflicts import StoredConflict, put_conflicts
from demodb.store.engine import Store

PART = {"HX-Request": "true"}
FEW, MANY = 1, 45
PAGES = ("/conflicts", "/log", "/conflicts?account={slug}", "/log?account={slug}", "/conflicts/all?take=theirs")
DIALOGS = (
    "/account/{slug}/places",
    "/account/{slug}/edit?place=actions/c-0/title",
    "/account/{slug}/edit?place=stakeholders/p-0",
    "/account/{slug}/add?list=stakeholders",
    "/account/{slug}/delete?place=stakeholders/p-0",
    "/account/{slug}/empty?list=stakeholders",
    "/account/{slug}/order?list=actions",
    "/account/{slug}/move?place=actions/c-0",
    "/account/{slug}/why?place=stakeholders/p-0/title",
    "/conflicts/edit?slug={slug}&place=stakeholders/p-0/title",
)


def cards(count: int) -> list[dict[str, Any]]:
    return [
        {"id": f"c-{n}", "title": f"Card {n}", "status": "todo", "priority": "high", "createdAt": "2026-11-01"}
        for n in range(count)
    ]


def crowded(store: Store, count: int) -> str:
    """An account of so many people and cards, of which each has a conflict and an edit; its slug."""
    name = f"Crowd {count}"
    people = [odd_accounts.person(n, None, f"Person {n}") | {"id": f"p-{n}"} for n in range(count)]
    slug = odd_accounts.put_account(store, name, {"stakeholders": people, "actions": cards(count)})
    waiting = [Conflict("", f"p-{n}", "title", "It was", "It was", f"Title {n}") for n in range(count)]
    with store.write() as connection:
        put_conflicts(connection, [StoredConflict(match_key(name), name, "stakeholders", one, path="f") for one in waiting])
    for n in range(count):
        edit(store, name, [SetField(f"actions/c-{n}/title", f"Now {n}")])
    return slug


def asked(client: httpx2.Client, store: Store, slug: str, addresses: Sequence[str]) -> dict[str, int]:
    """How many statements each address takes."""
    counts = {}
    for address in addresses:
        with statements_of(store) as seen:
            answer = client.get(address.format(slug=slug), headers=PART)
        assert answer.status_code == 200, (address, answer.text)
        counts[address] = len(seen)
    return counts


@pytest.fixture
def client(studio: Running) -> Iterator[httpx2.Client]:
    with studio.client(timeout=60) as made:
        yield made


def test_conflicts_the_log_and_dialogs_ask_as_much_whatever_the_number_of_rows(studio: Running, client: httpx2.Client) -> None:
    store = studio.desk.store
    few = asked(client, store, crowded(store, FEW), (*PAGES, *DIALOGS))
    many = asked(client, store, crowded(store, MANY), (*PAGES, *DIALOGS))
    assert few == many
    assert max(few.values()) <= 40

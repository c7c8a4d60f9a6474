"""`/api/cache`: what the app reads at once, with the words of HTTP for how long it may be used.

A value's `max-age` counts from when it was made, and `Age` is how old it is, as RFC 9111 has it. It may be served stale for as
long as the store says, while a new one is fetched and where none can be had, as RFC 5861 has it. HTTP counts whole seconds: a
value is called fresh to the end of the second in which it ceases to be.
"""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import formatdate
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from demodb.api.cache import CachedValue, list_cache, served
from demodb.payloads.cache import entry_facts, overview_payload
from demodb.studio.api.operation import Call, Operation, sent_json
from demodb.studio.api.parameters import text

_MOST_SECONDS = 2**30
"""More than thirty years: HTTP has no need for longer ones, and some programs no room."""


def lasting(created_at: int, fresh_until: int, stale_until: int, now: int) -> tuple[int, int, int]:
    """Age, max-age and stale-while-revalidate in seconds of what is served at `now`; all moments in ms since 1970."""
    age = _seconds(now - created_at)
    left = _seconds(fresh_until - now, up=True)
    most = age + left if left else min(age, _seconds(fresh_until - created_at))
    return age, most, max(0, age + _seconds(stale_until - now, up=True) - most)


def _seconds(ms: int, *, up: bool = False) -> int:
    return min(max(0, -(-ms // 1000) if up else ms // 1000), _MOST_SECONDS)


def cache_entry(call: Call) -> Response:
    """The value under a key, as the app would read it now: the JSON value itself."""
    clock = call.desk.clock
    entry = served(call.desk.store, clock, call.path("key"))
    return sent_json(call.request, entry.value, _headers(entry, clock.epoch_ms()))


def _headers(entry: CachedValue, now: int) -> dict[str, str]:
    age, most, stale = lasting(entry.created_at, entry.fresh_until, entry.stale_until, now)
    facts = entry_facts(entry, changed=False)
    told = {name: str(facts[key]) for name, key in _FACTS.items() if facts[key] is not None}
    return {
        "Age": str(age),
        "Cache-Control": f"private, max-age={most}, stale-while-revalidate={stale}, stale-if-error={stale}",
        "Last-Modified": formatdate(min(max(0, entry.created_at // 1000), _LAST), usegmt=True),
        **{name: quote(value, safe=" :") for name, value in told.items()},
    }


_FACTS = {
    "Demodb-State": "state",
    "Demodb-Created-At": "createdAt",
    "Demodb-Fresh-Until": "freshUntil",
    "Demodb-Stale-Until": "staleUntil",
    "Demodb-Source": "source",
    "Demodb-Model": "model",
}
"""What `demodb cache get --json` says of an entry, by the headers that bear it."""


_LAST = 253_000_000_000
"""A moment that every calendar has, in seconds since 1970."""


def cache(call: Call) -> Mapping[str, Any]:
    """The entries of the cache without their values, as `demodb cache list --json` tells them."""
    return overview_payload(list_cache(call.desk.store, call.desk.clock, call.query["pattern"] or "*"))


_HEADERS = {
    "Age": "Seconds since the value was made.",
    "Cache-Control": "max-age, stale-while-revalidate and stale-if-error, in seconds.",
    "Last-Modified": "When the value was made.",
    "Demodb-State": "fresh or stale.",
    "Demodb-Created-At": "When the value was made, to the millisecond.",
    "Demodb-Fresh-Until": "Until when it is fresh, to the millisecond.",
    "Demodb-Stale-Until": "Until when it may be served at all, to the millisecond.",
    "Demodb-Source": "Who made the value: claude, rules or store; percent-encoded.",
    "Demodb-Model": "The model of a value by Claude; percent-encoded.",
}

OPERATIONS = (
    Operation("GET", "/cache", cache, "Cache", (text("pattern", "A key, or several with * and ?: intelligence:*"),)),
    Operation("GET", "/cache/{key:anything}", cache_entry, "CachedValue", headers=_HEADERS),
)

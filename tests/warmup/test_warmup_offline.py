"""Without a network: briefs stand at once, nobody is called in vain for long, and what is said about it is true. Real sockets."""

from __future__ import annotations

import socket
import time as real_time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import replace
from threading import Thread

import pytest
from scripted_api import NAMES, Api, dropped, failed

from demodb.api.warmup import Access, Pace, Surroundings, WarmupOptions, warmup
from demodb.cache.cache import Cache
from demodb.progress import Stage
from demodb.store.engine import Store
from demodb.warmup import batches, calling

HEROES = WarmupOptions()
Host = Callable[[], AbstractContextManager[str]]
SECONDS = 0.4
LOADED = (batches, calling)
"""Loading the SDK takes its time, which is not measured here."""


@contextmanager
def listening(*, full: bool = False) -> Iterator[str]:
    """A host that takes connections and never answers, or one that is so full that it takes none."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=0)) as server:
        waiting = [socket.socket() for _ in range(4 if full else 0)]
        for one in waiting:
            one.settimeout(0)
            one.connect_ex(server.getsockname())
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        for one in waiting:
            one.close()


@contextmanager
def closed() -> Iterator[str]:
    """A port at which nobody listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
    yield f"http://127.0.0.1:{port}"


@contextmanager
def unknown() -> Iterator[str]:
    """A name that does not resolve. A test may not ask a server for it, so the system's answer is given here."""

    def unresolved(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(socket, "getaddrinfo", unresolved)
        yield "http://nothing.invalid"


@contextmanager
def full() -> Iterator[str]:
    with listening(full=True) as address:
        yield address


HOSTS = [
    pytest.param(closed, "refuses connections", id="refused"),
    pytest.param(unknown, "is a name that nobody knows here", id="no such name"),
    pytest.param(listening, "does not answer", id="never answers"),
    pytest.param(full, "does not answer", id="never connects"),
]


def briefs(store: Store, around: Surroundings) -> int:
    return sum(one.source == "rules" for one in Cache(store, around.clock, around.lifetimes).list("intelligence:*"))


@pytest.mark.parametrize("every", [False, True], ids=["one by one", "in a batch"])
@pytest.mark.parametrize(("host", "told"), HOSTS)
def test_without_a_network_the_calling_ends_in_a_moment_and_the_briefs_stand(
    heroes: Store, access: Access, around: Surroundings, *, host: Host, told: str, every: bool
) -> None:
    begun = real_time.monotonic()
    with host() as address:
        report = warmup(heroes, replace(HEROES, every=every), replace(access, base_url=address, connect=SECONDS), around)
    assert real_time.monotonic() - begun < 4 * SECONDS + 4
    assert (report.calls, report.cost_usd, report.briefs, briefs(heroes, around)) == (0, 0.0, 5, 5)
    where = address.removeprefix("http://")
    assert report.warning == f"no network: 5 briefs stand; {where} {told}: run demodb warmup again when it can be reached"
    assert {one.error for one in report.accounts} == {f"{where} {told}"}


def test_a_name_that_takes_for_ever_to_be_looked_up_is_given_up(
    heroes: Store, access: Access, around: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: real_time.sleep(20))
    begun = real_time.monotonic()
    report = warmup(heroes, HEROES, replace(access, connect=SECONDS), around)
    assert real_time.monotonic() - begun < 10
    assert "does not answer" in str(report.offline)


def test_what_claude_wrote_is_kept_without_a_network(heroes: Store, access: Access, around: Surroundings) -> None:
    warmup(heroes, WarmupOptions(accounts=NAMES[:2]), access, around)
    with closed() as address:
        report = warmup(heroes, replace(HEROES, force=True), replace(access, base_url=address), around)
    assert str(report.warning).startswith("no network: 3 briefs stand, 2 by Claude kept as they were; ")
    assert [one.source for one in report.accounts].count("claude") == 2


def test_a_network_that_goes_away_in_the_middle_ends_the_calling_for_all(
    heroes: Store, access: Access, around: Surroundings
) -> None:
    """The host answers whether it is there and one call, and is gone."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        Thread(target=_answering_two, args=(server,), daemon=True).start()
        report = warmup(heroes, HEROES, replace(access, base_url=address, pace=Pace(0, 1, cap=0.1)), around)
    assert report.offline == f"{address.removeprefix('http://')} refuses connections"
    assert report.calls == 3
    assert (report.briefs, briefs(heroes, around)) == (5, 5)


def _answering_two(server: socket.socket) -> None:
    for _ in range(2):
        connection, _ = server.accept()
        connection.recv(100_000)
        connection.sendall(b"HTTP/1.1 400 Bad\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        connection.close()
    server.close()


def test_connections_that_break_off_are_no_sign_of_that(heroes: Store, api: Api, access: Access, around: Surroundings) -> None:
    api.script[NAMES[0]] = [dropped, dropped, dropped]
    report = warmup(heroes, HEROES, replace(access, pace=Pace(0, 1, cap=0.1)), around)
    assert (report.offline, report.intelligence) == (None, 5)


def test_by_rules_nobody_is_asked_for_anything(heroes: Store, api: Api, access: Access, around: Surroundings) -> None:
    report = warmup(heroes, replace(HEROES, rules=True), access, around)
    assert (report.briefs, report.calls, report.warning, api.asked) == (5, 0, None, [])


def test_bytes_that_drip_end_at_the_timeout_of_the_whole_call(heroes: Store, access: Access, around: Surroundings) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        Thread(target=_dripping, args=(server,), daemon=True).start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        slow = replace(access, base_url=address, timeout=1.0, pace=Pace(0, 5, cap=0.1, attempts=1))
        begun = real_time.monotonic()
        report = warmup(heroes, HEROES, slow, around)
        assert real_time.monotonic() - begun < 8
    assert {one.error for one in report.accounts} == {"no whole answer came in time: check the network, or try again later"}


def _dripping(server: socket.socket) -> None:
    with suppress(OSError):
        while True:
            Thread(target=_drip, args=server.accept()[:1], daemon=True).start()


def _drip(connection: socket.socket) -> None:
    with connection, suppress(OSError):
        asked = connection.recv(100_000)
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\ncontent-type: application/json\r\n\r\n")
        while not asked.startswith(b"HEAD"):
            real_time.sleep(0.1)
            connection.sendall(b" ")


# --- pauses that the API asks for ----------------------------------------------------------------------------------------


def test_a_pause_beyond_patience_is_told_with_the_moment_from_which_calls_work(
    heroes: Store, api: Api, access: Access, around: Surroundings
) -> None:
    api.default = failed(429, **{"retry-after": "1200"})
    report = warmup(heroes, HEROES, access, around)
    assert (report.calls, report.briefs) == (5, 5)
    assert "the rate limit is reached (429)" in str(report.warning)
    moment = around.clock.now().timestamp() + 1200
    told = real_time.strftime("%H:%M:%S", real_time.gmtime(moment + around.clock.now().utcoffset().total_seconds()))  # type: ignore[union-attr]
    assert f"it will work from {told} on" in str(report.warning)


@pytest.mark.parametrize("pause", ["9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_an_absurd_pause_is_told_and_no_error(heroes: Store, api: Api, access: Access, around: Surroundings, pause: str) -> None:
    api.default = failed(503, **{"retry-after": pause})
    assert "it will work from 20" in str(warmup(heroes, HEROES, access, around).warning)


def test_a_pause_within_patience_is_waited_for_at_the_end_and_once(
    heroes: Store, api: Api, access: Access, around: Surroundings
) -> None:
    long = failed(429, **{"retry-after": "2"})
    api.script = {NAMES[0]: [long], NAMES[1]: [long, long, long]}
    report = warmup(heroes, HEROES, replace(access, pace=Pace(spacing=0, concurrency=1, cap=0.5, patience=3)), around)
    assert api.asked == [*sorted(NAMES), NAMES[0], NAMES[1]]
    assert api.arrivals[5][0] - api.arrivals[0][0] >= 2
    assert (report.intelligence, report.briefs, report.calls) == (4, 1, 7)


# --- what is seen --------------------------------------------------------------------------------------------------------


def test_each_stage_is_told_as_it_begins(heroes: Store, api: Api, access: Access, around: Surroundings) -> None:
    told: list[Stage] = []
    api.script[NAMES[0]] = [failed(429, **{"retry-after": "0.1"}), failed(400)]
    warmup(heroes, WarmupOptions(accounts=NAMES[:2]), access, replace(around, watcher=told.append))
    first = [stage for stage in told if stage.who == NAMES[0]]
    assert [stage.what for stage in first] == ["waiting", "calling", "waiting", "calling", "failed"]
    assert first[2].until is not None
    assert "429" in first[2].why
    assert "400" in first[4].why
    assert [stage.what for stage in told if stage.who == NAMES[1]] == ["waiting", "calling", "done"]

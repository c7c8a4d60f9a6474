"""Who is kept out of the studio: foreign pages and names, strangers, tricks in addresses; and what every answer bears."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import httpx2
import pytest
from fixture_types import Contents
from studio_project import Running
from studio_wire import own, sent

from demodb.studio.app import _HOME, MODULES
from demodb.studio.guard import HEADERS

EVIL = "http://evil.example"
FOREIGN: list[dict[str, str]] = [
    {"Origin": EVIL},
    {"Origin": EVIL, "Sec-Fetch-Site": "cross-site"},
    {"Origin": "http://127.0.0.1:1", "Sec-Fetch-Site": "same-site"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "null"},
    {"Origin": "null", "Sec-Fetch-Site": "none"},
    {"Origin": "https://{own}"},
    {"Origin": "http://{own}.evil.example"},
    {"Origin": "http://evil.example#http://{own}"},
    {"Origin": "file://"},
    {"Sec-Fetch-Site": "none"},
    {},
]
"""What foreign pages can have a browser send, and what old browsers leave out."""


def routes(method: str) -> list[str]:
    """The addresses of every page that answers a method, about Spotify where one is about an account."""
    names = [*(name for names in MODULES.values() for name in names), *_HOME]
    known = [route for name in names for route in import_module(f"demodb.studio.{name}").ROUTES]
    filled = {"slug": "spotify", "section": "strategy", "name": "seed"}
    return [re.sub(r"\{(\w+)\}", lambda found: filled[found[1]], route.path) for route in known if method in route.methods]


CHANGING = [path for path in routes("POST") if path != "/enter"]


@pytest.fixture
def bare(studio: Running) -> Iterator[httpx2.Client]:
    """A browser that is in, and says nothing of where its requests come from."""
    session = studio.access.enter_by_token(studio.access.token)
    with httpx2.Client(base_url=studio.origin, cookies={studio.access.cookie: str(session)}, timeout=60) as client:
        yield client


# --- foreign pages -------------------------------------------------------------------------------------------------------


def test_no_page_takes_a_change_from_a_foreign_page(studio: Running, bare: httpx2.Client, contents: Contents) -> None:
    before = contents(studio.desk.store)
    assert len(CHANGING) > 15
    for path in CHANGING:
        for headers in FOREIGN:
            said = {name: value.replace("{own}", own(studio)) for name, value in headers.items()}
            answer = bare.post(path, data={"place": "strategy/painPoints/pp-001", "entry": "1", "act": "base"}, headers=said)
            assert answer.status_code == 403, (path, said)
    assert contents(studio.desk.store) == before


@pytest.mark.parametrize("site", ["cross-site", "same-site", "CROSS-SITE", "something-new"])
def test_a_foreign_page_reads_nothing_not_even_a_style(studio: Running, bare: httpx2.Client, site: str) -> None:
    for path in ("/", "/account/spotify", "/static/studio.js", "/enter", "/api/status"):
        answer = bare.get(path, headers={"Sec-Fetch-Site": site, "Authorization": f"Bearer {studio.access.token}"})
        assert (answer.status_code, "Spotify" in answer.text) == (403, False), path


def test_the_studios_own_page_is_heard_and_so_is_a_person_who_opens_an_address(studio: Running, bare: httpx2.Client) -> None:
    place = {"place": "strategy/painPoints/pp-001/title", "act": "mine"}
    for headers in ({"Origin": studio.origin}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}, {"HX-Request": "true"}):
        assert bare.post("/account/spotify/why", data=place, headers=headers).status_code != 403, headers
    assert bare.get("/", headers={"Sec-Fetch-Site": "none"}).status_code == 200


def test_a_question_before_a_request_from_elsewhere_allows_nothing(bare: httpx2.Client) -> None:
    asked = {"Origin": EVIL, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "hx-request"}
    for path in ("/", "/log/undo", "/api/accounts"):
        answer = bare.options(path, headers=asked)
        assert answer.status_code == 403
        assert [name for name in answer.headers if name.startswith("access-control")] == []


# --- names that lead here ------------------------------------------------------------------------------------------------


HOSTS = [
    *("evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:{port}", "localhost.:{port}"),
    *("x@127.0.0.1:{port}", "127.0.0.1:{port}@evil.example", "127.0.0.1/static/:{port}", "127.0.0.1:{port}/enter", "0:{port}"),
    *("[::]:{port}", "10.0.0.1:{port}", "127.0.0.1:{port},evil.example", "", ":{port}", "127.0.0.1:{port}0", "[]:{port}"),
]


def test_a_name_that_somebody_points_at_this_machine_is_refused(studio: Running, bare: httpx2.Client) -> None:
    for host in HOSTS:
        said = host.replace("{port}", str(studio.access.port))
        for path in ("/", "/account/spotify", "/static/studio.js", "/enter", "/api/status"):
            answer = bare.get(path, headers={"Host": said, "Authorization": f"Bearer {studio.access.token}"})
            assert answer.status_code in (400, 403), (path, said)


def test_a_request_with_two_hosts_or_none_is_refused(studio: Running) -> None:
    cookie = f"Cookie: {studio.access.cookie}={studio.access.enter_by_token(studio.access.token)}\r\n"
    for hosts in ("", f"Host: {own(studio)}\r\nHost: evil.example\r\n", f"Host: evil.example\r\nHost: {own(studio)}\r\n"):
        answer = sent(studio, f"GET / HTTP/1.1\r\n{hosts}{cookie}Connection: close\r\n\r\n")
        assert re.match(rb"HTTP/1.1 (400|403)", answer), (hosts, answer[:80])


# --- strangers -----------------------------------------------------------------------------------------------------------


def test_a_stranger_is_led_to_the_door_by_every_page_and_learns_nothing(studio: Running) -> None:
    with httpx2.Client(base_url=studio.origin, timeout=60) as stranger:
        for path in [path for path in routes("GET") if path != "/enter"]:
            answer = stranger.get(path)
            assert (answer.status_code, answer.headers["location"], answer.text) == (303, "/enter", ""), path
            assert stranger.get(path, headers={"HX-Request": "true"}).status_code == 401
        for path in CHANGING:
            answer = stranger.post(path, headers={"Origin": studio.origin})
            assert (answer.status_code, "Spotify" in answer.text) == (401, False), path


@pytest.mark.parametrize(
    "path", ["/entering", "/enter/", "/enter/..", "/enter%2f..%2faccount%2fspotify", "/enter%3f/../account/x"]
)
def test_only_the_door_itself_is_open(studio: Running, path: str) -> None:
    with httpx2.Client(base_url=studio.origin, timeout=60) as stranger:
        answer = stranger.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/enter")


def test_a_link_and_a_cookie_are_good_for_one_browser_and_a_token_is_never_in_an_address(studio: Running) -> None:
    with httpx2.Client(base_url=studio.origin, timeout=60) as first, httpx2.Client(base_url=studio.origin, timeout=60) as second:
        assert first.get(studio.access.url).status_code == 303
        assert second.get(studio.access.url).status_code == 401
        for wrong in ("", "x", first.cookies[studio.access.cookie][:-1], studio.access.token, "ö\u2028"):
            second.cookies.clear()
            raw = f"{studio.access.cookie}={wrong}".encode()
            assert second.get("/", headers={"Cookie": raw}).status_code == 303, wrong  # type: ignore[arg-type] # bytes
        for name in ("token", "once", "access_token"):
            assert second.get("/", params={name: studio.access.token}).status_code == 303
            assert second.get("/api/status", params={name: studio.access.token}).status_code == 401
        assert first.get("/api/status").status_code == 401
        assert second.get("/", headers={"Authorization": f"Bearer {studio.access.token}"}).status_code == 303


def test_the_cookie_is_for_this_studio_alone_and_no_script_reads_it(studio: Running) -> None:
    with httpx2.Client(base_url=studio.origin, timeout=60) as client:
        flags = client.get(studio.access.url).headers["set-cookie"]
    assert flags.startswith(f"demodb-studio-{studio.access.port}=")
    assert [part.strip().lower() for part in flags.split(";")[1:]] == ["httponly", "path=/", "samesite=strict"]


# --- every answer --------------------------------------------------------------------------------------------------------


def test_every_answer_bears_the_policy_whatever_it_is(studio: Running, bare: httpx2.Client) -> None:
    same = {"Origin": studio.origin}
    answers = [
        *(
            bare.get(path)
            for path in ("/", "/static/studio.js", "/nothing", "/account/nobody", "/enter", "/api/status", "/favicon.ico")
        ),
        bare.post("/", headers=same),
        bare.post("/log/undo", data={"entry": "x"}, headers=same),
        bare.get("/", headers={"Host": "evil.example"}),
        httpx2.get(studio.origin),
    ]
    assert {answer.status_code for answer in answers} >= {200, 301, 303, 401, 403, 404, 405}
    for answer in answers:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, answer.url
        assert "server" not in answer.headers
        assert answer.headers.get("cache-control") == "no-store" or "/static/" in str(answer.url), answer.url


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "GETT"])
def test_other_methods_change_nothing(studio: Running, bare: httpx2.Client, contents: Contents, method: str) -> None:
    before = contents(studio.desk.store)
    for path in ("/", "/account/spotify/edit", "/static/studio.js", "/log/undo"):
        answer = bare.request(method, path, headers={"Origin": studio.origin})
        assert answer.status_code in (400, 403, 404, 405), path
        assert "Spotify" not in answer.text
    assert contents(studio.desk.store) == before


@pytest.mark.slow
def test_a_head_says_what_a_get_would_without_saying_it(bare: httpx2.Client) -> None:
    for path in ("/", "/account/spotify", "/static/studio.js"):
        head, get = bare.head(path), bare.get(path)
        assert (head.status_code, head.content, head.headers["content-type"]) == (200, b"", get.headers["content-type"])


@pytest.mark.parametrize(
    "header", ["X-Long: " + "a" * 200_000, "Cookie: " + "a=b; " * 60_000, "\r\n".join(f"X-{n}: {'a' * 90}" for n in range(3000))]
)
def test_headers_without_end_are_refused_and_the_studio_goes_on(studio: Running, bare: httpx2.Client, header: str) -> None:
    with socket.create_connection(("127.0.0.1", studio.access.port), 10) as connection:
        try:
            connection.sendall(f"GET / HTTP/1.1\r\nHost: {own(studio)}\r\n{header}\r\n\r\n".encode())
            answer = connection.recv(4096)
        except OSError:  # the other side closed while it was being told
            answer = b""
    assert not answer.startswith(b"HTTP/1.1 200")
    assert bare.get("/").status_code == 200


def test_a_studio_that_only_reads_takes_no_change_from_its_own_page_either(
    start_studio: Callable[..., Running], contents: Contents
) -> None:
    studio = start_studio(writes=False)
    before: Any = contents(studio.desk.store)
    with studio.client() as client:
        for path in CHANGING:
            assert client.post(path, data={"entry": "1"}).status_code == 403, path
    assert contents(studio.desk.store) == before

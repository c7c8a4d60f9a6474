"""Who may ask the API, and what it says to all others: the token in its header, GET alone without --write, no foreign page."""

from __future__ import annotations

import httpx2
from api_clients import StartStudio, error_of
from studio_project import Running

WRITING = [("POST", "/rehearse"), ("PATCH", "/plans/spotify"), ("POST", "/accounts/spotify/hero"), ("POST", "/seed")]
READING = [("GET", "/status"), ("GET", "/openapi.json"), ("GET", "/nothing"), ("HEAD", "/status")]


def test_who_has_no_token_is_told_so_and_nothing_else(studio: Running) -> None:
    for header in ({}, {"Authorization": "Bearer"}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic x"}):
        for method, path in (*READING, *WRITING):
            answer = httpx2.request(method, f"{studio.origin}/api{path}", headers=header)
            assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer"), (header, method, path)
            assert method == "HEAD" or error_of(answer)["code"] == "token"


def test_neither_the_query_nor_a_browsers_session_stands_for_the_token(studio: Running) -> None:
    asked = httpx2.get(f"{studio.origin}/api/status", params={"token": studio.access.token, "access_token": studio.access.token})
    with studio.client() as browser:
        assert (asked.status_code, browser.get("/api/status").status_code) == (401, 401)
    with studio.api() as program:
        assert error_of(program.get("/status", params={"token": studio.access.token}))["code"] == "bad-request"


def test_the_scheme_may_be_written_in_any_case(studio: Running) -> None:
    headers = {"Authorization": f"bearer  {studio.access.token}"}
    assert httpx2.get(f"{studio.origin}/api/conflicts", headers=headers).status_code == 200


def test_without_write_nothing_can_be_changed(studio: Running) -> None:
    with studio.api() as program:
        for method, path in WRITING:
            error = error_of(refused := program.request(method, path, json={}))
            assert (refused.status_code, error["code"]) == (403, "read-only"), path
            assert "--write" in error["fix"]


FOREIGN = (
    {"Host": "evil.example"},
    {"Host": "evil.example:8140"},
    {"Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
)


def test_a_foreign_name_or_page_is_refused_though_it_has_the_token(start_studio: StartStudio) -> None:
    with start_studio(api_writes=True).api() as program:
        for headers in FOREIGN:
            for answer in (program.get("/status", headers=headers), program.post("/rehearse", headers=headers, json={})):
                assert (answer.status_code, error_of(answer)["code"]) == (403, "foreign"), headers


def test_no_page_of_another_origin_is_ever_let_in(start_studio: StartStudio) -> None:
    studio = start_studio(api_writes=True)
    asking = {"Origin": "https://evil.example", "Access-Control-Request-Method": "PATCH"}
    with studio.api() as program:
        answers = [program.options("/plans/spotify", headers=asking), program.options("/status"), program.get("/status")]
    assert [answer.status_code for answer in answers] == [403, 405, 200]
    assert not [name for answer in answers for name in answer.headers if name.startswith("access-control-")]


ALLOWED = (
    ("POST", "/status", {"GET", "HEAD"}),
    ("DELETE", "/plans/spotify", {"GET", "HEAD", "PATCH"}),
    ("GET", "/seed", {"POST"}),
    ("PUT", "/cache/intelligence:spotify", {"GET", "HEAD"}),
)


def test_a_method_that_an_address_does_not_take_is_told_with_those_that_it_does(start_studio: StartStudio) -> None:
    with start_studio(api_writes=True).api() as program:
        for method, path, allowed in ALLOWED:
            answer = program.request(method, path)
            assert (answer.status_code, error_of(answer)["code"]) == (405, "method")
            assert set(answer.headers["allow"].split(", ")) == allowed


def test_every_answer_bears_the_headers_for_browsers_and_is_kept_by_nobody_else(studio: Running) -> None:
    with studio.api() as program:
        done, refused = program.get("/conflicts"), program.get("/nothing")
    for answer in (done, refused):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["content-type"] == "application/json"
    assert (done.headers["cache-control"], done.headers["vary"]) == ("private, no-cache", "Authorization")
    assert refused.headers["cache-control"] == "no-store"


def test_a_program_that_has_an_answer_is_told_so(studio: Running) -> None:
    with studio.api() as program:
        tag = program.get("/plans/spotify").headers["etag"]
        for given in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            again = program.get("/plans/spotify", headers={"If-None-Match": given})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert program.get("/plans/spotify", headers={"If-None-Match": '"other"'}).status_code == 200


def test_head_says_what_get_would_without_the_body(studio: Running) -> None:
    with studio.api() as program:
        got, head = program.get("/plans/spotify/strategy"), program.head("/plans/spotify/strategy")
    assert (head.status_code, head.content) == (200, b"")
    assert (head.headers["etag"], head.headers["content-length"]) == (got.headers["etag"], str(len(got.content)))

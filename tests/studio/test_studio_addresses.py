"""Tricks in addresses, in names of uploads and at the door: they lead nowhere, and nothing fails."""

from __future__ import annotations

import httpx2
from studio_project import Running
from studio_wire import own, sent

TRICKS = [
    *("/static/../guard.py", "/static/..%2fguard.py", "/static/%2e%2e/guard.py", "/static/..%5cguard.py", "/static//etc/passwd"),
    *("/static/%2fetc%2fpasswd", "/static/vendor/..%2f..%2fguard.py", "/static/..;/guard.py", "/static/.%00./guard.py"),
    *(
        "/static/",
        "/static",
        "/static/vendor/",
        "/static/%ff%fe",
        "/account/..%2f..%2fdemodb.toml",
        "/account/%2e%2e",
        "/%2e%2e/demodb.toml",
    ),
    *(
        "//etc/passwd",
        "/account/a%00b",
        "/account/%ff",
        "/account/spotify/section/..%2fx",
        "/act/job/..%2f..%2fx",
        "/act/%2e%2e/x",
    ),
    *(
        "/account/spotify/app/file?path=../../demodb.toml",
        "/account/spotify/app/file?path=/etc/passwd",
        "/account/spotify/why?place=%00",
    ),
    *(
        "/account/spotify/why?place=../../x",
        "/log?account=%00&before=-1",
        "/conflicts?account=../x&after=%00",
        "/accounts?after=%00",
    ),
]


def test_a_trick_in_an_address_leads_nowhere(studio: Running) -> None:
    cookie = f"{studio.access.cookie}={studio.access.enter_by_token(studio.access.token)}"
    faults = [f"{path}: {fault}" for path in TRICKS if (fault := _fault(studio, path, cookie))]
    assert faults == []


def _fault(studio: Running, path: str, cookie: str) -> str:
    """What is wrong with the answer to an address; "" where it says nothing."""
    request = f"GET {path} HTTP/1.1\r\nHost: {own(studio)}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
    head, _, body = sent(studio, request, until=1 << 20).partition(b"\r\n\r\n")
    status = int(head.split()[1])
    told = [secret for secret in ("_refusal", "root:", "lived-in", "[aliases]") if secret.encode() in body]
    works = status == 200 and not path.startswith(("/log", "/accounts", "/conflicts"))
    return f"{status} {told}" if status >= 500 or told or works else ""


def test_no_text_holds_a_character_that_a_store_cannot_keep(studio: Running) -> None:
    with studio.client() as client:
        address = client.get("/account/spotify/why", params={"place": "a\0b"})
        form = client.post("/account/spotify/why", data={"place": "strategy/painPoints/pp-001/title", "seen": "a\0b"})
    assert (address.status_code, form.status_code) == (400, 422)
    assert "NUL" in form.text


def test_the_name_of_an_upload_leads_nowhere(studio: Running) -> None:
    names = [
        "../../escaped.csv",
        "/etc/escaped.csv",
        "..",
        "a/../../escaped.csv",
        "..\\escaped.csv",
        ".hidden.csv",
        "x" * 300,
        "a\x00b.csv",
    ]
    before = set(studio.folder.parent.rglob("*escaped*"))
    with studio.client() as client:
        for name in names:
            answer = client.post("/act/import/look", files={"file": (name, b"name,rr\nAcme,1\n", "text/csv")})
            assert answer.status_code < 500, (name, answer.text[-400:])
    assert set(studio.folder.parent.rglob("*escaped*")) - before == set()


def test_the_door_takes_no_more_than_a_token(studio: Running) -> None:
    with httpx2.Client(base_url=studio.origin, headers={"Origin": studio.origin}, timeout=60) as client:
        for content in (b"", b"token=", b"token=" + b"x" * 1_000_000, b"token=%00", b"\xff" * 100):
            answer = client.post("/enter", content=content, headers={"Content-Type": "application/x-www-form-urlencoded"})
            assert answer.status_code in (400, 401, 413, 422), content[:20]
        files = {"token": ("name", studio.access.token.encode(), "text/plain")}
        assert client.post("/enter", files=files).status_code == 401

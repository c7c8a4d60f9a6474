"""What is sent under a name that leads elsewhere, or is more than it seems, is refused or inert."""

from __future__ import annotations

import io
import zipfile
from http.client import HTTPConnection
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from studio_acts import Acts
from studio_project import Running

from demodb.studio.app import MOST_BYTES

NEW = b"Customer,BU,ARR\nNova Telecom,Kandy,12000\n"
TRICKS = (
    "../x.csv",
    "../../demodb.toml",
    "/tmp/x.csv",
    "a/b.csv",
    "..\\x.csv",
    ".hidden.csv",
    "~$open.xlsx",
    "..",
    f"{'n' * 300}.csv",
)


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.name.endswith((".lock", "-wal", "-shm"))}


@pytest.mark.parametrize("name", TRICKS)
def test_a_name_that_leads_elsewhere_writes_nothing(acts: Acts, studio: Running, name: str) -> None:
    before = everything(studio.folder.parent)
    answer = acts.post("/act/import/look", files={"file": (name, NEW)})
    assert (answer.status, "is no name for a list" in answer.text) == (422, True)
    assert everything(studio.folder.parent) <= before | {"project/uploads"}


def test_names_of_other_systems_and_of_pages_stay_in_uploads_and_are_inert(acts: Acts, page: Page, studio: Running) -> None:
    before = everything(studio.folder.parent)
    for name in ("CON", "C:\\x.csv", "x\0.csv", "x\n.csv", "<img src=x onerror=alert(1)>.csv"):
        looked = acts.post("/act/import/look", files={"file": (name, NEW)})
        assert (looked.status, "<img" in looked.part) == (200, False)
    new = everything(studio.folder.parent) - before - {"project/uploads"}
    assert {str(Path(path).parent) for path in new} == {"project/uploads"}
    acts.post("/act/import", {"look": looked.value("look")})
    page.goto(f"{studio.origin}/act/import")
    expect(page.locator("#sources")).to_contain_text("uploads/<img src=x onerror=alert(1)>.csv")
    assert page.locator("img").count() == 0


def bomb() -> bytes:
    """A workbook of a few kilobytes that unpacks to half a gigabyte."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book, book.open("xl/worksheets/sheet1.xml", "w") as part:
        for _ in range(512):
            part.write(b" " * 2**20)
    return packed.getvalue()


def test_a_bomb_is_told_as_a_fault_of_its_file(acts: Acts) -> None:
    looked = acts.post("/act/import/look", files={"file": ("bomb.xlsx", bomb())})
    assert looked.status == 200
    assert "1 error" in looked.text
    assert "Import what can be read" not in looked.text


def test_more_than_a_list_may_take_is_refused_before_it_is_kept(acts: Acts, studio: Running) -> None:
    settings = studio.folder / "demodb.toml"
    settings.write_text(f"json_limit = 0.001\n{settings.read_text('utf-8')}", "utf-8")
    answer = acts.post("/act/import/look", files={"file": ("large.json", b'[{"a": 1}' + b" " * 2000 + b"]")})
    assert (answer.status, "and more are not read" in answer.text) == (422, True)
    assert not (studio.folder / "uploads" / "large.json").exists()


def test_a_request_that_is_too_large_is_refused_before_it_is_read(acts: Acts, studio: Running) -> None:
    cookie = "; ".join(f"{name}={value}" for name, value in acts.client.cookies.items())
    headers = {"Cookie": cookie, "HX-Request": "true", "Content-Type": "multipart/form-data; boundary=x"}
    connection = HTTPConnection(studio.access.host, studio.access.port, timeout=20)
    connection.request("POST", "/act/import/look", headers={**headers, "Content-Length": str(MOST_BYTES + 1)})
    assert connection.getresponse().status == 413
    connection.close()


def test_files_beside_a_refused_one_are_kept_and_both_are_told(acts: Acts) -> None:
    sent = [("file", ("new.csv", NEW)), ("file", ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600))]
    looked = acts.post("/act/import/look", files=sent)
    assert "Kept in the project: uploads/new.csv" in looked.text
    assert "Not kept: old.xls" in looked.text

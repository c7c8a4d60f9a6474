"""Lists that are piped in or sent: saved in the project, and sources like any other."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from threading import Thread

import pytest
from openpyxl import Workbook

from demodb.api.account import list_accounts
from demodb.api.import_ import import_sources
from demodb.api.upload import save_upload, take_back
from demodb.errors import InputError
from demodb.store.engine import Store

CSV = b"Customer,Business Unit,ARR\nAcme,Unit,100\n"
CUSTOMERS = json.dumps({"bu_name": "Unit", "customers": []}).encode()


def book() -> bytes:
    whole = io.BytesIO()
    Workbook().save(whole)
    return whole.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "saved"),
    [
        ("accounts.csv", CSV, "accounts.csv"),
        ("accounts", CSV, "accounts.csv"),
        ("accounts.TSV", CSV, "accounts.TSV"),
        ("accounts", "Kunde;Umsatz\nÄrmel;1\n".encode("utf-16"), "accounts.csv"),
        ("accounts", b"[Customer],ARR\nAcme,1\n", "accounts.csv"),
        ("accounts.csv", book(), "accounts.csv.xlsx"),
        ("customers_unit_all", CUSTOMERS, "customers_unit_all.json"),
        ("customers.csv", b"\n [ {", "customers.csv.json"),
    ],
)
def test_a_list_is_saved_byte_for_byte_with_the_suffix_of_what_it_is(
    tmp_path: Path, name: str, content: bytes, saved: str
) -> None:
    upload = save_upload(tmp_path, name, io.BytesIO(content))
    assert (upload.path, upload.earlier) == (tmp_path / "uploads" / saved, None)
    assert upload.path.read_bytes() == content
    assert upload.path.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("accounts.csv", b" \n", "is empty"),
        ("accounts", b"\xd0\xcf\x11\xe0\xa1", "a file of an old Office program"),
        ("accounts.ods", b"PK\x03\x04", ""),
        ("accounts", b"%PDF-1.7\n", "a PDF"),
        ("accounts", b"\x7fELF\0\0", "is neither a workbook nor CSV or JSON"),
        ("../accounts.csv", CSV, "is no name for a list"),
        (".accounts.csv", CSV, "is no name for a list"),
        ("demodb.toml", CSV, "is no name for a list"),
        ("a\\b", CSV, "is no name for a list"),
        ("é" * 101, CSV, "is no name for a list"),
        ("", CSV, "is no name for a list"),
        ("many.json", b"[{" + b" " * 2_000_000, "takes more than 1 MB"),
    ],
)
def test_what_is_no_list_is_refused_and_nothing_of_it_is_left(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    if not says:
        assert save_upload(tmp_path, name, io.BytesIO(content)).path.name == "accounts.ods.xlsx"
        return
    with pytest.raises(InputError, match=says):
        save_upload(tmp_path, name, io.BytesIO(content), most_json=1_000_000)
    assert [path for path in tmp_path.rglob("*") if path.is_file() and path.name != ".lock"] == []


def test_another_list_of_the_name_replaces_it_and_what_it_was_is_kept_once(tmp_path: Path) -> None:
    other = CSV.replace(b"100", b"200")
    save_upload(tmp_path, "accounts.csv", io.BytesIO(CSV))
    assert save_upload(tmp_path, "accounts.csv", io.BytesIO(CSV)).earlier is None
    for _ in range(2):
        upload = save_upload(tmp_path, "accounts.csv", io.BytesIO(other))
        assert upload.path.read_bytes() == other
        save_upload(tmp_path, "accounts.csv", io.BytesIO(CSV))
    kept = sorted((tmp_path / "uploads" / ".earlier").iterdir())
    names = [f"{hashlib.sha256(content).hexdigest()[:12]}-accounts.csv" for content in (CSV, other)]
    assert [path.name for path in kept] == sorted(names)


def test_an_upload_that_breaks_off_leaves_the_earlier_list_as_it_was(tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise ConnectionError("gone")
            return super().read(min(10, size or 10))

    save_upload(tmp_path, "accounts.csv", io.BytesIO(CSV))
    with pytest.raises(ConnectionError):
        save_upload(tmp_path, "accounts.csv", Broken(CSV.replace(b"100", b"200")))
    assert sorted(path.name for path in (tmp_path / "uploads").iterdir()) == [".lock", "accounts.csv"]
    assert (tmp_path / "uploads" / "accounts.csv").read_bytes() == CSV


def test_an_upload_is_taken_back_unless_another_list_has_its_name_by_now(tmp_path: Path) -> None:
    other = CSV.replace(b"100", b"200")
    first = save_upload(tmp_path, "accounts.csv", io.BytesIO(CSV))
    second = save_upload(tmp_path, "accounts.csv", io.BytesIO(other))
    assert not take_back(first)
    assert take_back(second)
    assert first.path.read_bytes() == CSV
    assert take_back(first)
    assert not first.path.exists()
    assert not take_back(first)


def test_of_uploads_at_the_same_time_none_is_lost(tmp_path: Path) -> None:
    contents = [CSV.replace(b"100", str(n).encode()) for n in range(12)]
    threads = [Thread(target=save_upload, args=(tmp_path, "accounts.csv", io.BytesIO(content))) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    files = [*(tmp_path / "uploads" / ".earlier").iterdir(), tmp_path / "uploads" / "accounts.csv"]
    assert sorted(path.read_bytes() for path in files) == sorted(contents)


def test_an_upload_is_a_source_and_the_next_one_takes_the_place_of_its_records(store: Store, tmp_path: Path) -> None:
    import_sources(store, [save_upload(tmp_path, "accounts.csv", io.BytesIO(CSV)).path])
    save_upload(tmp_path, "accounts.csv", io.BytesIO(CSV.replace(b"Acme,Unit,100", b"Beta,Unit,7")))
    report = import_sources(store, [tmp_path / "uploads"])
    assert ([(line.name, line.revenue) for line in list_accounts(store)], report.departed) == ([("Beta", 7)], ["Acme"])
    assert report.files == {"table": 1}

"""What leaves its source, as a person at the command line sees it: the report, `source`, `account list --departed`, `status`."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from fixture_types import Command, CustomersFile


@pytest.fixture
def left(demodb: Command, customers_file: CustomersFile) -> str:
    """Imports a list, and the list again without a customer whose name another one nearly has: what that said."""
    customers_file(Path("lists"), "STL", [("O'Hara & Søn", 100, 10), ("Nordvarde", 1, 1)])
    assert demodb("import", "lists").code == 0
    customers_file(Path("lists"), "STL", [("O'Hara & Søn Ltd", 100, 10), ("Nordvarde", 1, 1)])
    result = demodb("import", "lists")
    assert result.code == 0
    return str(result.out)


def test_the_report_names_what_left_and_who_departed(left: str) -> None:
    assert "Records that no source lists any more (1):\n  STL: O'Hara & Søn\n" in left
    assert "Accounts that departed: no source lists them, their plans stay (1):\n  O'Hara & Søn\n" in left


def test_the_command_that_the_report_offers_can_be_pasted(left: str, demodb: Command) -> None:
    fix = """demodb account merge 'O'"'"'Hara & Søn' 'O'"'"'Hara & Søn Ltd'"""
    assert f"To make them one: {fix}\n" in left
    assert demodb("account", "merge", "O'Hara & Søn", "O'Hara & Søn Ltd").code == 0
    assert demodb("account", "list", "--departed", "--json").json["accounts"] == []


@pytest.mark.usefixtures("left")
def test_departed_accounts_have_a_list_of_their_own(demodb: Command) -> None:
    assert demodb("account", "list").out.count("O'Hara & Søn") == 1
    (line, total) = demodb("account", "list", "--departed").out.splitlines()
    assert line.endswith("  O'Hara & Søn")
    assert total == "1 departed account: what is theirs stays in the store, and none of it is exported."
    (account,) = demodb("account", "list", "--departed", "--json").json["accounts"]
    assert account["departedAt"].endswith("+00:00")


@pytest.mark.usefixtures("left")
@pytest.mark.parametrize("hours", [14, -11])
def test_when_a_source_was_read_and_an_account_departed_is_told_in_the_machines_zone(
    demodb: Command, process: Command, hours: int
) -> None:
    zone, machine = timezone(timedelta(hours=hours)), f"ABC{-hours:+}"
    (source,) = demodb("source", "list", "--json").json["sources"]
    read = datetime.fromisoformat(source["readAt"]).astimezone(zone)
    assert f"\n{read:%Y-%m-%d %H:%M:%S}  " in process("source", "list", cwd=Path.cwd(), TZ=machine).out
    (account,) = demodb("account", "list", "--departed", "--json").json["accounts"]
    departed = datetime.fromisoformat(account["departedAt"]).astimezone(zone)
    listed = process("account", "list", "--departed", cwd=Path.cwd(), TZ=machine).out
    assert f" {departed:%Y-%m-%d}  {account['account']}\n" in listed


@pytest.mark.usefixtures("left")
def test_status_tells_of_departed_accounts_and_the_command_that_lists_them(demodb: Command) -> None:
    out = demodb("status").out
    assert "2 records, 2 accounts, 0 complete, 1 departed" in out
    assert "accounts that no source lists any more: 1 (O'Hara & Søn)\n  Fix: demodb account list --departed" in out
    assert demodb("status", "--json").json["departed"] == 1


@pytest.mark.usefixtures("left")
def test_sources_are_listed_and_taken_out(demodb: Command) -> None:
    path = "lists/customers_stl_all.json"
    assert (
        f"        2        2  {path}\n1 source of records; 0 plan files and 0 news files were read as well."
        in demodb("source", "list").out
    )
    Path(path).unlink()
    assert f"{path}  (gone)" in demodb("source", "list").out
    assert f"Fix: demodb source remove {path}" in demodb("status").out
    result = demodb("source", "remove", path)
    assert result.out.startswith(f"{path} is no source any more: 2 records left with it.\n")
    assert demodb("source", "list", "--json").json["sources"] == []


@pytest.mark.usefixtures("left")
def test_another_file_takes_the_place_of_a_source(demodb: Command, customers_file: CustomersFile) -> None:
    new = customers_file(Path("newer"), "STL", [("Nordvarde", 1, 1)])
    result = demodb("import", str(new), "--replaces", "lists/customers_stl_all.json", "--json")
    assert (result.code, result.json["departed"]) == (0, ["O'Hara & Søn Ltd"])
    assert [source["path"] for source in demodb("source", "list", "--json").json["sources"]] == [str(new)]
    unknown = demodb("import", str(new), "--replaces", "odd.json")
    assert unknown.code == 2
    assert "odd.json" in unknown.err
    assert demodb("import", "--replaces", str(new)).code == 2


def test_an_unknown_source_is_wrong_use(demodb: Command, left: str) -> None:
    assert left
    result = demodb("source", "remove", "odd.json")
    assert result.code == 2
    assert "there is no source 'odd.json'" in result.err


def test_prepare_names_who_departed(left: str, demodb: Command, customers_file: CustomersFile) -> None:
    assert left
    Path("demodb.toml").write_text('sources = ["lists"]\n', "utf-8")
    customers_file(Path("lists"), "STL", [("Nordvarde", 1, 1)])
    assert "  O'Hara & Søn Ltd\n" in demodb("prepare").out

"""Stability: every byte of an account is the same whatever else is there, in which order, on which machine and how often."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from fixture_types import CustomersFile, Exported, NewStore
from pack_texts import first_release

from demodb.api.import_ import import_sources
from demodb.api.seed import PackChoice, SeedOptions, Which, seed
from demodb.model.account import AccountFacts
from demodb.model.documents import SECTIONS
from demodb.model.names import match_key, slug
from demodb.packs.template import Template
from demodb.store.engine import Store

AS_OF = date(2026, 11, 24)
OPTIONS = SeedOptions(AS_OF)
PROBES = ("Nordvarde Telekom AB", "Marlowe Quay Media Group", "Réseau Montferrine S.A.S.")
"""An account with one record, one with two spellings, and one with letters outside ASCII."""


def only(sample: Path, folder: Path, names: Iterable[str]) -> list[Path]:
    """The sample's customer files with the records of some accounts only."""
    keys = {match_key(name) for name in names}
    made = []
    for path in sorted((sample / "customers").glob("*_all.json")):
        value = json.loads(path.read_text("utf-8"))
        customers = [customer for customer in value["customers"] if match_key(customer["customer_name"]) in keys]
        folder.mkdir(exist_ok=True)
        made.append(folder / path.name)
        made[-1].write_text(json.dumps({"bu_name": value["bu_name"], "customers": customers}), "utf-8")
    return made


def of_account(files: dict[str, bytes], account: str) -> dict[str, bytes]:
    """The files of an account by section, whichever of its spellings the app uses."""
    found = {path.split("/")[0]: content for path, content in files.items() if path.endswith(f"/{slug(account)}.json")}
    assert found.keys() == set(SECTIONS)
    return found


@pytest.fixture
def in_the_sample(new_store: NewStore, exported: Exported, sample: Path) -> dict[str, bytes]:
    store = new_store()
    import_sources(store, [sample])
    seed(store, OPTIONS)
    return exported(store)


@pytest.mark.slow
def test_an_account_gets_the_same_bytes_alone_among_three_and_in_the_whole_sample(
    new_store: NewStore, exported: Exported, sample: Path, tmp_path: Path, in_the_sample: dict[str, bytes]
) -> None:
    three = new_store()
    import_sources(three, only(sample, tmp_path / "three", PROBES))
    assert seed(three, OPTIONS).accounts == 3
    among_three = exported(three)
    for probe in PROBES:
        alone = new_store()
        import_sources(alone, only(sample, tmp_path / "one", [probe]))
        assert seed(alone, OPTIONS).accounts == 1
        wanted = of_account(in_the_sample, probe)
        assert of_account(exported(alone), probe) == wanted
        assert of_account(among_three, probe) == wanted


@pytest.mark.slow
def test_another_order_of_import_and_of_seeding_gives_the_same_bytes(
    new_store: NewStore, exported: Exported, sample: Path, in_the_sample: dict[str, bytes]
) -> None:
    store = new_store()
    files = sorted((sample / "customers").glob("*_all.json"), reverse=True)
    for path in [*files, sample / "portfolio.xlsx", sample]:
        import_sources(store, [path])
    for probe in reversed(PROBES):
        seed(store, OPTIONS, Which([probe]))
    for unit in ("NewNet", "STL", "Kandy", "CloudSense"):
        for section in reversed(SECTIONS):
            seed(store, SeedOptions(AS_OF, sections=[section]), Which(business_units=[unit]))
    assert exported(store) == in_the_sample


@pytest.mark.slow
def test_shards_in_stores_of_their_own_give_the_bytes_of_the_whole_at_once(
    new_store: NewStore, exported: Exported, sample: Path, tmp_path: Path, in_the_sample: dict[str, bytes]
) -> None:
    """Each shard knows a quarter of the accounts, seeds revision 0001 first, and upgrades: the union is the whole."""
    first = first_release("telecom", tmp_path)
    imported = {Path(path).stem for path in in_the_sample if (sample / "account-plans" / path).exists()}
    names = sorted({customer for path in (sample / "customers").glob("*_all.json") for customer in customers_in(path)})
    together: dict[str, bytes] = {}
    for shard in range(4):
        store = new_store()
        own = [name for name in names if sum(match_key(name).encode()) % 4 == shard]
        import_sources(store, only(sample, tmp_path / f"shard{shard}", own))
        seed(store, SeedOptions(AS_OF, PackChoice(first)))
        seed(store, OPTIONS)
        files = exported(store)
        assert not together.keys() & files.keys()
        together |= files
    assert len(together) == 4 * 128
    apart = {path for path in in_the_sample if in_the_sample[path] != together.get(path)}
    assert {Path(path).stem for path in apart} <= imported | {"atandt-services-inc"}


def customers_in(path: Path) -> list[str]:
    return [customer["customer_name"] for customer in json.loads(path.read_text("utf-8"))["customers"]]


def test_a_new_account_moves_no_byte_of_the_others(
    two_units: Store, exported: Exported, customers_file: CustomersFile, tmp_path: Path
) -> None:
    seed(two_units, OPTIONS)
    before = exported(two_units)
    customers = [("Aardvark Ltd", 5, 0), ("Acme Ltd", 1000, 0), ("Both GmbH", 10, 5), ("Zephyr GmbH", 1, 0)]
    import_sources(two_units, [customers_file(tmp_path / "more", "Kandy", customers)])
    assert seed(two_units, OPTIONS).seeded == 8
    after = exported(two_units)
    assert len(after) == len(before) + 8
    assert {path: after[path] for path in before} == before


@pytest.mark.slow
@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "Pacific/Kiritimati"},
        {"PYTHONHASHSEED": "4242", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "America/Anchorage"},
    ],
    ids=["hash seed 1 and locale C", "hash seed 4242 and Turkish"],
)
def test_another_process_hash_seed_and_locale_give_the_same_bytes(
    environment: dict[str, str], tmp_path: Path, in_the_sample: dict[str, bytes]
) -> None:
    arguments = ["prepare", "--as-of", AS_OF.isoformat(), "--out", "there", "--db", "other.db"]
    command = [sys.executable, "-m", "demodb.cli.main", *arguments]
    subprocess.run(command, cwd=tmp_path, env={**os.environ, **environment}, check=True, capture_output=True)
    plans = tmp_path / "there" / "account-plans"
    assert {str(path.relative_to(plans)): path.read_bytes() for path in plans.rglob("*.json")} == in_the_sample


def test_seeded_content_does_not_drift(baseline: Template, repository: Path) -> None:
    """Revision 0001 is frozen: its documents, keys and their order, are those of the gold file for ever."""
    gold = json.loads((repository / "tests" / "gold" / "seeded_account.json").read_text("utf-8"))
    facts = AccountFacts(match_key(gold["account"]), gold["account"], gold["unit"], gold["revenue"])
    for section in SECTIONS:
        assert json.dumps(baseline.section(section, facts)) == json.dumps(gold["sections"][section])

"""Every byte that `lived-in` gives an account is the same whatever else is there, in which order, and in how many parts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from fixture_types import CustomersFile, Exported, NewStore

from demodb.api.import_ import import_sources
from demodb.api.seed import PackChoice, SeedOptions, Which, seed
from demodb.model.documents import SECTIONS
from demodb.model.names import match_key, slug
from demodb.store.engine import Store

AS_OF = date(2026, 11, 24)
PACK = PackChoice("lived-in")
OPTIONS = SeedOptions(AS_OF, PACK)
PROBES = ("Nordvarde Telekom AB", "Marlowe Quay Media Group", "Teleporto Adriatica S.p.A.", "Saaristolinja Oy")
"""Accounts at risk, near a renewal, lost, and without revenue."""

pytestmark = pytest.mark.slow


def customer_files(sample: Path) -> list[Path]:
    return sorted((sample / "customers").glob("*_all.json"))


def part_of(sample: Path, folder: Path, keys: Iterable[str]) -> list[Path]:
    """The sample's customer files with the records of some accounts only; a unit's revenue, of which facts tell the share, stays.

    A single record of the others stands for them, as an account that nobody asks about.
    """
    wanted, made = set(keys), list[Path]()
    folder.mkdir(exist_ok=True)
    for path in customer_files(sample):
        value = json.loads(path.read_text("utf-8"))
        own = [customer for customer in value["customers"] if match_key(customer["customer_name"]) in wanted]
        others = [customer for customer in value["customers"] if match_key(customer["customer_name"]) not in wanted]
        rest = {"customer_name": f"All others of {value['bu_name']}", "subscriptions": []}
        rest |= {field: sum(customer[field] for customer in others) for field in ("rr", "nrr", "total")}
        made.append(folder / path.name)
        made[-1].write_text(json.dumps({"bu_name": value["bu_name"], "customers": [*own, rest]}), "utf-8")
    return made


def of_accounts(files: dict[str, bytes], names: Iterable[str]) -> dict[str, bytes]:
    """The files of some accounts, all four of each."""
    slugs = {slug(name) for name in names}
    found = {path: content for path, content in files.items() if Path(path).stem in slugs}
    assert len(found) == len(SECTIONS) * len(slugs)
    return found


@pytest.fixture
def whole(new_store: NewStore, sample: Path) -> Store:
    store = new_store()
    import_sources(store, customer_files(sample))
    assert seed(store, OPTIONS).seeded == 4 * 128
    return store


def test_a_few_accounts_get_the_bytes_that_they_get_in_the_whole_sample(
    new_store: NewStore, exported: Exported, sample: Path, tmp_path: Path, whole: Store
) -> None:
    few = new_store()
    import_sources(few, part_of(sample, tmp_path / "few", map(match_key, PROBES)))
    assert seed(few, OPTIONS, Which(list(PROBES))).accounts == len(PROBES)
    assert of_accounts(exported(few), PROBES) == of_accounts(exported(whole), PROBES)


def test_another_order_of_files_accounts_units_and_sections_gives_the_same_bytes(
    new_store: NewStore, exported: Exported, sample: Path, whole: Store
) -> None:
    store = new_store()
    for path in reversed(customer_files(sample)):
        import_sources(store, [path])
    for probe in reversed(PROBES):
        seed(store, OPTIONS, Which([probe]))
    for unit in ("NewNet", "STL", "Kandy", "CloudSense"):
        for section in reversed(SECTIONS):
            seed(store, SeedOptions(AS_OF, PACK, sections=[section]), Which(business_units=[unit]))
    assert exported(store) == exported(whole)


def test_shards_in_stores_of_their_own_give_the_bytes_of_the_whole(
    new_store: NewStore, exported: Exported, sample: Path, whole: Store
) -> None:
    """Each shard knows all accounts, as what a unit earns is a fact of its accounts, and seeds a quarter of them."""
    together: dict[str, bytes] = {}
    for shard in range(4):
        store = new_store()
        import_sources(store, customer_files(sample))
        own = [name for name in accounts_of(sample) if sum(match_key(name).encode()) % 4 == shard]
        seed(store, OPTIONS, Which(own))
        files = exported(store)
        assert not together.keys() & files.keys()
        together |= files
    assert together == exported(whole)


def accounts_of(sample: Path) -> list[str]:
    """One spelling of each account."""
    spellings: dict[str, str] = {}
    for path in customer_files(sample):
        for customer in json.loads(path.read_text("utf-8"))["customers"]:
            spellings.setdefault(match_key(customer["customer_name"]), customer["customer_name"])
    return list(spellings.values())


def test_a_new_account_moves_nobody_and_a_second_run_nothing(
    exported: Exported, customers_file: CustomersFile, tmp_path: Path, whole: Store
) -> None:
    before = exported(whole)
    new = [("Aardvark Telecom Ltd", 50_000_000, 0), ("Zephyr Media GmbH", 1, 0)]
    import_sources(whole, [customers_file(tmp_path / "more", "Kandy", new)])
    assert seed(whole, OPTIONS).seeded == 4 * len(new)
    after = exported(whole)
    assert {path: after[path] for path in before} == before
    assert seed(whole, OPTIONS).changed is False

"""The settings' names of business units and accounts become the choice of a pack."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixture_types import CustomersFile

from demodb.api.import_ import import_sources
from demodb.api.pack_choice import pack_choice
from demodb.api.seed import PackChoice
from demodb.errors import SettingsError
from demodb.store.engine import Store


@pytest.fixture
def portfolio(store: Store, customers_file: CustomersFile, tmp_path: Path) -> Store:
    customers_file(tmp_path / "in", "Kandy", [("Acme Ltd", 1000, 0), ("Both GmbH", 10, 5)])
    customers_file(tmp_path / "in", "STL", [("Borealis AS", 2000, 0)])
    import_sources(store, [tmp_path / "in"])
    return store


def test_units_and_accounts_are_found_under_any_of_their_spellings(portfolio: Store) -> None:
    choice = pack_choice(portfolio, "telecom", {"KANDY": "saas", "ACME, LTD.": "./mine", "borealis-as": "./other"})
    assert choice == PackChoice("telecom", {"kandy": "saas"}, {"acme ltd": "./mine", "borealis as": "./other"})


def test_every_name_that_is_neither_is_told_with_those_like_it(portfolio: Store) -> None:
    with pytest.raises(SettingsError) as caught:
        pack_choice(portfolio, "telecom", {"Candy": "saas", "STL": "saas", "Acne Ltd": "saas", "Zyx": "saas"})
    assert caught.value.faults == (
        "packs: 'Candy' is neither a business unit nor an account of the store: did you mean 'Kandy'?",
        "packs: 'Acne Ltd' is neither a business unit nor an account of the store: did you mean 'Acme Ltd'?",
        "packs: 'Zyx' is neither a business unit nor an account of the store",
    )


def test_without_names_only_the_default_is_chosen(store: Store) -> None:
    assert pack_choice(store, "./mine", {}) == PackChoice("./mine")

"""The country that a company's name tells."""

from __future__ import annotations

import re

import pytest
from faker.providers.date_time import Provider

from demodb.model import country_names
from demodb.model.countries import country_code, country_of
from demodb.model.names import unmarked


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Telefonica UK Limited", "GB"),
        ("British Telecommunications", "GB"),
        ("Telefonica Germany", "DE"),
        ("Vozlume Brasil", "BR"),
        ("Telefónica España", "ES"),
        ("TELECOM NEW ZEALAND", "NZ"),
        ("Cell C South Africa", "ZA"),
        ("Teknoloji Türkiye", "TR"),
        ("Airtel India", "IN"),
        ("T-Mobile USA", "US"),
        ("Suomi-Telecom", "FI"),
    ],
)
def test_a_countrys_word_in_a_name_tells_the_country(name: str, country: str) -> None:
    assert country_of(name) == country


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Acme (Pty) Ltd", "ZA"),
        ("Acme Pty Ltd", "AU"),
        ("Acme Pty. Ltd.", "AU"),
        ("Acme Pvt Ltd", "IN"),
        ("Acme Pte. Ltd.", "SG"),
        ("Luminus Hasselt NV/SA", "BE"),
        ("Acme S.A. de C.V.", "MX"),
        ("Acme SA de CV", "MX"),
        ("Światłonet Sp. z o.o.", "PL"),
        ("Havelquell Stadtwerke GmbH & Co. KG", "DE"),
        ("Acme KGaA", "DE"),
        ("Acme A/S", "DK"),
        ("Acme S.p.A.", "IT"),
        ("Acme S.r.l.", "IT"),
        ("L'Onde Bretonnière SAS", "FR"),
        ("Acme B.V.", "NL"),
        ("Acme N.V.", "NL"),
        ("Acme S.L.", "ES"),
        ("Acme S.L.U.", "ES"),
        ("Vozlume Ltda.", "BR"),
        ("Acme A.Ş.", "TR"),
        ("Acme K.K.", "JP"),
        ("Acme Oyj", "FI"),
        ("Acme AB", "SE"),
        ("Acme ASA", "NO"),
        ("Acme AG", "DE"),
        ("Acme plc", "GB"),
        ("ACME LTD.", "GB"),
        ("AT&T SERVICES, INC.", "US"),
        ("CROSS TELEPHONE COMPANY LLC (OK)", "US"),
    ],
)
def test_a_legal_form_tells_the_country(name: str, country: str) -> None:
    assert country_of(name) == country


@pytest.mark.parametrize(
    ("name", "country"),
    [("Vodafone GmbH Österreich", "AT"), ("Telecom Italia Inc.", "IT"), ("Deutsche Spain plc", "ES"), ("Kenya AG", "KE")],
)
def test_a_countrys_word_outweighs_a_legal_form(name: str, country: str) -> None:
    assert country_of(name) == country


@pytest.mark.parametrize(
    "name", ["Spotify", "Liquid Telecom", "", "Indiana Bell", "Ukrtelecom", "Incorporate", "Spacenet", "Agora", "Limitedless"]
)
def test_a_name_that_tells_no_country_has_none(name: str) -> None:
    assert country_of(name) is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("de", "DE"),
        ("Deutschland", "DE"),
        ("Allemagne", "DE"),
        ("Alemania", "DE"),
        ("Germania", "DE"),
        ("Duitsland", "DE"),
        ("Schweden", "SE"),
        ("Suède", "SE"),
        ("Ελλάδα", None),
        ("  United   States ", "US"),
        ("Vereinigte Staaten", "US"),
        ("Česko", "CZ"),
        ("Türkiye", "TR"),
        ("Côte d'Ivoire", "CI"),
        ("Nuova Zelanda", "NZ"),
        ("Saudi Arabia", "SA"),
        ("ng", "NG"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_a_country_in_a_column_is_known_by_code_and_in_several_languages(typed: str, code: str | None) -> None:
    assert country_code(typed) == code


def test_every_country_of_the_world_is_known_in_a_column_by_its_english_name() -> None:
    listed = {one.name: one.alpha_2_code for one in Provider.countries if one.name.isascii()}
    assert len(listed) > 180
    assert {name: country_code(name) for name in listed} == listed


def test_no_name_of_a_country_stands_for_two() -> None:
    table = re.sub(r"\n +", " ", country_names.NAMES.strip())
    names = [name.strip() for line in table.splitlines() for name in line[2:].split(",")]
    assert len(names) == len(set(names))
    assert all(name == unmarked(name.casefold()) for name in names)

"""The country of a company by its legal form and the words of its name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demodb.model.company_forms import bare_name
from demodb.model.countries import CODES
from demodb.model.homelands import homeland
from demodb.model.languages import in_ascii, languages_of
from demodb.model.place_names import COUNTRY_OF_PLACE


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Blauwal GmbH", "DE"),
        ("Wiesengrund Stadtwerke AöR", "DE"),
        ("Donaublick Kabel Ges.m.b.H.", "AT"),
        ("Universitätsklinikum Auenland", "DE"),
        ("Comune di Valleverde", "IT"),
        ("Mairie de Saint-Aubin", "FR"),
        ("Stichting Zorgnet Heidebron", "NL"),
        ("Coöperatie Noorderlicht U.A.", "NL"),
        ("Plave Mreže a.d.", "RS"),
        ("Bela Omrežja d.d.", "SI"),
        ("Dune Bleue S.A. (Mali)", "ML"),
        ("Dune Bleue Burkina Faso S.A.", "BF"),
        ("Delta Bleu Congo S.A.", "CG"),
        ("Dune Bleue SARL AU", "MA"),
        ("Dune Bleue SUARL", "TN"),
        ("Lagune Bleue SARLU Côte d'Ivoire", "CI"),
        ("Réseaux Saguenay Inc.", "CA"),
        ("Bright Harbour (Pvt) Ltd, Bulawayo", "ZW"),
        ("Bright Harbour Nig. Ltd", "NG"),
        ("Bright Harbour Limited NZ", "NZ"),
        ("Addis Harbour S.C.", "ET"),
        ("Baku Harbour MMC", "AZ"),
        ("Bright Harbour (Cayman Islands) Ltd", "KY"),
        ("Rose Harbour P.S.C.", "JO"),
        ("Bright Harbour Kyrgyzstan LLC", "KG"),
        ('Tel Yam Signals בע"מ', "IL"),
        ("รุ้งทะเล", "TH"),
        ("Blauwal Wien GmbH", "AT"),
        ("Blauwal Schweiz GmbH", "CH"),
        ("Blauwal UK GmbH", "DE"),
        ("Blauwal Polska S.A.", "PL"),
        ("Rif Bleu S.A.S.", "FR"),
        ("Bosque Claro S.A.S. Bogotá", "CO"),
        ("Nube del Sur S.A.S.", "CO"),
        ("Serra Nova Telecom Ltda.", "BR"),
        ("Río Claro Servicios Ltda.", "CL"),
        ("Ferrara Rete S.a.s.", "IT"),
        ("Bright Harbour Limited", "GB"),
        ("Bright Harbour (Kenya) Limited", "KE"),
        ("Bright Harbour Ghana Ltd", "GH"),
        ("Bright Harbour Private Limited", "IN"),
        ("Bright Harbour (Private) Limited", "PK"),
        ("Bright Harbour Proprietary Limited", "AU"),
        ("Bright Harbour Pty Ltd Namibia", "NA"),
        ("Soleil Canada Inc.", "CA"),
        ("Jazeera Dune L.L.C. Dubai", "AE"),
        ("Nordlys AS", "NO"),
        ("Tallinn Nordlys AS", "EE"),
        ("AS Põhjavalgus", "EE"),
        ("Zelená Síť a.s.", "CZ"),
        ("Bratislava Modrá a.s.", "SK"),
        ("Mavi I\u015f\u0131k A.Ş.", "TR"),
        ("Slovak Modrá, a.s.", "SK"),
        ("MAVI IŞIK A.S.", "TR"),
        ("Sørlys Fiber AS", "NO"),
        ("Nordlys Bredbånd AS", "NO"),
        ("Sørlys Fiber A/S", "DK"),
        ("Dansk Nordlys AS", "DK"),
        ("Verde Participações S.A.", "PT"),
        ("Bright Harbour LLC (Oman)", "OM"),
        ("Bright Harbour LLC, Jordan", "JO"),
        ("Bright Harbour [China] Ltd", "CN"),
        ("Bright Harbour GmbH (Oman)", "DE"),
        ("Modri Val Slovenije d.d.", "SI"),
        ("Odense Vandkraft", "DK"),
        ("Århus Vandkraft", "DK"),
        ("Tromsø Vannkraft", "NO"),
        ("Düsseldorf Verkehr", "DE"),
        ("Haagse Waterleiding", "NL"),
        ("Porto Alegre Águas", "BR"),
        ("Porto Águas", "PT"),
        ("New Hampshire Dairy", "US"),
        ("Hampshire Dairy", "GB"),
        ("Lille Elv AS", "NO"),
        ("Taipei Harbour Co., Ltd.", "TW"),
        ("Plavi Val a.d. Banja Luka", "BA"),
        ("Kabushiki Kaisha Hoshikage", "JP"),
        ("星影通信株式会社", "JP"),
        ("ほしかげ通信", "JP"),
        ("星影网络", "CN"),
        ("臺灣星影股份有限公司", "TW"),
        ("香港星影有限公司", "HK"),
        ("별빛 통신", "KR"),
        ("Hoshikage Co., Ltd. Vietnam", "VN"),
    ],
)
def test_a_form_of_several_countries_is_told_apart_by_the_rest_of_the_name(name: str, country: str) -> None:
    assert homeland(name) == country


@pytest.mark.parametrize(
    "name",
    [
        "Liquid Telecom",
        "Sierra Wireless",
        "La Quinta",
        "Vega Systems",
        "E.LUX SE",
        "Nord PJSC",
        "Bridge & Co.",
        "Stella SE",
        "株",
        "Bank of Latin America",
    ],
)
def test_a_name_that_tells_no_country_is_given_none(name: str) -> None:
    assert homeland(name) is None


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Bank of New England", "US"),
        ("High Juniper of New Mexico", "US"),
        ("Northern Ireland Grid", "GB"),
        ("New South Wales Rail", "AU"),
    ],
)
def test_a_country_within_another_places_name_is_none(name: str, country: str) -> None:
    assert homeland(name) == country


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("GRÜNWERK ENERGIE GMBH & CO KG", "GRÜNWERK ENERGIE"),
        ("Grünwerk GmbH & Co. KGaA", "Grünwerk"),
        ("Weber & Söhne OHG", "Weber & Söhne"),
        ("Tiffin and Company Ltd", "Tiffin and Company"),
        ("Tiffin & Co.", "Tiffin"),
        ("Acme S. A. de C. V.", "Acme"),
        ("Acme Sp. z o. o.", "Acme"),
        ("Acme spol. s r.o.", "Acme"),
        ("Acme (Pty) Ltd", "Acme"),
        ("Acme, Inc. (formerly Zenith)", "Acme"),
        ("Acme Co., Ltd.", "Acme"),
        ("Acme Co., Ltd. Vietnam", "Acme Vietnam"),
        ("Acme Communications Inc. Canada", "Acme Communications Canada"),
        ("Acme PLC Sri Lanka", "Acme Sri Lanka"),
        ("Ltd Canada", "Ltd Canada"),
        ("Kabushiki Kaisha Acme", "Acme"),
        ("A S Acme", "A S Acme"),
        ("星影通信株式会社", "星影通信"),
        ("Gözcüler Ağ", "Gözcüler Ağ"),
        ("Wiesengrund Stadtwerke AöR", "Wiesengrund Stadtwerke"),
        ("Acme Ges.m.b.H.", "Acme"),
        ("Acme Anstalt", "Acme"),
        ("Acme SARL AU", "Acme"),
        ("Acme SUARL", "Acme"),
        ("Acme SARLU", "Acme"),
        ("Acme Nig. Ltd", "Acme"),
        ("Acme P.S.C.", "Acme"),
        ("Acme S.C.", "Acme"),
        ("Acme MMC", "Acme"),
        ("Acme a.d.", "Acme"),
        ("Coöperatie Acme U.A.", "Coöperatie Acme"),
        ("Қала Байланыс \u0422\u041e\u041e", "Қала Байланыс"),
        ('Acme בע"מ', "Acme"),
        ("Water Board of W.A.", "Water Board of W.A."),
        ("Marlowe Group", "Marlowe Group"),
        ("AG", "AG"),
    ],
)
def test_a_bare_name_has_no_legal_form_at_its_ends_and_every_other_word(name: str, words: str) -> None:
    assert bare_name(name).words == words


@given(st.text())
def test_any_text_has_a_country_that_is_one_or_none(name: str) -> None:
    country = homeland(name)
    assert country is None or country in CODES


@given(st.text(), st.sampled_from(["de", "uk", "el", "tr", ""]))
def test_a_text_in_ascii_is_so_in_any_language(text: str, language: str) -> None:
    assert in_ascii(text, language).isascii()
    assert len(languages_of(text, 2)) <= len(languages_of(text))


@pytest.mark.parametrize("place", [place for place, country in COUNTRY_OF_PLACE.items() if country])
def test_a_name_with_a_place_in_it_is_of_the_places_country(place: str) -> None:
    assert COUNTRY_OF_PLACE[place] in CODES
    assert homeland(f"{place.title()} Harbour") == COUNTRY_OF_PLACE[place]

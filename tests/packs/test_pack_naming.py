"""What the versions of the facts make of names: country, domain, language of people, addresses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demodb.model.countries import country_of
from demodb.model.names import email_domain
from demodb.packs.draws import Draws
from demodb.packs.locales import LOCALES_2, REGIONS
from demodb.packs.naming import NAMING
from demodb.packs.people import locale_of, persona

TABLE = """
# wrong with the first version: the country, or the domain
Hoshikage Tsūshin K.K. | JP | hoshikage | ja
Kotonoha Bridge K.K. | JP | kotonoha | ja
Sakurabashi Messaging K.K. | JP | sakurabashi | ja
Lagoon Crest Networks Nigeria Limited | NG | lagoon-crest | en
Conversa Frailejón S.A.S. | CO | conversa | es
Gulfcrest Communications FZ-LLC | AE | gulfcrest | en
Grünwerk Energie GmbH & Co. KG | DE | gruenwerk | de
GRÜNWERK ENERGIE GMBH & CO KG | DE | gruenwerk | de
Havelquell Stadtwerke GmbH & Co. KG | DE | havelquell | de
Gözcüler Ağ Hizmetleri A.Ş. | TR | gozculer-ag | tr
Nätvakare Norrskog AB | SE | natvakare | sv
Säkerstig Betalningar AB | SE | sakerstig | sv
Jaldrishti Networks Pvt. Ltd. | IN | jaldrishti | en
Hablanet del Istmo S.A. | PA | hablanet | en
Pampa Azulina Medios S.A. | AR | pampa-azulina | es
Rif Azur Télécom S.A. | MA | rif-azur | en
Sieciowid S.A. | PL | sieciowid | pl
Telecable Peñarrubia S.A. | ES | penarrubia | es
Tucanto Mensajes S.A. | ES | tucanto | es
Vigía Austral Telecom S.A. | AR | vigia-austral | es
Radio Vega Lejana | ES | vega-lejana | es
Câblenet Ardoise NV/SA | BE | cablenet | fr
TELE-MERIDONIA | - | telemeridonia | en
Netzblick Rhein-Tauber GmbH | DE | netzblick | de
MARLOWE QUAY Media Group | - | marlowe-quay | en
AT&T SERVICES, INC. | US | att-services | en
Beacon & Byre Networks | - | beacon-byre | en
Meridian Co., Ltd. Korea | KR | meridiankorea | en
Meridian Infocomm Ltd India | IN | meridian | en
Meridian Lumen LLC (Oman) | OM | meridianlumen | en
Sørlys Fiber AS | NO | sorlys-fiber | no
Verde Participações S.A. | PT | verde | pt
Kabushiki Kaisha Hoshikage | JP | hoshikage | ja
# right with both
British Telecommunications plc | GB | bt | en
Telefonica UK Limited | GB | telefonica-uk | en
Liquid Telecom | - | liquidtelecom | en
Spotify | - | spotify | en
Almfunk Schweiz AG | CH | almfunk | de
Alpensignal Austria GmbH | AT | alpensignal | de
Aotea Ridge Fibre Limited | NZ | aotea-ridge | en
Belspraak NV | NL | belspraak | nl
Maaslicht Hasselbroek NV/SA | BE | maaslicht | nl
Boğazhat Haberleşme A.Ş. | TR | bogazhat | tr
Bursztynowa Sieć Sp. z o.o. | PL | bursztynowa | pl
Cerro Verdal Telecom S.A. de C.V. | MX | cerro-verdal | es
Falaqui Brasil Telecom Ltda. | BR | falaqui | pt
Fjellvik Mobil AS | NO | fjellvikmobil | no
Kabelvagt Øresholm A/S | DK | kabelvagt | da
Kuparinta Media Oy | FI | kuparinta | fi
L'Onde Bretonnière SAS | FR | londe | fr
Karoo Skyline Telecom (Pty) Ltd | ZA | karoo-skyline | en
Savanna Lark Kenya Ltd | KE | savanna-lark | en
Straitlight Digital Pte. Ltd. | SG | straitlight | en
Ondaterra S.p.A. | IT | ondaterra | it
Wattlebird Networks Pty Ltd | AU | wattlebird | en
COPPERHOLT TELEPHONE COMPANY LLC (OK) | US | copperholt | en
# others
Vltavín Komunikace s.r.o. | CZ | vltavin | cs
Tatraspoj Slovakia s.r.o. | SK | tatraspoj | sk
Dunahang Kft. | HU | dunahang | hu
Jadranska Veza d.o.o. | HR | jadranskaveza | hr
Triglav Zveza Slovenija d.o.o. | SI | triglav-zveza | sl
Morava Mreža Srbija d.o.o. | RS | morava-mreza | en
Rilasvyaz EOOD | BG | rilasvyaz | en
Carpat Rețea S.R.L. | RO | carpat-retea | ro
Ithaki Diktya A.E. | GR | ithaki-diktya | el
Поляна Зв'язок \u0422\u041e\u0412 | UA | poliana | uk
\u041e\u041e\u041e Ромашка Связь | RU | romashkasvyaz | ru
Läänelaine OÜ | EE | laanelaine | et
Jūras Tīkls SIA | LV | juras-tikls | lv
UAB "Gintaro Ryšys" | LT | gintaro-rysys | en
Norðljós Fjarskipti ehf. | IS | nordljos | en
Moselsignal Luxembourg S.à r.l. | LU | moselsignal | de
Lac Bleu Suisse Sàrl | CH | lacbleusuisse | fr
Lago Chiaro Servizi SAGL | CH | lago-chiaro | it
Réseau Laurentide Ltée | CA | laurentide | fr
Maple Harbor Canada Inc. | CA | maple-harbor | en
Casbah Réseaux Algérie SPA | DZ | casbahreseaux | fr
Serra Dourada Energia Lda | PT | serra-dourada | pt
Cordillera Nevada Chile SpA | CL | cordillera | es
Quebrada Honda S.A.C. | PE | quebradahonda | en
Llano Abierto C.A. | VE | llano-abierto | en
Empresa del Valle S.A. E.S.P. | CO | valle | es
Melati Wangsa Sdn Bhd | MY | melati-wangsa | en
PT Sinar Gelombang Nusantara Tbk | ID | sinar | id
Chao Fah Networks Public Company Limited | TH | chao-fah | en
Sao Mai Vietnam Co., Ltd. | VN | saomaivietnam | en
Hanbit Seoul Co., Ltd. | KR | hanbit-seoul | en
Longwan Shanghai Co., Ltd. | CN | longwan | zh
Yushan Taiwan Co., Ltd. | TW | yushan-taiwan | zh
Indus Lehar (Private) Limited | PK | indus-lehar | en
Shapla Jog Bangladesh Ltd. | BD | shapla-jog | en
Pearl Dune Qatar W.L.L. | QA | pearl-dune | en
Cedar Coast S.A.L. | LB | cedar-coast | en
Nile Reed S.A.E. | EG | nile-reed | en
Volta Palm Ghana Limited | GH | volta-palm | en
Rift Acacia Tanzania Limited | TZ | rift-acacia | en
Kalahari Dune Botswana (Pty) Ltd | BW | kalahari-dune | en
Shannonbell Teoranta | IE | shannonbell | en
Loch Ardan Ireland Limited | IE | loch-ardan | en
Bergquell Netz Zürich AG | CH | bergquell | de
Dorfquell Netze AG | DE | dorfquell | de
Stella Alta S.r.l. | IT | stella-alta | it
Anadolu I\u015f\u0131k San. ve Tic. A.Ş. | TR | anadolu-isik | tr
Sierra Wireless | - | sierra | en
Los Alamos Networks LLC | US | los-alamos | en
Bank of Latin America Ltd | GB | bank-of-latin | en
High Juniper of New Mexico LLC | US | high-juniper | en
Žalvaras Bankas AB | LT | zalvaras | en
Mesteacănul Înțelept S.R.L. - Brustur | RO | mesteacanul | ro
S.C. Brustur & Son, Inc. | US | scbrusturson | en
Turnverein Obertal e.V. | DE | turnverein | de
Obertal Kliniken gGmbH | DE | obertal | de
Obertal GmbH in Liquidation | DE | obertal | de
Obertal AG vormals Untertal AG | DE | obertal | de
Lumora.com Ltd | GB | lumora | en
Nordlys IVS | DK | nordlys | da
Lexington Harbour, KY | - | lexington | en
Hoshikage Godo Kaisha | JP | hoshikage | ja
Prado Bravo S. Coop. | ES | prado-bravo | es
Bosco Chiaro Soc. Coop. | IT | bosco-chiaro | it
Serra Brasileira S.A. - Serrabras | BR | serra | pt
Bright Harbour Ltd t/a Tidal | GB | brightharbour | en
Bright Harbour Limited Liability Company | US | brightharbour | en
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines() if not line.startswith("#")]
FIRST, SECOND = NAMING[1], NAMING[2]


@pytest.mark.parametrize(("name", "country", "domain", "language"), ROWS, ids=[row[0] for row in ROWS])
def test_a_company_has_the_country_domain_and_language_that_its_name_tells(
    name: str, country: str, domain: str, language: str
) -> None:
    told = SECOND.country(name, None)
    found = (told or "-", SECOND.domain(name, told), SECOND.language(SECOND.locale(name, told)))
    assert found == (country, f"{domain}.example", language)


def test_the_table_is_of_eighty_names_and_forty_countries() -> None:
    assert len(ROWS) >= 80
    assert len({row[1] for row in ROWS} - {"-"}) >= 40


def test_the_country_that_a_column_tells_outweighs_the_name() -> None:
    assert SECOND.country("Zahlstrecke GmbH", "AT") == "AT"
    assert FIRST.country("Zahlstrecke GmbH", "AT") == "AT"


@given(st.text(min_size=1).filter(str.strip), st.sampled_from([None, *sorted(LOCALES_2)]))
def test_an_address_fits_on_a_card_and_is_plain_whatever_the_name(name: str, told: str | None) -> None:
    domain = SECOND.domain(name, told)
    address = f"{SECOND.mailbox(name, name, 'de')}@{domain}"
    assert address.isascii()
    assert " " not in address
    assert len(address) <= 34, address
    assert not domain.startswith(("-", "."))
    assert "-." not in domain


@pytest.mark.parametrize("locale", sorted({*LOCALES_2.values(), *REGIONS.values(), "en_US"}))
def test_people_of_the_second_version_have_latin_names_and_short_addresses(locale: str) -> None:
    for n in range(200):
        made = SECOND.persona(Draws("p", "0", f"{n}"), "row", locale, ())
        assert all(ord(c) < 0x250 or not c.isalpha() for c in made.name), made
        assert made.name.split(" ")[1][0].isupper(), made
        assert len(made.mailbox) <= 12, made
        assert made.mailbox.isascii(), made
        assert made.mailbox.partition(".")[2], made


@pytest.mark.parametrize(
    ("locale", "names"),
    [
        ("el_GR", "Anastasiou"),
        ("ru_RU", "Kuznetsov"),
        ("uk_UA", "Adamchuk"),
        ("ja_JP", "Yamamoto"),
        ("zh_CN", "Zhao"),
        ("zh_TW", "Chen"),
    ],
)
def test_names_in_other_letters_are_romanised(locale: str, names: str) -> None:
    assert any(names in lasts for _, lasts in SECOND.names(locale).pairs)


@pytest.mark.parametrize(
    ("first", "last", "language", "mailbox"),
    [
        ("Özge", "Gül", "tr", "o.gul"),
        ("Åsa", "Öberg", "sv", "a.oberg"),
        ("Jörg", "Mühl", "de", "j.muehl"),
        ("Søren", "Ørsted", "da", "s.orsted"),
        ("Łucja", "Żak", "pl", "l.zak"),
        ("Sean", "O'Neill", "en", "s.oneill"),
    ],
)
def test_letters_are_written_as_the_language_writes_them(first: str, last: str, language: str, mailbox: str) -> None:
    assert SECOND.mailbox(first, last, language) == mailbox


def test_what_is_no_company_has_no_people_from_the_second_version_on() -> None:
    assert not SECOND.peopled("Various: License increments")
    assert SECOND.peopled("Spotify")
    assert FIRST.peopled("Various: License increments")


@pytest.mark.parametrize(("name", "country"), [(row[0], row[1]) for row in ROWS])
def test_the_first_version_stays_what_it_was(name: str, country: str) -> None:
    told = FIRST.country(name, None)
    assert told == country_of(name)
    assert FIRST.domain(name, told) == email_domain(name)
    assert FIRST.locale(name, country) == locale_of(country)
    draws = Draws("telecom", "0", name)
    assert FIRST.persona(draws, "row", FIRST.locale(name, told), ()) == persona(draws, "row", told, ())


def test_no_account_of_the_sample_is_without_a_domain_of_its_own_words() -> None:
    files = Path("data/customers").glob("*_all.json")
    names = {record["customer_name"] for file in files for record in json.loads(file.read_text("utf-8"))["customers"]}
    domains = {name: SECOND.domain(name, SECOND.country(name, None)) for name in names}
    assert "customer.example" not in domains.values()
    assert all(len(domain) <= 21 for domain in domains.values())

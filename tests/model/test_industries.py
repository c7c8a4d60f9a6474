"""What a company does, by the words in its name."""

from __future__ import annotations

import pytest

from demodb.model.industries import INDUSTRIES, industry_of
from demodb.model.industry_words import VAGUE_WORDS, WORDS


@pytest.mark.parametrize(
    ("name", "industry"),
    [
        ("Yarraglen Water Utilities Pty Ltd", "water"),
        ("Wasserwerke Obertal GmbH", "water"),
        ("Aguas de Sierra Clara S.A.", "water"),
        ("Havelquell Stadtwerke GmbH & Co. KG", "energy"),
        ("Kestrel Moor Power Networks Ltd.", "energy"),
        ("Donauklang Medien GmbH", "media"),
        ("Harrowmere Broadcasting plc", "media"),
        ("Rundfunk Nordheide", "media"),
        ("Säkerstig Betalningar AB", "bank"),
        ("Quayhollow Clearing Corp.", "bank"),
        ("Coolamara Card Services Pty Ltd", "bank"),
        ("Grauwald Versicherung AG", "insurance"),
        ("Seguros Peñablanca S.A.", "insurance"),
        ("Bramley Stores Ltd", "retail"),
        ("City of Harrow Bend", "public"),
        ("Ayuntamiento de Valdemora", "public"),
        ("IRON LOOPLINE TRANSPORT, INC.", "transport"),
        ("Paysûr Transit SAS", "transport"),
        ("University Hospital Greenmoor", "health"),
        ("Universität Neckarfels", "education"),
        ("Stackhaven (Hosting.example)", "hosting"),
        ("Stichting Zorgnet Heidebron", "health"),
        ("Kommunalverband Seenland", "public"),
        ("Usługi Sieciowe Bursztyn S.A.", "telecom"),
        ("Zielona Hálózat Zrt.", "telecom"),
        ("Plave Mreže d.o.o.", "telecom"),
        ("Kultarannan Puhelin Oyj", "telecom"),
        ("British Telecommunications plc", "telecom"),
        ("Boğazhat Haberleşme A.Ş.", "telecom"),
        ("Bursztynowa Sieć Sp. z o.o.", "telecom"),
        ("Hoshikage Tsūshin K.K.", "telecom"),
        ("Wattlebird Networks Pty Ltd", "telecom"),
        ("Straitlight Digital Pte. Ltd.", "it"),
        ("Hotel Seeblick GmbH", "services"),
        ("Nordcom Ltd", "telecom"),
        ("Lumotel S.A.", "telecom"),
        ("Great Tree Public Company Limited", "other"),
        ("Brennfeld Maschinenbau GmbH", "manufacturing"),
        ("Oakhurst Legal Partners LLP", "services"),
        ("Gözcüler Ağ Hizmetleri A.Ş.", "telecom"),
        ("Greenmoor Radiology Partners", "health"),
        ("Apotheke am Markt", "health"),
        ("Parlament Obertal", "public"),
        ("Radio Obertal", "media"),
        ("Parlavento S.p.A.", "telecom"),
        ("Universidad de Peñablanca", "education"),
        ("Mossfell School District", "education"),
        ("Universitätsklinikum Neckarfels", "health"),
        ("Nemocnice Zelená", "health"),
        ("Ministry of Health of Obertal", "public"),
        ("Obertal Department Store", "retail"),
        ("Department of Transport Obertal", "public"),
        ("Autobuses de Valdemora", "transport"),
        ("Obertal Port Authority", "transport"),
        ("Caja Rural de Valdemora", "bank"),
        ("Pojišťovna Zelená, a.s.", "insurance"),
        ("Vodárny Zelená, a.s.", "water"),
        ("Бережководоканал", "water"),
        ("星影銀行", "bank"),
        ("Greenmoor Travel Agency", "services"),
        ("Greenmoor Bakery", "manufacturing"),
        ("Hostel Seeblick", "services"),
        ("Planet Greenmoor", "other"),
        ("Newsome & Daughters", "other"),
    ],
)
def test_the_words_of_a_name_tell_what_a_company_does(name: str, industry: str) -> None:
    assert industry_of(name, "") == industry


@pytest.mark.parametrize(
    ("unit", "industry"),
    [
        ("kandy", "telecom"),
        ("CloudSense", "telecom"),
        ("NewNet", "bank"),
        ("Water & Waste", "water"),
        ("north", "other"),
        ("", "other"),
    ],
)
def test_where_the_name_tells_nothing_the_unit_does(unit: str, industry: str) -> None:
    assert industry_of("Waddenstroom", unit) == industry


def test_the_name_outweighs_the_unit() -> None:
    assert industry_of("Clearhollow Energy", "newnet") == "energy"


def test_each_industry_is_told_by_some_name_or_is_other() -> None:
    words = (
        "water power media bank insurance stores council railways hospital college hosting telecom software steel consulting zz"
    )
    assert {industry_of(word, "") for word in words.split()} == set(INDUSTRIES)


def test_no_word_stands_twice_in_a_list_of_an_industry() -> None:
    for _, listed in (*WORDS, *VAGUE_WORDS):
        assert sorted(listed.split()) == sorted(set(listed.split()))

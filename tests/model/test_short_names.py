"""The short name of a company: what a colleague says, never an empty one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demodb.model.company_forms import bare_name
from demodb.model.short_names import short_name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("British Telecommunications plc", "BT"),
        ("AT&T SERVICES, INC.", "AT&T"),
        ("Telefonica UK Limited", "Telefonica"),
        ("Liquid Telecom", "Liquid Telecom"),
        ("Spotify", "Spotify"),
        ("COPPERHOLT TELEPHONE COMPANY LLC (OK)", "Copperholt Telephone"),
        ("MARLOWE QUAY Media Group", "Marlowe Quay"),
        ("RCS MEDIA GROUP", "RCS Media"),
        ("KPN N.V.", "KPN"),
        ("SAP SE", "SAP"),
        ("GRÜNWERK ENERGIE GMBH & CO KG", "Grünwerk Energie"),
        ("Gözcüler Ağ Hizmetleri A.Ş.", "Gözcüler Ağ Hizmetleri"),
        ("Lagoon Crest Networks Nigeria Limited", "Lagoon Crest"),
        ("Kestrel Moor Power Networks Ltd.", "Kestrel Moor Power"),
        ("Stackhaven (Hosting.example)", "Stackhaven"),
        ("Telecom Italia S.p.A.", "Telecom Italia"),
        ("TELECOM NEW ZEALAND", "Telecom New Zealand"),
        ("Bank of Ireland", "Bank of Ireland"),
        ("Radio France", "Radio France"),
        ("The Bell & Anchor Company", "Bell & Anchor"),
        ("PT Sinar Gelombang Nusantara Tbk", "Sinar Gelombang Nusantara"),
        ('UAB "Gintaro Ryšys"', "Gintaro Ryšys"),
        ("L'ONDE BLEUE SAS", "L'Onde Bleue"),
        ("BANCO DE LAS NIEVES S.A.", "Banco de las Nieves"),
        ("3 GmbH", "3"),
        ('Kites "R" Us', "Kites R Us"),
        ("Ask Us Limited", "Ask Us"),
        ("Lumora US Inc.", "Lumora"),
        ("NORTH BANCORP \\DE\\", "North Bancorp"),
        ("Empresa de Aguas del Valle S.A.", "Empresa de Aguas del Valle"),
        ("Meridian Infocomm Ltd India", "Meridian Infocomm"),
        ("Meridian PLC Sri Lanka", "Meridian"),
        ("Meridian Co., Ltd. Group", "Meridian"),
        ("Ministry of Transport, Ghana", "Ministry of Transport"),
        ("Claro Luz Ecuador CIA. LTDA.", "Claro Luz"),
        ("Limited", "Limited"),
        ("Holding AG", "Holding"),
        ("株式会社", "株式会社"),
        ("(Pty) Ltd", "(Pty) Ltd"),
        ("[EU]", "[EU]"),
    ],
)
def test_a_short_name_is_what_a_colleague_says(name: str, said: str) -> None:
    assert short_name(name) == said


@given(st.text(min_size=1).filter(str.strip))
def test_a_short_name_is_never_empty_and_never_longer(name: str) -> None:
    assert short_name(name).strip()
    assert len(bare_name(name).words) <= len(name)


@given(
    st.lists(st.sampled_from(["The", "UK", "Group", "Telecom", "GmbH", "& Co.", "KG", "and", "Ünal", "(old)", "of"]), min_size=1)
)
def test_a_short_name_of_nothing_but_general_words_is_made_of_its_own_words(words: list[str]) -> None:
    name = " ".join(words)
    assert set(short_name(name).split()) <= set(name.split()), name
    assert short_name(name)

"""What a company does, by the words in its name: in the languages of the names, whole words and parts of compounds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal, get_args

from demodb.model.names import unit_key, unmarked

Industry = Literal[
    "water", "energy", "media", "bank", "insurance", "retail", "public", "transport", "health", "education", "hosting",
    "telecom", "it", "manufacturing", "services", "other",
]  # fmt: skip
INDUSTRIES: tuple[Industry, ...] = get_args(Industry)

_WORDS: dict[Industry, str] = {
    "water": r"""
        water(?:s|works)? \w*wasser(?:werke?|versorgung)? aguas? aigues eaux? acqua acque acquedotto vatten vand vann vesi
        woda wodociagi aqua\w* drinkwater waterschap wastewater sewerage saneamento saneamiento su_idaresi
    """,
    "energy": r"""
        energ\w* \w*energie power electric\w* elektri\w* \w*strom stromnetz\w* stadtwerke gas gaz erdgas gasnet\w* petrol\w*
        oil solar\w* wind\w*park\w* wind nuclear kraft\w* \w*kraftwerke? hydro eneco energi sahko enerji utilit(?:y|ies)
        gridwatch grid \w*warme heating
    """,
    "insurance": r"""
        insur\w* assurances? versicherung\w* \w*versicherung(?:en)? seguros? assicurazioni verzekering\w* forsikring
        forsakring\w* sigorta ubezpiecz\w* vakuutus\w* reinsurance mutual
    """,
    "bank": r"""
        bank\w* \w*banks? \w*bancorp banques? banco bancos banca banka sparkasse\w* kreditbank credit credito payments? pay
        pago\w* paga\w* betal\w* zahl\w* cards? clearing financ\w* finans\w* finanz\w* kaart\w* \w*zahlungen capital savings
        leasing fintech platnic\w* moeda\w*
    """,
    "health": r"""
        health\w* hospitals? clinic\w* klinik\w* kliniken \w*krankenhaus medical medic\w*al pharma\w* salud sante saude
        sanita\w* zorg ziekenhuis sygehus sjukhus\w* helse\w* vard terveys\w* szpital saglik hastane\w* biotech\w* care
        radiolog\w* apothe(?:ke|k|er)\w* apotek\w* farmaci\w* dental
    """,
    "education": r"""
        universit\w* colleges? schools? schule\w* hochschule\w* academy academia education\w* educa\w* bildung\w* learning
        ecoles? skole\w* skola\w* onderwijs egitim okul\w* uniwersytet
    """,
    "media": r"""
        media\w* medien medios medya \w*rundfunk broadcast\w* radio(?!log)\w* times tribune herald gazette tv television\w*
        televisi\w* news\w* press presse verlag\w* publish\w* studios? film\w* music\w* entertainment zeitung\w* journal
        editor\w* streaming mediterran\w*media omroep\w* games? gaming advertising
    """,
    "hosting": r"""
        hosting\w* host data_?cent(?:er|re)s? rechenzentrum cloud\w* colo\w*cation serverfarm \w*rack
    """,
    "public": r"""
        city_of county municipal\w* council ministry ministerio ministere ministerium government\w* gemeinde\w* stadt
        kommune\w* kommun ayuntamiento mairie comune gemeente police department federal state_of landkreis agency authority
        prefecture parliament parlament public_(?:sector|services|works)
    """,
    "retail": r"""
        retail\w* stores? shops? super_?market\w* supermarch\w* markets? markt handel\w* \w*handel einzelhandel tiendas?
        comercio magazin\w* mode fashion grocer\w* outlet mall kaufhaus e-?commerce boutique
    """,
    "transport": r"""
        transport\w* \w*verkehr\w* transit\w* \w*transit[oe]? rail\w* bahn\w* \w*bahn(?:en)? airlines? airways aviation
        airports? flughafen logisti\w* shipping freight spedition\w* cargo ferry ferries metro bus buses ferrovi\w* ports?
        haven\w* hafen tramway\w* ride mobility express courier tasimac\w* lojistik
    """,
    "telecom": r"""
        tele(?!vis)\w* telkom\w* (?!hotel|motel|intel|mattel)\w\w+tel \w+comm? \w*cell \w*fone movil(?:es)? \w*telecom\w*
        \w*telekom\w* broadband bredband banda_larga fib(?:re|er)\w* fibra glasfaser\w* wireless mobil(?:e|es)? cable\w*
        kabel\w* \w*kabel\w* \w*netz(?:e|werke?)? \w*funk\w* voice voz\w* voix\w* messag\w* mensajes sms haberlesme iletisim
        \w*siec \w*net redes red reseaux? tsushin denshin communications? kommunika\w* comunica\w* samtal sprech\w* gawed\w*
        parla(?!ment)\w* phone\w* satell?it\w* unified loopline switchroom dial\w* habla\w* conversa\w* \w*samtale praat\w* parole
    """,
    "manufacturing": r"""
        manufactur\w* industri\w* industries steel stahl\w* motors? auto\w* chemical\w* chemie\w* maschinen\w* \w*maschinenbau
        werke? \w*werke factory foods? textil\w* paper papier\w* cement mining machines? tools? fabri\w* sanayi metal\w*
        plastics? semiconductors?
    """,
}
"""In the order in which they count: the "power networks" of a name are more than its networks.

Patterns of words without marks, parted by spaces; _ stands for a space in one.
"""

_VAGUE: dict[Industry, str] = {
    "telecom": r"""
        networks? netwerk\w* natverk ag_hizmetleri connect\w* signal\w* link\w*
    """,
    "it": r"""
        software\w* digital\w* data\w* tech techn\w* tekno\w* it systems? systeme sistem\w* informati\w* computer\w*
        solutions? cyber\w* ai
    """,
    "services": r"""
        services? serv\w*i[cç]\w* dienst\w* hizmet\w* consult\w* berat\w* partners? advis\w* legal law real_estate hotels?
        security
    """,
}
"""What any company may have in its name: counts where nothing else tells."""

_UNITS: dict[str, Industry] = {"cloudsense": "telecom", "kandy": "telecom", "newnet": "bank", "stl": "telecom"}
"""What most customers of a business unit do, by its key."""


def industry_of(name: str, unit: str) -> Industry:
    """What a company does: by its name, else by what the customers of its business unit do, else by that unit's name."""
    folded = unmarked(name.casefold())
    return _first(folded, _WORDS) or _first(folded, _VAGUE) or _UNITS.get(unit_key(unit)) or _told_by_unit(unit)


def _told_by_unit(unit: str) -> Industry:
    return _first(unmarked(unit.casefold()), _WORDS) or "other"


def _first(text: str, table: Mapping[Industry, str]) -> Industry | None:
    groups = [match.lastindex for match in _pattern(tuple(table.values())).finditer(text) if match.lastindex]
    return tuple(table)[min(groups) - 1] if groups else None


@cache
def _pattern(tables: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern with a group for each industry: compiled when the first name is read."""
    groups = ("|".join(words.split()).replace("_", " ") for words in tables)
    return re.compile("|".join(rf"\b({words})\b" for words in groups))

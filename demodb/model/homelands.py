"""The country of a company, by its legal form and the words of its name: the second version of `countries.country_of`.

The first version is what revisions of packs from before were seeded with, so it stays.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from demodb.model.company_forms import BareName, bare_name
from demodb.model.country_names import COUNTRY_OF_NAME
from demodb.model.languages import languages_of
from demodb.model.names import unmarked

_AMBIGUOUS = frozenset({"us", "island", "columbia", "jordan", "moldau", "grecia", "maurice", "cile", "gb", "oman", "china"})
"""Names of countries that name something else as often, in a company's name."""

_PLACES = """
AE abu dhabi, dubai, sharjah
AR buenos aires, rioplatense, pampa, pampas, mendoza, rosario, austral
AT wien, vienna, salzburg, tirol, graz, linz
AU sydney, melbourne, brisbane, queensland, tasmania, new south wales
BE brussels, bruxelles, brussel, vlaanderen, wallonie, antwerpen, gent, liege, hasselt, ardennes
BR sao paulo, paulista, rio de janeiro, carioca, brasileira
CA ontario, quebec, british columbia, alberta, toronto, montreal, canadian, manitoba, saskatchewan
CH zurich, bern, geneve, geneva, swiss, ticino, basel, lausanne
CL santiago, chilena, valparaiso
CN beijing, shanghai, shenzhen, guangzhou
CO bogota, medellin, colombiana, antioquia
CZ praha, prague, brno, moravia, ceske
DE berlin, hamburg, munchen, bayern, hessen, sachsen, koln, frankfurt, deutsche, deutscher, rhein, ruhr, thuringen, baden
DK kobenhavn, copenhagen, dansk, danske, aarhus, jylland
EE tallinn, tartu
EG cairo
ES madrid, barcelona, iberica, espanola, andalucia, catalunya, valencia, galicia, asturias
FI helsinki, tampere, oulu, suomen
FR paris, lyon, bretagne, provence, francaise, marseille, toulouse, normandie
GB british, london, scottish, welsh, yorkshire, cornwall, manchester, english, ulster, northern ireland
GR athens, athina, hellenic, thessaloniki
HR zagreb, hrvatski, dalmacija
HU budapest, magyar
ID jakarta, nusantara
IE dublin, irish, galway
IN mumbai, delhi, bengaluru, bangalore, chennai, hindustan, gujarat, bharti
IT roma, milano, torino, italiana, italiano, sicilia, toscana, adriatica, lombardia
JP tokyo, osaka, kyoto
KE nairobi, mombasa
KR seoul
LT vilnius, kaunas
LU letzebuerg
LV riga
MA rif, casablanca, rabat, maghreb
MX monterrey, guadalajara, azteca
MY kuala lumpur, penang
NG lagos, abuja, naija
NL amsterdam, rotterdam, utrecht, hollandse, nederlandse
NO oslo, bergen, norsk, norske
NZ auckland, wellington, kiwi
PA istmo
PE lima, peruana, andina
PK karachi, lahore
PL warszawa, krakow, polski, polskie, gdansk
PT lisboa, porto, portuguesa, lusitana, algarve
RO bucuresti, romana
RS beograd
SE stockholm, goteborg, svensk, svenska, malmo
SK bratislava
SI ljubljana
TR istanbul, ankara, izmir, turk, anadolu
UA kyiv, kiev
US texas, california, ohio, oklahoma, new york, kansas, dakota, carolina, american, iowa, new mexico, new england, new jersey
-- latin america, america latina, south america, central america, america del sur, americas
VE caracas
VN hanoi, saigon
ZA cape town, johannesburg, durban, karoo
"""
"""A country's code, and cities, regions and adjectives in companies' names that tell it; those after -- tell none."""

_HOMES = {
    "bg": "BG",
    "cs": "CZ",
    "da": "DK",
    "de": "DE AT CH LI LU",
    "el": "GR CY",
    "es": "ES CO MX AR CL PE EC VE SV HN BO DO PA UY",
    "et": "EE",
    "fi": "FI",
    "fr": "FR BE CH LU CA MA DZ TN SN CI CM",
    "hu": "HU",
    "is": "IS",
    "it": "IT CH",
    "ja": "JP",
    "lt": "LT",
    "lv": "LV",
    "nl": "NL BE",
    "no": "NO",
    "pl": "PL",
    "pt": "PT BR AO MZ",
    "ro": "RO MD",
    "ru": "RU",
    "sk": "SK",
    "sv": "SE FI",
    "tr": "TR",
    "uk": "UA",
}
"""The countries of a language, its home first."""


@lru_cache(maxsize=4096)
def homeland(name: str) -> str | None:
    """The ISO 3166 code of the country that a company's name tells, None where it tells none.

    The legal form goes first. Where it belongs to several countries the rest of the name decides: a country's or a place's
    name in it, else the language of its words, else the first country of the form.
    """
    bare, places = bare_name(name), _places(name)
    possible = [country for form in bare.forms for country in form.countries.split() if country != "-"]
    open_to_all = all(form.anywhere for form in bare.forms)
    if named := next((country for country in places if open_to_all or country in possible), None):
        return named
    return _by_language(bare, possible, open_to_all=open_to_all) or next(
        (form.countries.split()[0] for form in bare.forms if not form.countries.startswith("-")), None
    )


def _by_language(bare: BareName, possible: list[str], *, open_to_all: bool) -> str | None:
    least = 1 if bare.forms or not bare.words.isascii() else 2
    for language in languages_of(bare.words, least):
        homes = _HOMES[language].split()
        if not possible:
            return homes[0]
        if not open_to_all and (common := [country for country in possible if country in homes]):
            return common[0]
    return None


def _places(name: str) -> list[str]:
    """The countries that the words of a name tell: by their own names, then by places in them."""
    found = [match.lastgroup or "" for match in _pattern().finditer(unmarked(name.casefold()))]
    return [group[1:] for kind in "np" for group in found if group[0] == kind and group[1:]]


@cache
def _pattern() -> re.Pattern[str]:
    """One pattern with a group for each country, by its names and by its places: compiled when the first name is read."""
    named = dict[str, list[str]]()
    for word, country in COUNTRY_OF_NAME.items():
        if word not in _AMBIGUOUS:
            named.setdefault(f"n{country}", []).append(word)
    for line in _PLACES.strip().splitlines():
        named[f"p{line[:2].strip('-')}"] = [place.strip() for place in line[2:].split(",")]
    groups = (f"(?P<{group}>{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})" for group, words in named.items())
    return re.compile(rf"(?<!\w)(?:{'|'.join(groups)})(?!\w)")

"""How legal forms are written in names of companies, where they are used, and names without them.

`legal_forms` holds what names are compared by and what the first version of the facts reads: that stays as it is. Here a form
counts only at an end of a name and as it is written, so that a word like "Ağ" or "Group" is none.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from demodb.model.country_names import COUNTRY_OF_NAME
from demodb.model.names import unmarked

_FORMS = """
ZA BW NA SZ LS: (pty)ltd (pty)limited
ZA: socltd
AU ZA BW NA PG: ptyltd ptylimited proprietaryltd proprietarylimited
DE: aör kaör anstaltdesöffentlichenrechts körperschaftdesöffentlichenrechts
AT: ges.m.b.h gesmbh m.b.h
LI AT DE: anstalt
PK LK ZW BD IN: (private)limited (private)ltd (pvt)ltd (pvt)limited
IN PK LK BD NP ZW: pvtltd pvtlimited privatelimited privateltd
SG FJ: pteltd ptelimited
MY BN: sdnbhd berhad bhd
TH: publiccompanylimited publiccompanyltd pcl
ID: tbk (persero)
TR: şti ltdşti anonimşirketi a.ş aş san.vetic sanayiveticaret
JP: k.k kk kabushikikaisha g.k godokaisha gōdōkaisha y.k yugenkaisha yūgenkaisha
BE: nv/sa sa/nv bv/srl srl/bv
BE LU: bvba sprl scrl cvba vzw asbl
MX SV HN: sadecv sapidecv sabdecv sderldecv
CO: esp saesp
PL: spzoo spk sp.j p.s.a spółkaakcyjna
CZ SK: sro s.r.o spolsro
CZ: v.o.s
AE: fzllc fz-llc llc-fz fzco fz-co fze dmcc
DE AT CH LI: gmbh gmbh&cokg gmbh&coohg gmbh&cokgaa gmbhundcokg gmbhucokg
DE AT CH: &cokg &coohg &cokgaa undcokg kgaa kg ohg gbr mbh ug ug(haftungsbeschränkt) e.k e.kfr e.kfm eg e.v ggmbh gug
DE CH AT LI: ag aktiengesellschaft
NL BE: bv nv vof c.v comm.v
DK: a/s aps i/s k/s p/s ivs amba fmba smba aktieselskab
NO: asa ans nuf iks
IS: ehf ohf hf
FI: oyj oy oyab aboy osakeyhtiö osk
SE FI LT: ab aktiebolag hb kb
SE: ekför ekonomiskförening
EE: oü osaühing mtü
LT: uab všį mb
LV: sia
NO EE LV TR DK: as
CZ SK TR NO EE: a.s
HU: kft nyrt zrt
MK: dooel
HR SI RS BA ME: doo jdoo
HR SI BA: dd
BG: eood ood ead еоод оод еад
BG RS ME MK: ad ад
RS ME MK BG: a.d
KZ: тоо
- AZ: mmc asc
RU: ooo oao zao pao ооо оао зао пао ао
UA: tov тов prat прат
GR CY: a.e α.ε e.p.e ε.π.ε o.e ο.ε i.k.e ι.κ.ε
CH: sagl
LU CH FR: sàrl
FR LU CH MA DZ TN BE CM SN CI: sarl
FR: sasu eurl gie scop
MA: sarlau
TN SN: suarl
CI SN CM: sarlu
FR IT BE LU: snc sca
FR CO IT AR EC: sas
IT CL DZ: spa
IT: societàperazioni soccoop soc.coop societàcooperativa scarl scpa sapa
IT RO AR BE MD PE BO DO: srl
ES AR: sau
ES: sl slu slne slp sll scoop sociedadlimitada sociedadcooperativa
PE: saa sac
PE CL: eirl
AR: saic
VE EC: c.a
BR CL CO EC BO PT: ltda limitada
EC: cialtda cíaltda
BR: s/a eireli
PT AO MZ: lda sgps unipessoal
EG: sae
NG: nigltd niglimited nigplc
JO: p.s.c
- PL ET MX: s.c
IL: בעמ בע״מ
NL: u.a b.a
LB: sal
OM: saog saoc
KW: ksc kscc kscp
QA: qpsc qsc
BH: bsc bsc(c)
- BH QA KW: wll
IE: dac clg teoranta teo designatedactivitycompany
CA IE: ulc ltee ltée limitée
GB: cic communityinterestcompany
US: pllc p.c lllp
* GB IE NG KE: plc publiclimitedcompany
* GB: ltd limited
* GB US IN KZ: llp limitedliabilitypartnership
* US GB: lp limitedpartnership
* US: inc incorporated llc limitedliabilitycompany corp corporation l.p
* - AE RU UA EG JO: pjsc
* - VN KZ SA GE AM KG: jsc cjsc tnhh
* - CN JP KR TW TH VN HK MM: coltd colimited
* -: inliquidation inadministration inreceivership i.l sa se sociedadanónima sociétéanonyme co cie &co &cie undco etcie ycía
"""
"""Countries and the forms that they use, in small letters without spaces. One with dots needs them, any other may have some.

Of several countries the first is meant where the rest of the name tells nothing; a "-" in its place says that none is. Forms
after a * are used nearly anywhere.
"""

_IN_FRONT = frozenset(
    ["uab", "sia", "oü", "ab", "a/s", "ooo", "oao", "zao", "pao", "ооо", "оао", "зао", "пао", "ао", "тов", "прат"]
)
_LONG_IN_FRONT = "kabushiki kaisha"
"""Forms that may stand in front of a name as well."""

_OF_THE_FRONT = {"as": "EE LV", "pt": "ID"}
"""Forms that are of these countries where they stand in front of a name."""

_GLUED = {"株式会社": "JP", "合同会社": "JP", "股份有限公司": "CN TW HK", "有限公司": "CN TW HK", "주식회사": "KR", "(주)": "KR"}
"""Forms that stand at either end without a space."""

_MOST_WORDS = 5
_ASIDE = re.compile(
    r"\((?!pty|private|pvt|주|persero|haftungs|c\))[^()]*\)|\[[^\[\]]*\]|\\[^\\]*\\"
    r"|\s(?:t/a|trading as|d/b/a|dba|c/o|f/k/a|fka|formerly|vormals|ehemals)\s.*",
    re.IGNORECASE,
)
_QUOTES = re.compile('["“”„«»]')
_DANGLING = frozenset({"and", "und", "et", "og", "och"})
_EDGES = " ,;:/&+-\u2013"


class CompanyForm(NamedTuple):
    """The countries that use a form, the first one where it is most common unless that is "-"; whether nearly all do."""

    countries: tuple[str, ...]
    anywhere: bool = False


class BareName(NamedTuple):
    """A name without asides and legal forms, and the forms that it had, the outermost first."""

    words: str
    forms: tuple[CompanyForm, ...]


@lru_cache(maxsize=4096)
def bare_name(name: str) -> BareName:
    """A name apart from its asides and legal forms; one that is nothing else stays as it is."""
    rest, forms = " ".join(_QUOTES.sub(" ", _ASIDE.sub(" ", name)).split()), list[CompanyForm]()
    while step := _without_form(rest):
        rest, form = step
        forms.append(form)
    return BareName(_undangled(rest) or " ".join(name.split()), tuple(forms))


def _without_form(rest: str) -> tuple[str, CompanyForm] | None:
    for glued, countries in () if rest.isascii() else _GLUED.items():
        left = rest.removesuffix(glued).removeprefix(glued).strip()
        if left not in ("", rest):
            return left, CompanyForm(tuple(countries.split()))
    words = rest.split()
    if _form("".join(words)):
        return None
    return _without_brand(rest) or _without_end(words) or _without_end_before_country(words) or _without_head(words)


def _without_brand(rest: str) -> tuple[str, CompanyForm] | None:
    """As in "Petróleo Brasileiro S.A. - Petrobras": what comes behind a form and a dash is another name."""
    brand = _BRAND.fullmatch(rest)
    return _without_end(brand[1].split()) if brand else None


_BRAND = re.compile("(.+?) [-\u2013] .+")


def _without_end(words: list[str]) -> tuple[str, CompanyForm] | None:
    for size in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
        form = _form("".join(words[-size:]))
        if form and (left := _undangled(" ".join(words[:-size]))):
            return left, form
    return None


def _without_end_before_country(words: list[str]) -> tuple[str, CompanyForm] | None:
    """As in "Rogers Communications Inc. Canada": the country belongs to the name, the form does not."""
    for size in range(min(_MOST_WORDS, len(words) - 2), 0, -1):
        country = " ".join(words[-size:])
        if unmarked(country.casefold().strip(_EDGES)) in COUNTRY_OF_NAME and (step := _without_end(words[:-size])):
            left, form = step
            return f"{left} {country}", form
    return None


def _without_head(words: list[str]) -> tuple[str, CompanyForm] | None:
    size = 2 if " ".join(words[:2]).casefold() == _LONG_IN_FRONT else 1
    head = "".join(words[:size]).casefold().strip(".,") if len(words) > size else ""
    if countries := _OF_THE_FRONT.get(head):
        return " ".join(words[size:]), CompanyForm(tuple(countries.split()))
    form = _form(head) if size > 1 or head in _IN_FRONT else None
    return (" ".join(words[size:]), form) if form else None


def _form(text: str) -> CompanyForm | None:
    written = text.casefold().replace("\u0307", "").replace(",", "").rstrip(".")
    return _forms().get(written) or _forms().get(written.replace(".", ""))


@cache
def _forms() -> dict[str, CompanyForm]:
    """The form of each spelling."""
    forms = dict[str, CompanyForm]()
    for line in _FORMS.strip().splitlines():
        countries, _, spellings = line.removeprefix("* ").partition(":")
        form = CompanyForm(tuple(countries.split()), anywhere=line.startswith("*"))
        forms |= dict.fromkeys(spellings.split(), form)
    return forms


def _undangled(text: str) -> str:
    """A text without marks at its ends, and without an "and" that leads nowhere."""
    words = text.strip(_EDGES).split()
    while len(words) > 1 and words[-1].casefold() in _DANGLING:
        words = " ".join(words[:-1]).strip(_EDGES).split()
    return " ".join(words)

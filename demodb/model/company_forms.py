"""How legal forms are written in names of companies, where they are used, and names without them.

`legal_forms` holds what names are compared by and what the first version of the facts reads: that stays as it is. Here a form
counts only at an end of a name and as it is written, so that a word like "Ağ" or "Group" is none.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple


class CompanyForm(NamedTuple):
    """A pattern of a form, the countries that use it, and whether it is used nearly anywhere.

    Of several countries the first is meant where the rest of the name tells nothing; "-" in its place says that none is.
    """

    written: str
    countries: str
    anywhere: bool = False


_LTD = r"(?:ltd|limited)\.?"

FORMS = (
    # Two words that are more than each of them.
    CompanyForm(rf"\(pty\)\.?\s*{_LTD}", "ZA BW NA SZ LS"),
    CompanyForm(rf"(?:pty|proprietary)\.?\s+{_LTD}", "AU ZA BW NA PG"),
    CompanyForm(rf"\((?:private|pvt\.?)\)\s*{_LTD}", "PK LK ZW BD IN"),
    CompanyForm(rf"(?:pvt|private)\.?\s+{_LTD}", "IN PK LK BD NP ZW"),
    CompanyForm(rf"pte\.?\s*{_LTD}", "SG FJ"),
    CompanyForm(r"sdn\.?\s+bhd\.?|berhad|bhd\.?", "MY BN"),
    CompanyForm(rf"public\s+company\s+{_LTD}|pcl\.?", "TH"),
    CompanyForm(rf"co\.?\s*,?\s+{_LTD}", "- CN JP KR TW TH VN HK MM", anywhere=True),
    CompanyForm(r"tbk\.?|\(persero\)", "ID"),
    CompanyForm(r"(?:ltd\.?\s+)?şti\.?|anonim\s+şirketi|a\.?\s?ş\.?|san(?:\.|ayi)\s+ve\s+tic(?:\.|aret)?", "TR"),
    CompanyForm(r"k\.\s?k\.?|kk|kabushiki\s+kaisha|g\.k\.|y\.k\.|株式会社|合同会社", "JP"),
    CompanyForm(r"주식회사|\(주\)", "KR"),
    CompanyForm(r"有限公司|股份有限公司", "CN TW HK"),
    CompanyForm(r"(?:n\.?v\.?\s*/\s*s\.?a\.?)|(?:s\.?a\.?\s*/\s*n\.?v\.?)", "BE"),
    CompanyForm(r"bvba|sprl|scrl|cvba|vzw|asbl", "BE LU"),
    CompanyForm(r"(?:s\.?\s?a\.?(?:\s?p\.?\s?i\.?|\s?b\.?)?|s\.?\s+de\s+r\.?\s?l\.?)\s+de\s+c\.?\s?v\.?", "MX SV HN"),
    CompanyForm(r"(?:s\.?a\.?\s+)?e\.?\s?s\.?\s?p\.?", "CO"),
    CompanyForm(r"sp\.?\s+z\s*\.?\s?o\.?\s?o\.?|sp\.\s?[kj]\.?|spółka\s+akcyjna", "PL"),
    CompanyForm(r"(?:spol\.?\s+)?s\.?\s?r\.\s?o\.?|sro", "CZ SK"),
    CompanyForm(r"v\.?\s?o\.\s?s\.?", "CZ"),
    CompanyForm(r"f\.?z\.?[\s-]?l\.?l\.?c\.?|l\.?l\.?c\.?-fz|fz-?co|fze|dmcc", "AE"),
    # German, Dutch, Nordic, Baltic.
    CompanyForm(r"gmbh\s*(?:&|und|u\.)\s*co\.?\s*(?:kg|ohg)(?:aa)?|gmbh", "DE AT CH LI"),
    CompanyForm(
        r"(?:&|und|\+)\s*co\.?\s*(?:kgaa|kg|ohg)|kgaa|kg|ohg|gbr|mbh|ug(?:\s+\(haftungsbeschränkt\))?|e\.\s?k\.|eg", "DE AT CH"
    ),
    CompanyForm(r"ag|aktiengesellschaft", "DE CH AT LI"),
    CompanyForm(r"b\.\s?v\.?|bv|n\.\s?v\.?|nv|v\.?o\.?f\.?", "NL BE"),
    CompanyForm(r"a/s|aps|i/s|k/s|a\.?m\.?b\.?a\.?|aktieselskab", "DK"),
    CompanyForm(r"asa|ans", "NO"),
    CompanyForm(r"ehf\.?|ohf\.?|hf\.?", "IS"),
    CompanyForm(r"oyj|oy(?:\s+ab)?|ab\s+oy|osakeyhtiö", "FI"),
    CompanyForm(r"ab|aktiebolag|hb|kb", "SE FI LT"),
    CompanyForm(r"oü|osaühing", "EE"),
    CompanyForm(r"uab|všį|mb", "LT"),
    CompanyForm(r"sia", "LV"),
    CompanyForm(r"as", "NO EE LV TR DK"),
    CompanyForm(r"a\.\s?s\.?", "CZ SK TR NO EE"),
    # Central and Eastern Europe.
    CompanyForm(r"kft\.?|nyrt\.?|zrt\.?|rt\.", "HU"),
    CompanyForm(r"d\.?\s?o\.?\s?o\.?\s?e\.?\s?l\.?", "MK"),
    CompanyForm(r"j?\.?d\.?\s?o\.?\s?o\.?", "HR SI RS BA ME"),
    CompanyForm(r"d\.\s?d\.?|dd", "HR SI BA"),
    CompanyForm(r"eood|ood|ead|еоод|оод|еад", "BG"),
    CompanyForm(r"a\.\s?d\.?|ad|ад", "BG RS ME MK"),
    CompanyForm(r"ooo|oao|zao|pao|ооо|оао|зао|пао|ао", "RU"),
    CompanyForm(r"tov|тов|prat|прат", "UA"),
    CompanyForm(r"a\.\s?e\.?|α\.\s?ε\.?|ε\.\s?π\.\s?ε\.?|i\.k\.e\.|ι\.κ\.ε\.", "GR CY"),
    # Romance languages.
    CompanyForm(r"sagl", "CH"),
    CompanyForm(r"s\.\s?à\s?r\.?\s?l\.?|sàrl", "LU CH FR"),
    CompanyForm(r"s\.?\s?a\.\s?r\.\s?l\.?|sarl", "FR LU CH MA DZ TN BE CM SN CI"),
    CompanyForm(r"sasu|eurl|s\.?n\.?c\.?f\.?", "FR"),
    CompanyForm(r"s\.\s?a\.\s?s\.?|sas", "FR CO IT AR EC"),
    CompanyForm(r"s\.\s?p\.\s?a\.?|spa", "IT CL DZ"),
    CompanyForm(r"s\.\s?r\.\s?l\.?|srl", "IT RO AR BE MD PE BO DO"),
    CompanyForm(r"s\.\s?a\.\s?u\.?|sau", "ES AR"),
    CompanyForm(r"s\.\s?l\.\s?(?:u\.?)?|slu?|slne", "ES"),
    CompanyForm(r"s\.\s?a\.\s?[ca]\.?|saa", "PE"),
    CompanyForm(r"e\.?i\.?r\.?l\.?", "PE CL"),
    CompanyForm(r"saic|s\.a\.i\.c\.?", "AR"),
    CompanyForm(r"c\.\s?a\.", "VE EC"),
    CompanyForm(r"ltda\.?|limitada", "BR CL CO EC BO PT"),
    CompanyForm(r"s/a|eireli", "BR"),
    CompanyForm(r"l\.?da\.?|sgps|unipessoal", "PT AO MZ"),
    # Arabian.
    CompanyForm(r"s\.?\s?a\.?\s?e\.?", "EG"),
    CompanyForm(r"s\.?\s?a\.?\s?l\.?", "LB"),
    CompanyForm(r"saog|saoc", "OM"),
    CompanyForm(r"k\.?s\.?c\.?(?:[cp]\.?)?", "KW"),
    CompanyForm(r"q\.?p\.?s\.?c\.?", "QA"),
    CompanyForm(r"b\.?s\.?c\.?(?:\s*\(c\))?", "BH"),
    CompanyForm(r"w\.?\s?l\.?\s?l\.?", "- BH QA KW"),
    CompanyForm(r"p\.?j\.?s\.?c\.?", "AE RU UA EG JO", anywhere=True),
    CompanyForm(r"c?jsc|tnhh", "- VN KZ SA GE AM KG", anywhere=True),
    # English, and what is used nearly anywhere.
    CompanyForm(r"d\.?a\.?c\.?|c\.?l\.?g\.?|teoranta|teo", "IE"),
    CompanyForm(r"u\.?l\.?c\.?|lt[ée]e\.?|limitée", "CA IE"),
    CompanyForm(r"c\.?i\.?c\.?", "GB"),
    CompanyForm(r"p\.?l\.?c\.?", "GB IE NG KE", anywhere=True),
    CompanyForm(rf"{_LTD}", "GB", anywhere=True),
    CompanyForm(r"pllc|p\.c\.|lllp", "US"),
    CompanyForm(r"l\.?l\.?p\.?", "GB US IN KZ", anywhere=True),
    CompanyForm(r"inc(?:orporated)?\.?|l\.?l\.?c\.?|corp\.?|corporation|l\.p\.", "US", anywhere=True),
    CompanyForm(r"s\.\s?a\.?|sa|s\.?\s?e\.?|sociedad\s+anónima|société\s+anonyme", "-", anywhere=True),
    CompanyForm(r"(?:(?:&|and|und|et|y|e|og|och|\+)\s*)?(?:co\.?|cie\.?)", "-", anywhere=True),
)
"""Of two that fit a name's end the first counts."""

HEADS = (
    CompanyForm(r"pt\.?", "ID"),
    CompanyForm(r"uab", "LT"),
    CompanyForm(r"sia", "LV"),
    CompanyForm(r"as", "EE LV"),
    CompanyForm(r"oü", "EE"),
    CompanyForm(r"ab", "SE FI LT"),
    CompanyForm(r"a/s", "DK"),
    CompanyForm(r"ooo|oao|zao|pao|ooo|ооо|оао|зао|пао|ао", "RU"),
    CompanyForm(r"tov|тов|прат", "UA"),
    CompanyForm(r"株式会社", "JP"),
    CompanyForm(r"주식회사|\(주\)", "KR"),
)
"""Forms that stand in front of the name."""

_ASIDE = re.compile(r"\((?!pty|private|pvt|주|persero)[^()]*\)|\[[^\[\]]*\]", re.IGNORECASE)
_DANGLING = frozenset({"and", "und", "et", "og", "och"})
_EDGES = " ,;:/&+-\u2013"
_QUOTES = re.compile('["“”„«»]')


class BareName(NamedTuple):
    """A name without asides and legal forms, and the forms that it had, the outermost first."""

    words: str
    forms: tuple[CompanyForm, ...]


def bare_name(name: str) -> BareName:
    """A name apart from its asides and legal forms; one that is nothing else stays as it is."""
    rest, forms = " ".join(_QUOTES.sub(" ", _ASIDE.sub(" ", name)).split()), list[CompanyForm]()
    while step := _without_tail(rest) or _without_head(rest):
        rest, form = step
        forms.append(form)
    return BareName(_undangled(rest) or " ".join(name.split()), tuple(forms))


def _without_tail(rest: str) -> tuple[str, CompanyForm] | None:
    found = _pattern(at_end=True).search(rest)
    if not found or not found.lastindex:
        return None
    left = _undangled(rest[: found.start()])
    return (left, FORMS[found.lastindex - 1]) if left else None


def _without_head(rest: str) -> tuple[str, CompanyForm] | None:
    found = _pattern(at_end=False).match(rest)
    return (rest[found.end() :], HEADS[found.lastindex - 1]) if found and found.lastindex else None


def _undangled(text: str) -> str:
    """A text without marks at its ends, and without an "and" that leads nowhere."""
    words = text.strip(_EDGES).split()
    while len(words) > 1 and words[-1].casefold() in _DANGLING:
        words = " ".join(words[:-1]).strip(_EDGES).split()
    return " ".join(words)


@cache
def _pattern(*, at_end: bool) -> re.Pattern[str]:
    """One pattern with a group for each form: compiled when the first name is read."""
    forms = FORMS if at_end else HEADS
    groups = "|".join(f"({form.written})" for form in forms)
    pattern = (
        rf"(?:(?<=[\s,)])|(?=[株合有股주(]))(?:{groups})[\s.,]*$" if at_end else rf"(?:{groups})(?:(?<=[社사)])|\s)\s*(?=\S)"
    )
    return re.compile(pattern, re.IGNORECASE)

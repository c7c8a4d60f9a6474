"""Names in lists of customers that look like no company: what stands for several, for nobody yet, or for a kind of sales."""

from __future__ import annotations

import re
from functools import cache

from demodb.model.company_forms import bare_name
from demodb.model.names import match_key, unmarked

_SEVERAL = "various|misc|miscellaneous|sundry|sonstige|sonstiges"
_DIVERSE = "diverse|diverses|divers|varios|vari|diversen|diversos|ruzne|rozni|muut|cesitli|assorted"
_NOBODY = (
    "other|others|all other|all others|unknown|unassigned|unallocated|unidentified|unnamed|undefined|anonymous|tbd|tba|tbc"
    "|to be determined|to be confirmed|na|none|nil|not applicable|no name|ubrige|andere|autres|otros|altri|overige|outros|inne"
    "|ostatni|andre|ovriga|rest|remainder|remaining|long tail|tail|intercompany|inter company|prospects?|pipeline"
)
_TRIAL = "test|demo|dummy|sample|internal|trial|sandbox|training|placeholder|template"
_FEW = "small|smaller|smb|sme|minor|all|existing|legacy|churned|lost|inactive|dormant|remaining"
_OF_WHAT = (
    "customers?|accounts?|clients?|companies|sales|revenues?|business|licen[cs]es?|debtors|kunden|klanten|kunder|clienti|clientes"
    "|klienci|zakaznici"
)
_NEW = "new|additional|incremental|future|expected|upsell"
_SALES = "licen[cs]es?|logos?|business|customers?|sales|deals?|names?|bookings?"
_CHANGED = "licen[cs]e|price|pricing|cpi|fx|currency|exchange rate|revenue|rounding|index|indexation|year end|manual"
_CHANGE = "trueups?|true ups?|increases?|uplifts?|adjustments?|differences?|corrections?"
_WAYS = "cash|online|web|webshop|web shop|reseller|partner|channel|direct|indirect|selfservice|self service|walkin|walk in"
_BOOKED = "(?:adjustments?|corrections?|accruals?|credit notes?|deferred revenue|oneoffs?|one offs?|rounding)"


@cache
def _no_company() -> re.Pattern[str]:
    """The names as one pattern: made when the first is asked about."""
    return re.compile(
        rf"(?:{_SEVERAL})(?: .*)?"
        rf"|(?:{_DIVERSE}|{_NOBODY})(?: (?:{_OF_WHAT}))?"
        rf"|(?:{_TRIAL})(?: (?:{_OF_WHAT}|use|org|organi[sz]ation|tenants?|users?))?(?: \d+)?"
        rf"|(?:{_FEW}) (?:{_OF_WHAT})"
        rf"|(?:{_NEW}) (?:{_SALES})(?: (?:{_OF_WHAT}|increments?|bookings))?"
        rf"|(?:{_CHANGED}) (?:{_CHANGE})(?: \d+)?"
        rf"|(?:{_WAYS}) (?:{_OF_WHAT}|orders|pool)(?: (?:{_SEVERAL}))?"
        rf"|{_BOOKED}(?: \d+)?"
        r"|licen[cs]es? (?:increments?|sales|revenue)"
    )


def looks_like_no_company(name: str) -> bool:
    """Whether a name is one of those; "Other World Computing" is none, and a name with a legal form is a company's."""
    if _no_company().fullmatch(unmarked(match_key(name))) is None:
        return False
    return not bare_name(name).forms

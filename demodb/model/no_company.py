"""Names in lists of customers that look like no company: what stands for several, for nobody yet, or for a kind of sales."""

from __future__ import annotations

import re

from demodb.model.names import match_key

_SEVERAL = "various|misc|miscellaneous|sundry|sonstige|sonstiges|diverse|diverses|divers|varios|vari|diversen|diversos"
_NOBODY = (
    "other|others|all other|all others|unknown|unassigned|unallocated|undefined|tbd|tba|na|not applicable|no name"
    "|ubrige|autres|otros|altri|overige|outros"
)
_OF_WHAT = "customers?|accounts?|clients?|companies|sales|revenues?|business|licen[cs]es?"
_NEW = "new|additional|incremental|future|expected|upsell"
_SALES = "licen[cs]es?|logos?|business|customers?|sales|deals?|names?|bookings?"

_NO_COMPANY = re.compile(
    rf"(?:{_SEVERAL})(?: .*)?"
    rf"|(?:{_NOBODY})(?: (?:{_OF_WHAT}))?"
    rf"|(?:{_NEW}) (?:{_SALES})(?: (?:{_OF_WHAT}|increments?|bookings))?"
    r"|licen[cs]es? (?:increments?|sales|revenue)"
)


def looks_like_no_company(name: str) -> bool:
    """Whether a name is one of those; "Other World Computing" is none."""
    return _NO_COMPANY.fullmatch(match_key(name)) is not None

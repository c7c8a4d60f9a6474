"""Legal forms of companies: the words that tell one, how it is written, and the country that it belongs to."""

from __future__ import annotations

from typing import NamedTuple


class LegalForm(NamedTuple):
    """Forms that belong together: their words as they stand in a match key, and the country that they tell.

    `written` is a pattern of how they stand in a name that tells the country; "" where they tell none.
    """

    words: str
    country: str | None = None
    written: str = ""


LEGAL_FORMS = (
    LegalForm("pty ltd", "ZA", r"\(pty\)\s+ltd"),
    LegalForm("pty ltd", "AU", r"pty\.?\s+ltd"),
    LegalForm("ltd", "IN", r"pvt\.?\s+ltd"),
    LegalForm("pte ltd", "SG", r"pte\.?\s+ltd"),
    LegalForm("nvsa", "BE", r"nv\s*/\s*sa"),
    LegalForm("sa de cv", "MX", r"s\.?\s?a\.?\s+de\s+c\.?\s?v\.?"),
    LegalForm("sp z oo zoo", "PL", r"sp\.?\s+z\s+o\.?\s?o\.?"),
    LegalForm("gmbh ohg", "DE", r"gmbh|kgaa|ohg"),
    LegalForm("as aps", "DK", r"a/s|aps"),
    LegalForm("spa srl", "IT", r"s\.\s?p\.\s?a\.?|spa|s\.\s?r\.\s?l\.?|srl"),
    LegalForm("sas sarl", "FR", r"s\.\s?a\.\s?s\.?|sas|sarl"),
    LegalForm("bv nv", "NL", r"b\.\s?v\.?|bv|n\.\s?v\.?|nv"),
    LegalForm("sl slu", "ES", r"s\.\s?l\.(?:\s?u\.)?|slu"),
    LegalForm("ltda", "BR", r"ltda\.?"),
    LegalForm("", "TR", r"a\.\s?ş\.?"),
    LegalForm("kk", "JP", r"k\.\s?k\.?|kk"),
    LegalForm("oyj oy", "FI", r"oyj|oy"),
    LegalForm("ab", "SE", r"ab"),
    LegalForm("as asa", "NO", r"as|asa"),
    LegalForm("ag", "DE", r"ag"),
    LegalForm("plc limited ltd", "GB", r"plc|limited|ltd\.?"),
    LegalForm("inc llc corp corporation", "US", r"inc\.?|llc|corp\.?|corporation"),
    LegalForm("co company group holding holdings incorporated kg llp lp sa saba se"),
)
"""Of two that fit at one place of a name the first tells the country."""

LEGAL_WORDS = frozenset(word for form in LEGAL_FORMS for word in form.words.split())
"""Words, as they stand in a match key, that tell a company's legal form and not the company."""

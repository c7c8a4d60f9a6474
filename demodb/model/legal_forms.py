"""Legal forms of companies: the words that tell one, how it is written, and the country that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class LegalForm(NamedTuple):
    """Forms that belong together: their words as they stand in a match key, and the country that they tell.

    `written` is a pattern of how they stand in a name that tells the country; "" where they tell none. A `later` form counts
    where names are compared, and is none for templates: what they made before it was listed has to stay as it is.
    """

    words: str
    country: str | None = None
    written: str = ""
    later: bool = False


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
    LegalForm("aktiengesellschaft mbh kgaa ug haftungsbeschrankt gbr ek anstalt", later=True),  # German
    LegalForm("pvt private opc pty pte llc lllp pllc ulc unlimited dac clg teoranta", later=True),  # English
    LegalForm("ltee limitee sprl scrl sasu eurl sarlu anonyme sagl", later=True),  # French
    LegalForm("bvba cvba vof vzw asbl vennootschap", later=True),  # Dutch, Belgian
    LegalForm("aktieselskab anpartsselskab ivs amba ehf ohf hf", later=True),  # Danish, Icelandic
    LegalForm("aktiebolag publ hb kb ans osakeyhtio", later=True),  # Swedish, Norwegian, Finnish
    LegalForm("ou uab sia mb", later=True),  # Baltic
    LegalForm("sro s ro spol vos sp spk zoo spolka doo dd dno kft nyrt zrt", later=True),  # Central European
    LegalForm("ad ead ood eood", later=True),  # Bulgarian
    LegalForm("ooo oao zao pao tov", later=True),  # Russian, Ukrainian
    LegalForm("sti sirketi anonim", later=True),  # Turkish
    LegalForm("sau slne anonima sab sapi saic sac saa eirl limitada", later=True),  # Spanish
    LegalForm("lda sgps unipessoal eireli", later=True),  # Portuguese
    LegalForm("sdn bhd berhad pt tbk pcl jsc tnhh", later=True),  # South-East Asian
    LegalForm("fz fzllc fzco fze wll pjsc psc saog saoc bsc kscc ksc sal", later=True),  # Arabian
    LegalForm("kabushiki kaisha gk yk", later=True),  # Japanese
)
"""Of two that fit at one place of a name the first tells the country. The words of later ones are without marks: OÜ is ou."""


def _words(forms: Iterable[LegalForm]) -> frozenset[str]:
    return frozenset(word for form in forms for word in form.words.split())


LEGAL_WORDS = _words(LEGAL_FORMS)
"""Words, as they stand in a match key, that tell a company's legal form and not the company."""

TEMPLATE_LEGAL_WORDS = _words(form for form in LEGAL_FORMS if not form.later)
"""Those of them that templates know."""

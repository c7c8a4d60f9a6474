"""The language of a title, by words and letters that stand in titles of few languages; and the one that a company speaks."""

from __future__ import annotations

import re
from functools import lru_cache

from demodb.model.lexicon import Lexicon
from demodb.packs.naming import NAMING

ENGLISH = "en"
_NAMING = NAMING[2]
_WORDS = {
    "en": "head director manager officer president lead engineer architect executive controller owner partner specialist chief"
    " analyst buyer supervisor administrator coordinator adviser advisor assistant",
    "de": "*leiter *leiterin *direktor *direktorin geschäftsführer* vorstand* einkauf* *einkäufer *einkäuferin ingenieur*"
    " buchhalter* sachbearbeiter* *beauftragter *beauftragte kaufmännisch* prokurist*",
    "fr": "directeur directrice responsable chef adjoint gérant gérante acheteur acheteuse ingénieur* coordinateur coordinatrice"
    " analyste comptable conseiller conseillère gestionnaire chargé chargée",
    "es": "director directora jefe jefa gerente responsable subdirector* coordinador* analista ingenier* comprador* contable"
    " gestor asesor*",
    "it": "direttore direttrice responsabile amministratore capo coordinatore coordinatrice analista ingegnere contabile addetto"
    " addetta impiegato impiegata",
    "pt": "diretor diretora gerente coordenador* gestor responsável analista engenheir* comprador* contabilista",
    "nl": "hoofd directeur *leider *inkoper *medewerker ingenieur",
    "pl": "dyrektor* kierownik* prezes* menedżer* inżynier* specjalist* koordynator*",
    "cs": "*ředitel *ředitelka vedoucí manažer* inženýr* jednatel* nákupčí analytik",
    "sk": "*riaditeľ *riaditeľka vedúci vedúca manažér* konateľ*",
    "sv": "*chef *direktör *ansvarig *inköpare *ingenjör *ledare",
    "da": "*chef *direktør *ansvarlig *indkøber *ingeniør *leder *medarbejder",
    "no": "*sjef *direktør *ansvarlig *innkjøper *ingeniør *leder *medarbeider",
    "fi": "*johtaja *päällikkö *asiantuntija *insinööri *vastaava",
    "hu": "*vezető *igazgató *mérnök *vezérigazgató",
    "ro": "*directoarea șef* inginer* responsabil*",
    "hr": "voditelj* *direktorica upravitelj*",
    "lt": "*vadovas *vadovė *direktorius",
    "lv": "*vadītājs *vadītāja *direktors",
    "et": "*juht *juhataja",
    "id": "direktur kepala manajer",
    "tr": "*müdür* *başkan\u0131 direktör* *uzman\u0131 *mühendis*",
}
"""Words of titles; a * stands for any letters."""

_SCRIPTS = {
    "[\u0370-\u03ff]": "el",
    "[\u0400-\u04ff]": "ru uk bg mk sr",
    "[\u0590-\u05ff]": "he",
    "[\u0600-\u06ff]": "ar fa ur",
    "[\u0900-\u0dff]": "hi bn ta te mr gu kn ml pa si",
    "[\u0e00-\u0e7f]": "th",
    "[\u3040-\u30ff]": "ja",
    "[\uac00-\ud7af]": "ko",
    "[\u4e00-\u9fff]": "zh ja ko",
}
"""The languages of letters: of several scripts in a title the first one counts."""

_SPOKEN = {
    "de": "der die das und ist nicht mit für",
    "fr": "le la les des du au est une par",
    "es": "el los las una con para que",
    "it": "il gli della una con che per",
    "pt": "os uma com para não que",
    "nl": "het een van niet met",
    "pl": "nie jest dla oraz się",
    "cs": "je není pro se a na",
    "sv": "och är inte med för",
    "da": "og er ikke med for det",
    "no": "og er ikke med for det",
    "fi": "ja on ei ovat kanssa",
    "hu": "és nem van egy hogy",
    "tr": "ve bir için ile",
}
_SPEAKING = {language: frozenset(words.split()) for language, words in _SPOKEN.items()}
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 2
_LEXICON = Lexicon(_WORDS.items())


@lru_cache(maxsize=4096)
def languages_of(title: str) -> frozenset[str]:
    """The languages that a title may be in; none where nothing in it tells any, all where its words are of several."""
    words = _WORD.findall(title.casefold())
    told = [frozenset(found) for word in words if (found := [*_LEXICON.whole(word), *_LEXICON.parted(word)])]
    if told:
        return frozenset[str].intersection(*told) or frozenset[str]().union(*told)
    return next((frozenset(spoken.split()) for letters, spoken in _SCRIPTS.items() if re.search(letters, title)), frozenset())


def language_at(name: str, country: str | None) -> str:
    """The language of a company, by its name and the told country: that in which templates would name its people."""
    return _NAMING.language(_NAMING.locale(name, _NAMING.country(name, country)))


def is_spoken(text: str, languages: frozenset[str]) -> bool:
    """Whether a text is written in one of these languages."""
    words = set(_WORD.findall(text.casefold()))
    return any(len(words & _SPEAKING.get(language, frozenset())) >= _ENOUGH for language in languages)

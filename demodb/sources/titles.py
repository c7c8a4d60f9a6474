"""The titles of a table's columns: what is taken off, and the spellings by which each column is known. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from demodb.model.tables import Column


class Meant(NamedTuple):
    """What a title says: a column, and its rank among the titles of that column, 0 for the plainest."""

    column: Column
    rank: int


COMPANY = 1
"""The rank of a customer's title that is the business unit's where another column is the customer's."""

# A line for each rank and group of languages: English, German, French, Spanish, Italian, Portuguese and Dutch.
SPELLINGS: Mapping[Column, tuple[str, ...]] = {
    "customer": (
        """
        customer | customer name | account | account name | client | client name | customer account | associated company
        | end customer | associated company primary | company account | organization | organization name | organisation
        | organisation name | kunde | kunden | kundenname | name des kunden | kundin | auftraggeber | nom client |
        nom du client | clients | compte | nom du compte | cliente | clientes | nombre del cliente | nombre cliente |
        cuenta | nombre de la cuenta | nombre de cuenta | nome cliente | nome del cliente | ragione sociale |
        nome account | nome do cliente | conta | nome da conta | klant | klantnaam | naam klant | naam van de klant |
        accountnaam | relatie
        """,
        """
        company | company name | firma | firmenname | unternehmen | unternehmensname | entreprise | nom de l entreprise
        | societe | nom de la societe | empresa | nombre de la empresa | nombre de empresa | azienda | nome azienda |
        nome dell azienda | societa | nome da empresa | bedrijf | bedrijfsnaam | naam bedrijf
        """,
    ),
    "unit": (
        """
        business unit | bu | business unit name | bu name | division | segment | business line | line of business | lob
        | product line | class | geschaftsbereich | geschaeftsbereich | sparte | bereich | geschaftseinheit |
        geschaeftseinheit | unite | unite commerciale | branche | secteur d activite | ligne de produits |
        unidad de negocio | unidad | segmento | linea de negocio | unita di business | business unit azienda | divisione
        | linea di business | unidade de negocio | unidade | divisao | bedrijfsonderdeel | divisie | bedrijfseenheid |
        afdeling
        """,
    ),
    "arr": (
        """
        arr | current arr | annual recurring revenue | annualized recurring revenue | annualised recurring revenue |
        recurring | rr | recurring revenue | annual recurring | annual contract value | acv |
        jahrlich wiederkehrender umsatz | jaehrlich wiederkehrender umsatz | wiederkehrender umsatz | wiederkehrend |
        wiederkehrende umsatze | wiederkehrende umsaetze | wiederkehrende erlose | wiederkehrende erloese |
        revenu recurrent | revenus recurrents | revenu annuel recurrent | revenu recurrent annuel | ca recurrent |
        recurrent | ingresos recurrentes | ingresos anuales recurrentes | ingresos recurrentes anuales | recurrente |
        ricavi ricorrenti | ricavi annuali ricorrenti | ricavi ricorrenti annuali | ricorrente | receita recorrente |
        receita anual recorrente | receita recorrente anual | recorrente | terugkerende omzet |
        jaarlijks terugkerende omzet | jaarlijkse terugkerende omzet | terugkerend
        """,
        "total arr | arr total",
    ),
    "mrr": (
        """
        mrr | current mrr | monthly recurring revenue | monthly recurring | monthly revenue |
        monatlich wiederkehrender umsatz | monatsumsatz | revenu mensuel recurrent | revenu recurrent mensuel |
        ingresos mensuales recurrentes | ingresos recurrentes mensuales | ricavi mensili ricorrenti |
        ricavi ricorrenti mensili | receita mensal recorrente | receita recorrente mensal |
        maandelijks terugkerende omzet | maandelijkse terugkerende omzet
        """,
    ),
    "nrr": (
        """
        nrr | services | service revenue | implementation | setup |
        non recurring | nonrecurring | non recurring revenue | nonrecurring revenue | one time | one time revenue
        | one off | one off revenue | services revenue | professional services | einmalig | einmaliger umsatz |
        einmalige umsatze | einmalige umsaetze | nicht wiederkehrend | nicht wiederkehrender umsatz | non recurrent |
        revenu non recurrent | revenus non recurrents | ca non recurrent | ponctuel | no recurrente |
        ingresos no recurrentes | ingresos puntuales | non ricorrente | ricavi non ricorrenti | una tantum |
        nao recorrente | receita nao recorrente | eenmalig | eenmalige omzet | niet terugkerend |
        niet terugkerende omzet
        """,
    ),
    "total": (
        """
        total | total revenue | revenue | total amount | sales | turnover | annual sales | umsatz | gesamtumsatz |
        jahresumsatz | gesamt | umsatz gesamt | erlose | erloese | chiffre d affaires | ca | ca total |
        chiffre d affaires total | revenu total | revenu | chiffre d affaires annuel | ingresos | ingresos totales |
        ventas | facturacion | ingresos anuales | fatturato | ricavi | ricavi totali | totale | fatturato totale |
        fatturato annuo | receita | receita total | faturamento | vendas | receita anual | omzet | totale omzet | totaal
        | jaaromzet
        """,
        """
        amount | deal amount | amount in company currency | amount converted | value | contract value | betrag | montant
        | importe | importo | valor | bedrag
        """,
        "annual revenue | revenu annuel",
    ),
    "sub_id": (
        """
        subscription id | sub id | subscription | subscription no | subscription number | sub no | sub number | sub |
        contract id | contract | contract no | contract number | abonnement | abo | abo nr | abonummer | abonnement nr |
        abonnementnummer | abonnementsnummer | vertrag | vertragsnummer | vertrags nr | vertrag nr | vertragsnr |
        id abonnement | n d abonnement | numero d abonnement | contrat | numero de contrat | n de contrat | suscripcion
        | id suscripcion | id de suscripcion | numero de suscripcion | contrato | numero de contrato | abbonamento |
        id abbonamento | numero abbonamento | contratto | numero contratto | assinatura | id da assinatura |
        numero da assinatura | contractnummer
        """,
    ),
    "renewal": (
        """
        renewal | renewal quarter | renewal qtr | renews in | verlangerung | verlaengerung | verlangerung quartal |
        renouvellement | trimestre de renouvellement | renovacion | trimestre de renovacion | rinnovo |
        trimestre di rinnovo | renovacao | trimestre de renovacao | verlenging | verlengingskwartaal
        """,
        """
        renewal date | next renewal | next renewal date | renews on | verlangerungsdatum | verlaengerungsdatum |
        verlangerung am | date de renouvellement | fecha de renovacion | data di rinnovo | data rinnovo |
        data de renovacao | verlengingsdatum
        """,
        """
        contract end | contract end date | subscription end date | expiry | expiry date | expiration date | end date |
        term end | vertragsende | laufzeitende | ablaufdatum | fin de contrat | date de fin | date d echeance | echeance
        | fin de contrato | fecha de vencimiento | vencimiento | fecha fin | scadenza | data di scadenza |
        fine contratto | vencimento | data de vencimento | fim do contrato | einddatum | contracteinde
        """,
    ),
    "will_renew": (
        """
        will renew | will it renew | renew | renews | renewing | likely to renew | renewal status | verlangert |
        verlaengert | wird verlangert | wird verlaengert | verlangert sich | renouvelle | sera renouvele | va renouveler
        | renueva | renovara | se renueva | rinnova | rinnovera | renova | vai renovar | verlengt | wordt verlengd
        """,
    ),
    "projected_arr": (
        """
        projected arr | proj arr | projected annual recurring revenue | forecast arr | arr forecast | arr projected |
        expected arr | arr prognose | prognose arr | geplanter arr | arr plan | erwarteter arr | arr prevu | arr projete
        | arr projetado | arr proyectado | arr previsto | arr prevista | arr prevision | verwachte arr |
        geprojecteerde arr
        """,
    ),
    "country": (
        """
        country | country region | billing country | land | staat | pays | pais | paese | nazione | nacao |
        billing country region
        """,
        """
        shipping country | mailing country | billing state province country | country code | landercode | laendercode |
        landcode | code pays | codigo pais | codice paese
        """,
    ),
    "currency": (
        """
        currency | currency code | wahrung | waehrung | devise | monnaie | moneda | divisa | valuta | moeda |
        amount currency | arr currency | annual revenue currency
        """,
    ),
}

_CODES = """
    USD EUR GBP JPY CHF SEK NOK DKK PLN CZK HUF RON BGN TRY INR CNY AUD CAD NZD ZAR BRL MXN ARS CLP COP KES NGN SGD HKD ILS AED
    SAR KRW THB MYR IDR PHP
"""

CURRENCIES = {
    "$": "USD",
    "us$": "USD",
    "\u20ac": "EUR",
    "\u00a3": "GBP",
    "\u00a5": "JPY",
    "\u20b9": "INR",
    "r$": "BRL",
    "a$": "AUD",
    "c$": "CAD",
    "z\u0142": "PLN",
    "euro": "EUR",
    "euros": "EUR",
    "dollars": "USD",
} | {code.casefold(): code for code in _CODES.split()}
"""What money is called, folded, and the code of the currency."""

_WORD = "(?:quarter|quartal|trimestre|kwartaal|qtr)"
_QUARTER = re.compile(
    rf"(?:fy )?(?:[qt]([1-4])|([1-4])[qt](?:[0-9]{{2}})?|{_WORD} ([1-4])|([1-4])(?:st|nd|rd|th|er|e|o|a)? {_WORD})\b.*"
)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_YEAR = re.compile(r"\b(?:fy ?)?(?:19|20)[0-9]{2}\b|\bfy ?[0-9]{2}\b")


def folded(text: str) -> str:
    """A text without diacritics and case, its white space single."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.casefold().split())


@lru_cache(maxsize=4096)
def title_key(title: str) -> str:
    """A title as it is compared: without diacritics, case, punctuation, a year, and a unit in parentheses or behind it."""
    text = _YEAR.sub(" ", _ASIDE.sub(" ", folded(title)))
    words = "".join(c if c.isalnum() else " " for c in text).split()
    while len(words) > 1 and words[-1] in CURRENCIES:
        words = words[:-1]
    return " ".join(words)


_MEANT = {
    spelling: Meant(column, rank)
    for column, ranks in SPELLINGS.items()
    for rank, spellings in enumerate(ranks)
    for spelling in map(str.strip, spellings.split("|"))
}


def meant(title: str) -> Meant | None:
    """What a title says, None for one that is not known."""
    key = title_key(title)
    if key in _MEANT:
        return _MEANT[key]
    quarter = _QUARTER.fullmatch(key)
    number = next(filter(None, quarter.groups()), "") if quarter else ""
    return Meant(f"q{number}", 0) if number else None  # type: ignore[arg-type]


_BEFORE_MONEY = r"(?=eur|usd|gbp|chf|[$\u20ac\u00a3])"
_THOUSANDS = re.compile(rf"\b(?:k|t|tsd|thousands?|000s?|milliers|miles|migliaia|milhares|duizend)\b|\b[kt]{_BEFORE_MONEY}")
_MILLIONS = re.compile(rf"\b(?:m|mm|mn|mio|millions?|millionen|millones|milioni|milhoes|miljoen)\b|\bm{_BEFORE_MONEY}")


def title_scale(title: str) -> int:
    """By how much a title says that its amounts are to be multiplied: 1,000 for "ARR (k\u20ac)"."""
    if _THOUSANDS.search(folded(title)):
        return 1_000
    return 1_000_000 if _MILLIONS.search(folded(title)) else 1


def title_currency(title: str) -> str | None:
    """The code of the currency that a title names, None where it names none."""
    words = [re.sub(rf"^[ktm]{_BEFORE_MONEY}", "", word) for word in re.split(r"[\s()\[\],;/:_-]+", folded(title))]
    return next((CURRENCIES[word] for word in reversed(words) if word in CURRENCIES), None)

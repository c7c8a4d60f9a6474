"""Which names in a list of customers are no company's."""

from __future__ import annotations

import pytest

from demodb.model.no_company import looks_like_no_company

NONE = (
    "Various: License increments|Various|Misc.|Misc customers|Miscellaneous|Sundry debtors|Diverse kunder|Divers clients|Varios"
    "|Sonstige Kunden|Různé|Other|Others|Other revenue|All other accounts|Autres clients|Übrige|Övriga kunder|Overige klanten"
    "|Unknown customer|TBD|To be determined|n/a|Unallocated|Long tail|Intercompany|Inter-company|Pipeline|Internal|Test account"
    "|Test customer 1|Demo|Demo account|Dummy|Placeholder|Small customers|Remaining accounts|Churned customers|New business"
    "|New logo|License true-up|Price increase 2026|CPI uplift|FX adjustment|Rounding difference|Reseller sales (various)"
    "|Cash sales|Web shop customers|Self-service customers|Partner pool|One-off|Credit note|Accruals|Deferred revenue"
)
COMPANIES = (
    "Other World Computing|Other Ocean Ltd|Others Group plc|Sundry Foods Ltd|Various Artists GmbH|Varios Telecom S.A."
    "|Miscellaneous Mysteries LLC|Divers Alert Network|Unknown Worlds Ltd|Internal Revenue Service|Test Rite International|Testo"
    "|Demo Power Oy|Demodata|Sample6|Trial Lawyers|Total|Budget|Direct Line|Cash Converters|Small World Cables|Online Travel"
    "|Partner Communications|Tailwind|New Balance|All Nippon Airways|Index Ventures|Manual Labs|Channel 4|Rest Assured"
    "|Prospect Park|Legacy Health|Pipeline Foods|Web Summit"
)


@pytest.mark.parametrize("name", NONE.split("|"))
def test_what_stands_for_several_for_nobody_yet_or_for_a_kind_of_sales_is_no_company(name: str) -> None:
    assert looks_like_no_company(name)


@pytest.mark.parametrize("name", COMPANIES.split("|"))
def test_a_company_whose_name_begins_like_one_of_those_is_one(name: str) -> None:
    assert not looks_like_no_company(name)

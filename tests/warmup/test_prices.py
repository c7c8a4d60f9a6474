"""What calls cost: by a table that the settings give, half in a batch, and not known where the table is silent."""

from __future__ import annotations

from datetime import date

import pytest

from demodb.model.prices import Price, cost
from demodb.store.calls import Call
from demodb.warmup.report import WarmupReport

PRICES = {"m": Price(input=3, output=15, as_of=date(2026, 11, 1))}


@pytest.mark.parametrize(
    ("model", "tokens", "batch", "usd"),
    [
        ("m", (1_000_000, 0), False, 3.0),
        ("m", (0, 1_000_000), False, 15.0),
        ("m", (2000, 1000), False, 0.021),
        ("m", (2000, 1000), True, 0.0105),
        ("other", (2000, 1000), False, None),
        ("m", (None, None), False, None),
    ],
)
def test_a_call_costs_its_tokens_by_the_table(
    *, model: str, tokens: tuple[int | None, int | None], batch: bool, usd: float | None
) -> None:
    assert cost(PRICES, model, *tokens, batch=batch) == (None if usd is None else pytest.approx(usd))


def call(tokens: int | None, usd: float | None) -> Call:
    return Call(0, 0, "a", 1, "m", input_tokens=tokens, output_tokens=tokens, cost_usd=usd)


@pytest.mark.parametrize(
    ("calls", "usd"),
    [
        ([], 0.0),
        ([call(10, 0.5), call(10, 0.25)], 0.75),
        ([call(10, 0.5), call(None, 0.0)], 0.5),
        ([call(10, 0.5), call(None, None)], None),
        ([call(10, 0.5), call(10, None)], None),
        ([call(10, None), call(10, 0.5)], None),
    ],
    ids=["none", "known", "one refused", "one without an answer", "one unknown", "unknown first"],
)
def test_a_sum_is_known_where_all_its_parts_are(calls: list[Call], usd: float | None) -> None:
    report = WarmupReport()
    for one in calls:
        report.count([one])
    assert report.cost_usd == usd

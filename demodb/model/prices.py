"""What calls cost. Pure: a dated table that the settings give, as prices change and demodb cannot know them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

BATCH_SHARE = 0.5
"""What a request in a batch costs beside a single call."""

_MILLION = 1_000_000


class Price(BaseModel):
    """A model's price in USD for a million tokens, as it was on a day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: float = Field(ge=0)
    output: float = Field(ge=0)
    as_of: date


def cost(
    prices: Mapping[str, Price], model: str, input_tokens: int | None, output_tokens: int | None, *, batch: bool = False
) -> float | None:
    """USD for a call; None where no price of the model, or no usage, is known."""
    price = prices.get(model)
    if price is None or input_tokens is None or output_tokens is None:
        return None
    full = (input_tokens * price.input + output_tokens * price.output) / _MILLION
    return full * BATCH_SHARE if batch else full

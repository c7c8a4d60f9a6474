"""How Claude is reached: key, address, model, pace and prices, as one value that shows no secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import SecretStr

from demodb.model.prices import Price

TIMEOUT_SECONDS = 60.0


@dataclass(frozen=True)
class Pace:
    """Starts of calls at least `spacing` seconds apart over all accounts and retries, up to `concurrency` in flight.

    A pause that the API asks for is kept up to `cap` seconds; an account is given up after `attempts`.
    """

    spacing: float = 2.0
    concurrency: int = 3
    cap: float = 30.0
    attempts: int = 5


@dataclass(frozen=True)
class Access:
    """All that calls need; `timeout` in seconds for one call."""

    api_key: SecretStr
    model: str
    base_url: str | None = None
    pace: Pace = Pace()
    timeout: float = TIMEOUT_SECONDS
    prices: Mapping[str, Price] = field(default_factory=dict)


def key_fault(key: SecretStr) -> str | None:
    """Why a key cannot be sent at all, None for one that can; the key itself is not told."""
    text = key.get_secret_value().strip()
    if not text.isascii():
        return "the API key holds characters that no key has"
    if any(character.isspace() or not character.isprintable() for character in text):
        return "the API key holds white space or control characters inside"
    return None

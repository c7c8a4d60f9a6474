"""How Claude is reached: key, address, model, pace and prices, as one value that shows no secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import SecretStr

from demodb.model.prices import Price

TIMEOUT_SECONDS = 60.0
"""How long a call may take from its first byte to its last."""

CONNECT_SECONDS = 3.0
"""How long it may take until a host answers at all."""

PATIENCE_SECONDS = 180.0
"""How long a pause that the API asks for is waited for at the end of a run."""

MAX_TOKENS = 4096
"""Room for an answer; one that was cut off gets twice as much once."""

# Given in any case: where none is, the SDK looks into the environment by itself.
_ADDRESS = "https://api.anthropic.com"


@dataclass(frozen=True)
class Pace:
    """Starts of calls at least `spacing` seconds apart over all accounts and retries, up to `concurrency` in flight.

    A pause that the API asks for is kept at once up to `cap` seconds, and up to `patience` at the end of the run; an account is
    given up after `attempts`.
    """

    spacing: float = 2.0
    concurrency: int = 3
    cap: float = 30.0
    patience: float = PATIENCE_SECONDS
    attempts: int = 5


@dataclass(frozen=True)
class Access:
    """All that calls need; `timeout` in seconds for one call, `connect` for a host to answer at all."""

    api_key: SecretStr
    model: str
    base_url: str | None = None
    pace: Pace = Pace()
    timeout: float = TIMEOUT_SECONDS
    connect: float = CONNECT_SECONDS
    prices: Mapping[str, Price] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where the API is."""
        return self.base_url or _ADDRESS

    @property
    def key(self) -> str:
        """The key as it is sent."""
        return self.api_key.get_secret_value().strip()


def key_fault(key: SecretStr) -> str | None:
    """Why a key cannot be sent at all, None for one that can; the key itself is not told."""
    text = key.get_secret_value().strip()
    if not text.isascii():
        return "the API key holds characters that no key has"
    if any(character.isspace() or not character.isprintable() for character in text):
        return "the API key holds white space or control characters inside"
    return None

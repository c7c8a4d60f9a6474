"""How Claude is reached, as the settings say it. Apart from the warm-up: a status asks too, and loads none of that."""

from __future__ import annotations

from demodb.settings import Settings
from demodb.warmup.access import Access, Pace, key_fault

__all__ = ["NO_KEY", "Access", "Pace", "access_of"]

NO_KEY = "no ANTHROPIC_API_KEY is set"
"""Why Claude cannot be asked without one."""


def access_of(settings: Settings, *, model: str | None = None, pace: Pace | None = None) -> Access | str:
    """How Claude is reached, or why it cannot be; nothing is sent to find out."""
    if settings.api_key is None or not settings.api_key.get_secret_value().strip():
        return NO_KEY
    fault = key_fault(settings.api_key)
    if fault:
        return fault
    chosen = pace or Pace(settings.spacing, settings.concurrency)
    return Access(settings.api_key, model or settings.model, settings.base_url, chosen, prices=settings.prices)

"""The keys of the cache, which the app's process knows too."""

from __future__ import annotations


def plan_key(slug: str) -> str:
    """The key of an account's whole plan as one document."""
    return f"account-plan:{slug}"


def intelligence_key(slug: str) -> str:
    """The key of an account's intelligence."""
    return f"intelligence:{slug}"

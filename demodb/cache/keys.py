"""The keys of the cache, which the app's process knows too."""

from __future__ import annotations


def plan_key(slug: str) -> str:
    """The key of an account's whole plan as one document."""
    return f"account-plan:{slug}"


def intelligence_key(slug: str) -> str:
    """The key of an account's intelligence."""
    return f"intelligence:{slug}"


def account_keys_of(slug: str) -> tuple[str, str]:
    """The keys of all that the cache has of an account under one of its slugs."""
    return plan_key(slug), intelligence_key(slug)


def slug_of(key: str) -> str | None:
    """The slug in the key of a plan or of intelligence; None in another one."""
    _, colon, slug = key.partition(":")
    return slug if colon and key in account_keys_of(slug) else None

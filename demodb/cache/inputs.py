"""What plans and intelligence are made from, as a hash that their entries keep; and which entries the store has left behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from demodb.advice.prompt import PROMPT_VERSION
from demodb.cache.keys import intelligence_key, plan_key, slug_of
from demodb.model.canonical import digest
from demodb.model.material import Material
from demodb.store.bulk import chunked
from demodb.store.connection import Connection
from demodb.store.material import read_material
from demodb.store.spellings import slug_accounts


def input_hash(material: Material) -> str:
    """The hash of what intelligence is made from: the material, and the prompt that asks for it."""
    return digest([material.input_hash, PROMPT_VERSION])


def present_hashes(connection: Connection, accounts: Iterable[str]) -> dict[str, str]:
    """By the keys of their plans and intelligence, what those of these accounts would be made from now."""
    hashes = {}
    for some in chunked(sorted(set(accounts))):
        for material in read_material(connection, some):
            present = {plan_key: material.plan_hash, intelligence_key: input_hash(material)}
            hashes.update({key(slug): hashed for slug in material.slugs for key, hashed in present.items()})
    return hashes


def differing(hashes: Mapping[str, str | None], present: Mapping[str, str]) -> frozenset[str]:
    """The keys of what would be made from something else now; None, which is not known, differs from nothing."""
    return frozenset(key for key, hashed in hashes.items() if hashed is not None and present.get(key) != hashed)


def changed_since(connection: Connection, hashes: Mapping[str, str | None]) -> frozenset[str]:
    """The keys of plans and intelligence that would be made from something else now, or of nobody any more.

    `hashes` has by key what the entry was made from; None, which is not known of values that others wrote, is passed over.
    """
    made_from = {key: hashed for key, hashed in hashes.items() if hashed is not None and slug_of(key) is not None}
    owners = slug_accounts(connection, sorted({slug for key in made_from if (slug := slug_of(key))}))
    return differing(made_from, present_hashes(connection, owners.values()))

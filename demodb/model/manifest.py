"""An export's manifest: how its text is made, line by line, and what a valid one holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from demodb.model.kept_facts import KeptFacts

MANIFEST = "manifest.json"
MANIFEST_FORMAT = "demodb-export"
"""The `format` that a manifest of ours bears."""

FORMAT_VERSION = 1
FILES_LINE = '  "files": {\n'
"""What stands between the head of a manifest and the lines of its files."""

END = "  }\n}\n"
"""What stands below the lines of the files."""

MOST_WEEKS = 100_000
"""More weeks than dates have room for."""

_encode = json.JSONEncoder(ensure_ascii=False).encode


class ManifestOrigin(BaseModel):
    """Where a section came from; the four facts are there for a template.

    `made_for` is the account's name that a template made it with, where the account bears another one since; `made_in` is the
    country that records told then, `facts` the other facts that are kept. `shifted`: by how many weeks the dates of an imported
    one were moved.
    """

    model_config = ConfigDict(alias_generator=to_camel)

    kind: Literal["imported", "template", "generated"]
    pack: str = ""
    revision: str = ""
    seed: str = ""
    as_of: str = ""
    made_for: str | None = None
    made_in: str | None = None
    facts: KeptFacts | None = None
    edited: bool = False
    shifted: int = Field(default=0, ge=-MOST_WEEKS, le=MOST_WEEKS)


class ManifestFile(BaseModel):
    """One exported file: the SHA-256 of its bytes, and for a plan its account, section and origin."""

    sha256: str
    account: str | None = None
    section: str | None = None
    origin: ManifestOrigin | None = None


def _inside(path: str) -> str:
    if path.startswith("/") or "\\" in path or any(part in ("", ".", "..") for part in path.split("/")):
        raise ValueError("expected a path below the manifest's folder")
    return path


class ManifestDocument(BaseModel):
    """A whole manifest."""

    model_config = ConfigDict(alias_generator=to_camel)

    format: str
    format_version: int = Field(ge=1, le=FORMAT_VERSION)
    store: str | None = None
    heroes: list[str] = []
    aliases: dict[str, str] = {}
    apart: dict[str, str] = {}
    files: dict[Annotated[str, AfterValidator(_inside)], ManifestFile]


class ManifestHead(BaseModel):
    """What a manifest says of itself: the name of the store that wrote it, None for one from before stores had names."""

    model_config = ConfigDict(alias_generator=to_camel)

    format: Literal["demodb-export"]
    format_version: int = Field(ge=1, le=FORMAT_VERSION)
    store: str | None = None


def head_text(store: str, names: Mapping[str, Any]) -> str:
    """A manifest up to the lines of its files; `store` is its name, `names` are heroes, aliases, names kept apart."""
    head = {"format": MANIFEST_FORMAT, "formatVersion": FORMAT_VERSION, "store": store, **names}
    return json.dumps(head, indent=2, ensure_ascii=False).removesuffix("\n}") + ",\n" + FILES_LINE


def entry_text(path: str, facts: Mapping[str, Any], sha256: str) -> str:
    """The line of one file, without what divides it from the next: a comma and a new line."""
    return f"    {_encode(path)}: {_encode({**facts, 'sha256': sha256})}"

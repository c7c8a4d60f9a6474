"""Template packs as JSON."""

from __future__ import annotations

from typing import Any

from demodb.api.pack import PackLine, PackView


def pack_line_payload(line: PackLine, chosen: list[str]) -> dict[str, Any]:
    """A pack of the list as JSON; `chosen` are those that the settings name."""
    return {
        "pack": line.pack,
        "shipped": line.shipped,
        "chosen": line.pack in chosen,
        "revision": line.revision,
        "date": line.date.isoformat() if line.date else None,
        "message": line.message,
        "rows": line.rows,
        "entries": line.entries,
        "problems": [vars(problem) for problem in line.problems],
    }


def pack_payload(view: PackView) -> dict[str, Any]:
    """One pack as JSON."""
    return {
        "pack": view.name,
        "folder": view.folder,
        "revisions": [
            {
                "revision": release.number,
                "date": release.date.isoformat(),
                "message": release.message,
                "sha256": release.digest,
                "parts": release.parts,
            }
            for release in view.releases
        ],
        "sections": view.sections,
        "rows": view.rows,
        "pools": {unit: {kind: vars(size) for kind, size in sizes.items()} for unit, sizes in view.pools.items()},
        "conditions": view.conditions,
        "situations": view.situations,
    }

"""Where snapshots lie: apart from what they keep, as every command looks there and few load the rest."""

from __future__ import annotations

SNAPSHOTS = "snapshots"
"""The folder of the snapshots, in the project's."""

JOURNAL = "reset.journal"
"""The file there that tells of a reset that is under way."""

"""Claude's intelligence beside the rules' brief, as JSON."""

from __future__ import annotations

from typing import Any

from demodb.api.comparison import Comparison
from demodb.payloads.cache import intelligence_payload


def comparison_payload(found: Comparison) -> dict[str, Any]:
    """Both documents as JSON; `claude` is null where nothing by Claude is cached."""
    claude = intelligence_payload(found.claude)
    return {"account": found.account, "claude": claude, "faults": list(found.faults), "rules": found.rules}

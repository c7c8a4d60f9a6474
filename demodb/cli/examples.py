"""The end of a command's help: examples of how it is called."""

from __future__ import annotations


def examples(*commands: str) -> str:
    """The text for so many commands, each in a line of its own that can be pasted."""
    lines = "\n".join(f"  {command}" for command in commands)
    return f"\b\nExample{'s' if len(commands) > 1 else ''}:\n{lines}"

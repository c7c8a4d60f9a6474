"""Code for processes that start at one moment: one interpreter imports what is needed, and forks."""

from __future__ import annotations

_FORK = """
import os
import sys

forked = []
while len(forked) < {count} and 0 not in forked:
    forked.append(os.fork())
if 0 not in forked:
    ends = [os.waitpid(one, 0)[1] for one in forked]
    sys.exit(0 if not any(ends) else f"not all ended well: {{ends}}")
"""


def crowd(count: int, imports: str, code: str) -> str:
    """The code of so many processes that import together and then run `code`, each for itself; they share their output.

    The process that forked them ends when all have ended, with 0 if they all did.
    """
    return f"{imports}\n{_FORK.format(count=count)}\n{code}"

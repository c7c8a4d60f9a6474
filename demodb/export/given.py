"""The paths of an export: each is one file's, and of reports, which the app finds without regard to case, those that rival."""

from __future__ import annotations

import re
from collections.abc import Iterator

from demodb.export.documents import ExportFile, path_fault
from demodb.export.report import ExportReport
from demodb.export.tree import Tree
from demodb.model.names import REPORTS

_WORD = re.compile(r"[^\W_]+")
_SHARED = 2
"""A report that shares so many words with a customer's name is shown for them where there is no other."""


class GivenPaths:
    """The paths that were given to files."""

    def __init__(self) -> None:
        self._paths = set[str]()
        self._reports: dict[str, str] = {}
        self._lost: list[str] = []

    def __contains__(self, path: object) -> bool:
        return path in self._paths

    def fault(self, file: ExportFile) -> str | None:
        """Why a file cannot have its path, or None."""
        if file.path in self._paths or file.path.lower() in self._reports:
            return "is the file of two accounts: rename one of them"
        why = path_fault(file)
        if why and _is_report(file.path):
            self._lost.append(file.path)
        return why

    def add(self, path: str) -> None:
        """The path is a file's."""
        self._paths.add(path)
        if _is_report(path):
            self._reports[path.lower()] = path

    def name_rivals(self, tree: Tree, report: ExportReport) -> None:
        """Name the reports of others that the app may show in the place of ours: it is for a person to say which is right."""
        for path in tree.files(REPORTS, below=True):
            if path not in self._paths and path.endswith(".md") and (ours := self._rivalled(path)):
                report.leave(path, f"is what the app may show in the place of {ours}: move one of the two away")

    def _rivalled(self, path: str) -> str | None:
        same = self._reports.get(path.lower())
        if same or not self._lost:
            return same
        words = set(_words(path))
        return next((lost for lost in self._lost if len(words.intersection(_words(lost))) >= _SHARED), None)


def _is_report(path: str) -> bool:
    return path.startswith(f"{REPORTS}/")


def _words(path: str) -> Iterator[str]:
    return (word.lower() for word in _WORD.findall(path.removeprefix(f"{REPORTS}/").removesuffix(".md")))

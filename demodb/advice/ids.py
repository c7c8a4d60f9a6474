"""Ids of rows in free text: nobody outside the plan knows what "pp-003" is, so a text says what stands there, or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from demodb.model.documents import SECTIONS, Document, Section
from demodb.model.rows import row_lists

_ID = re.compile(r"\b[A-Za-z]{1,12}-[0-9]{1,6}\b")
_IN_BRACKETS = re.compile(r"\s*\((?:see |cf\. )?([A-Za-z]{1,12}-[0-9]{1,6}(?:(?:,| and) [A-Za-z]{1,12}-[0-9]{1,6})*)\)")


class Ids:
    """The ids of an account's rows, with what each is called."""

    def __init__(self, sections: Mapping[Section, Document]) -> None:
        self._sections = sections

    def replaced(self, text: str) -> str:
        """The text without ids: a title in the place of one that is known, and nothing where it stands in brackets alone."""
        if "-" not in text or not _ID.search(text):
            return text
        return _ID.sub(self._title, _IN_BRACKETS.sub(self._dropped, text))

    @cached_property
    def _titles(self) -> dict[str, str | None]:
        # Looked up where a text has what may be an id: most accounts have none.
        lists = (row_lists(section, self._sections.get(section)).values() for section in SECTIONS)
        return {row["id"].casefold(): row.get("name") or row.get("title") for some in lists for rows in some for row in rows}

    @cached_property
    def _kinds(self) -> set[str]:
        return {own.rpartition("-")[0] for own in self._titles if _ID.fullmatch(own)}

    def _is_id(self, text: str) -> bool:
        return text.rpartition("-")[0].casefold() in self._kinds

    def _dropped(self, found: re.Match[str]) -> str:
        return "" if all(self._is_id(one) for one in _ID.findall(found[1])) else found[0]

    def _title(self, found: re.Match[str]) -> str:
        if not self._is_id(found[0]):
            return found[0]
        title = self._titles.get(found[0].casefold())
        return f"“{title}”" if title and not _ID.search(title) else "another entry"

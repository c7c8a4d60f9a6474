"""The parts of a workbook, each judged in one pass of expat: what openpyxl would choke on, and what it does not tell."""

from __future__ import annotations

import posixpath
from collections import Counter
from typing import IO, NamedTuple, Never
from xml.parsers.expat import ParserCreate

MOST_TEXT = 2**18
"""Bytes without an element in them: eight times the characters that a cell of Excel holds."""

_CHUNK = 2**16
MOST_DEPTH = 256
_MOST_INT = 2**31 - 1
_CELL_LIMIT = "a cell of Excel holds at most 32,767 characters"

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main workbook"
_RELATION_ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_ITEM = MAIN + "si"


class Refused(Exception):  # noqa: N818 - it is a result of judging, not an error of the program
    """A part that is not to be read: why, and the row or cell in it."""

    def __init__(self, why: str, place: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.place = place


class Part:
    """A part that openpyxl reads whole: well-formed, without a DOCTYPE, and small enough for that."""

    most_bytes = 2**24
    most_elements = 200_000

    def __init__(self) -> None:
        self.parser = ParserCreate(namespace_separator=" ")
        self.parser.ordered_attributes = True
        self.parser.StartDoctypeDeclHandler = _doctype
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.depth = self.elements = 0
        self.fed = 0

    def judge(self, source: IO[bytes]) -> None:
        """Read it in pieces. Raises Refused for what it must not hold, ExpatError where it is no XML."""
        silent = 0
        while piece := source.read(_CHUNK):
            before = self.elements
            self.parser.Parse(piece, False)  # noqa: FBT003 - the parser takes it by place
            self.fed += len(piece)
            silent = 0 if self.elements > before else silent + len(piece)
            if silent > MOST_TEXT:
                raise Refused(f"holds a text of more than {MOST_TEXT:,} bytes, {_CELL_LIMIT}", self.place)
            self.measure()
        self.parser.Parse(b"", True)  # noqa: FBT003
        self.finish()

    @property
    def place(self) -> str:
        """The row or cell that the parser has come to, where there are such."""
        return ""

    def start(self, name: str, attributes: list[str]) -> None:
        """An element begins; its attributes are names and values in turn."""
        self.depth += 1
        self.elements += 1
        self.element(name, attributes)

    def end(self, _: str) -> None:
        """An element ends."""
        self.depth -= 1

    def element(self, name: str, attributes: list[str]) -> None:
        """What a kind of part takes from an element."""

    def measure(self) -> None:
        """Raise Refused where it has become too much, after each piece."""
        if self.elements > self.most_elements:
            raise Refused(f"holds more than {self.most_elements:,} elements")
        if self.depth > MOST_DEPTH:
            raise Refused(f"is nested more than {MOST_DEPTH} deep", self.place)

    def finish(self) -> None:
        """Judge the whole."""


def _doctype(*_: object) -> Never:
    raise Refused("holds a DOCTYPE, which a workbook never does")


def pairs(attributes: list[str]) -> dict[str, str]:
    """Attributes by name."""
    return dict(zip(attributes[::2], attributes[1::2], strict=True))


class TypesPart(Part):
    """What each part is: the first of each content type, and the types that only suffixes have."""

    def __init__(self) -> None:
        super().__init__()
        self.first: dict[str, str] = {}
        self.defaults: set[str] = set()

    def element(self, name: str, attributes: list[str]) -> None:
        """Note a type and its part."""
        given = pairs(attributes)
        if name.endswith(" Override"):
            self.first.setdefault(given.get("ContentType", ""), given.get("PartName", "").removeprefix("/"))
        elif name.endswith(" Default"):
            self.defaults.add(given.get("ContentType", ""))


class Relation(NamedTuple):
    """Where a part leads to: the name of another one, unless it is `external`."""

    kind: str
    target: str
    external: bool

    def below(self, folder: str) -> Relation:
        """The same as a part in `folder` means it."""
        if self.external:
            return self
        if self.target.startswith("/"):
            return self._replace(target=self.target[1:])
        return self._replace(target=posixpath.normpath(posixpath.join(folder, self.target)))


class RelationsPart(Part):
    """Where another part leads to, by the ids that it uses."""

    def __init__(self) -> None:
        super().__init__()
        self.relations: dict[str, Relation] = {}

    def element(self, name: str, attributes: list[str]) -> None:
        """Note a relation."""
        if name.endswith(" Relationship"):
            given = pairs(attributes)
            external = given.get("TargetMode") == "External"
            self.relations[given.get("Id", "")] = Relation(given.get("Type", ""), given.get("Target", ""), external)


class BookPart(Part):
    """The main part: the sheets in their order, with the id that leads to each; "" for the modules of old Excels."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str]] = []
        self.is_strict = False

    def element(self, name: str, attributes: list[str]) -> None:
        """Note a sheet; the strict format tells itself by the namespace of the root."""
        if name == MAIN + "sheet":
            given = pairs(attributes)
            self.sheets.append((given.get("name", ""), given.get(_RELATION_ID, "")))
        elif name == _STRICT:
            self.is_strict = True


class StylesPart(Part):
    """The styles: what they refer to has to be there, and to fit what openpyxl keeps of it."""

    most_bytes = 2**26
    most_elements = 600_000
    _most_of_a_list = 65_536
    _most_pairs = 20_000_000

    def __init__(self) -> None:
        super().__init__()
        self._counts: Counter[str] = Counter()
        self._list = ""
        self._named: list[tuple[int, str]] = []

    def element(self, name: str, attributes: list[str]) -> None:
        """Count it in its list, and look at its numbers."""
        short = name.removeprefix(MAIN)
        if self.depth <= LIST_DEPTH:
            self._list = short
            return
        self._counts[self._list] += self.depth == LIST_DEPTH + 1
        if short == "xf":
            for key, value in pairs(attributes).items():
                if key.endswith("Id") and abs(int(value)) > _MOST_INT:
                    raise Refused(f"holds a style whose {key} is {value}, at most {_MOST_INT} can be")
        elif short == "cellStyle":
            given = pairs(attributes)
            self._named.append((int(given.get("xfId", "0")), given.get("name", "")))

    def measure(self) -> None:
        """No list is longer than Excel's may be."""
        super().measure()
        for name, count in self._counts.items():
            if count > self._most_of_a_list:
                raise Refused(f"holds more than {self._most_of_a_list:,} {name}")

    def finish(self) -> None:
        """Every named style needs the format that it refers to; openpyxl looks through all number formats for each."""
        formats = self._counts["cellStyleXfs"]
        seen = set[str]()
        for index, name in sorted(self._named):
            if index >= formats and name not in seen:  # of two with one name openpyxl takes the first
                raise Refused(f"holds a cell style {name!r} of format {index}, counted from 0, and {formats} formats")
            seen.add(name)
        if len(self._named) * self._counts["numFmts"] > self._most_pairs:
            raise Refused(f"holds {len(self._named):,} cell styles and {self._counts['numFmts']:,} number formats")


LIST_DEPTH = 2
"""The root, and the lists in it."""


class StringsPart(Part):
    """The shared texts of a workbook whose sheets have so many cells."""

    most_bytes = 2**27

    def __init__(self, cells: int) -> None:
        super().__init__()
        self.most_elements = 20 * cells + 200_000
        self._texts = self._fed_before = 0

    @property
    def place(self) -> str:
        """The text, counted from 1."""
        return f"text {self._texts:,}"

    def element(self, name: str, attributes: list[str]) -> None:
        """Count the texts."""
        del attributes
        if name == _ITEM:
            self._texts += 1
            self._fed_before = self.fed

    def measure(self) -> None:
        """A text may come in many pieces."""
        super().measure()
        if self.fed - self._fed_before > 2 * MOST_TEXT:
            raise Refused(f"holds a text in runs of more than {2 * MOST_TEXT:,} bytes, {_CELL_LIMIT}", self.place)

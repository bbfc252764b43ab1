"""One worksheet read row by row: the words of its filled cells, merges, what is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from vanban.errors import UnreadableFile
from vanban.readers.package import DAMAGE, Package, broken
from vanban.readers.xlsx_book import Book, is_named, rich_text
from vanban.readers.xlsx_values import show_number
from vanban.text import normalise

MAX_CELLS = 300_000
MAX_CHARACTERS = 20_000_000
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_HAS_WORDS = etree.XPath("boolean(*/*)")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_NAMES = ("row", "col", "mergeCell", "sheetFormatPr", "oddHeader", "oddFooter")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells; all four edges belong to it. Rows and columns count from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """The filled cells of one worksheet by row and column, in the order of rows."""

    name: str
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    boxed: set[int] = field(default_factory=set)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)
    margins: list[tuple[str, str]] = field(default_factory=list)
    error_cells: int = 0
    uncomputed: int = 0


@dataclass(slots=True)
class Budget:
    """How many cells and characters a workbook may still give."""

    cells: int = MAX_CELLS
    characters: int = MAX_CHARACTERS

    def spend(self, words: str) -> None:
        """Errors: UnreadableFile(too_many_cells) where the workbook holds more than is read."""
        self.cells -= 1
        self.characters -= len(words)
        if self.cells < 0 or self.characters < 0:
            limits = {"limit": str(MAX_CELLS), "characters": str(MAX_CHARACTERS)}
            raise UnreadableFile("too_many_cells", limits)


def read_sheet(package: Package, part: str, name: str, book: Book, budget: Budget) -> Sheet:
    """The filled cells of a worksheet; formatted empty ones are passed over as they stream by.

    Errors: UnreadableFile(broken_xlsx, too_many_cells).
    """
    sheet = Sheet(name)
    reader = _RowReader(sheet, book, budget)
    try:
        with package.archive.open(part) as stream:
            for element in _elements(stream, part):
                reader.take(element)
    except (etree.XMLSyntaxError, RuntimeError, *DAMAGE) as error:
        raise broken(part, "xlsx") from error
    return sheet


def _elements(stream: object, part: str) -> Iterator[etree._Element]:
    """The elements that matter, each freed when the next one is asked for."""
    found = etree.iterparse(
        stream,
        events=("end",),
        tag=[f"{{*}}{name}" for name in _NAMES],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    is_first = True
    for _, element in found:
        if is_first and element.getroottree().docinfo.internalDTD is not None:
            raise broken(part, "xlsx")
        is_first = False
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


class _RowReader:
    """Takes the elements of a worksheet in their order."""

    def __init__(self, sheet: Sheet, book: Book, budget: Budget) -> None:
        self._sheet, self._book, self._budget = sheet, book, budget
        self._row = -1
        self._rows_hidden = False

    def take(self, element: etree._Element) -> None:
        name = etree.QName(element).localname
        if name == "row":
            self._take_row(element)
        elif name == "col":
            self._take_columns(element)
        elif name == "mergeCell":
            area = _area(element.get("ref", ""))
            if area:
                self._sheet.merges.append(area)
        elif name == "sheetFormatPr":
            self._rows_hidden = element.get("zeroHeight") in ("1", "true")
        elif element.text:
            self._sheet.margins.append((name, element.text))

    def _take_columns(self, element: etree._Element) -> None:
        first, last = (_number(element.get(name), _LAST_COLUMN) for name in ("min", "max"))
        if element.get("hidden") in ("1", "true") and 1 <= first <= last:
            self._sheet.hidden_columns.append(range(first - 1, last))

    def _take_row(self, element: etree._Element) -> None:
        number = _number(element.get("r"), _LAST_ROW)
        self._row = number - 1 if number else self._row + 1
        if not _HAS_WORDS(element):
            return
        cells: dict[int, str] = {}
        boxed = False
        column = -1
        for cell in element:
            if not is_named(cell, "c"):
                continue
            place = _REFERENCE.match(cell.get("r") or "")
            column = _column(place[1]) if place else column + 1
            if not len(cell):
                continue
            words = self._words(cell)
            if words:
                self._budget.spend(words)
                cells[column] = words
                boxed = boxed or self._book.style(cell.get("s")).is_boxed
        if not cells or self._row >= _LAST_ROW:
            return
        self._sheet.rows.setdefault(self._row, {}).update(cells)
        if boxed:
            self._sheet.boxed.add(self._row)
        if element.get("hidden", "1" if self._rows_hidden else "0") in ("1", "true"):
            self._sheet.hidden_rows.add(self._row)

    def _words(self, cell: etree._Element) -> str:
        """The words of a cell as shown, without blanks around them."""
        kind = cell.get("t", "n")
        inline = _child(cell, "is")
        if inline is not None:
            return _tidy(rich_text(inline))
        stored = _child(cell, "v")
        if stored is None or not stored.text:
            self._sheet.uncomputed += _child(cell, "f") is not None and kind != "str"
            return ""
        return _tidy(self._stored(stored.text, kind, cell))

    def _stored(self, raw: str, kind: str, cell: etree._Element) -> str:
        if kind == "s":
            at = _number(raw, len(self._book.strings))
            return self._book.strings[at] if at < len(self._book.strings) else ""
        if kind == "b":
            return "TRUE" if raw.strip() == "1" else "FALSE"
        if kind == "e":
            self._sheet.error_cells += 1
        if kind == "d":
            return "/".join(reversed(raw[:10].split("-")))
        if kind != "n":
            return raw
        return show_number(raw, self._book.style(cell.get("s")).code, self._book.epoch)


def _child(cell: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in cell if is_named(child, name)), None)


_SPACES = re.compile(r" {2,}")


def _tidy(words: str) -> str:
    lines = (_SPACES.sub(" ", line).strip() for line in normalise(words).split("\n"))
    return "\n".join(line.replace("\f", " ") for line in lines if line)


def _area(reference: str) -> Area | None:
    first, _, last = reference.partition(":")
    start, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
    if not start or not end:
        return None
    area = Area(int(start[2]) - 1, _column(start[1]), int(end[2]) - 1, _column(end[1]))
    return area if 0 <= area.top <= area.bottom and area.left <= area.right else None


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return min(number, _LAST_COLUMN) - 1


def _number(words: str | None, highest: int) -> int:
    text = (words or "").strip()
    return min(int(text), highest) if text.isdecimal() and text.isascii() and len(text) < 10 else 0

"""Elements of a web page become lines of text and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from vanban.readers.grid import GridCell
from vanban.readers.html_tables import Slot, is_layout, slots_of
from vanban.readers.lines import Line
from vanban.readers.number_formats import format_number
from vanban.readers.starts import is_bullet, starts_unit
from vanban.text import normalise

_BLOCKS = frozenset(
    ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dl", "dt", "dd", "blockquote", "pre")
    + ("section", "article", "main", "header", "footer", "center", "address", "figure", "body")
    + ("figcaption", "form", "fieldset", "legend", "tr", "td", "th", "caption", "details")
    + ("summary", "html", "hr", "tbody", "thead", "tfoot")
)
_WHITE = re.compile(r"[ \t\r\n\f]+")
# The first character of the line that stands for a table: no text has it.
_TABLE_MARK = "\uf8f0"
_LIST_KINDS = {
    **{"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"},
    **{"lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter"},
    **{"upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman"},
    "decimal-leading-zero": "decimalZero",
}
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)")
_REFERENCE = re.compile(r"#_?(?:ftn|edn)\d+$")


class Flow:
    """Collects lines; a table is one line, looked up in ``tables``."""

    def __init__(self, tables: dict[str, tuple[GridCell, ...]], nested: bool = False) -> None:
        self.lines: list[str] = []
        self.tables = tables
        self._nested = nested
        self._words: list[str] = []
        self._labels: list[str] = []

    def take(self, element: etree._Element) -> list[str]:
        """The lines of an element and all inside it."""
        self._children(element)
        self._end_block()
        return self.lines

    def _children(self, element: etree._Element) -> None:
        self._add(element.text, element)
        for child in element:
            self._element(child)
            self._add(child.tail, element)

    def _add(self, text: str | None, element: etree._Element) -> None:
        if text:
            self._words.append(text if element.tag == "pre" else _WHITE.sub(" ", text))

    def _element(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == "br":
            self._words.append("\n")
        elif tag == "table":
            self._end_block()
            self._table(element)
        elif tag in ("ol", "ul"):
            self._end_block()
            self._list(element)
        elif tag in _BLOCKS:
            self._end_block()
            self._children(element)
            self._end_block()
        elif not (tag == "a" and _REFERENCE.search(element.get("href", ""))):
            self._children(element)

    def _end_block(self) -> None:
        """Write the words so far as a paragraph of its own."""
        text = "".join(self._words)
        self._words.clear()
        lines = [line.strip() for line in text.split("\n")]
        if not any(lines):
            return
        if self._labels:
            at = next(n for n, line in enumerate(lines) if line)
            lines[at] = _labelled(self._labels.pop(), lines[at])
        self.lines.extend(("", *lines))

    # Lists

    def _list(self, element: etree._Element) -> None:
        number = _integer(element.get("start"), 1)
        for child in element:
            if child.tag != "li":
                self._element(child)
                continue
            number = _integer(child.get("value"), number)
            self._labels.append(_label(element, number))
            depth = len(self._labels)
            self._children(child)
            self._end_block()
            del self._labels[depth - 1 :]
            number += 1

    # Tables

    def _table(self, element: etree._Element) -> None:
        slots = slots_of(element)
        if self._nested or is_layout(element, slots):
            for slot in slots:
                self._children(slot.element)
                self._end_block()
            return
        cells = [_cell(slot) for slot in slots]
        if any(cell.lines for cell in cells):
            mark = f"{_TABLE_MARK}{len(self.tables)}"
            self.tables[mark] = tuple(cells)
            self.lines.extend(("", mark, ""))


def _cell(slot: Slot) -> GridCell:
    lines = list(_cell_lines(Flow({}, nested=True).take(slot.element)))
    return GridCell(tuple(lines), slot.row, slot.column, slot.column_span, slot.row_span)


def _cell_lines(raw: list[str]) -> Iterator[Line]:
    """The lines of a cell; none is wrapped, so each stands apart."""
    for number, line in enumerate(raw):
        words = " ".join(normalise(line).split())
        if words:
            yield Line(words, number, gap=1)


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() else default


def _label(element: etree._Element, number: int) -> str:
    if element.tag == "ul":
        return "" if "none" in element.get("style", "") else "-"
    style = _LIST_STYLE.search(element.get("style", ""))
    kind = style[1] if style else element.get("type", "")
    if kind == "none":
        return ""
    return format_number(number, _LIST_KINDS.get(kind, "decimal")) + "."


def _labelled(label: str, line: str) -> str:
    """A line after its list's number, unless it has one of its own."""
    if not label or starts_unit(line) or is_bullet(line):
        return line
    return f"{label} {line}"

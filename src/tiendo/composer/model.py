"""The model of an official document: what is said, in the order of the page, without layout.

A writer (``docx.py``) gives it the layout of Nghị định 30/2020/NĐ-CP. Every computed number of a
document is a :class:`Figure`, printed through a :class:`FigureRef`, so that it can be found again
in the written file and led back to the records it was computed from.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from tiendo.composer.errors import ComposerError

# A table of so many rows and letters at most is not broken over pages.
SHORT_TABLE_ROWS, SHORT_TABLE_LETTERS = 6, 1500
FIGURE_KEY = re.compile(r"[a-z][a-z0-9]*(?:[._][a-z0-9]+)*")


# Text with figures in it


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one face. A line feed breaks the line inside its paragraph."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class FigureRef:
    """The place where a figure of the document is printed. ``is_within``: words of a sentence stand
    before it."""

    key: str
    bold: bool = False
    italic: bool = False
    is_within: bool = False

    def words(self, printed: str) -> str:
        """The figure as it stands here: "chưa có số liệu" within a sentence."""
        return printed[:1].lower() + printed[1:] if self.is_within else printed


@dataclass(frozen=True, slots=True)
class Footnote:
    """The place of a note that stands at the foot of its page, and its words."""

    text: str


Inline = Run | FigureRef | Footnote
Content = tuple[Inline, ...]


def content(*parts: str | Inline) -> Content:
    """The inline content made of strings and inlines, in order."""
    return tuple(Run(part) if isinstance(part, str) else part for part in parts)


@dataclass(frozen=True, slots=True)
class Figure:
    """One computed number of a document, as printed and as a value.

    Units: ``value`` is in ``unit``; a ratio has the unit ``None`` although its text says "%".
    Missing: ``value`` is ``None`` where ``text`` says that there is no data, that the value is
    undefined or that it is not yet due.
    """

    key: str
    text: str
    value: Decimal | None
    unit: str | None = None
    formula: str | None = None
    as_of: dt.date | None = None
    record_count: int | None = None
    record_hash: str | None = None


# Blocks


@dataclass(frozen=True, slots=True)
class Heading:
    """A titled unit. Level 1 is "I." in upper case, 2 is "1." and 3 is "1.1." or "a)"."""

    level: int
    marker: str
    text: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered unit of running text without a title: khoản ("1") or điểm ("a")."""

    marker: str
    content: Content


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text."""

    content: Content


@dataclass(frozen=True, slots=True)
class Bullet:
    """A dash (level 1, "- ") or a plus (level 2, "+ ")."""

    content: Content
    level: int = 1


class Align(StrEnum):
    """How the cells of a column are set."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "both"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. Widths are in millimetres and scaled to the width of the page."""

    width_mm: float
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, over one or more columns and (in header rows only) rows."""

    content: Content
    columns: int = 1
    rows: int = 1


class RowKind(StrEnum):
    """What a row is: an entry, the name of a group of entries, or a sum."""

    ENTRY = "entry"
    GROUP = "group"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Row:
    """One row; the columns of its cells add up to the columns of its table."""

    cells: tuple[Cell, ...]
    kind: RowKind = RowKind.ENTRY


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table with header rows that repeat on each page.

    Shape: every row covers all ``columns``; ``unit_line`` ("Đơn vị tính: triệu đồng") stands above
    the table at the right, ``caption`` above it in the middle. ``is_dense``: in small letters, as
    it has very many columns.
    """

    columns: tuple[Column, ...]
    header: tuple[tuple[Cell, ...], ...]
    rows: tuple[Row, ...]
    unit_line: str | None = None
    caption: str | None = None
    is_dense: bool = False

    @property
    def is_short(self) -> bool:
        """Whether it stands on one page whole: it has few rows and few words."""
        letters = sum(
            len(each.text)
            for line in self.rows
            for every in line.cells
            for each in every.content
            if isinstance(each, Run)
        )
        return len(self.rows) <= SHORT_TABLE_ROWS and letters <= SHORT_TABLE_LETTERS


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as wide as the page, and what it shows in words for who cannot see it.

    ``caption`` stands above it. Missing: without ``svg`` the PNG is printed everywhere; one that is
    still to be drawn has no ``png`` but the Vega-Lite ``spec`` (see ``drawing.draw_charts``).
    """

    png: bytes
    words: str
    svg: bytes | None = None
    caption: str | None = None
    spec: Mapping[str, object] | None = None

    @property
    def size(self) -> tuple[int, int]:
        """How wide and high it is in dots. Errors: ComposerError not_drawn where it is no PNG."""
        if self.png[12:16] != b"IHDR":
            raise ComposerError("not_drawn", words=self.words)
        return int.from_bytes(self.png[16:20]), int.from_bytes(self.png[20:24])


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block starts on a new page."""


@dataclass(frozen=True, slots=True)
class Landscape:
    """Blocks on landscape pages inside the body, numbered on with the body."""

    blocks: tuple[Block, ...]


Block = Heading | Clause | Paragraph | Bullet | Table | Drawing | PageBreak | Landscape


def row(*cells: str | Content, kind: RowKind = RowKind.ENTRY) -> Row:
    """A row of cells of one column each."""
    return Row(tuple(cell(value) for value in cells), kind)


def cell(value: str | Content, columns: int = 1, rows: int = 1) -> Cell:
    """A cell with a text or an inline content."""
    return Cell(content(value) if isinstance(value, str) else value, columns, rows)


def group_row(marker: str, name: str, columns: int) -> Row:
    """The row that names a group: its marker in the first column, its name over the rest."""
    return Row((cell(marker), cell(name, columns - 1)), RowKind.GROUP)


# The document


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Boxes 1 to 4 of the layout diagram.

    ``issuer`` and ``parent`` are in sentence case, a line feed where the letterhead breaks the
    line. Missing: a draft has no ``number`` and no ``date``; ``draft_month`` (any day of it) then
    gives the month and year that are printed after the blank day. ``is_party``: the head of a
    Party body, whose ``symbol`` "BC-TU" is printed "BC/TU" behind a hyphen.
    """

    issuer: str
    symbol: str
    place: str
    parent: str | None = None
    number: str | None = None
    date: dt.date | None = None
    draft_month: dt.date | None = None
    is_party: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: the lines of authority ("KT. CHỦ TỊCH"), the signer's position and name."""

    authority: tuple[str, ...]
    position: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Appendix:
    """An appendix with its own section and page numbers. ``marker`` is "I", or None for one."""

    title: str
    blocks: tuple[Block, ...]
    marker: str | None = None
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class VerificationMark:
    """Where everybody may verify a public paper: an address, printed with its QR code."""

    address: str


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """An official document, whole.

    ``type_name`` is None for an official letter, whose ``title`` then stands under its number.
    ``verification`` stands under the recipients of a public paper.
    With a ``countersignature`` (a record signed by two sides) the other side signs at the left, in
    the place of the recipients. ``has_contents``: a list of its headings stands before the text.
    ``house`` are the live values that the office's own template names, by their names there; None
    for a document in the built-in layout.
    Errors: ComposerError for a figure that is referred to and not given, given twice or badly
    named, for a table whose rows do not fit its columns, and for a document without a closing.
    """

    letterhead: Letterhead
    type_name: str | None
    title: str
    closing: tuple[Paragraph, ...]
    signature: Signature
    addressees: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    appendices: tuple[Appendix, ...] = ()
    recipients: tuple[str, ...] = ()
    countersignature: Signature | None = None
    drafter: str | None = None
    has_contents: bool = False
    verification: VerificationMark | None = None
    house: tuple[tuple[str, Content], ...] | None = None
    figures: tuple[Figure, ...] = field(default=())

    def __post_init__(self) -> None:
        if not self.closing:
            raise ComposerError("missing_closing")
        _check_figures(self)
        for table in _iter_tables(iter_blocks(self)):
            _check_table(table)


def iter_blocks(document: OfficialDocument) -> Iterator[Block]:
    """Every block of the document in order, the blocks of landscape pages and appendices too."""
    yield from _flatten(document.blocks)
    yield from document.closing
    for appendix in document.appendices:
        yield from _flatten(appendix.blocks)


def body_blocks(document: OfficialDocument) -> Iterator[Block]:
    """The blocks of the body in order, those of landscape pages too."""
    return _flatten(document.blocks)


def iter_inlines(document: OfficialDocument) -> Iterator[Inline]:
    """Every inline of the document in the order of the page."""
    for block in iter_blocks(document):
        if isinstance(block, Clause | Paragraph | Bullet):
            yield from block.content
        elif isinstance(block, Table):
            for cells in (*block.header, *(line.cells for line in block.rows)):
                for each in cells:
                    yield from each.content


def _flatten(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Landscape):
            yield from _flatten(block.blocks)
        else:
            yield block


def _iter_tables(blocks: Iterable[Block]) -> Iterator[Table]:
    return (block for block in blocks if isinstance(block, Table))


def _check_figures(document: OfficialDocument) -> None:
    counts = Counter(figure.key for figure in document.figures)
    for key, count in counts.items():
        if count > 1:
            raise ComposerError("figure_given_twice", key=key)
        if not FIGURE_KEY.fullmatch(key):
            raise ComposerError("bad_figure_key", key=key)
    housed = (inline for _name, held in document.house or () for inline in held)
    for inline in itertools.chain(iter_inlines(document), housed):
        if isinstance(inline, FigureRef) and inline.key not in counts:
            raise ComposerError("unknown_figure", key=inline.key)


def _check_table(table: Table) -> None:
    width = len(table.columns)
    for line in table.rows:
        if sum(each.columns for each in line.cells) != width:
            raise ComposerError("row_does_not_fit", columns=str(width), cells=str(len(line.cells)))
    covered = sum(each.columns * each.rows for line in table.header for each in line)
    if covered != width * len(table.header):
        raise ComposerError("header_does_not_fit", columns=str(width))

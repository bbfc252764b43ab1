"""What a reader gives: text with a map back into its file.

All offsets are code points in ``Text.content`` (NFC). ``content[span.start:span.end]`` is always
the quoted words. A value that the document does not state is ``None``, never an empty string.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text: ``start`` inclusive, ``end`` exclusive, in code points."""

    start: int
    end: int

    def __init__(self, start: int, end: int) -> None:
        # Spans are made by the hundred thousand; the generated method takes twice as long.
        _set_start(self, start)
        _set_end(self, end)

    def of(self, content: str) -> str:
        """The quoted words."""
        return content[self.start : self.end]


_set_start = Span.start.__set__  # type: ignore[attr-defined, misc]
_set_end = Span.end.__set__  # type: ignore[attr-defined, misc]


class Severity(StrEnum):
    """How much an issue matters to the reviewer."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Issue:
    """Something odd in a text. ``code`` is stable; words for people come from catalogues."""

    code: str
    severity: Severity
    span: Span | None = None
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page. Units: points from the top left corner; ``right`` and ``bottom`` are
    larger than ``left`` and ``top``."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the source. Units: points. ``number`` counts from 1; ``is_scanned`` where its
    words were recognised from an image; ``rotation`` is the clockwise turn in degrees that sets
    the page upright, applied already to every ``Box``."""

    number: int
    width: float
    height: float
    is_scanned: bool = False
    rotation: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch of the text stands in the source file.

    Missing: ``page`` where the format has no pages, ``box`` where a page has no layout; ``table``,
    ``row``, ``column`` outside tables. ``paragraph`` counts from 0 in the source's own order; rows
    and columns count from 0, pages from 1. ``confidence`` (0 to 1) is the recogniser's, None where
    the words were not recognised from an image.
    """

    span: Span
    page: int | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    box: Box | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table with the stretch of text it holds (an empty cell has an empty span)."""

    span: Span
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the source. ``is_layout`` marks letterhead and signature tables; ``name`` is the
    name of the sheet it came from.

    Shape: cells in reading order; merged cells appear once with their spans.
    """

    span: Span
    cells: tuple[Cell, ...]
    rows: int
    columns: int
    is_layout: bool = False
    name: str | None = None


class BlockKind(StrEnum):
    """What a block of the text is in its source."""

    PARAGRAPH = "paragraph"
    CELL = "cell"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Block:
    """One logical paragraph: its wrapped lines joined. ``numbering`` is a label that the source
    numbers by itself and that the reader wrote at the start of the block."""

    span: Span
    kind: BlockKind = BlockKind.PARAGRAPH
    numbering: str | None = None
    style: str | None = None


class MarginKind(StrEnum):
    """What stands outside the running text of a page."""

    HEAD = "head"
    FOOT = "foot"
    PAGE_NUMBER = "page_number"


@dataclass(frozen=True, slots=True)
class Margin:
    """Words of a running head or foot, kept apart from the text; ``page`` is None where the format
    states them once for a section."""

    kind: MarginKind
    words: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a file with a map back into the file.

    Shape: ``blocks`` in reading order, disjoint; ``places`` sorted by span, covering all blocks
    (one place for each recognised word of a scan, for each line of a PDF, for each run of words
    from one paragraph elsewhere). ``pages`` is empty where the format has none.
    """

    content: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...] = ()
    places: tuple[Place, ...] = ()
    issues: tuple[Issue, ...] = ()
    pages: tuple[Page, ...] = ()
    margins: tuple[Margin, ...] = ()
    media_type: str = "text/plain"
    sha256: str = ""
    reader: str = ""

"""The value types of vanban: what a reader gives, and what parsing finds in it.

All offsets are code points in ``Text.content`` (NFC). ``content[span.start:span.end]`` is always
the quoted words. A value that the document does not state is ``None``, never an empty string.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text: ``start`` inclusive, ``end`` exclusive, in code points."""

    start: int
    end: int

    def of(self, content: str) -> str:
        """The quoted words."""
        return content[self.start : self.end]


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


# What a reader gives


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch of the text stands in the source file.

    Missing: ``page`` where the format has no pages; ``table``, ``row``, ``column`` outside tables.
    ``paragraph`` counts from 0 in the source's own order; rows and columns count from 0.
    """

    span: Span
    page: int | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None


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
    """A table of the source. ``is_layout`` marks letterhead and signature tables.

    Shape: cells in reading order; merged cells appear once with their spans.
    """

    span: Span
    cells: tuple[Cell, ...]
    rows: int
    columns: int
    is_layout: bool = False


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


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a file with a map back into the file.

    Shape: ``blocks`` in reading order, disjoint; ``places`` sorted by span, covering all blocks.
    """

    content: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...] = ()
    places: tuple[Place, ...] = ()
    issues: tuple[Issue, ...] = ()
    media_type: str = "text/plain"
    sha256: str = ""
    reader: str = ""


# What parsing finds


@dataclass(frozen=True, slots=True)
class Found:
    """What every extracted item carries: its words, its part, how sure the rule is (0 to 1)."""

    span: Span
    part: str = "body"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Header(Found):
    """The letterhead and title block; spans per field in ``field_spans``."""

    number: str | None = None
    number_raw: str | None = None
    date: dt.date | None = None
    date_raw: str | None = None
    type: str | None = None
    title: str | None = None
    issuer: str | None = None
    parent: str | None = None
    place: str | None = None
    addressees: tuple[str, ...] = ()
    urgency: str | None = None
    secrecy: str | None = None
    is_draft: bool = False
    field_spans: Mapping[str, Span] = field(default_factory=dict)


class UnitKind(StrEnum):
    """Levels of structure; bullets and notes are units without a marker of their own."""

    PHAN = "phan"
    CHUONG = "chuong"
    MUC = "muc"
    DIEU = "dieu"
    KHOAN = "khoan"
    SUBKHOAN = "subkhoan"
    DIEM = "diem"
    BULLET = "bullet"
    NOTE = "note"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Unit(Found):
    """One unit of the outline. ``path`` joins the markers with dots ("II.1.đ"); ``span`` covers
    the unit with its sub-units, ``own_span`` its own words without the marker."""

    kind: UnitKind = UnitKind.MUC
    marker: str = ""
    path: str = ""
    level: int = 1
    title: str | None = None
    own_span: Span = Span(0, 0)


class Relation(StrEnum):
    """What the citing words say of the cited document."""

    IMPLEMENTS = "implements"
    BASED_ON = "based_on"
    AMENDS = "amends"
    REPLACES = "replaces"
    REPEALS = "repeals"
    ISSUED_WITH = "issued_with"
    REPORTS_ON = "reports_on"
    CITES = "cites"


@dataclass(frozen=True, slots=True)
class Citation(Found):
    """One occurrence of a document's symbol. ``number`` is canonical, ``number_raw`` as printed."""

    raw: str = ""
    number: str = ""
    number_raw: str = ""
    type: str | None = None
    date: dt.date | None = None
    issuer: str | None = None
    clause: str | None = None
    relation: Relation = Relation.CITES


@dataclass(frozen=True, slots=True)
class Deadline(Found):
    """A deadline or recurrence. ``key`` is what is printed (grammar in dates.py), ``last_day`` the
    latest acceptable day ("trước ngày 15/7" gives the 14th); None where it has no single day."""

    raw: str = ""
    key: str = ""
    last_day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Money(Found):
    """An amount in whole VND."""

    raw: str = ""
    value_vnd: int = 0


@dataclass(frozen=True, slots=True)
class Percentage(Found):
    """A printed percentage as a ratio: "36,67%" is Decimal("0.3667")."""

    raw: str = ""
    ratio: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class BodyMention(Found):
    """A body named in the text. ``name`` is in the standard spelling; ``is_generic`` marks
    addressees such as "các sở, ban, ngành"; ``is_known`` is false for a name only kept as text."""

    raw: str = ""
    name: str = ""
    is_generic: bool = False
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class DraftTask(Found):
    """A clause, bullet or table row that may become a task. Lists are empty where not stated."""

    path: str | None = None
    no: str | None = None
    group: str | None = None
    text: str = ""
    leads: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    deadline_raw: str | None = None
    deadlines: tuple[Deadline, ...] = ()
    product: str | None = None
    field_spans: Mapping[str, Span] = field(default_factory=dict)


class Comparator(StrEnum):
    """How an observed value is compared with a target."""

    GT = ">"
    GE = ">="
    EQ = "="
    LE = "<="
    LT = "<"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class TargetValue:
    """One horizon's value; ``high`` only for a range."""

    comparator: Comparator
    value: Decimal
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class DraftTarget(Found):
    """A numeric target. ``values`` maps a horizon ("2030", "2045", "" where none is stated)."""

    path: str | None = None
    no: str | None = None
    group: str | None = None
    metric: str = ""
    unit: str | None = None
    values: Mapping[str, TargetValue] = field(default_factory=dict)
    lead: str | None = None
    obligation: str = "must"
    field_spans: Mapping[str, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recipient(Found):
    """One line of "Nơi nhận"."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Signer(Found):
    """Who signs and in what form: ``authority`` holds the lines as printed ("KT. CHỦ TỊCH")."""

    authority: tuple[str, ...] = ()
    position: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """Everything found in one text, each list in the order of the text."""

    text: Text
    header: Header
    outline: tuple[Unit, ...] = ()
    citations: tuple[Citation, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    money: tuple[Money, ...] = ()
    percentages: tuple[Percentage, ...] = ()
    bodies: tuple[BodyMention, ...] = ()
    tasks: tuple[DraftTask, ...] = ()
    targets: tuple[DraftTarget, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    signer: Signer | None = None
    issues: tuple[Issue, ...] = ()

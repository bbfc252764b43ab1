"""What parsing finds in a text: typed, frozen, each with its span, part and confidence.

A value that the document does not state is ``None``, never an empty string.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from vanban.models.source import Issue, Span, Text


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
class KnownDocument:
    """A document of a register, to which citations are resolved. ``key`` is the register's own
    identifier; ``issuer`` is in the standard spelling with its place ("UBND tỉnh Đắk Lắk").

    Missing: ``date``, ``issuer`` or ``title`` are None where the register does not know them.
    ``replaced_by`` is the symbol of the document that took its place, ``repealed_by`` of the one
    that ended it with nothing in its place; None where none is known.
    """

    key: str
    number: str
    date: dt.date | None = None
    issuer: str | None = None
    title: str | None = None
    replaced_by: str | None = None
    repealed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Citation(Found):
    """One occurrence of a cited document. ``number`` is canonical, ``number_raw`` as printed.

    Missing: a law cited by name alone and a self-reference have no number (an empty string) but a
    ``name`` ("Luật Dữ liệu") or ``is_self``. ``antecedent`` is the fuller citation of the same
    document earlier in the text, None where this one is full or the short form is ambiguous.
    ``candidates`` are keys of the register that fit: one is a resolution, several are left
    ambiguous, none is unknown.
    """

    raw: str = ""
    number: str = ""
    number_raw: str = ""
    name: str | None = None
    is_self: bool = False
    antecedent: Span | None = None
    candidates: tuple[str, ...] = ()
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
    """An amount in whole VND. ``is_subset`` where "trong đó" introduces it: a part of an amount
    before it, of which no sum may be asserted."""

    raw: str = ""
    value_vnd: int = 0
    is_subset: bool = False


@dataclass(frozen=True, slots=True)
class Percentage(Found):
    """A printed percentage as a ratio: "36,67%" is Decimal("0.3667")."""

    raw: str = ""
    ratio: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Observation(Found):
    """A figure that a text reports: what was measured, its value and unit, as of when, for whom.

    Units: a percentage keeps ``unit`` "%" and its printed value (36.67); ``unit_base`` names what
    a share is of ("GRDP"). Missing: ``as_of`` and ``period`` are None where the sentence states
    none; ``period`` is a deadline key ("2025", "2025-Q3"). ``is_subset`` as for ``Money``.
    """

    metric: str = ""
    value: Decimal = Decimal(0)
    unit: str | None = None
    unit_base: str | None = None
    raw: str = ""
    as_of: dt.date | None = None
    period: str | None = None
    scope: str | None = None
    is_subset: bool = False
    path: str | None = None


@dataclass(frozen=True, slots=True)
class BodyMention(Found):
    """A body named in the text. ``name`` is in the standard spelling; ``is_generic`` marks
    addressees such as "các sở, ban, ngành"; ``is_known`` is false for a name only kept as text."""

    raw: str = ""
    name: str = ""
    is_generic: bool = False
    is_known: bool = True


class Obligation(StrEnum):
    """How strongly a text binds: an order, a striving, or a direction that assigns nothing."""

    MUST = "must"
    STRIVE = "strive"
    ORIENTATION = "orientation"


@dataclass(frozen=True, slots=True)
class DraftTask(Found):
    """A clause, bullet or table row that may become a task. Lists are empty where not stated.

    ``reports_to`` names to whom the clause orders a report, None where it orders none. ``duties``
    offers the split of a clause with several duties: each has its own span, text, bodies and
    deadlines; empty where there is one duty. ``generic`` lists those of the bodies that stand for
    a group ("các sở, ban, ngành").
    """

    path: str | None = None
    no: str | None = None
    group: str | None = None
    text: str = ""
    leads: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    deadline_raw: str | None = None
    deadlines: tuple[Deadline, ...] = ()
    product: str | None = None
    obligation: Obligation = Obligation.MUST
    reports_to: str | None = None
    generic: tuple[str, ...] = ()
    duties: tuple[DraftTask, ...] = ()
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
    """A numeric target. ``values`` maps a horizon ("2030", "2045", "" where none is stated).

    ``unit_base`` names what a share is of ("GRDP", "tổng chi ngân sách"), None for a plain unit.
    """

    path: str | None = None
    no: str | None = None
    group: str | None = None
    metric: str = ""
    unit: str | None = None
    unit_base: str | None = None
    values: Mapping[str, TargetValue] = field(default_factory=dict)
    lead: str | None = None
    obligation: Obligation = Obligation.MUST
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
    """Everything found in one text, each list in the order of the text.

    ``header`` is that of the document itself; ``attached`` holds the title blocks of documents
    issued with it (a plan behind its decision), ``attached[n].span`` covering the block.
    """

    text: Text
    header: Header
    attached: tuple[Header, ...] = ()
    outline: tuple[Unit, ...] = ()
    citations: tuple[Citation, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    money: tuple[Money, ...] = ()
    percentages: tuple[Percentage, ...] = ()
    observations: tuple[Observation, ...] = ()
    bodies: tuple[BodyMention, ...] = ()
    tasks: tuple[DraftTask, ...] = ()
    targets: tuple[DraftTarget, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    signer: Signer | None = None
    issues: tuple[Issue, ...] = ()

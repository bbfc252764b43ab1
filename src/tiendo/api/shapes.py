"""The shapes of what is answered and sent. Figures are decimal texts, never binary numbers."""

from __future__ import annotations

import datetime as dt
from typing import Generic, TypeVar

from ninja import Field, Schema

Item = TypeVar("Item")


class Page(Schema, Generic[Item]):
    """One page of a list. ``pages`` counts from 1; beyond the last there is nothing."""

    items: list[Item]
    number: int
    pages: int
    total: int


class IndicatorOut(Schema):
    """An indicator by the definition that stands on the day asked. ``subject``: whose the one
    figure is, which the owner enters; null where bodies report one each."""

    code: str
    name: str
    definition: str
    unit: str
    unit_base: str
    decimals: int
    direction: str
    frequency: str
    origin: str
    owner: str
    subject: str | None
    state: str
    is_verified: bool
    dimensions: list[str]


class TargetOut(Schema):
    """A target in force. ``value`` and ``high`` are in the unit, a percentage as a ratio; null for
    a target in words alone."""

    id: int
    indicator: str
    organisation: str
    comparator: str
    value: str | None
    high: str | None
    wording: str
    last_day: dt.date | None
    obligation: str
    source: str
    is_verified: bool


class ValueOut(Schema):
    """A value in force. ``state`` is value, no_data or undefined; ``value`` is null unless it is
    value. ``reliance`` is null for what was computed. ``revision`` goes back as ``seen``."""

    indicator: str
    organisation: str
    period_start: dt.date
    period_end: dt.date
    breakdown: str
    state: str
    value: str | None
    unit: str
    printed: str
    qualifier: str
    as_of: dt.date | None
    measured: int
    counted: int
    reliance: str | None
    revision: int | None


class TaskOut(Schema):
    """A task with its status on the day asked."""

    id: int
    code: str
    title: str
    product: str
    programme: str
    status: str
    lead: str | None
    due_on: dt.date | None


class ObservationIn(Schema, extra="forbid"):
    """A figure as a person would type it: ``value`` is a text in the Vietnamese way of writing
    ("1.234,5", "99,9%", "khoảng 80"); empty with ``is_missing`` and a ``note`` that says why."""

    indicator: str = Field(max_length=40)
    organisation: str = Field(max_length=120)
    period: str = Field(max_length=20)
    value: str = Field("", max_length=100)
    breakdown: str = Field("", max_length=200)
    is_missing: bool = False
    note: str = Field("", max_length=2000)
    as_of: dt.date | None = None
    reason: str = Field("", max_length=2000)
    seen: int = Field(0, ge=0)


class ObservationsIn(Schema, extra="forbid"):
    """Figures to be kept: all of them or none, unless ``only_good``."""

    items: list[ObservationIn] = Field(min_length=1)
    only_good: bool = False


class Said(Schema):
    """Something refused, or odd, in one item."""

    code: str
    message: str


class ItemResult(Schema):
    """What became of an item: kept, unchanged, refused, or held (good, but others are not)."""

    place: int
    outcome: str
    problems: list[Said] = []
    warnings: list[Said] = []


class ObservationsOut(Schema):
    """What became of the figures sent."""

    kept: int
    unchanged: int
    refused: int
    items: list[ItemResult]


class ErrorOut(Schema):
    """What was refused; ``code`` never changes."""

    code: str
    message: str
    details: list[dict[str, str]] = []

"""A sheet: the typed rows of one view, from which its screen, XLSX, CSV and DOCX are all written.

A view computes its sheet once; the writers (``sheet_xlsx.py``, ``sheet_csv.py``,
``sheet_docx.py``) only lay it out. What is not a value says why: the four states are never merged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from vanban.quantities import Missing, format_number, format_percent


class CellKind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    COUNT = "count"
    # A ratio: 0.25 is shown as 25 %.
    RATIO = "ratio"
    # Whole đồng.
    MONEY = "money"
    DAY = "day"
    # An aware moment, shown in the time zone given to the writer.
    MOMENT = "moment"


# None: there is nothing to say (a remark that nobody made); a figure that is missing is a Missing.
Value = str | int | Decimal | dt.date | dt.datetime | Missing | None


@dataclass(frozen=True, slots=True)
class Behind:
    """A value with the filter of the list behind it, which a screen opens and a file leaves out."""

    value: Value
    values: Mapping[str, str]


Values = tuple[Value | Behind, ...]


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column. ``key`` never changes, as a file that comes back is read by its words;
    ``formula`` says how a computed column comes about; ``width`` is in characters.
    ``is_for_return``: the column serves a file that comes back, and is not printed."""

    key: str
    title: str
    kind: CellKind = CellKind.TEXT
    width: int = 20
    formula: str = ""
    is_for_return: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a view.

    Shape: each row and ``totals`` have one value per column; ``rows`` may be read once only.
    ``stated`` is what the reader must know (filter, day, known at), as pairs of label and words.
    Missing: ``totals`` is None where sums mean nothing.
    """

    name: str
    title: str
    columns: tuple[SheetColumn, ...]
    rows: Iterable[Values]
    totals: Values | None = None
    stated: tuple[tuple[str, str], ...] = ()

    @property
    def formulas(self) -> Iterator[tuple[str, str]]:
        """The columns that are computed, each with how."""
        return ((column.title, column.formula) for column in self.columns if column.formula)


def bare(value: Value | Behind) -> Value:
    """The value alone."""
    return value.value if isinstance(value, Behind) else value


def printed(value: Value, kind: CellKind, zone: dt.tzinfo) -> str:
    """A value as files and screens print it, days as dd/mm/yyyy; nothing to say is nothing."""
    match value:
        case None:
            return ""
        case Missing():
            return value.words
        case str():
            return value
        case dt.datetime():
            return f"{value.astimezone(zone):%H:%M %d/%m/%Y}"
        case dt.date():
            return f"{value:%d/%m/%Y}"
        case _ if kind is CellKind.RATIO:
            return format_percent(Decimal(value))
        case _:
            return format_number(Decimal(value))

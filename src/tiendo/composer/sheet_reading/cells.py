"""A row of a worksheet's XML as values."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache

from lxml import etree

from tiendo.composer.formula_text import told
from tiendo.composer.sheet_reading.model import ReadRow, Scalar

_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)")
_1904 = dt.datetime(1904, 1, 1)
# Day 1 is 1 January 1900, and the calendar holds a 29 February 1900 that never was.
_1900 = dt.datetime(1899, 12, 30)
_BEFORE_LEAP = 60
_LAST_SERIAL = 2_958_466
_TRUE = ("1", "true")


class CellReader:
    """Turns the cells of one workbook into values.

    ``texts`` are those its cells share, ``day_styles`` the styles that show a day,
    ``share_styles`` those that show a percent, ``is_1904`` says from which day its numbers count.
    """

    def __init__(
        self,
        texts: Sequence[str],
        day_styles: frozenset[str],
        share_styles: frozenset[str],
        is_1904: bool,
    ) -> None:
        self._texts, self._is_1904 = texts, is_1904
        self._day_styles, self._share_styles = day_styles, share_styles

    def place(self, reference: str) -> tuple[int, int]:
        """Column by place and row by number of a reference ("B4": 1, 4)."""
        match = _PLACE.fullmatch(reference)
        if match is None:
            raise ValueError(reference)
        return column_place(match[1].upper()), int(match[2])

    def row(self, item: etree._Element, number: int, most_columns: int) -> ReadRow:
        """The values of a row from column A on; cells beyond ``most_columns`` are left out."""
        values: list[Scalar] = []
        formulas: list[int] = []
        unsaved: list[int] = []
        is_cut = False
        for cell in item:
            reference = cell.get("r")
            column = column_place(reference.rstrip("0123456789")) if reference else len(values)
            if not len(cell):
                continue
            if column >= most_columns:
                is_cut = True
                break
            while len(values) <= column:
                values.append(None)
            value, is_formula = self._value(cell)
            values[column] = value
            if is_formula:
                formulas.append(column)
                if value is None:
                    unsaved.append(column)
        is_hidden = item.get("hidden") in _TRUE
        return ReadRow(number, tuple(values), is_hidden, tuple(formulas), tuple(unsaved), is_cut)

    def _value(self, cell: etree._Element) -> tuple[Scalar, bool]:
        is_formula = False
        content: str | None = None
        for child in cell:
            tag = child.tag
            if tag.endswith("}v"):
                content = child.text
            elif tag.endswith("}f"):
                is_formula = True
            elif tag.endswith("}is"):
                return told("".join(part.text or "" for part in child.iter("{*}t"))), False
        if content is None:
            return None, is_formula
        return self._typed(cell, content), is_formula

    def _typed(self, cell: etree._Element, content: str) -> Scalar:
        kind = cell.get("t", "n")
        if kind == "s":
            return self._texts[int(content)]
        if kind == "n":
            style = cell.get("s")
            if style is not None and style in self._share_styles:
                return f"{float(content) * 100:.10g}%"
            return self._number(content, is_day=style is not None and style in self._day_styles)
        if kind == "b":
            return content in _TRUE
        if kind == "d":
            moment = dt.datetime.fromisoformat(content)
            return moment.date() if moment.time() == dt.time() else moment
        return told(content)

    def _number(self, content: str, *, is_day: bool) -> Scalar:
        number = float(content)
        if is_day:
            return serial_day(number, is_1904=self._is_1904)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number


def serial_day(number: float, *, is_1904: bool = False) -> Scalar:
    """The day a workbook keeps as a number; the number itself where no calendar has the day."""
    if not 0 <= number < _LAST_SERIAL:
        return number
    if number < 1 and not is_1904:
        return (_1900 + _span(number)).time()
    start = _1904 if is_1904 else _1900
    shift = 1 if not is_1904 and number < _BEFORE_LEAP else 0
    moment = start + _span(number + shift)
    return moment.date() if moment.time() == dt.time() else moment


def _span(days: float) -> dt.timedelta:
    """Days to the second: a fraction of a day is seldom exact."""
    whole = int(days)
    return dt.timedelta(days=whole, seconds=round((days - whole) * 86_400))


@lru_cache(maxsize=2048)
def column_place(letters: str) -> int:
    """The place of a column by its letters: A is 0."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1

"""Writes a sheet as a workbook: a formatted list, and a sheet that says what it shows.

Rows go to the file as they come, so that memory does not grow with them. No cell is ever a
formula: a text that looks like one stays a text.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import IO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from tiendo.composer.errors import ComposerError
from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Value, Values, bare
from tiendo.composer.wording import clean
from vanban.quantities import Missing

MOST_ROWS = 1_048_576 - 2
_MOST_LETTERS = 32_767
_MOST_IN_NAME = 31
_CUT = "… (cắt bớt)"
_FORMATS = {
    CellKind.TEXT: "General",
    CellKind.COUNT: "#,##0",
    CellKind.RATIO: "0.00%",
    CellKind.MONEY: "#,##0",
    CellKind.DAY: "dd/mm/yyyy",
    CellKind.MOMENT: "hh:mm dd/mm/yyyy",
}
_ABOUT = "Thông tin"
# How many letters stand side by side on A4 in landscape and can still be read.
_ON_PAPER = 220
_LEAST_WIDTH = 12
# In points; Excel bears rows of 409 at most.
_LINE, _TALLEST = 15, 405
_MARGIN_INCH = 0.4
_NAVY, _PALE = "#14365D", "#E8EDF3"
# Excel counts numbers to 15 digits; longer ones (đồng beyond a quadrillion) stay text.
_EXACT = 10**15


def write_xlsx(
    sheet: Sheet,
    target: IO[bytes] | str,
    zone: dt.tzinfo,
    made_at: dt.datetime,
    tell: Callable[[int], None] | None = None,
) -> int:
    """Write the workbook and return how many rows it has; ``tell`` hears of every thousandth.

    Errors: ComposerError sheet_too_long.
    """
    options = {"constant_memory": True, "default_date_format": "dd/mm/yyyy", "in_memory": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": sheet.title, "created": made_at.replace(tzinfo=None)})
        rows = _Writer(book, sheet, zone).write(tell)
        _about(book, sheet, zone, made_at, rows)
    return rows


def write_workbook(
    title: str,
    sheets: Sequence[Sheet],
    target: IO[bytes] | str,
    zone: dt.tzinfo,
    made_at: dt.datetime,
) -> None:
    """Write several sheets into one workbook, a worksheet each, and one that says what they show.

    Errors: ComposerError sheet_too_long.
    """
    options = {"constant_memory": True, "default_date_format": "dd/mm/yyyy", "in_memory": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": title, "created": made_at.replace(tzinfo=None)})
        for sheet, name in zip(sheets, _page_names(sheets), strict=True):
            rows = _Writer(book, sheet, zone, name).write(None)
            _about(book, sheet, zone, made_at, rows, f"{_ABOUT} {len(book.worksheets()) // 2 + 1}")


def _page_names(sheets: Sequence[Sheet]) -> Iterator[str]:
    """A name for each worksheet: Excel takes none twice, whatever its case."""
    used: set[str] = set()
    for sheet in sheets:
        plain = name = _page_name(sheet.title)
        number = 2
        while name.casefold() in used:
            ending = f" ({number})"
            name, number = plain[: _MOST_IN_NAME - len(ending)] + ending, number + 1
        used.add(name.casefold())
        yield name


class _Writer:
    """Lays the rows down, one line after the other."""

    def __init__(self, book: Workbook, sheet: Sheet, zone: dt.tzinfo, name: str = "") -> None:
        self._sheet, self._zone = sheet, zone
        self._page: Worksheet = book.add_worksheet(name or _page_name(sheet.title))
        self._widths = widths(sheet.columns)
        self._cells = [_format(book, column) for column in sheet.columns]
        self._sums = [_format(book, column, bold=True) for column in sheet.columns]
        self._head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1}
            | {"bg_color": _NAVY, "font_color": "#FFFFFF"}
        )

    def write(self, tell: Callable[[int], None] | None) -> int:
        page, columns = self._page, self._sheet.columns
        self._set_page_up()
        page.set_row(0, self._height([column.title for column in columns], wider=1.2))
        for place, column in enumerate(columns):
            page.write_string(0, place, column.title, self._head)
        count = 0
        for count, row in enumerate(self._sheet.rows, 1):
            if count > MOST_ROWS:
                raise ComposerError("sheet_too_long", most=str(MOST_ROWS))
            self._row(count, row, self._cells)
            if tell is not None and count % 1000 == 0:
                tell(count)
        page.autofilter(0, 0, max(count, 1), len(columns) - 1)
        if self._sheet.totals is not None:
            self._row(count + 1, self._sheet.totals, self._sums)
        return count

    def _set_page_up(self) -> None:
        """Frozen head; A4 in landscape, one page wide, the head on every page, pages numbered."""
        page = self._page
        for place, width in enumerate(self._widths):
            page.set_column(place, place, width)
        page.freeze_panes(1, 0)
        page.repeat_rows(0)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_margins(_MARGIN_INCH, _MARGIN_INCH, _MARGIN_INCH, 0.6)
        page.set_footer(f"&L{_in_footer(self._sheet.title)}&R&P/&N")

    def _height(self, texts: Iterable[object], wider: float = 1.0) -> float:
        """The height of a row whose texts wrap in their columns; ``wider`` for bold letters."""
        lines = 1
        for width, text in zip(self._widths, texts, strict=True):
            if isinstance(text, str) and (len(text) * wider > width or "\n" in text):
                lines = max(lines, sum(_lines(part, width / wider) for part in text.split("\n")))
        return min(lines * _LINE, _TALLEST)

    def _row(self, line: int, values: Values, formats: list[Format]) -> None:
        page, plain = self._page, [bare(given) for given in values]
        page.set_row(line, self._height(map(_as_shown, plain)))
        for place, (value, look) in enumerate(zip(plain, formats, strict=True)):
            if type(value) is str:
                page.write_string(line, place, _fitting(value), look)
            elif isinstance(value, Missing):
                page.write_string(line, place, value.words, look)
            elif isinstance(value, dt.datetime):
                local = value.astimezone(self._zone).replace(tzinfo=None)
                page.write_datetime(line, place, local, look)
            elif isinstance(value, dt.date):
                page.write_datetime(line, place, value, look)
            elif value is None:
                page.write_blank(line, place, None, look)
            elif isinstance(value, int | Decimal):
                self._number(line, place, value, look)

    def _number(self, line: int, place: int, value: int | Decimal, look: Format) -> None:
        if -_EXACT < value < _EXACT:
            self._page.write_number(line, place, value, look)
        else:
            self._page.write_string(line, place, str(value), look)


def _about(
    book: Workbook,
    sheet: Sheet,
    zone: dt.tzinfo,
    made_at: dt.datetime,
    rows: int,
    name: str = _ABOUT,
) -> None:
    """The sheet that says what the list shows, as of when, and how columns are computed."""
    page = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    head = book.add_format({"bold": True, "bg_color": _PALE})
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 90)
    lines = [
        ("Biểu", sheet.title),
        *sheet.stated,
        ("Số dòng", str(rows)),
        ("Lập lúc", f"{made_at.astimezone(zone):%H:%M %d/%m/%Y}"),
    ]
    for line, (label, words) in enumerate(lines):
        page.write_string(line, 0, label, bold)
        page.write_string(line, 1, _fitting(words), wrapped)
    formulas = list(sheet.formulas)
    if formulas:
        start = len(lines) + 1
        page.write_string(start, 0, "Cột", head)
        page.write_string(start, 1, "Cách tính", head)
        for line, (title, formula) in enumerate(formulas, start + 1):
            page.write_string(line, 0, title, bold)
            page.write_string(line, 1, formula, wrapped)


def _format(book: Workbook, column: SheetColumn, *, bold: bool = False) -> Format:
    look: dict[str, object] = {"valign": "top", "border": 1, "border_color": "#C9D1DB"}
    look["num_format"] = _FORMATS[column.kind]
    # Also what is no text: the words for a missing value are longer than a figure.
    look["text_wrap"] = True
    if column.kind is CellKind.TEXT:
        look["indent"] = 1
    if bold:
        look |= {"bold": True, "bg_color": _PALE}
    return book.add_format(look)


def widths(columns: Sequence[SheetColumn]) -> list[float]:
    """The widths of columns in letters: long texts give way until all fit on one sheet of paper."""
    rigid = [
        column.width if column.kind is not CellKind.TEXT else min(column.width, _LEAST_WIDTH)
        for column in columns
    ]
    asked = sum(column.width for column in columns) - sum(rigid)
    room = max(0, _ON_PAPER - sum(rigid))
    share = min(1.0, room / asked) if asked else 1.0
    pairs = zip(columns, rigid, strict=True)
    return [round(least + (column.width - least) * share, 1) for column, least in pairs]


def _lines(text: str, width: float) -> int:
    return max(1, math.ceil(len(text) / max(1.0, width)))


def _as_shown(value: Value) -> object:
    return value.words if isinstance(value, Missing) else value


def _in_footer(text: str) -> str:
    """A text as a footer takes it, where an ampersand begins a code and letters are counted."""
    return clean(text).replace("&", "&&")[:200]


def _fitting(text: str) -> str:
    """What a cell can hold, and says so where it was cut; letters XML may not hold are left out."""
    text = clean(text)
    return text if len(text) <= _MOST_LETTERS else text[: _MOST_LETTERS - len(_CUT)] + _CUT


def _page_name(title: str) -> str:
    """A name a worksheet may have: 31 letters, none of those that Excel refuses."""
    name = "".join(" " if letter in "[]:*?/\\'" else letter for letter in title).strip()
    return name[:_MOST_IN_NAME].strip() or "Biểu"

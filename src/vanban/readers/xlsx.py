"""Reading .xlsx: the sheets in order, each with its titles, tables and notes.

The cells are streamed from the sheet's XML, so that damage in drawings, validations or styles
loses no words and a sheet of a million formatted empty rows costs no memory; openpyxl knows the
built-in formats and the days. Limits: ``MAX_CELLS`` filled cells and ``MAX_CHARACTERS``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vanban.models import (
    BlockKind,
    Cell,
    Issue,
    Margin,
    MarginKind,
    Severity,
    Span,
    Text,
)
from vanban.readers.builder import Piece, Position, TextBuilder
from vanban.readers.package import open_package
from vanban.readers.progress import Progress
from vanban.readers.xlsx_book import SheetPart, open_book
from vanban.readers.xlsx_regions import (
    Region,
    SheetCell,
    SheetRow,
    columns_of,
    find_regions,
    side_by_side,
)
from vanban.readers.xlsx_sheet import Budget, Sheet, read_sheet
from vanban.text import find_text_issues, normalise

READER = "xlsx/1"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Above this many places a table keeps its filled cells only.
_LARGEST_FULL_GRID = 200_000


def read_xlsx(raw: bytes, progress: Progress | None = None) -> Text:
    """The text of an .xlsx file with its tables; hidden sheets, rows and columns are flagged.

    ``progress`` is told the sheets done and the sheets in all.
    Errors: UnreadableFile(broken_xlsx, encrypted_file, too_many_cells, unsupported_format).
    """
    package = open_package(raw, "xlsx")
    book = open_book(package)
    writer, budget = _Writer(), Budget()
    for done, part in enumerate(book.sheets, 1):
        writer.write(part, read_sheet(package, part.part, part.name, book, budget))
        if progress:
            progress(done, len(book.sheets))
    return writer.finish(raw)


class _Writer:
    """Writes sheet after sheet into one text."""

    def __init__(self) -> None:
        self._builder = TextBuilder()
        self._paragraphs = 0
        self._issues: list[Issue] = []
        self._margins: list[Margin] = []

    def write(self, part: SheetPart, sheet: Sheet) -> None:
        before = self._builder.next_start
        hidden = _HiddenCells(sheet)
        for region in find_regions(sheet):
            if region.is_table:
                self._table(region, sheet, hidden)
            else:
                for block in side_by_side(region.rows):
                    self._running(block, sheet)
        if sheet.rows:
            self._issues.extend(_sheet_issues(part, sheet, hidden, before))
        self._margins.extend(
            margin for name, code in sheet.margins for margin in _margin(name, code)
        )

    def finish(self, raw: bytes) -> Text:
        content = self._builder.content
        empty = () if content else (Issue("no_text", Severity.ERROR),)
        issues = (*self._issues, *find_text_issues(content, content), *empty)
        margins = tuple(dict.fromkeys(self._margins))
        return self._builder.build(MEDIA_TYPE, raw, READER, issues, margins=margins)

    # Running text

    def _running(self, block: Sequence[SheetRow], sheet: Sheet) -> None:
        """One row of one cell is a paragraph; rows set side by side are a table of layout."""
        columns = columns_of(block)
        if len(columns) == 1:
            for words in columns[0]:
                self._lines(words, None)
            return
        number = self._builder.open_table()
        cells = []
        for column, parts in enumerate(columns):
            position = Position(number, 0, column)
            start = self._builder.next_start
            for words in parts:
                self._lines(words, position)
            cells.append(Cell(Span(start, self._builder.end), 0, column))
        self._builder.close_table(number, cells, is_layout=True, name=sheet.name)

    def _lines(
        self, words: str, position: Position | None, kind: BlockKind = BlockKind.PARAGRAPH
    ) -> Span:
        start = self._builder.next_start
        for line in words.split("\n"):
            piece = Piece(line, paragraph=self._paragraphs)
            self._builder.add_block([piece], kind, position)
        self._paragraphs += 1
        return Span(start, self._builder.end)

    # Tables

    def _table(self, region: Region, sheet: Sheet, hidden: _HiddenCells) -> None:
        number = self._builder.open_table()
        rows = {row.number: at for at, row in enumerate(region.rows)}
        used = sorted({cell.area.left for row in region.rows for cell in row.cells})
        columns = {column: at for at, column in enumerate(used)}
        keeps_empty = len(rows) * len(columns) <= _LARGEST_FULL_GRID
        cells: list[Cell] = []
        covered: set[tuple[int, int]] = set()
        for row in region.rows:
            filled = {columns[cell.area.left]: cell for cell in row.cells}
            places = range(len(columns)) if keeps_empty else sorted(filled)
            for column in places:
                position = Position(number, rows[row.number], column)
                if column in filled:
                    cell = self._cell(filled[column], position, rows, columns)
                    cells.append(cell)
                    covered.update(_covered(cell))
                    hidden.note(filled[column], cell.span)
                elif (position.row, column) not in covered:
                    end = self._builder.end
                    cells.append(Cell(Span(end, end), position.row, column))
        self._builder.close_table(number, cells, name=sheet.name)

    def _cell(
        self, cell: SheetCell, position: Position, rows: dict[int, int], columns: dict[int, int]
    ) -> Cell:
        span = self._lines(cell.words, position, BlockKind.CELL)
        area = cell.area
        height, width = 1, 1
        if area.bottom > area.top:
            height = sum(number in rows for number in range(area.top, area.bottom + 1))
        if area.right > area.left:
            width = sum(column in columns for column in range(area.left, area.right + 1))
        return Cell(span, position.row, position.column, height, width)


def _covered(cell: Cell) -> Iterator[tuple[int, int]]:
    if cell.row_span * cell.column_span > 1:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                yield row, column


# What is hidden or odd


class _HiddenCells:
    """Where the first cell of hidden rows and of hidden columns stands in the text."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.rows: dict[int, Span] = {}
        self.columns: dict[int, Span] = {}

    def note(self, cell: SheetCell, span: Span) -> None:
        if cell.area.top in self._sheet.hidden_rows:
            self.rows.setdefault(cell.area.top, span)
        if any(cell.area.left in hidden for hidden in self._sheet.hidden_columns):
            self.columns.setdefault(cell.area.left, span)


def _sheet_issues(
    part: SheetPart, sheet: Sheet, hidden: _HiddenCells, start: int
) -> Iterator[Issue]:
    """Problems of one sheet, each with the sheet's name and a count."""
    whole = Span(start, start)
    named = {"sheet": normalise(part.name)}
    if part.is_hidden:
        yield Issue("hidden_sheet", Severity.WARNING, whole, named)
    for code, found in (("hidden_rows", hidden.rows), ("hidden_columns", hidden.columns)):
        if found:
            params = {**named, "count": str(len(found))}
            yield Issue(code, Severity.WARNING, min(found.values()), params)
    if sheet.error_cells:
        yield Issue(
            "error_cells", Severity.WARNING, whole, {**named, "count": str(sheet.error_cells)}
        )
    if sheet.uncomputed:
        params = {**named, "count": str(sheet.uncomputed)}
        yield Issue("formula_without_value", Severity.WARNING, whole, params)


_FIELD = re.compile(r"&(?:[LCR]|\"[^\"]*\"|\d{1,3}|[BIUESXY]|K[0-9A-F+-]{6,8}|[PNDTFAZG])")


def _margin(name: str, code: str) -> Iterator[Margin]:
    """The words of a page's head or foot without its fields and fonts."""
    kind = MarginKind.HEAD if name == "oddHeader" else MarginKind.FOOT
    words = " ".join(normalise(_FIELD.sub(" ", code).replace("&&", "&")).split())
    if re.search(r"\w{2}", words):
        yield Margin(kind, words)

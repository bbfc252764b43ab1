"""What the columns of an appendix table hold, told by the words of its header rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from vanban.models import Cell, Table
from vanban.text import fold

# Role and header words, in the order in which they decide. A role is taken by its first column.
_ROLES: tuple[tuple[str, str], ...] = (
    ("no", r"^(?:stt|tt|số tt|số thứ tự|số)\.?$"),
    (
        "note",
        r"^(?:ghi chú|văn bản|căn cứ|mã |cơ sở pháp lý"
        r"|(?:ước|thực hiện|hiện trạng|kết quả)\b.*20\d\d)",
    ),
    ("unit", r"đơn vị tính|^đvt|^đơn vị$|^đơn vị đo"),
    (
        "deadline",
        r"thời gian|thời hạn|thời điểm|tiến độ|lộ trình|^hoàn thành|^hạn |^ngày hoàn thành",
    ),
    ("product", r"sản phẩm|kết quả|đầu ra"),
    ("lead", r"chủ trì|chịu trách nhiệm|đầu mối|(?:cơ quan|đơn vị|bộ phận) (?:thực hiện|theo dõi)"),
    ("coordinating", r"phối hợp"),
    ("metric", r"chỉ tiêu|tiêu chí|^mục tiêu$"),
    ("text", r"nhiệm vụ|nội dung|công việc|hoạt động|giải pháp|đề án|chương trình|^tên "),
    ("lead", r"^(?:cơ quan|đơn vị)|phân công|thực hiện"),
    ("value", r"giá trị|mục tiêu|kế hoạch|mức "),
)
_RULES = tuple((role, re.compile(pattern)) for role, pattern in _ROLES)
_HORIZON = re.compile(r"\b(20[0-9]{2})(?:\s*[-–]\s*(20[0-9]{2}))?\b")
_HEAD_ROWS = 4


@dataclass(frozen=True, slots=True)
class Columns:
    """Roles by column, horizons by column, and the row where the data begin."""

    roles: Mapping[str, int]
    horizons: Mapping[int, str] = field(default_factory=dict)
    first_row: int = 0
    heads: Mapping[int, str] = field(default_factory=dict)

    @property
    def are_targets(self) -> bool:
        """Whether the rows are targets: a metric with a unit, horizons or a value."""
        if "metric" not in self.roles:
            return False
        measured = bool(self.horizons) or "unit" in self.roles
        return measured or "text" not in self.roles and "deadline" not in self.roles

    @property
    def are_tasks(self) -> bool:
        """Whether the rows are tasks: work with a lead, a deadline or a product."""
        work = "text" in self.roles or "metric" in self.roles
        return work and bool({"lead", "deadline", "product"} & set(self.roles))


Grid = Mapping[tuple[int, int], Cell]


def grid_of(table: Table) -> dict[tuple[int, int], Cell]:
    """The cell at each row and column, merged cells at every place they cover."""
    grid: dict[tuple[int, int], Cell] = {}
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                grid.setdefault((row, column), cell)
    return grid


def words_of(cell: Cell | None, content: str) -> str:
    """The words of a cell on one line; offsets into the cell stay valid."""
    return "" if cell is None else cell.span.of(content).replace("\n", " ")


def find_columns(table: Table, grid: Grid, content: str) -> Columns | None:
    """What the columns hold; None for a table whose header names no task and no target."""
    best: Columns | None = None
    for first in range(min(_HEAD_ROWS, table.rows)):
        if not _may_head(table, grid, content, first):
            continue
        end = _head_end(table, grid, first)
        heads = {
            column: _head(grid, content, range(first, end), column)
            for column in range(table.columns)
        }
        lowest = {
            column: fold(words_of(grid.get((end - 1, column)), content).strip())
            for column in range(table.columns)
        }
        while end < table.rows and is_counter_row(row_texts(table, grid, content, end)):
            end += 1
        found = Columns(*_classify(heads, lowest), first_row=end, heads=heads)
        if found.are_targets or found.are_tasks:
            best = found
            break
    return best


def _may_head(table: Table, grid: Grid, content: str, row: int) -> bool:
    texts = [fold(text) for text in row_texts(table, grid, content, row)]
    named = {role for text in texts for role, pattern in _RULES if text and pattern.search(text)}
    return len(named - {"note", "value"}) >= 2 and all(len(text) <= 120 for text in texts)


def row_texts(table: Table, grid: Grid, content: str, row: int) -> list[str]:
    """The texts of a row's distinct cells in order."""
    seen: list[Cell] = []
    for column in range(table.columns):
        cell = grid.get((row, column))
        if cell is not None and cell not in seen:
            seen.append(cell)
    return [words_of(cell, content).strip() for cell in seen]


_ORDER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]+|[A-Z])[.)]?$")
_COUNTER = re.compile(r"\(?(?:\d{1,2}|[A-Z])\)?(?:\s*=.*)?$")


def _head_end(table: Table, grid: Grid, first: int) -> int:
    """The row after the header: below all cells that begin in its first row."""
    end = first + 1
    for column in range(table.columns):
        cell = grid.get((first, column))
        if cell is not None and cell.row == first:
            end = max(end, cell.row + cell.row_span)
    return min(end, table.rows)


def is_counter_row(texts: Sequence[str]) -> bool:
    """Whether a row only counts the columns: "(1) (2) (3)", "A B 1 2"."""
    filled = [text for text in texts if text]
    return len(filled) >= 3 and all(_COUNTER.match(text) for text in filled)


def _head(grid: Grid, content: str, rows: range, column: int) -> str:
    seen: list[Cell] = []
    for row in rows:
        cell = grid.get((row, column))
        if cell is not None and cell not in seen:
            seen.append(cell)
    words = " ".join(words_of(cell, content).strip() for cell in seen)
    return fold(" ".join(words.split()))


def _classify(
    heads: Mapping[int, str], lowest: Mapping[int, str]
) -> tuple[dict[str, int], dict[int, str]]:
    """Roles and horizons of columns; below a shared head the lowest one tells who leads."""
    roles: dict[str, int] = {}
    horizons = dict(_find_horizons(heads))
    for column, head in heads.items():
        if column in horizons:
            continue
        own = _role(lowest[column])
        role = own if own in ("lead", "coordinating") else _role(head)
        if role and role not in roles:
            roles[role] = column
    return roles, horizons


# Dates of work, and what was observed in a past year.
_NO_GOAL = re.compile(
    r"thời gian|thời hạn|nhiệm vụ|số \d|^(?:ước|thực hiện|hiện trạng|kết quả|đã)(?!\w)"
)


def _find_horizons(heads: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    for column, head in heads.items():
        match = _HORIZON.search(head)
        if match and len(head) <= 80 and not _NO_GOAL.search(head):
            yield column, match[1] if match[2] is None else f"{match[1]}-{match[2]}"


def _role(head: str) -> str | None:
    return next((role for role, pattern in _RULES if head and pattern.search(head)), None)


def is_order(text: str) -> bool:
    """Whether a cell holds nothing but the number of its row."""
    return len(text) < 12 and _ORDER.match(text) is not None

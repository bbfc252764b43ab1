"""Tables of a page, found by the rulings that enclose their cells."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from vanban.models import Box
from vanban.readers.page_layout import PageLayout, PageWord
from vanban.readers.page_lines import PageLine, lines_of
from vanban.readers.page_rulings import SNAP, Stroke, clusters_of, merged, strokes_of

# A page with more rulings holds a drawing or a map, no table to be read.
MAX_RULINGS = 4_000
# A ruling parts two cells where it runs along this share of their side.
_SIDE = 0.6
_OPEN_SIDE = 15.0


@dataclass(frozen=True, slots=True)
class PageCell:
    """A cell with its lines; they come from two pages where a page break cut its row."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    lines: tuple[PageLine, ...]

    @property
    def text(self) -> str:
        """The words of all lines."""
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class PageTable:
    """A ruled table; ``edges`` are its column edges from left to right in points."""

    page: int
    box: Box
    rows: int
    edges: tuple[float, ...]
    cells: tuple[PageCell, ...]
    is_layout: bool = False

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.edges) - 1

    def row(self, number: int) -> tuple[PageCell, ...]:
        """The cells that begin in a row."""
        return tuple(cell for cell in self.cells if cell.row == number)


def find_tables(layout: PageLayout) -> tuple[tuple[PageTable, ...], tuple[PageWord, ...]]:
    """The tables of a page from top to bottom, and the words outside them."""
    across = merged(strokes_of(layout.rulings, is_horizontal=True))
    down = merged(strokes_of(layout.rulings, is_horizontal=False))
    if not 2 <= len(across) + len(down) <= MAX_RULINGS:
        return (), layout.words
    tables: list[PageTable] = []
    rest = layout.words
    for rows, columns in clusters_of(across, down):
        grid = _grid(rows, columns, rest)
        if grid is None:
            continue
        inside = [word for word in rest if _is_in(word, grid.box)]
        rest = tuple(word for word in rest if not _is_in(word, grid.box))
        tables.append(grid.table(layout.page.number, inside))
    tables.sort(key=lambda table: table.box.top)
    return tuple(tables), rest


# Grids


@dataclass(frozen=True, slots=True)
class _Grid:
    """Edges of rows and columns, and the rulings between them."""

    tops: list[float]
    lefts: list[float]
    across: Sequence[Stroke]
    down: Sequence[Stroke]

    @property
    def box(self) -> Box:
        return Box(self.lefts[0], self.tops[0], self.lefts[-1], self.tops[-1])

    def groups(self) -> list[tuple[int, int, int, int]]:
        """Merged cells as first row, first column, row span and column span, in reading order."""
        rows, columns = len(self.tops) - 1, len(self.lefts) - 1
        above = _borders(self.across, self.tops, self.lefts)
        before = _borders(self.down, self.lefts, self.tops)
        taken: set[tuple[int, int]] = set()
        found = []
        for row in range(rows):
            for column in range(columns):
                if (row, column) in taken:
                    continue
                height, width = _extent((row, column), (rows, columns), above, before, taken)
                taken.update(
                    (row + down, column + right) for down in range(height) for right in range(width)
                )
                found.append((row, column, height, width))
        return found

    def table(self, page: int, words: Sequence[PageWord]) -> PageTable:
        """The table with the words put into its cells."""
        groups = self.groups()
        owner = {
            (row + down, column + right): number
            for number, (row, column, height, width) in enumerate(groups)
            for down in range(height)
            for right in range(width)
        }
        held: dict[int, list[PageWord]] = defaultdict(list)
        for word in words:
            row = _index(self.tops, (word.box.top + word.box.bottom) / 2)
            column = _index(self.lefts, (word.box.left + word.box.right) / 2)
            held[owner[row, column]].append(word)
        cells = [
            PageCell(
                row,
                column,
                height,
                width,
                self._cell_box(row, column, height, width),
                tuple(lines_of(held[number], page, gap=1e6)),
            )
            for number, (row, column, height, width) in enumerate(groups)
        ]
        return PageTable(page, self.box, len(self.tops) - 1, tuple(self.lefts), tuple(cells))

    def _cell_box(self, row: int, column: int, height: int, width: int) -> Box:
        return Box(
            self.lefts[column],
            self.tops[row],
            self.lefts[column + width],
            self.tops[row + height],
        )


def _grid(
    across: Sequence[Stroke], down: Sequence[Stroke], words: Sequence[PageWord]
) -> _Grid | None:
    """The grid of rulings that touch, or None where they enclose fewer than two cells."""
    down = [*down, *_open_sides(across, down, words)]
    tops, lefts = _edges(across), _edges(down)
    if len(tops) < 2 or len(lefts) < 2 or (len(tops) - 1) * (len(lefts) - 1) < 2:
        return None
    grid = _Grid(tops, lefts, across, down)
    return grid if len(grid.groups()) > 1 else None


def _edges(strokes: Iterable[Stroke]) -> list[float]:
    edges: list[float] = []
    for at in sorted(stroke.at for stroke in strokes):
        if not edges or at - edges[-1] > SNAP:
            edges.append(at)
    return edges


def _open_sides(
    across: Sequence[Stroke], down: Sequence[Stroke], words: Sequence[PageWord]
) -> Iterator[Stroke]:
    """The sides of a table whose outer columns are not ruled off."""
    top, bottom = min(s.at for s in across), max(s.at for s in across)
    ends = (min(s.start for s in across), max(s.end for s in across))
    inner = (min(s.at for s in down), max(s.at for s in down))
    for end, edge in zip(ends, inner, strict=True):
        low, high = sorted((end, edge))
        spare = Box(low, top, high, bottom)
        if high - low > _OPEN_SIDE and any(_is_in(word, spare) for word in words):
            yield Stroke(end, top, bottom)


def _borders(
    strokes: Iterable[Stroke], edges: Sequence[float], sides: Sequence[float]
) -> set[tuple[int, int]]:
    """Pairs of an edge and a stretch between two sides along which a ruling runs."""
    found = set()
    for stroke in strokes:
        edge = _nearest(edges, stroke.at)
        for at in range(len(sides) - 1):
            shared = min(stroke.end, sides[at + 1]) - max(stroke.start, sides[at])
            if shared >= _SIDE * (sides[at + 1] - sides[at]):
                found.add((edge, at))
    return found


def _extent(
    start: tuple[int, int],
    size: tuple[int, int],
    above: set[tuple[int, int]],
    before: set[tuple[int, int]],
    taken: set[tuple[int, int]],
) -> tuple[int, int]:
    """Rows and columns of the merged cell that begins at an elementary one."""
    row, column = start
    width = 1
    while (
        column + width < size[1]
        and (column + width, row) not in before
        and (row, column + width) not in taken
    ):
        width += 1
    height = 1
    while row + height < size[0] and not any(
        (row + height, column + at) in above or (row + height, column + at) in taken
        for at in range(width)
    ):
        if any((column + at, row + height) in before for at in range(1, width)):
            break
        height += 1
    return height, width


def _nearest(edges: Sequence[float], at: float) -> int:
    return min(range(len(edges)), key=lambda number: abs(edges[number] - at))


def _index(edges: Sequence[float], at: float) -> int:
    return max(0, min(bisect_right(edges, at) - 1, len(edges) - 2))


def _is_in(word: PageWord, box: Box) -> bool:
    across = (word.box.left + word.box.right) / 2
    down = (word.box.top + word.box.bottom) / 2
    return box.left <= across <= box.right and box.top - 1 <= down <= box.bottom + 1

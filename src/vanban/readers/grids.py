"""Tables in plain text: rows of pipes, and portal tables whose cells stand one under another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vanban.readers.cell_lines import find_cell_line_grid
from vanban.readers.grid import Grid, GridCell
from vanban.readers.lines import Line
from vanban.readers.number_grids import find_number_grid

# The first head of a portal's table is "STT" or the like.
_LONGEST_HEAD = 7
_RULE = re.compile(r"[|\s:+=-]+$")


def find_grids(lines: Sequence[Line]) -> tuple[Grid, ...]:
    """The tables of a text in order, disjoint."""
    return tuple(_walk(lines))


def _walk(lines: Sequence[Line]) -> Iterator[Grid]:
    at = 0
    while at < len(lines):
        text = lines[at].text
        grid = _pipe_grid(lines, at) if text[0] == "|" else None
        grid = grid or (_cell_line_grid(lines, at) if len(text) < _LONGEST_HEAD else None)
        if grid:
            yield grid
            at = grid.end
        else:
            at += 1


def _cell_line_grid(lines: Sequence[Line], at: int) -> Grid | None:
    return find_number_grid(lines, at) or find_cell_line_grid(lines, at)


# Pipes


def _pipe_grid(lines: Sequence[Line], start: int) -> Grid | None:
    end = start
    while end < len(lines) and lines[end].text.startswith("|"):
        end += 1
    rows = [line for line in lines[start:end] if not _RULE.match(line.text)]
    if len(rows) < 2:
        return None
    cells = [
        GridCell(words, row, column)
        for row, line in enumerate(rows)
        for column, words in enumerate(_split_pipes(line))
    ]
    return Grid(start, end, tuple(cells))


def _split_pipes(line: Line) -> list[tuple[Line, ...]]:
    inner = line.text.strip()[1:]
    inner = inner[:-1] if inner.endswith("|") else inner
    return [
        (Line(cell.strip(), line.number, line.page, line.gap),) if cell.strip() else ()
        for cell in inner.split("|")
    ]

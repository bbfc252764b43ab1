"""Reading .txt: text extracted from PDF or saved from legal portals, wrapped in many ways."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from vanban.models import BlockKind, Cell, Issue, Span, Text
from vanban.readers.builder import Piece, Position, TextBuilder
from vanban.readers.encoding import decode
from vanban.readers.grid import Grid, GridCell
from vanban.readers.grids import find_grids
from vanban.readers.lines import Layout, Line, continues, glue, measure
from vanban.readers.sides import in_reading_order
from vanban.readers.starts import is_terminal, starts_signing, starts_unit
from vanban.text import find_text_issues, normalise

READER = "text/1"

_SPACES = re.compile(" {2,}")
_ORNAMENT = re.compile(r"[-_=*.~\s–—]{3,}$|\*$")
_PAGE_NUMBER = re.compile(r"(?:[-–]\s*)?\d{1,4}(?:\s*[-–])?$|[Tt]rang\s+\d{1,4}(?:/\d+)?$")


def read_text(raw: bytes) -> Text:
    """The text of a .txt file: logical paragraphs, tables where safe, footnotes apart.

    Errors: UnreadableFile(unknown_format) for bytes that are no text.
    """
    characters, issues = decode(raw)
    return text_of(characters, raw, issues)


def text_of(characters: str, raw: bytes, issues: Iterable[Issue] = ()) -> Text:
    """The text of decoded characters; ``raw`` gives the hash."""
    lines = _without_page_furniture(tuple(_split(normalise(characters))))
    builder = TextBuilder()
    _Paragraphs(builder, lines, measure(lines)).write()
    odd = find_text_issues(characters, builder.content)
    return builder.build("text/plain", raw, READER, (*issues, *odd))


# Lines


def _split(content: str) -> Iterator[Line]:
    page = 1 if "\f" in content else None
    gap, starts_page = 0, False
    for number, raw_line in in_reading_order(content.split("\n")):
        for index, part in enumerate(_SPACES.sub(" ", raw_line).split("\f")):
            if index and page is not None:
                page += 1
                starts_page = True
            words = part.strip()
            # Pipes of a table of one cell say nothing.
            words = words.strip("| ") if words.count("|") < 3 else words
            if words and not _ORNAMENT.match(words):
                yield Line(words, number, page, gap, starts_page)
                gap, starts_page = 0, False
            else:
                gap += 1


def _without_page_furniture(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without page numbers and running heads; what follows one keeps its gap."""
    heads = _running_heads(lines)
    kept: list[Line] = []
    gap = 0
    for index, line in enumerate(lines):
        if line.number in heads or _is_page_number(lines, index):
            gap += line.gap
            continue
        # A number between two lines broke a paragraph only on paper.
        kept.append(_with_gap(line, 0 if gap and _breaks_sentence(kept, line) else line.gap + gap))
        gap = 0
    return tuple(kept)


def _with_gap(line: Line, gap: int) -> Line:
    if gap == line.gap:
        return line
    return Line(line.text, line.number, line.page, gap, True)


def _breaks_sentence(kept: Sequence[Line], line: Line) -> bool:
    return bool(kept) and not is_terminal(kept[-1].text) and line.text[:1].islower()


def _is_page_number(lines: Sequence[Line], index: int) -> bool:
    line = lines[index]
    if len(line.text) > 12 or not _PAGE_NUMBER.match(line.text):
        return False
    before = lines[index - 1] if index else None
    after = lines[index + 1] if index + 1 < len(lines) else None
    if line.page is not None:
        return line.starts_page or after is None or after.starts_page
    if before is None or after is None:
        return False
    if not before.text[-1:].isdigit() and _breaks_sentence((before,), after):
        return True
    return _stands_apart(before, line, after)


def _stands_apart(before: Line, line: Line, after: Line) -> bool:
    """A lone number between long lines, with more blank lines around it than lines have."""
    blanks = line.gap + after.gap
    long = min(len(before.text), len(after.text)) > 12
    return long and blanks >= 4 and blanks > 2 * max(1, before.gap)


def _running_heads(lines: Sequence[Line]) -> frozenset[int]:
    """Line numbers of heads and feet repeated on most pages."""
    if not lines or lines[-1].page is None or lines[-1].page < 3:
        return frozenset()
    edges: dict[str, list[Line]] = {}
    for index, line in enumerate(lines):
        last = index + 1 == len(lines) or lines[index + 1].starts_page
        if line.starts_page or index == 0 or last:
            edges.setdefault(re.sub(r"\d+", "#", line.text), []).append(line)
    pages = lines[-1].page
    repeated = [group for group in edges.values() if len({g.page for g in group}) * 2 > pages]
    return frozenset(line.number for group in repeated for line in group)


# Paragraphs


class _Paragraphs:
    """Writes lines into a builder: joins what was wrapped, sets tables and footnotes apart."""

    def __init__(self, builder: TextBuilder, lines: Sequence[Line], layout: Layout) -> None:
        self._builder = builder
        self._lines = lines
        self._layout = layout
        self._pending: list[Line] = []
        self._signing = False
        self._notes = _find_footnotes(lines, layout)

    def write(self) -> None:
        grids = {grid.start: grid for grid in find_grids(self._lines)}
        at = 0
        while at < len(self._lines):
            if at in self._notes:
                self._write_note(at)
                at = self._notes[at]
            elif at in grids:
                self._flush()
                self._write_grid(grids[at])
                at = grids[at].end
            else:
                self._take(self._lines[at])
                at += 1
        self._flush()

    def _take(self, line: Line) -> None:
        if self._pending and not self._joins(line):
            self._flush()
        if starts_signing(line.text):
            self._signing = True
        elif self._signing and self._leaves_signing(line.text):
            self._signing = False
        self._pending.append(line)

    def _leaves_signing(self, text: str) -> bool:
        """Whether a line after the signature begins something else: an appendix, notes, text."""
        if text.startswith(("- ", "+ ")):
            return False
        return (
            starts_unit(text)
            or _END_NOTE.match(text) is not None
            or text.startswith(("PHỤ LỤC", "Phụ lục", "(Kèm theo", "(Ban hành"))
            or len(text) > 0.7 * self._layout.width
        )

    def _joins(self, line: Line) -> bool:
        last, alone = self._pending[-1].text, len(self._pending) == 1
        return continues(last, line, self._layout, signing=self._signing, alone=alone)

    def _flush(self) -> None:
        if self._pending:
            first = self._pending[0].text
            kind = BlockKind.FOOTNOTE if _END_NOTE.match(first) else BlockKind.PARAGRAPH
            self._builder.add_block(_pieces(self._pending), kind)
            self._pending = []

    def _write_note(self, at: int) -> None:
        """A footnote in the middle of a paragraph waits until the paragraph ends."""
        following = self._lines[self._notes[at] :][:1]
        held = self._pending
        if held and following and not self._joins(following[0]):
            self._flush()
            held = []
        end = self._notes[at]
        note = self._lines[at:end]
        if held:
            end_of_paragraph = self._paragraph_end(end)
            self._pending = [*held, *self._lines[end:end_of_paragraph]]
            self._flush()
            self._notes[at] = end_of_paragraph
        self._builder.add_block(_pieces(note), BlockKind.FOOTNOTE)

    def _paragraph_end(self, at: int) -> int:
        last = self._pending[-1].text
        while at < len(self._lines) and at not in self._notes:
            if not continues(last, self._lines[at], self._layout, signing=self._signing):
                break
            last = self._lines[at].text
            at += 1
        return at

    def _write_grid(self, grid: Grid) -> None:
        table = self._builder.open_table()
        cells = [self._write_cell(table, cell) for cell in grid.cells]
        self._builder.close_table(table, cells)

    def _write_cell(self, table: int, cell: GridCell) -> Cell:
        position = Position(table, cell.row, cell.column)
        start = self._builder.next_start
        for group in self._cell_paragraphs(cell.lines):
            self._builder.add_block(_pieces(group), BlockKind.CELL, position)
        if not cell.lines:
            start = self._builder.end
        span = Span(start, self._builder.end)
        return Cell(span, cell.row, cell.column, column_span=cell.column_span)

    def _cell_paragraphs(self, lines: Sequence[Line]) -> Iterator[list[Line]]:
        group: list[Line] = []
        for line in lines:
            if group and not continues(group[-1].text, line, _CELL_LAYOUT):
                yield group
                group = []
            group.append(line)
        if group:
            yield group


# Lines of a cell are joined unless a marker or a sentence end parts them.
_CELL_LAYOUT = Layout(width=1, wrapped=True, spaced=False, ragged=False)


def _pieces(lines: Sequence[Line]) -> list[Piece]:
    pieces = [Piece(lines[0].text, "", lines[0].page, lines[0].number)]
    for before, line in zip(lines, lines[1:], strict=False):
        pieces.append(Piece(line.text, glue(before.text, line.text), line.page, line.number))
    return pieces


# Footnotes

_END_NOTE = re.compile(r"\[\d{1,3}\](?:\s|$)")
_NOTE_START = re.compile(r"(\d{1,2})\s+(?=[^\W\d_]|[(“\"])")
_NOTE_REFERENCE = re.compile(r"[^\W\d_][)”\"]?(\d{1,2})(?=[.,;:\s)]|$)")
_LOOK_BACK = 70


def _find_footnotes(lines: Sequence[Line], layout: Layout) -> dict[int, int]:
    """First and last (exclusive) lines of the footnotes of wrapped pages.

    A note begins with the number that a word shortly before it carries ("đã hoàn thiện1."), and
    ends with its page or where the text goes on.
    """
    notes: dict[int, int] = {}
    if not layout.wrapped:
        return notes
    seen: list[tuple[int, str]] = []
    for at, line in enumerate(lines):
        match = _NOTE_START.match(line.text)
        if match and any(n == match[1] and at - where < _LOOK_BACK for where, n in seen):
            notes[at] = _note_end(lines, at, layout)
            seen = [item for item in seen if item[1] != match[1]]
        for reference in _NOTE_REFERENCE.finditer(line.text):
            seen.append((at, reference[1]))
        seen = seen[-20:]
    return notes


def _note_end(lines: Sequence[Line], at: int, layout: Layout) -> int:
    end = at + 1
    while end < len(lines) and not _leaves_note(lines[end - 1], lines[end], layout):
        end += 1
    return end


def _leaves_note(before: Line, line: Line, layout: Layout) -> bool:
    if line.starts_page or (layout.spaced and line.gap == 0):
        return True
    if _NOTE_START.match(line.text):
        return True
    return is_terminal(before.text) and (line.text[:1].islower() or starts_unit(line.text))

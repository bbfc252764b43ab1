"""Reading .docx by walking its XML, so that text in controls and tracked insertions is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from vanban.errors import UnreadableFile
from vanban.models import BlockKind, Cell, Issue, Severity, Span, Text
from vanban.readers.builder import Piece, Position, TextBuilder
from vanban.readers.letterheads import SIGNING_BY_TABS, is_letterhead
from vanban.readers.lines import Layout, Line, continues, glue
from vanban.readers.numbering import Numbering
from vanban.readers.package import COMPATIBILITY, Package, open_package, word
from vanban.readers.progress import Progress
from vanban.readers.remarks import change_issues, contents_issues, header_issues
from vanban.readers.runs import Changes, ParagraphText, RunReader, chosen_branch
from vanban.readers.styles import Styles, numbering_of
from vanban.text import find_text_issues, normalise

READER = "docx/1"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_PARAGRAPH, _TABLE, _ROW, _CELL = word("p"), word("tbl"), word("tr"), word("tc")
_WRAPPERS = {word(name) for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
_ALTERNATE = f"{{{COMPATIBILITY}}}AlternateContent"


def read_docx(raw: bytes, progress: Progress | None = None) -> Text:
    """The text of a .docx file: letterhead, body, numbering, tables, notes and text boxes.

    Errors: UnreadableFile(broken_docx, encrypted_file).
    """
    package = open_package(raw)
    root = package.parse(package.main)
    body = None if root is None else root.find(word("body"))
    if body is None:
        raise UnreadableFile("broken_docx", {"part": package.main})
    try:
        return _Document(package, body).read(raw)
    except RecursionError as error:
        raise UnreadableFile("broken_docx", {"part": package.main}) from error


# Lines parted by a typed break: joined only where a sentence plainly goes on.
_BREAKS = Layout(width=1_000_000, wrapped=True, spaced=False, ragged=False)
_SPACES = re.compile(" {2,}")


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where blocks are being written: body, a cell, a note."""

    kind: BlockKind = BlockKind.PARAGRAPH
    position: Position | None = None


@dataclass(slots=True)
class _Grid:
    """A table while it is being read: open cells of vertical merges by their column."""

    cells: list[Cell] = field(default_factory=list)
    merged: dict[int, int] = field(default_factory=dict)
    row: int = 0


class _Document:
    """One pass over the body in reading order."""

    def __init__(self, package: Package, body: etree._Element) -> None:
        self._package = package
        self._body = body
        self._builder = TextBuilder()
        self._styles = Styles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"))
        self._changes = Changes()
        self._runs = RunReader(self._styles, self._changes)
        self._notes = {
            kind: _notes_by_id(self._part(kind + "s"), word(kind))
            for kind in ("footnote", "endnote")
        }
        self._endnotes: list[str] = []
        self._paragraphs = 0
        self._contents = 0
        self._held: list[str] = []
        self._signature: list[str] | None = None
        paged = next(body.iter(word("lastRenderedPageBreak")), None) is not None
        self._page: int | None = 1 if paged else None
        self._raw_parts: list[str] = []

    def _part(self, kind: str) -> etree._Element | None:
        names = self._package.related(kind)
        return self._package.parse(names[0]) if names else None

    def read(self, raw: bytes) -> Text:
        self._blocks(self._body, _Frame())
        self._end_signing()
        for note in self._endnotes:
            self._write_note("endnote", note)
        content = self._builder.content
        issues = (
            *change_issues(self._changes),
            *contents_issues(self._contents),
            *header_issues(self._package),
            *find_text_issues("\n".join(self._raw_parts), content),
            *(() if content else (Issue("no_text", Severity.ERROR),)),
        )
        return self._builder.build(MEDIA_TYPE, raw, READER, issues)

    # Blocks

    def _blocks(self, parent: etree._Element, frame: _Frame) -> None:
        for child in parent:
            tag = child.tag
            if tag == _PARAGRAPH:
                self._paragraph(child, frame)
            elif tag == _TABLE:
                self._end_signing()
                self._table(child)
            elif tag in _WRAPPERS:
                self._blocks(child, frame)
            elif tag == _ALTERNATE:
                branch = chosen_branch(child)
                if branch is not None:
                    self._blocks(branch, frame)

    def _paragraph(self, element: etree._Element, frame: _Frame) -> None:
        found = self._runs.read(element)
        if self._page is not None:
            self._page += found.page_breaks
        self._raw_parts.append(found.text)
        if self._is_contents(element):
            self._contents += 1
            return
        found.parts[:0] = self._held
        self._held = []
        if _runs_into_next(element):
            self._held = found.parts
            return
        self._write_paragraph(element, found, frame)
        self._paragraphs += 1
        for box in found.boxes:
            self._blocks(box, frame)
        for kind, note in found.notes:
            if kind == "endnote":
                self._endnotes.append(note)
            else:
                self._write_note(kind, note)

    def _is_contents(self, element: etree._Element) -> bool:
        """Whether a paragraph is a line of a generated table of contents."""
        name = self._styles.name(_style_of(element)) or ""
        return _CONTENTS.match(name) is not None

    def _write_paragraph(
        self, element: etree._Element, found: ParagraphText, frame: _Frame
    ) -> None:
        label = self._label(element)
        key = _style_of(element)
        text = found.text if frame.position else self._left_of_signing(found.text)
        groups = _joined_lines(normalise(text).replace("\f", "\n"))
        for index, group in enumerate(groups):
            pieces = [self._piece(words, link) for words, link in group]
            numbering = label[0] if label and index == 0 else None
            if label and index == 0:
                pieces.insert(0, self._piece(label[0], ""))
                pieces[1] = self._piece(pieces[1].words, label[1])
            self._builder.add_block(
                pieces, frame.kind, frame.position, numbering, self._styles.name(key)
            )

    def _left_of_signing(self, text: str) -> str:
        """The left column of recipients and signature set side by side by tabs; the right one
        waits until the left one ends."""
        if self._signature is None and SIGNING_BY_TABS.match(text):
            self._signature = []
        if self._signature is None:
            return text
        left, _, right = text.partition("\t")
        if right.strip():
            self._signature.append(right)
            return left
        if left.strip() and not left.strip().startswith(("-", "–", "+", "•")):
            self._end_signing()
        return text

    def _end_signing(self) -> None:
        lines, self._signature = self._signature or (), None
        for line in lines:
            for group in _joined_lines(normalise(line)):
                pieces = [self._piece(words, link) for words, link in group]
                self._builder.add_block(pieces)

    def _piece(self, words: str, link: str) -> Piece:
        return Piece(words, link, self._page, self._paragraphs)

    def _label(self, element: etree._Element) -> tuple[str, str] | None:
        properties = element.find(word("pPr"))
        number, level = numbering_of(properties)
        if number is None:
            named = self._styles.numbering(_style_of(element))
            if named is None:
                return None
            number, key, own = named
            if level is None:
                level = own if own is not None else self._numbering.level_of_style(number, key)
        return None if number == "0" else self._numbering.next_label(number, level or 0)

    def _write_note(self, kind: str, key: str) -> None:
        for paragraph in self._notes[kind].pop(key, ()):
            self._paragraph(paragraph, _Frame(BlockKind.FOOTNOTE))

    # Tables

    def _table(self, element: etree._Element) -> None:
        number = self._builder.open_table()
        is_layout = is_letterhead(element)
        kind = BlockKind.PARAGRAPH if is_layout else BlockKind.CELL
        grid = _Grid()
        for row in self._children(element, _ROW):
            properties = row.find(word("trPr"))
            if properties is not None and properties.find(word("del")) is not None:
                self._changes.deletions += 1
                continue
            self._row(row, grid, number, kind)
            grid.row += 1
        self._builder.close_table(number, grid.cells, is_layout)

    def _row(self, row: etree._Element, grid: _Grid, number: int, kind: BlockKind) -> None:
        column = _integer_at(row, f"{word('trPr')}/{word('gridBefore')}", 0)
        for cell in self._children(row, _CELL):
            width = max(1, _integer_at(cell, f"{word('tcPr')}/{word('gridSpan')}", 1))
            merge = cell.find(f"{word('tcPr')}/{word('vMerge')}")
            goes_on = merge is not None and merge.get(word("val"), "continue") == "continue"
            if goes_on and column in grid.merged:
                _lengthen(grid, column)
                # Word keeps text typed before the cells were merged; it is not printed.
            else:
                grid.merged.pop(column, None)
                if merge is not None:
                    grid.merged[column] = len(grid.cells)
                position = Position(number, grid.row, column)
                grid.cells.append(self._cell(cell, position, kind, width))
            column += width

    def _cell(self, cell: etree._Element, position: Position, kind: BlockKind, width: int) -> Cell:
        before = self._builder.end
        start = self._builder.next_start
        self._blocks(cell, _Frame(kind, position))
        end = self._builder.end
        if end == before:
            start = end
        return Cell(Span(start, end), position.row, position.column, column_span=width)

    def _children(self, parent: etree._Element, tag: str) -> Iterator[etree._Element]:
        for child in parent:
            if child.tag == tag:
                yield child
            elif child.tag in _WRAPPERS:
                yield from self._children(child, tag)


_CONTENTS = re.compile(r"toc \d$", re.IGNORECASE)


def _style_of(paragraph: etree._Element) -> str | None:
    style = paragraph.find(f"{word('pPr')}/{word('pStyle')}")
    return None if style is None else style.get(word("val"))


def _runs_into_next(paragraph: etree._Element) -> bool:
    """Whether the paragraph's own mark was deleted as a tracked change."""
    deleted = paragraph.find(f"{word('pPr')}/{word('rPr')}/{word('del')}") is not None
    following = paragraph.getnext()
    return deleted and following is not None and following.tag == _PARAGRAPH


def _joined_lines(text: str) -> list[list[tuple[str, str]]]:
    """Lines of a paragraph parted by breaks, grouped where a sentence goes on."""
    lines = [_SPACES.sub(" ", line).strip() for line in text.split("\n")]
    groups: list[list[tuple[str, str]]] = []
    last = ""
    for number, line in enumerate(line for line in lines if line):
        if last and continues(last, Line(line, number), _BREAKS):
            groups[-1].append((line, glue(last, line)))
        else:
            groups.append([(line, "")])
        last = line
    return groups


def _notes_by_id(root: etree._Element | None, tag: str) -> dict[str, Sequence[etree._Element]]:
    if root is None:
        return {}
    return {
        note.get(word("id"), ""): note.findall(f".//{_PARAGRAPH}")
        for note in root.findall(tag)
        if note.get(word("type"), "normal") == "normal"
    }


def _integer_at(element: etree._Element, path: str, default: int) -> int:
    found = element.find(path)
    text = None if found is None else found.get(word("val"))
    return min(int(text), 1000) if text and text.isdigit() else default


def _lengthen(grid: _Grid, column: int) -> None:
    at = grid.merged[column]
    old = grid.cells[at]
    rows = grid.row - old.row + 1
    grid.cells[at] = Cell(old.span, old.row, old.column, rows, old.column_span)

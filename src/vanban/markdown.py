"""A parsed document as Markdown: title, headings by level, tables of data, footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from vanban.dates import format_date
from vanban.layout import find_layout
from vanban.models import Block, BlockKind, Header, ParsedDocument, Table, Unit, UnitKind

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")
# A line of plain words must not turn into a list, a quotation or a rule.
_LINE_START = re.compile(r"\A(?:([-+=>])|(\d+)([.)]))(?=\s|-|=|\Z)")
_HEADED = frozenset({UnitKind.PHAN, UnitKind.CHUONG, UnitKind.MUC, UnitKind.DIEU})
_DEEPEST = 6


def to_markdown(parsed: ParsedDocument) -> str:
    """The document as CommonMark with pipe tables (GFM) and footnotes.

    Headings are the titles of the outline; points and bullets keep their printed markers as
    nested lists. Words that look like markup are escaped. An empty text gives an empty string.
    """
    return "\n\n".join(part for part in _paragraphs(parsed) if part) + "\n"


def _paragraphs(parsed: ParsedDocument) -> Iterator[str]:
    text = parsed.text
    layout = find_layout(text)
    head = {block.span for block in layout.head}
    if head:
        yield _title(parsed.header, text.content, layout.head)
    units = {unit.span.start: unit for unit in parsed.outline}
    notes = _note_numbers(text.blocks)
    written: set[int] = set()
    tables = _tables_by_start(text.tables, text.blocks)
    for block in text.blocks:
        if block.span in head:
            continue
        table = tables.get(block.span.start) if block.kind is BlockKind.CELL else None
        if table is not None and id(table) not in written:
            written.add(id(table))
            yield _table(table, text.content)
        elif block.kind is BlockKind.FOOTNOTE:
            words = re.sub(r"\A\d{1,3}\s+", "", block.span.of(text.content))
            (number,) = notes[block.span.start]
            yield f"[^{number}]: {escaped(words)}"
        elif table is None:
            called = "".join(f"[^{number}]" for number in notes.get(block.span.start, ()))
            yield _paragraph(block, units.get(block.span.start), text.content) + called


def escaped(words: str) -> str:
    """Words on one line that Markdown shows as they are."""
    line = _MARKUP.sub(r"\\\1", " ".join(words.split()))
    return _LINE_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", line)


def _note_numbers(blocks: Iterable[Block]) -> dict[int, list[int]]:
    """The numbers of the footnotes, by where they begin and by where their paragraphs begin."""
    numbers: dict[int, list[int]] = {}
    before: Block | None = None
    count = 0
    for block in blocks:
        if block.kind is BlockKind.FOOTNOTE:
            count += 1
            numbers[block.span.start] = [count]
            if before is not None:
                numbers.setdefault(before.span.start, []).append(count)
        else:
            before = block
    return numbers


def _title(header: Header, content: str, head: Sequence[Block]) -> str:
    """Type and title as the first heading; without a type the letterhead as it is printed."""
    if header.type is None:
        return "  \n".join(escaped(block.span.of(content)) for block in head)
    facts = [header.issuer, header.number, header.date and format_date(header.date)]
    lines = [f"# {escaped(header.type)}: {escaped(header.title or '')}".rstrip(": ")]
    known = [escaped(fact) for fact in facts if fact]
    return "\n\n".join([*lines, *([" · ".join(known)] if known else [])])


def _paragraph(block: Block, unit: Unit | None, content: str) -> str:
    words = escaped(block.span.of(content))
    if unit is None or not words:
        return words
    own = content[min(unit.own_span.start, block.span.end) : block.span.end].strip()
    if unit.title and (unit.kind in _HEADED or own == unit.title):
        return "#" * min(_DEEPEST, unit.level + 1) + f" {words}"
    if unit.kind is UnitKind.BULLET:
        return f"- {escaped(own)}"
    return words


def _tables_by_start(tables: Sequence[Table], blocks: Sequence[Block]) -> Mapping[int, Table]:
    """The outermost table of data that each block lies in, by where the block begins."""
    found: dict[int, Table] = {}
    ordered = sorted(
        (table for table in tables if not table.is_layout and table.cells),
        key=lambda table: (table.span.start, -table.span.end),
    )
    at = 0
    for block in blocks:
        while at < len(ordered) and ordered[at].span.end <= block.span.start:
            at += 1
        if at < len(ordered) and ordered[at].span.start <= block.span.start:
            found[block.span.start] = ordered[at]
    return found


def _table(table: Table, content: str) -> str:
    """A pipe table; a merged cell is written once and leaves its other places empty."""
    rows = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row][cell.column] = escaped(cell.span.of(content))
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|" + " --- |" * table.columns)
    return "\n".join(lines)

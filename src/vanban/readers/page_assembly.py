"""Pages of words and rulings become a text: lines, paragraphs, tables, notes, margins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from statistics import median

from vanban.models import Issue, Page, Text
from vanban.readers.builder import TextBuilder
from vanban.readers.page_aligned import part_aligned
from vanban.readers.page_columns import part_columns
from vanban.readers.page_continued import joined
from vanban.readers.page_frames import Frames, frames_of
from vanban.readers.page_layout import PageLayout
from vanban.readers.page_lines import PageLine, lines_of, rows_of
from vanban.readers.page_margins import secrecy_issues, without_margins
from vanban.readers.page_notes import Note, part_notes
from vanban.readers.page_sides import Sides, continues_recipients, part_sides
from vanban.readers.page_tables import PageTable, find_tables
from vanban.readers.page_writer import PageWriter
from vanban.text import find_text_issues

Item = PageLine | Sides | PageTable
_ORNAMENT = re.compile(r"[-_=*.~\s–—]{3,}$|\*$")


@dataclass(slots=True)
class _Content:
    """What stands on one page, in reading order once it is put in order."""

    layout: PageLayout
    tables: tuple[PageTable, ...]
    lines: list[PageLine]
    items: list[Item] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.layout.page


def assemble(
    pages: Sequence[PageLayout],
    media_type: str,
    raw: bytes,
    reader: str,
    issues: Iterable[Issue] = (),
) -> Text:
    """The text of laid out pages; ``raw`` gives the hash.

    Shape: one place for each line, or for each word where words carry a confidence.
    """
    contents = [_content(layout) for layout in pages]
    kept, margins = without_margins([(content.page, content.lines) for content in contents])
    for content, lines in zip(contents, kept, strict=True):
        content.lines = lines
    size = _usual_size(contents)
    for content in contents:
        _put_in_order(content, size)
    _join_over_pages(contents)
    builder = TextBuilder()
    writer = PageWriter(builder)
    for content, frames in zip(contents, _frames(contents), strict=True):
        writer.write_page(content.items, content.notes, frames)
    writer.finish()
    odd = find_text_issues(builder.content, builder.content)
    marks = secrecy_issues(dict.fromkeys(margin.words for margin in margins))
    found = (*issues, *marks, *odd)
    at = [content.page for content in contents]
    return builder.build(media_type, raw, reader, found, at, margins)


def _content(layout: PageLayout) -> _Content:
    tables, words = find_tables(layout)
    lines = [line for line in lines_of(words, layout.page.number) if not _ORNAMENT.match(line.text)]
    return _Content(layout, tables, lines)


def _usual_size(contents: Sequence[_Content]) -> float:
    """The type size of the running text: the median letter's."""
    sizes = [line.size for content in contents for line in content.lines if len(line.text) > 20]
    return median(sizes) if sizes else 12.0


def _put_in_order(content: _Content, size: float) -> None:
    lines, content.notes = part_notes(content.lines, content.layout, size)
    items: list[Item] = []
    held: list[PageLine] = []
    for item in part_sides(lines, content.page.width):
        if isinstance(item, PageLine):
            held.append(item)
            continue
        items += [*_whole_lines(held, content), item]
        held = []
    items += _whole_lines(held, content)
    content.items = _with_tables(items, content.tables)


def _whole_lines(lines: Sequence[PageLine], content: _Content) -> list[Item]:
    """Lines in reading order, the parts of one printed line together, columns apart; tables
    without rulings."""
    found: list[Item] = []
    for item in part_aligned(part_columns(lines, content.page.width, content.tables)):
        last = found[-1] if found else None
        if isinstance(item, PageLine) and isinstance(last, PageLine) and _is_beside(last, item):
            found[-1] = PageLine(item.page, (*last.words, *item.words))
        else:
            found.append(item)
    return found


def _is_beside(line: PageLine, other: PageLine) -> bool:
    if line.in_column or other.in_column:
        return False
    return len(rows_of((line, other))) == 1 and line.box.right <= other.box.left


def _with_tables(items: Sequence[Item], tables: Sequence[PageTable]) -> list[Item]:
    result = list(items)
    for table in tables:
        at = next((n for n, item in enumerate(result) if top_of(item) > table.box.top), len(result))
        result.insert(at, table)
    return result


def top_of(item: Item) -> float:
    """Where an item begins on its page."""
    if isinstance(item, Sides):
        return min(line.box.top for line in (*item.left, *item.right))
    return item.box.top


def _frames(contents: Sequence[_Content]) -> list[Frames]:
    return frames_of(
        [
            (
                content.page.width,
                [item for item in content.items if isinstance(item, PageLine)],
            )
            for content in contents
        ]
    )


# Over page breaks


def _join_over_pages(contents: Sequence[_Content]) -> None:
    """Tables and lists of recipients that go on over a page break, each in one piece."""
    filled = [content for content in contents if content.items]
    for before, content in pairwise(filled):
        if before.notes and content.notes and content.notes[0].figure is None:
            before.notes[-1] = before.notes[-1].with_lines(content.notes.pop(0).lines)
        if not before.items:
            # Its table went to the page before: that page's last item is the one to go on with.
            continue
        _join_pages(before, content)
        if not content.items:
            content.items, before.items = before.items[-1:], before.items[:-1]


def _join_pages(before: _Content, content: _Content) -> None:
    last, first = before.items[-1], content.items[0]
    if isinstance(last, PageTable) and isinstance(first, PageTable):
        table = joined(last, first) if content.page.number - last.page <= 1 else None
        if table:
            before.items[-1] = table
            del content.items[0]
    elif isinstance(last, Sides):
        more = list(
            takewhile(
                lambda item: isinstance(item, PageLine) and continues_recipients(last, item),
                content.items,
            )
        )
        lines = [item for item in more if isinstance(item, PageLine)]
        before.items[-1] = Sides((*last.left, *lines), last.right)
        del content.items[: len(more)]

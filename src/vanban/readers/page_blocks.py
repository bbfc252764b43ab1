"""Lines of cells and of letterhead columns joined into paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from vanban.readers.capitals import completes_phrase, ends_block, is_capitals, is_linked
from vanban.readers.page_lines import PageLine
from vanban.readers.page_links import is_within_symbol
from vanban.readers.page_tables import PageCell
from vanban.readers.starts import (
    is_bullet,
    is_formula,
    is_lone_marker,
    is_reference,
    is_terminal,
    starts_paragraph,
    starts_unit,
)

Paragraph = list[PageLine]
# Points between a cell's border and its words.
_LEAST_PADDING, _MOST_PADDING = 2.0, 7.0


def cell_paragraphs(cell: PageCell) -> list[Paragraph]:
    """The paragraphs of a cell: a line goes on where the next word had no room on it."""
    lefts = [line.box.left - cell.box.left for line in cell.lines if line.page == _page(cell)]
    padding = min(max(min(lefts, default=0), _LEAST_PADDING), _MOST_PADDING)
    inner = cell.box.right - cell.box.left - 2 * padding

    def goes_on(paragraph: Paragraph, line: PageLine) -> bool:
        return _goes_on_in_cell(paragraph, line, inner)

    return _grouped(cell.lines, goes_on)


def _page(cell: PageCell) -> int:
    return cell.lines[0].page if cell.lines else 0


def _goes_on_in_cell(paragraph: Paragraph, line: PageLine, inner: float) -> bool:
    last, text = paragraph[-1], line.text
    first = line.words[0].box
    need = first.right - first.left + 0.6 * line.size
    room = inner - (last.box.right - last.box.left)
    if is_within_symbol(last.text, text) or is_lone_marker(last.text):
        return True
    if starts_paragraph(last.text, text):
        listed = is_bullet(paragraph[0].text) or starts_unit(paragraph[0].text)
        return room < need and not is_terminal(last.text) and not listed
    if room < need:
        return True
    return not is_terminal(last.text) and (text[:1].islower() or is_reference(last.text))


def side_paragraphs(lines: Iterable[PageLine]) -> list[Paragraph]:
    """The paragraphs of one column of a letterhead or a signature: most lines stand alone."""
    found = list(lines)
    right = max((line.box.right for line in found), default=0.0)

    def goes_on(paragraph: Paragraph, line: PageLine) -> bool:
        return _goes_on_in_side(paragraph, line, right)

    return _grouped(found, goes_on)


def _goes_on_in_side(paragraph: Paragraph, line: PageLine, right: float) -> bool:
    last, text = paragraph[-1], line.text
    if is_within_symbol(last.text, text):
        return True
    if ends_block(last.text) or is_formula(text) or is_bullet(text):
        return False
    if is_capitals(last.text) and is_capitals(text):
        lone = " " not in text and len(text) < 7
        return lone or completes_phrase(last.text, text) or is_linked(last.text)
    if is_capitals(last.text) or is_capitals(text) or is_terminal(last.text):
        return False
    if text[:1].islower() or completes_phrase(last.text, text) or is_reference(last.text):
        return True
    first = line.words[0].box
    full = right - last.box.right < first.right - first.left + 0.6 * line.size
    return full and (is_bullet(paragraph[0].text) or paragraph[0].text[:2] == "V/")


def _grouped(
    lines: Sequence[PageLine], goes_on: Callable[[Paragraph, PageLine], bool]
) -> list[Paragraph]:
    groups: list[Paragraph] = []
    for line in lines:
        if groups and goes_on(groups[-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups

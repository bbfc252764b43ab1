"""Printed lines joined into paragraphs: geometry first, words second."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vanban.readers.capitals import (
    TYPE_LINES,
    completes_phrase,
    ends_block,
    is_capitals,
    is_linked,
    is_mark,
)
from vanban.readers.page_frames import Frame
from vanban.readers.page_lines import PageLine
from vanban.readers.page_links import is_within_symbol
from vanban.readers.starts import (
    is_bullet,
    is_formula,
    is_lone_marker,
    is_reference,
    is_terminal,
    starts_paragraph,
    starts_unit,
)

_LONE_HEADING = re.compile(
    r"(?:(?:Phụ lục|PHỤ LỤC|Chương|CHƯƠNG|Phần|PHẦN|Mục|MỤC|Biểu|BIỂU|Mẫu|MẪU)"
    r"(?:\s+(?:số\s+|thứ\s+)?\S{1,6})?)\W*$"
)
# Who decides stands on a line of its own below the title.
_HOLDER = re.compile(
    r"(?:CHỦ TỊCH|BỘ TRƯỞNG|GIÁM ĐỐC|THỦ TƯỚNG|CHÍNH PHỦ|HỘI ĐỒNG NHÂN DÂN|ỦY BAN NHÂN DÂN|"
    r"UỶ BAN NHÂN DÂN|BAN THƯỜNG VỤ|BAN CHẤP HÀNH|QUYẾT ĐỊNH|QUYẾT NGHỊ)\b"
)
_OTHER_SIZE, _OTHER_SIZE_SCANNED = 0.12, 0.4


def joins(paragraph: Sequence[PageLine], line: PageLine, frame: Frame) -> bool:
    """Whether a line goes on with the paragraph above it."""
    last = paragraph[-1]
    if is_mark(last.text) or is_mark(line.text) or last.text in TYPE_LINES:
        return False
    short = frame.has_room(last, line)
    flows = _flows(last.text, line.text)
    if is_within_symbol(last.text, line.text) and not short:
        return True
    if is_formula(line.text) and (frame.is_inset(last) or is_capitals(last.text)):
        return False
    if last.page == line.page and frame.is_apart(last, line):
        return flows and not short and not _are_headings(last, line, frame)
    if _has_other_type(last, line):
        return flows and not short
    if _are_headings(last, line, frame):
        return _joins_headings(last, line, frame)
    if short:
        return flows or (len(paragraph) == 1 and is_lone_marker(last.text))
    return _joins_full(paragraph, line, frame, flows)


def _flows(text: str, following: str) -> bool:
    """Whether a sentence plainly goes on from one line to the next."""
    if is_terminal(text) or starts_unit(following) or is_bullet(following):
        return False
    return following[:1].islower() or is_reference(text)


def _has_other_type(last: PageLine, line: PageLine) -> bool:
    scanned = last.words[0].confidence is not None
    limit = _OTHER_SIZE_SCANNED if scanned else _OTHER_SIZE
    return abs(last.size - line.size) > limit * max(last.size, line.size)


# Centred lines


def _are_headings(last: PageLine, line: PageLine, frame: Frame) -> bool:
    """Whether two lines are centred, one of them at least plainly so."""
    if not (frame.is_even(last) and frame.is_even(line)):
        return False
    if is_capitals(last.text) and is_capitals(line.text):
        return True
    return frame.is_inset(last) or frame.is_inset(line)


def _joins_headings(last: PageLine, line: PageLine, frame: Frame) -> bool:
    text = line.text
    if _LONE_HEADING.match(last.text) or starts_paragraph(last.text, text) or text[0] == "(":
        return False
    if is_capitals(last.text) and is_capitals(text) and is_linked(last.text):
        return True
    if ends_block(last.text) or ends_block(text) or _HOLDER.match(text):
        return False
    if is_terminal(last.text) or last.is_bold is not line.is_bold:
        return False
    if is_capitals(last.text) is not is_capitals(text):
        return not any(map(str.isalpha, text)) or is_linked(last.text)
    if is_capitals(text):
        return _joins_capitals(last, line)
    return True


def _joins_capitals(last: PageLine, line: PageLine) -> bool:
    if completes_phrase(last.text, line.text) or is_linked(last.text):
        return True
    return not (starts_unit(line.text) or is_formula(line.text) or line.text in TYPE_LINES)


# Running text


def _joins_full(paragraph: Sequence[PageLine], line: PageLine, frame: Frame, flows: bool) -> bool:
    """The decision where the line above is full."""
    last = paragraph[-1]
    if frame.spaced and last.page == line.page and not frame.indents:
        return True
    step = line.left - last.left
    near = 0.5 * last.size
    if step > near:
        return _hangs(paragraph, line) or flows
    if step < -near:
        return _returns(paragraph, line, frame, flows)
    if frame.is_indented(line) and frame.indents and len(paragraph) == 1:
        # Two lines with a first line's indent are two paragraphs, or one set in as a whole.
        return flows
    if starts_paragraph(last.text, line.text):
        return not is_terminal(last.text) and (frame.indents or not is_bullet(paragraph[0].text))
    return flows or frame.indents or not is_terminal(last.text) or not _opens(line.text)


def _opens(text: str) -> bool:
    return text[:1].isupper() or text[:1].isdigit()


def _hangs(paragraph: Sequence[PageLine], line: PageLine) -> bool:
    """Whether a line stands under the words after the marker above it."""
    last = paragraph[-1]
    marked = is_bullet(last.text) or starts_unit(last.text)
    if len(paragraph) > 1 or len(last.words) < 2 or not marked:
        return False
    if starts_paragraph(last.text, line.text):
        return False
    aligned = abs(last.words[1].box.left - last.shift - line.left) < 0.5 * last.size
    return aligned or not is_terminal(last.text)


def _returns(paragraph: Sequence[PageLine], line: PageLine, frame: Frame, flows: bool) -> bool:
    """Whether a line that begins left of the one above goes on with its paragraph."""
    last = paragraph[-1]
    if len(paragraph) > 1:
        # Only the first line of a paragraph is set in; a second step to the left opens another.
        return flows
    if not starts_paragraph(last.text, line.text):
        return True
    return not is_terminal(last.text) and not frame.is_indented(line)

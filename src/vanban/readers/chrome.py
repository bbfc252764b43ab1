"""What a portal's page prints around a document: menus, buttons, lists of other documents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from vanban.lexicon import words
from vanban.readers.capitals import is_capitals, is_mark
from vanban.readers.letterheads import NATIONAL_WORDS
from vanban.readers.lines import Line
from vanban.readers.starts import starts_signing
from vanban.text import fold

_EDGES = " :.|>»›•*-–—[](){}/\\"
_LONGEST = 60
_HEAD_LINES = 150
_TRAIL = re.compile(r"trang chủ\s*(?:>|»|›|/|\||→)", re.IGNORECASE)
_COUNTER = re.compile(
    r"(?:lượt (?:xem|tải|truy cập)|số lượt (?:xem|tải)|đã xem|ngày đăng|đăng ngày|ngày cập nhật"
    r"|cập nhật lúc|cập nhật ngày|lần xem|người đăng|nguồn tin)\s*:?\s*[\d./:, -]*\Z"
)
_END_MARK = re.compile(r"\./\.\s*\Z")


@cache
def _phrases(key: str) -> frozenset[str]:
    return frozenset(words("chrome", key))


def _plain(line: Line) -> str:
    return fold(line.text).strip(_EDGES) if len(line.text) <= _LONGEST else ""


def is_button(line: Line) -> bool:
    """Whether a line is nothing but a button, a counter or a trail of menus."""
    if len(line.text) > 2 * _LONGEST:
        return False
    if _TRAIL.match(line.text):
        return True
    plain = _plain(line)
    return plain in _phrases("buttons") or _COUNTER.match(plain) is not None


def without_chrome(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without buttons, without what stands before the letterhead on a page with a menu,
    and without the lists that follow the document."""
    buttons = {at for at, line in enumerate(lines) if is_button(line)}
    start = _letterhead_start(lines)
    begins = start if start and _has_menu(lines[:start], buttons) else 0
    end = _document_end(lines)
    if not buttons and begins == 0 and end == len(lines):
        return tuple(lines)
    kept: list[Line] = []
    for at in range(begins, end):
        if at in buttons:
            continue
        line = lines[at]
        apart = not kept or at - 1 in buttons
        kept.append(replace(line, gap=max(line.gap, 1)) if apart else line)
    return tuple(kept)


def _has_menu(before: Sequence[Line], buttons: set[int]) -> bool:
    return any(at in buttons or _plain(line) in _phrases("top") for at, line in enumerate(before))


def _letterhead_start(lines: Sequence[Line]) -> int:
    """The first line of the letterhead: the issuer above or at the national title."""
    for at, line in enumerate(lines[:_HEAD_LINES]):
        if len(line.text) <= 2 * _LONGEST and NATIONAL_WORDS.search(fold(line.text)):
            while at and _is_issuer(lines[at - 1]):
                at -= 1
            return at
    return 0


def _is_issuer(line: Line) -> bool:
    if is_button(line) or _plain(line) in _phrases("top"):
        return False
    return len(line.text) <= 2 * _LONGEST and (is_capitals(line.text) or is_mark(line.text))


def _document_end(lines: Sequence[Line]) -> int:
    """Where the lists after a document begin; they follow its signature or its end mark."""
    signed = False
    for at, line in enumerate(lines):
        if signed and _plain(line) in _phrases("tail"):
            return at
        signed = signed or starts_signing(line.text) or bool(_END_MARK.search(line.text[-8:]))
    return len(lines)

"""What stands between two printed lines of one paragraph: a space, or nothing inside a symbol."""

from __future__ import annotations

import re

from vanban.readers.lines import glue
from vanban.readers.page_lines import PageLine
from vanban.readers.starts import is_broken_symbol, tail_of

# "109/2022/NĐ" + "-CP", "số 57" + "-NQ/TW", "12/2025" + "/NĐ-CP".
_SYMBOL = re.compile(r"(?:\d[\d.]*[/-](?:\d{4}/)?[A-ZĐ][\w&]*|\bsố\s\d+|\d/\d{4})$")
_GOES_ON = re.compile(r"(?:-|/)[A-ZĐ][\w&]+")
# A word too long for its cell is cut anywhere: a symbol, a large number.
_CUT_SYMBOL = re.compile(r"\d[\d.]*[/-]\S*[A-ZĐ&]$")
_REST_OF_SYMBOL = re.compile(r"[A-ZĐ][A-ZĐ\d&-]*(?:[\s,;.)]|$)")
_CUT_NUMBER = re.compile(r"\d[\d.,]*[.,]\n\d|\d[\d.,]*\n[.,]\d")


def is_within_symbol(last: str, following: str) -> bool:
    """Whether a document's symbol was broken between two lines."""
    if is_broken_symbol(last, following):
        return True
    return bool(_GOES_ON.match(following) and _SYMBOL.search(tail_of(last)))


def is_within_word(last: PageLine, line: PageLine) -> bool:
    """Whether a word that has a line of a cell for itself was too long for it."""
    if len(last.words) > 1:
        return False
    if _CUT_SYMBOL.match(last.text):
        return _REST_OF_SYMBOL.match(line.text) is not None
    return _CUT_NUMBER.match(f"{last.text}\n{line.text}") is not None


def link(last: PageLine, line: PageLine, *, narrow: bool) -> str:
    """What joins two lines; in the ``narrow`` lines of a cell long words may be cut."""
    if is_within_symbol(last.text, line.text) or (narrow and is_within_word(last, line)):
        return ""
    return glue(last.text, line.text)

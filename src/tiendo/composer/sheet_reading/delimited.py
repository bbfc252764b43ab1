"""Delimited text as spreadsheets save it: its encoding and its separator are found, not asked."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from tiendo.composer.formula_text import told
from tiendo.composer.sheet_reading.limits import Limits
from tiendo.composer.sheet_reading.model import ReadRow, SheetName, SheetNotes, UnreadableSheet

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What is text by its first bytes and no table all the same.
_OTHERS = (b"%PDF", b"{\\rtf", b"<", b"\xff\xd8", b"\x89PNG")
_SEPARATORS = (";", "\t", ",")
_SEEN = 20
_LONGEST = 200_000


@dataclass(slots=True)
class DelimitedBook:
    """One sheet of texts."""

    raw: bytes
    limits: Limits
    has_macros: bool = False
    _text: str = field(init=False)

    def __post_init__(self) -> None:
        self._text = _decoded(self.raw)

    @property
    def names(self) -> tuple[SheetName, ...]:
        """The one sheet."""
        return (SheetName("CSV"),)

    def rows(self, sheet: int) -> DelimitedRows:
        """The rows of the text."""
        return DelimitedRows(self._text, self.limits)


class DelimitedRows:
    """The lines of a delimited text, cut into cells."""

    def __init__(self, text: str, limits: Limits) -> None:
        self.notes = SheetNotes()
        self._text, self._limits = text, limits

    def __iter__(self) -> Iterator[ReadRow]:
        said, most = 0, self._limits.most_columns
        lines = csv.reader(io.StringIO(self._text, newline=""), delimiter=_separator(self._text))
        try:
            for number, cells in enumerate(lines, 1):
                is_cut = any(cells[most:])
                row = ReadRow(number, tuple([told(c) or None for c in cells[:most]]), is_cut=is_cut)
                if number - said > self._limits.blank_rows:
                    self.notes.stopped_at = said
                    return
                if not row.is_blank:
                    said = number
                    yield row
        except csv.Error as error:
            raise UnreadableSheet("damaged") from error


def _separator(text: str) -> str:
    """The separator that cuts the first lines into most cells."""
    lines = text.splitlines()[:_SEEN]
    return max(_SEPARATORS, key=lambda sign: sum(line.count(sign) for line in lines))


def _decoded(raw: bytes) -> str:
    """The text in composed letters. Errors: UnreadableSheet not_sheet, encoding."""
    if not raw.strip() or raw.startswith(_OTHERS):
        raise UnreadableSheet("not_sheet")
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _as_text(raw, encoding)
    if b"\0" in raw[:4096]:
        # UTF-16 without its mark: every other byte of Latin letters is zero.
        if raw[1:200:2].count(0) > 40:
            return _as_text(raw, "utf-16-le")
        raise UnreadableSheet("not_sheet")
    try:
        return _as_text(raw, "utf-8")
    except UnreadableSheet:
        return _as_text(raw, "cp1258")


def _as_text(raw: bytes, encoding: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableSheet("encoding") from error
    if "\0" in text:
        raise UnreadableSheet("damaged")
    if any(len(line) > _LONGEST for line in text[: _LONGEST * 2].splitlines()):
        raise UnreadableSheet("not_sheet")
    if any(unicodedata.category(sign) == "Cc" and sign not in "\r\n\t\f\v" for sign in text[:4096]):
        raise UnreadableSheet("not_sheet")
    return unicodedata.normalize("NFC", text)

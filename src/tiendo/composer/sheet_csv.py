"""Writes a sheet as CSV (RFC 4180, UTF-8 with a mark so that spreadsheets see it), row by row.

Values stand as machines read them: days as 2025-11-10, a ratio as 0.25, numbers with a point.
A text that a spreadsheet would take for a formula gets an apostrophe in front, which an import
takes off again.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator

from tiendo.composer.formula_text import neutral
from tiendo.composer.sheets import Behind, Sheet, Value
from vanban.quantities import Missing

_MARK = "\ufeff"
_ROWS_AT_ONCE = 500


class _Lines:
    """A file that keeps what was last written to it."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def write(self, text: str) -> None:
        self.written.append(text)

    def take(self) -> bytes:
        taken = "".join(self.written).encode()
        self.written.clear()
        return taken


def csv_chunks(sheet: Sheet, zone: dt.tzinfo) -> Iterator[bytes]:
    """The bytes of the file in pieces; memory does not grow with the rows.

    The totals are left out: a row that sums others does not belong among them.
    """
    lines = _Lines()
    lines.write(_MARK)
    writer = csv.writer(lines)
    writer.writerow([column.title for column in sheet.columns])
    plain = _plain_in(zone)
    for number, row in enumerate(sheet.rows, 1):
        writer.writerow([plain(value) for value in row])
        if number % _ROWS_AT_ONCE == 0:
            yield lines.take()
    yield lines.take()


def _plain_in(zone: dt.tzinfo) -> Callable[[Value | Behind], object]:
    def plain(value: Value | Behind) -> object:
        if type(value) is str:
            return neutral(value)
        if isinstance(value, Behind):
            return plain(value.value)
        if isinstance(value, Missing):
            return value.words
        if isinstance(value, dt.datetime):
            return value.astimezone(zone).isoformat(timespec="minutes")
        return value

    return plain

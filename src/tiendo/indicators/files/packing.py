"""The rows of a file packed into chunks, and unpacked again.

They are packed by column: most rows of a file say the same in most columns.
"""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tiendo.composer.sheet_reading import Scalar

ROWS_IN_CHUNK = 2000
_FAST = 1


@dataclass(slots=True)
class Line:
    """A row of a file: its number in the sheet and its cells in the order of ``Head``.

    ``unsaved``: the places of those that are formulas without a result.
    """

    number: int
    cells: list[Scalar]
    unsaved: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a file by column; ``unsaved``: those with formulas without a result, by place.

    ``has_flags``: some cell may be TRUE or FALSE, which Python takes for 1 and 0.
    """

    numbers: list[int]
    columns: list[list[Scalar]]
    unsaved: dict[int, tuple[int, ...]]
    has_flags: bool

    def line(self, place: int) -> Line:
        """The row at a place."""
        cells = [column[place] for column in self.columns]
        return Line(self.numbers[place], cells, self.unsaved.get(place, ()))

    def __iter__(self) -> Iterator[Line]:
        return map(self.line, range(len(self.numbers)))


def pack(lines: Sequence[Line]) -> bytes:
    """The bytes of some rows. A column that says one thing throughout is packed as that."""
    columns: list[Sequence[Scalar]] = list(zip(*(line.cells for line in lines), strict=True))
    columns = [column[:1] if _is_one(column) else column for column in columns]
    unsaved = [(place, line.unsaved) for place, line in enumerate(lines) if line.unsaved]
    packed = [[line.number for line in lines], columns, unsaved]
    text = json.dumps(packed, ensure_ascii=False, separators=(",", ":"), default=_as_json)
    return zlib.compress(text.encode(), _FAST)


def _is_one(column: Sequence[Scalar]) -> bool:
    return len(set(map(type, column))) == 1 and column.count(column[0]) == len(column)


def unpack(content: bytes) -> Rows:
    """The rows that ``pack`` packed; a day comes back as one, a moment as its day."""
    text = zlib.decompress(content)
    numbers, columns, unsaved = json.loads(text)
    if b'{"' in text:
        columns = [[_day(c) if type(c) is dict else c for c in column] for column in columns]
    count = len(numbers)
    return Rows(
        numbers,
        [column if len(column) == count else column * count for column in columns],
        {place: tuple(places) for place, places in unsaved},
        b"true" in text or b"false" in text,
    )


def _as_json(value: dt.date | dt.datetime | dt.time) -> dict[str, str]:
    if isinstance(value, dt.time):
        return {"hour": value.isoformat()}
    return {"day": value.isoformat()[:10]}


def _day(packed: dict[str, str]) -> Scalar:
    if "hour" in packed:
        return dt.time.fromisoformat(packed["hour"])
    return dt.date.fromisoformat(packed["day"])

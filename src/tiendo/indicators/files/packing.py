"""The rows of a file packed into chunks, and unpacked again."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tiendo.composer.sheet_reading import Scalar

ROWS_IN_CHUNK = 500
_FAST = 1


@dataclass(slots=True)
class Line:
    """A row of a file: its number in the sheet and its cells in the order of ``Head``.

    ``unsaved``: the places of those that are formulas without a result.
    """

    number: int
    cells: list[Scalar]
    unsaved: tuple[int, ...] = ()


def pack(lines: Iterable[Line]) -> bytes:
    """The bytes of some rows."""
    listed = [[line.number, line.cells, line.unsaved] for line in lines]
    text = json.dumps(listed, ensure_ascii=False, separators=(",", ":"), default=_as_json)
    return zlib.compress(text.encode(), _FAST)


def unpack(content: bytes) -> Iterator[Line]:
    """The rows that ``pack`` packed; a day comes back as one, a moment as its day."""
    text = zlib.decompress(content)
    has_days = b'{"' in text
    for number, cells, unsaved in json.loads(text):
        if has_days:
            cells = [_day(cell) if type(cell) is dict else cell for cell in cells]
        yield Line(number, cells, tuple(unsaved))


def _as_json(value: dt.date | dt.datetime | dt.time) -> dict[str, str]:
    if isinstance(value, dt.time):
        return {"hour": value.isoformat()}
    return {"day": value.isoformat()[:10]}


def _day(packed: dict[str, str]) -> Scalar:
    if "hour" in packed:
        return dt.time.fromisoformat(packed["hour"])
    return dt.date.fromisoformat(packed["day"])

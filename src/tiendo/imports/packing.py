"""The rows of a sheet packed into chunks, and unpacked again."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Iterable, Iterator

from tiendo.composer.sheet_reading import ReadRow, Scalar

ROWS_IN_CHUNK = 500
_FAST = 1


def pack(rows: Iterable[ReadRow]) -> bytes:
    """The bytes of some rows."""
    listed = [[row.number, row.is_hidden, row.values, row.formulas, row.unsaved] for row in rows]
    text = json.dumps(listed, ensure_ascii=False, separators=(",", ":"), default=_as_json)
    return zlib.compress(text.encode(), _FAST)


def unpack(content: bytes) -> Iterator[ReadRow]:
    """The rows that ``pack`` packed."""
    for number, is_hidden, values, formulas, unsaved in json.loads(zlib.decompress(content)):
        plain = tuple(_from_json(value) if type(value) is dict else value for value in values)
        yield ReadRow(number, plain, is_hidden, tuple(formulas), tuple(unsaved))


def _as_json(value: dt.date | dt.datetime | dt.time) -> dict[str, str]:
    if isinstance(value, dt.datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, dt.time):
        return {"hour": value.isoformat()}
    return {"day": value.isoformat()}


def _from_json(packed: dict[str, str]) -> Scalar:
    ((kind, text),) = packed.items()
    if kind == "moment":
        return dt.datetime.fromisoformat(text)
    if kind == "hour":
        return dt.time.fromisoformat(text)
    return dt.date.fromisoformat(text)

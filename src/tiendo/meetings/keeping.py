"""Papers as they are kept with a meeting: sheets as JSON, and back, every kind of value as such."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from tiendo.composer.sheets import Behind, CellKind, Sheet, SheetColumn, Value
from vanban.quantities import Missing

Kept = dict[str, Any]


def kept(sheet: Sheet) -> Kept:
    """A sheet as JSON values. Its rows are read once."""
    return {
        "name": sheet.name,
        "title": sheet.title,
        "columns": [asdict(column) for column in sheet.columns],
        "rows": [[_plain(value) for value in row] for row in sheet.rows],
        "stated": [list(pair) for pair in sheet.stated],
    }


def sheet_of(found: Kept) -> Sheet:
    """The sheet that was kept."""
    columns = tuple(
        SheetColumn(**{**column, "kind": CellKind(column["kind"])}) for column in found["columns"]
    )
    rows = [tuple(_value(value) for value in row) for row in found["rows"]]
    stated = tuple((str(label), str(words)) for label, words in found["stated"])
    return Sheet(found["name"], found["title"], columns, rows, stated=stated)


def _plain(value: Value | Behind) -> object:
    match value:
        case Behind():
            return {"behind": _plain(value.value), "values": dict(value.values)}
        case Missing():
            return {"missing": str(value)}
        case Decimal():
            return {"number": str(value)}
        case dt.datetime():
            return {"moment": value.isoformat()}
        case dt.date():
            return {"day": value.isoformat()}
        case _:
            return value


def _value(found: Any) -> Value | Behind:
    match found:
        case {"behind": inner, "values": values}:
            return Behind(_bare(inner), values)
        case _:
            return _bare(found)


def _bare(found: Any) -> Value:
    match found:
        case {"missing": code}:
            return Missing(code)
        case {"number": number}:
            return Decimal(number)
        case {"moment": moment}:
            return dt.datetime.fromisoformat(moment)
        case {"day": day}:
            return dt.date.fromisoformat(day)
        case None | str() | int():
            return found
        case _:
            raise ValueError(f"no value of a sheet: {found!r}")

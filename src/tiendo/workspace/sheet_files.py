"""A small sheet as a file that is answered at once: its forms, and what each is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO

from tiendo.composer.sheet_csv import csv_chunks
from tiendo.composer.sheet_xlsx import write_xlsx
from tiendo.composer.sheets import Sheet
from tiendo.domain import clock


def _csv(sheet: Sheet) -> bytes:
    return b"".join(csv_chunks(sheet, clock.LOCAL_ZONE))


def _xlsx(sheet: Sheet) -> bytes:
    target = BytesIO()
    write_xlsx(sheet, target, clock.LOCAL_ZONE, clock.now())
    return target.getvalue()


TABLES: Mapping[str, Callable[[Sheet], bytes]] = {"xlsx": _xlsx, "csv": _csv}
TABLE_TYPES: Mapping[str, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}

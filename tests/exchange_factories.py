"""Lists of the national system as files, and their rows taken in."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook

from tests.factories import World, actor
from tiendo.exchange.actions import take_list
from tiendo.exchange.models import Delivery, TheirRow
from tiendo.exchange.registry import NQ57
from tiendo.programmes.models import Programme

HEAD = (
    "Mã nhiệm vụ",
    "Văn bản giao",
    "Mục",
    "Tên nhiệm vụ",
    "Đơn vị chủ trì",
    "Hạn hoàn thành",
    "Trạng thái",
    "Tiến độ (%)",
    "Kết quả thực hiện",
)


def workbook(rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD) -> bytes:
    """A list as XLSX, its title above the head."""
    book = Workbook()
    page = book.active
    page.append(["DANH SÁCH NHIỆM VỤ"])
    page.append(list(head))
    for row in rows:
        page.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def said(number: str, title: str, **more: Any) -> tuple[Any, ...]:
    """One row of a list."""
    values: Mapping[str, Any] = {
        "symbol": "57-NQ/TW",
        "clause": "",
        "lead": "Sở Nội vụ",
        "due": "30/9/2025",
        "status": "Đang thực hiện trong hạn",
        "percent": "",
        "result": "",
    } | more
    return (number, values["symbol"], values["clause"], title, *list(values.values())[2:])


def take(
    world: World, programme: Programme, rows: Sequence[Sequence[Any]], name: str = "ds.xlsx"
) -> Delivery:
    """A list taken in by the coordinator."""
    return take_list(
        by=actor(world.coordinator),
        programme=programme,
        system=NQ57,
        raw=workbook(rows),
        file_name=name,
    )


def row_of(number: str) -> TheirRow:
    """The row with an id of theirs."""
    return TheirRow.objects.select_related("programme").get(facts__external_id=number)

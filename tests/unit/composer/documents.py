"""Small documents for the tests of the composer."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from tiendo.composer.model import (
    Align,
    Cell,
    Column,
    Figure,
    Letterhead,
    OfficialDocument,
    Paragraph,
    Row,
    Signature,
    Table,
    cell,
    content,
)

DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
TOTAL = Figure("tasks.total", "62", Decimal(62), "nhiệm vụ", "đếm", dt.date(2025, 11, 10), 62, "a1")
SPENT = Figure("budget.spent", "183.395 triệu đồng", Decimal("183395000000"), "đồng")
RATE = Figure("budget.rate", "Chưa có số liệu", None)


def letterhead(**changes: Any) -> Letterhead:
    """The letterhead of a dated plan of the province."""
    values: dict[str, Any] = {
        "issuer": "Ủy ban nhân dân\ntỉnh Đắk Lắk",
        "symbol": "KH-UBND",
        "place": "Đắk Lắk",
        "number": "146",
        "date": dt.date(2025, 6, 25),
    }
    return Letterhead(**{**values, **changes})


def document(**changes: Any) -> OfficialDocument:
    """A plan with a closing and a signature and nothing else."""
    values: dict[str, Any] = {
        "letterhead": letterhead(),
        "type_name": "Kế hoạch",
        "title": "Kiểm tra tiến độ năm 2025",
        "closing": (Paragraph(content("Các cơ quan thực hiện.")),),
        "signature": Signature(("KT. CHỦ TỊCH",), "PHÓ CHỦ TỊCH", "Nguyễn Văn An"),
        "recipients": ("Như trên", "Lưu: VT"),
    }
    return OfficialDocument(**{**values, **changes})


def table(*rows: Row, header: tuple[tuple[Cell, ...], ...] | None = None) -> Table:
    """A table of two columns, a text and a number."""
    columns = (Column(60), Column(20, Align.RIGHT))
    return Table(columns, header or ((cell("Cơ quan"), cell("Số nhiệm vụ")),), rows)

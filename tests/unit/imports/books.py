"""Workbooks of tasks as people send them, made for tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

HEAD = (
    "TT",
    "Mã",
    "Nhiệm vụ",
    "Sản phẩm",
    "Cơ quan chủ trì",
    "Cơ quan phối hợp",
    "Thời hạn",
    "Thẩm quyền",
)


def book_of(
    rows: Iterable[Sequence[object]],
    head: Sequence[object] = HEAD,
    change: Callable[[Worksheet], object] | None = None,
) -> bytes:
    """The bytes of a workbook with a head and rows; ``change`` alters its sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(head))
    for row in rows:
        sheet.append(list(row))
    if change is not None:
        change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def a_row(number: int, lead: str = "Sở Nội vụ", **given: object) -> list[object]:
    """A complete row under ``HEAD``; ``given``: code, title, product, helpers, due, decides."""
    row: dict[str, object] = {
        "tt": number,
        "code": None,
        "title": f"Lập danh mục dữ liệu số {number}",
        "product": "Báo cáo",
        "lead": lead,
        "helpers": "Sở Tài chính",
        "due": "31/12/2025",
        "decides": "UBND tỉnh",
    }
    return list((row | given).values())


def swapped(raw: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A package with one part changed, or added."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    parts[name] = change(parts.get(name, b""))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return out.getvalue()

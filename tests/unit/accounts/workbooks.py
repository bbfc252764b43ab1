"""Workbooks of accounts as people send them, made for tests."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook

HEAD = (
    "STT",
    "Họ và tên",
    "Tên đăng nhập",
    "Thư điện tử",
    "Điện thoại",
    "Cơ quan",
    "Phòng",
    "Chức vụ",
    "Vai trò",
    "Từ ngày",
)


def person(number: int, body: str = "Sở Nội vụ", **given: object) -> list[object]:
    """One row under ``HEAD``; ``given`` replaces values by the words above their columns."""
    row = {
        "STT": number,
        "Họ và tên": f"Người Thứ {number}",
        "Tên đăng nhập": f"nguoi{number}",
        "Thư điện tử": f"nguoi{number}@example.gov.vn",
        "Điện thoại": f"0905{number:06d}",
        "Cơ quan": body,
        "Phòng": None,
        "Chức vụ": "Chuyên viên",
        "Vai trò": "Chuyên viên",
        "Từ ngày": "01/10/2025",
    }
    names = {"ho_ten": "Họ và tên", "ten": "Tên đăng nhập", "thu": "Thư điện tử"}
    names |= {"may": "Điện thoại", "phong": "Phòng", "vai_tro": "Vai trò", "ngay": "Từ ngày"}
    row.update({names[key]: value for key, value in given.items()})
    return list(row.values())


def workbook(
    rows: Iterable[Sequence[object]],
    *,
    head: Sequence[object] = HEAD,
    above: Iterable[Sequence[object]] = (),
    merged: Iterable[str] = (),
) -> bytes:
    """The bytes of a workbook: lines above, the head, the rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in above:
        sheet.append(list(line))
    sheet.append(list(head))
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

"""What goes back to the person: the own rows with what is wrong in them, and templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import IO

import xlsxwriter
from django.db.models import Q
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from tiendo.composer.sheet_reading import Scalar
from tiendo.imports.fields import KINDS, LABELS, Field
from tiendo.imports.messages import words_of
from tiendo.imports.models import ImportKind, ImportRow, Outcome, RowStatus, SheetImport
from tiendo.imports.packing import unpack

_OPTIONS = {"constant_memory": True, "in_memory": False, "default_date_format": "dd/mm/yyyy"}
_WIDTHS = {Field.TITLE: 60, Field.PRODUCT: 34, Field.LEAD: 34, Field.COORDINATING: 34}
_BAD = Q(status__in=[RowStatus.WRONG, RowStatus.CONFLICT]) | Q(
    outcome__in=[Outcome.REFUSED, Outcome.KEPT]
)


def problems_of(one: ImportRow) -> list[str]:
    """What is wrong with a row, in words."""
    said = [words_of(problem["code"], problem["params"]) for problem in one.problems]
    return [*said, one.said] if one.said else said


def write_errors(row: SheetImport, target: IO[bytes]) -> int:
    """Write the rows that were not taken as they stood in the file, a column of errors beside.

    The number of rows. Cost: a query for each chunk and one for the errors.
    """
    said = dict(_errors(row))
    words = row.sheets[row.sheet]["words"]
    count = 0
    with xlsxwriter.Workbook(target, dict(_OPTIONS)) as book:
        page = book.add_worksheet(_("Dòng chưa nhập"))
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        _head(page, [*words, _("Dòng trong tệp gốc"), _("Lỗi và cách sửa")], bold)
        for chunk in row.chunks.filter(sheet=row.sheet).iterator(20):
            for read in unpack(bytes(chunk.content)):
                if read.number not in said:
                    continue
                count += 1
                for place, value in enumerate(read.values[: len(words)]):
                    _write(page, count, place, value, day)
                page.write_number(count, len(words), read.number)
                page.write_string(count, len(words) + 1, said[read.number])
        page.set_column(len(words) + 1, len(words) + 1, 90)
        page.freeze_panes(1, 0)
    return count


def write_template(kind: ImportKind, target: IO[bytes]) -> None:
    """Write the workbook of a kind to fill in: its columns, what must stand in them."""
    spec = KINDS[kind]
    fields = [field for field in spec.fields if field != Field.MARK]
    with xlsxwriter.Workbook(target, dict(_OPTIONS)) as book:
        page = book.add_worksheet(str(ImportKind(kind).label))
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@"})
        for place, field in enumerate(fields):
            page.set_column(place, place, _WIDTHS.get(field, 20), text)
        heads = [f"{LABELS[field]}{' (*)' if field in spec.required else ''}" for field in fields]
        _head(page, heads, bold)
        page.freeze_panes(1, 0)
        hints = book.add_worksheet(_("Hướng dẫn"))
        hints.set_column(0, 0, 110)
        for line, words in enumerate(_hints()):
            hints.write_string(line, 0, words)


def _hints() -> tuple[str, ...]:
    return (
        _(
            "Mỗi dòng một nhiệm vụ. Cột có dấu (*) phải ghi. Thứ tự cột tùy ý, có thể thêm "
            "cột khác."
        ),
        _("Mã: mã nhiệm vụ trong hệ thống; nhiệm vụ mới để trống thì hệ thống đặt mã."),
        _(
            "Cơ quan: tên hoặc tên viết tắt trong danh mục; nhiều cơ quan cách nhau bằng dấu "
            "chấm phẩy."
        ),
        _("Thời hạn: 31/12/2025, tháng 9/2025, quý IV/2025, năm 2025, hằng quý, thường xuyên."),
        _("Ngày: dạng 01/12/2025. Tỷ lệ: số từ 0 đến 100."),
        _(
            "Báo cáo hoàn thành còn chờ thủ trưởng duyệt và cơ quan xác nhận, như khi báo cáo "
            "từng việc."
        ),
    )


def _head(page: Worksheet, words: list[str], look: object) -> None:
    for place, each in enumerate(words):
        page.write_string(0, place, each, look)


def _errors(row: SheetImport) -> Iterator[tuple[int, str]]:
    for one in row.rows.filter(_BAD).iterator(500):
        yield one.number, " ".join(problems_of(one))


def _write(page: Worksheet, line: int, place: int, value: Scalar, day: object) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        page.write_boolean(line, place, value)
    elif isinstance(value, int | float):
        page.write_number(line, place, value)
    elif isinstance(value, dt.date):
        page.write_datetime(line, place, value, day)
    else:
        page.write_string(line, place, str(value)[:32_000])

"""The columns of a dictionary in a workbook: one sheet each for indicators, targets, dimensions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import CellKind, SheetColumn
from tiendo.domain.collation import fold
from tiendo.indicators.loading.rows import Subject

# Of each sheet: the key of a column, its title, what it holds, how wide it is.
_Column = tuple[str, Promise, CellKind, int]
_TEXT, _COUNT, _DAY = CellKind.TEXT, CellKind.COUNT, CellKind.DAY

TITLES: Mapping[Subject, Promise] = {
    Subject.INDICATOR: _("Chỉ tiêu"),
    Subject.TARGET: _("Mục tiêu"),
    Subject.DIMENSION: _("Phân tổ"),
}
COLUMNS: Mapping[Subject, tuple[_Column, ...]] = {
    Subject.INDICATOR: (
        ("code", _("Mã chỉ tiêu"), _TEXT, 16),
        ("name", _("Tên chỉ tiêu"), _TEXT, 48),
        ("definition", _("Định nghĩa"), _TEXT, 40),
        ("unit", _("Đơn vị tính"), _TEXT, 14),
        ("unit_base", _("Gốc của tỷ lệ"), _TEXT, 20),
        ("decimals", _("Số chữ số thập phân"), _COUNT, 12),
        ("direction", _("Chiều tốt"), _TEXT, 20),
        ("frequency", _("Kỳ số liệu"), _TEXT, 14),
        ("closing", _("Quy tắc chốt"), _TEXT, 16),
        ("formula", _("Công thức"), _TEXT, 30),
        ("register", _("Sổ theo dõi"), _TEXT, 14),
        ("dimensions", _("Các phân tổ"), _TEXT, 24),
        ("owner", _("Đơn vị theo dõi"), _TEXT, 30),
        ("reporters", _("Nhóm báo cáo"), _TEXT, 24),
        ("subject", _("Số liệu của"), _TEXT, 30),
        ("data_source", _("Nguồn số liệu"), _TEXT, 24),
        ("source", _("Nguồn định nghĩa"), _TEXT, 30),
        ("is_verified", _("Đã kiểm chứng"), _TEXT, 12),
    ),
    Subject.TARGET: (
        ("target", _("Số mục tiêu"), _TEXT, 12),
        ("code", _("Mã chỉ tiêu"), _TEXT, 16),
        ("organisation", _("Cơ quan thực hiện"), _TEXT, 30),
        ("comparator", _("So sánh"), _TEXT, 16),
        ("value", _("Giá trị"), _TEXT, 14),
        ("high", _("Đến"), _TEXT, 14),
        ("last_day", _("Hạn"), _DAY, 12),
        ("wording", _("Nguyên văn"), _TEXT, 36),
        ("obligation", _("Mức độ"), _TEXT, 14),
        ("source", _("Nguồn mục tiêu"), _TEXT, 36),
        ("is_verified", _("Đã kiểm chứng"), _TEXT, 12),
        ("baseline", _("Giá trị gốc"), _TEXT, 14),
        ("baseline_day", _("Ngày gốc"), _DAY, 12),
    ),
    Subject.DIMENSION: (
        ("dimension", _("Mã phân tổ"), _TEXT, 20),
        ("dimension_name", _("Tên phân tổ"), _TEXT, 30),
        ("item", _("Mã mục"), _TEXT, 20),
        ("item_name", _("Tên mục"), _TEXT, 30),
        ("order", _("Thứ tự"), _COUNT, 10),
        ("is_retired", _("Ngừng dùng"), _TEXT, 12),
    ),
}
# Without these a table is none of the three.
REQUIRED: Mapping[Subject, frozenset[str]] = {
    Subject.INDICATOR: frozenset({"code", "name", "unit"}),
    Subject.TARGET: frozenset({"code", "organisation", "comparator", "source"}),
    Subject.DIMENSION: frozenset({"dimension", "item"}),
}


def sheet_columns(subject: Subject) -> tuple[SheetColumn, ...]:
    """The columns as a sheet is written with."""
    return tuple(
        SheetColumn(key, str(title), kind, width) for key, title, kind, width in COLUMNS[subject]
    )


def key_of(words: object, subject: Subject) -> str | None:
    """The column that words stand above, whatever their marks and case."""
    if not isinstance(words, str):
        return None
    return _keys(subject).get(fold(" ".join(words.split())))


@cache
def _keys(subject: Subject) -> dict[str, str]:
    return {fold(str(title)): key for key, title, _kind, _width in COLUMNS[subject]}

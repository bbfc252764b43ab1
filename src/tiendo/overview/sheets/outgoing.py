"""The register of papers that went out, in the ten columns of the decree.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục IV; the names of the columns are recalled, not checked.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.domain import clock
from tiendo.issuing.models import OutgoingPaper
from tiendo.issuing.queries import register_of
from tiendo.overview.asking import Asked, View
from tiendo.overview.conditions import Condition


def _year(given: str) -> str:
    return given if given.isascii() and given.isdecimal() and len(given) == 4 else ""


CONDITIONS = (Condition("nam", _("Năm"), _year, lambda value, _actor: value),)


def build(asked: Asked) -> Sheet:
    """The issued papers of a year. Cost: one query."""
    return Sheet(
        VIEW.name, str(VIEW.title), _columns(), _rows(asked), None, asked.stated(CONDITIONS)
    )


def count(asked: Asked) -> int:
    """How many papers there will be. Cost: one query."""
    return _found(asked).count()


VIEW = View(
    "so-van-ban-di",
    _("Sổ đăng ký văn bản đi"),
    "submission.view",
    build,
    count,
    conditions=CONDITIONS,
    has_day=False,
    has_knowledge=False,
)


def _found(asked: Asked) -> QuerySet[OutgoingPaper]:
    return register_of(asked.actor, int(asked.values.get("nam") or clock.today().year))


def _columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("number", _g("Số, ký hiệu văn bản"), width=18),
        SheetColumn("day", _g("Ngày tháng văn bản"), CellKind.DAY, 12),
        SheetColumn("title", _g("Tên loại và trích yếu nội dung"), width=60),
        SheetColumn("signer", _g("Người ký"), width=24),
        SheetColumn("recipients", _g("Nơi nhận văn bản"), width=40),
        SheetColumn("kept_by", _g("Đơn vị, người nhận bản lưu"), width=20),
        SheetColumn("copies", _g("Số lượng bản"), CellKind.COUNT, 10),
        SheetColumn("sent_on", _g("Ngày chuyển"), CellKind.DAY, 12),
        SheetColumn("received", _g("Ký nhận"), width=20),
        SheetColumn("note", _g("Ghi chú"), width=16),
    )


def _rows(asked: Asked) -> Iterator[Values]:
    for row in _found(asked).iterator(chunk_size=500):
        entry, sent = row.entry, row.issued_at
        yield (
            entry.printed if entry else "",
            entry.day if entry else None,
            row.report.title,
            row.signer_name,
            "; ".join(row.recipients),
            _g("Văn thư"),
            row.copies,
            clock.local_day(sent) if sent else None,
            row.get_channel_display(),
            _g("Công khai") if row.is_public else "",
        )

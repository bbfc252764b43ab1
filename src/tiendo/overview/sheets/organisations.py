"""The bodies of a day, in Vietnamese order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Value, Values
from tiendo.organisations.models import Kind, Organisation
from tiendo.organisations.queries import organisations_on
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked, View
from vanban.quantities import Missing

CONDITIONS = (
    those.sought(label=_("Tên cơ quan")),
    those.choice("loai", _("Loại"), dict(Kind.choices)),
    those.switch("da_ket_thuc", _("Cả cơ quan đã kết thúc")),
)


def build(asked: Asked) -> Sheet:
    """The bodies of the filter. Cost: one query."""
    rows = _rows(asked)
    return Sheet(VIEW.name, str(VIEW.title), _columns(), rows, None, asked.stated(CONDITIONS))


def count(asked: Asked) -> int:
    """How many bodies there will be. Cost: one query."""
    return found_bodies(asked).count()


VIEW = View(
    "co-quan",
    _("Danh mục cơ quan"),
    "organisation.view",
    build,
    count,
    conditions=CONDITIONS,
    has_knowledge=False,
)


def found_bodies(asked: Asked) -> QuerySet[Organisation]:
    """The bodies of the filter; divisions where one looks for something."""
    text, kind = asked.values.get("q", ""), asked.values.get("loai", "")
    return organisations_on(
        asked.day,
        text=text,
        kind=kind,
        include_ended="da_ket_thuc" in asked.values,
        divisions=bool(text or kind),
    ).select_related("parent")


def _columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("name", _g("Tên cơ quan"), width=50),
        SheetColumn("short", _g("Viết tắt"), width=20),
        SheetColumn("kind", _g("Loại"), width=24),
        SheetColumn("level", _g("Cấp"), width=16),
        SheetColumn("branch", _g("Khối"), width=18),
        SheetColumn("parent", _g("Cơ quan cấp trên"), width=34),
        SheetColumn("code", _g("Mã định danh điện tử"), width=18),
        SheetColumn("unit_code", _g("Mã đơn vị hành chính"), width=14),
        SheetColumn("symbol", _g("Chữ viết tắt trong ký hiệu"), width=14),
        SheetColumn("since", _g("Hoạt động từ ngày"), CellKind.DAY, 12),
        SheetColumn("last_day", _g("Đến hết ngày"), CellKind.DAY, 12),
        SheetColumn("source", _g("Căn cứ"), width=40),
    )


def _rows(asked: Asked) -> Iterator[Values]:
    for body in found_bodies(asked).iterator(chunk_size=1000):
        yield (
            body.name,
            body.short_name,
            body.get_kind_display(),
            body.get_level_display(),
            body.get_branch_display(),
            body.parent.name if body.parent else "",
            body.code or Missing.NO_DATA,
            body.unit_code,
            body.symbol_code,
            *_days(body),
            body.source,
        )


def _days(body: Organisation) -> tuple[Value, Value]:
    """The first and the last day; nothing where none is known."""
    since, after = body.validity.lower, body.validity.upper
    return since, after - dt.timedelta(days=1) if after else None

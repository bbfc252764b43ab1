"""The registered documents, the newest first."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.documents.models import Document
from tiendo.documents.queries import DocumentFilter, list_documents
from tiendo.domain.clock import local_day
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked, View

OLDEST, LATEST = 1945, 2200
CONDITIONS = (
    those.sought(label=_("Tìm số, trích yếu, cơ quan")),
    those.sought("loai", _("Loại văn bản")),
    those.number("nam", _("Năm ban hành"), OLDEST, LATEST),
)


def build(asked: Asked) -> Sheet:
    """The documents of the filter. Cost: one query."""
    rows = _rows(asked)
    return Sheet(VIEW.name, str(VIEW.title), _columns(), rows, None, asked.stated(CONDITIONS))


def count(asked: Asked) -> int:
    """How many documents there will be. Cost: one query."""
    return _found(asked).count()


VIEW = View(
    "van-ban",
    _("Văn bản đã đăng ký"),
    "document.view",
    build,
    count,
    conditions=CONDITIONS,
    has_day=False,
    has_knowledge=False,
)


def _found(asked: Asked) -> QuerySet[Document]:
    values = asked.values
    narrowed = DocumentFilter(
        text=values.get("q", ""),
        type_name=values.get("loai", ""),
        year=those.id_in(values, "nam"),
    )
    return list_documents(asked.actor, narrowed)


def _columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("type", _g("Loại văn bản"), width=16),
        SheetColumn("number", _g("Số, ký hiệu"), width=20),
        SheetColumn("title", _g("Trích yếu"), width=70),
        SheetColumn("issued_on", _g("Ngày ban hành"), CellKind.DAY, 12),
        SheetColumn("issuer", _g("Cơ quan ban hành"), width=36),
        SheetColumn("signer", _g("Người ký"), width=24),
        SheetColumn("files", _g("Số tệp"), CellKind.COUNT, 8),
        SheetColumn("taken_in", _g("Ngày đăng ký"), CellKind.DAY, 12),
    )


def _rows(asked: Asked) -> Iterator[Values]:
    for row in _found(asked).iterator(chunk_size=1000):
        yield (
            row.type_name,
            row.number_raw or _g("Chưa có số"),
            row.title,
            row.issued_on or _g("Chưa có ngày"),
            (row.issuer.name if row.issuer else row.issuer_text) or _g("Chưa rõ"),
            row.signer,
            getattr(row, "rendition_count", 0),
            local_day(row.created_at),
        )

"""Requests to change the plan, those that wait for the person first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.domain.clock import local_day
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked, View
from tiendo.overview.change_terms import TermRow, compared, summary_of
from tiendo.tasks.models import ChangeKind, ChangeRequest, ChangeState
from tiendo.tasks.queries import visible_tasks
from tiendo.tasks.queries.changes import ChangeFilter, find_changes

STATES: Mapping[str, str | Promise] = {
    "under_way": _("Chưa kết thúc"),
    "ended": _("Đã kết thúc"),
    **dict(ChangeState.choices),
}
CONDITIONS = (
    those.programme(),
    those.choice("trang_thai", _("Trạng thái"), STATES),
    those.choice("loai", _("Loại"), dict(ChangeKind.choices)),
    those.switch("cho_toi", _("Chỉ việc chờ tôi")),
    those.body("co_quan", _("Cơ quan đề nghị")),
    those.record("nhiem_vu", _("Nhiệm vụ"), visible_tasks),
)
AT_ONCE = 500


def build(asked: Asked) -> Sheet:
    """The requests of the filter. Cost: two queries, one more for each five hundred."""
    stated = asked.stated(CONDITIONS)
    return Sheet(VIEW.name, str(VIEW.title), _columns(), _rows(asked), None, stated)


def count(asked: Asked) -> int:
    """How many requests there will be. Cost: one query."""
    return _found(asked).count()


VIEW = View(
    "dieu-chinh",
    _("Đề nghị gia hạn, điều chỉnh, bổ sung"),
    "task.view",
    build,
    count,
    conditions=CONDITIONS,
    has_day=False,
    has_knowledge=False,
)


def _found(asked: Asked) -> QuerySet[ChangeRequest]:
    values = asked.values
    chosen = ChangeFilter(
        programme=those.id_in(values, "chuong_trinh"),
        task=those.id_in(values, "nhiem_vu"),
        state=values.get("trang_thai", ""),
        kind=values.get("loai", ""),
        organisation=those.id_in(values, "co_quan"),
        is_mine="cho_toi" in values,
    )
    return find_changes(asked.actor, chosen)


def _columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("code", _g("Mã"), width=10),
        SheetColumn("task", _g("Mã nhiệm vụ"), width=14),
        SheetColumn("title", _g("Nhiệm vụ"), width=50),
        SheetColumn("asked", _g("Nội dung đề nghị"), width=50),
        SheetColumn("reason", _g("Lý do"), width=40),
        SheetColumn("kind", _g("Loại"), width=18),
        SheetColumn("body", _g("Cơ quan đề nghị"), width=28),
        SheetColumn("sent_on", _g("Ngày gửi"), CellKind.DAY, 12),
        SheetColumn("late", _g("Xin sau khi quá hạn"), width=10),
        SheetColumn("state", _g("Trạng thái"), width=20),
        SheetColumn("granted", _g("Nội dung được duyệt"), width=40),
        SheetColumn("decision", _g("Văn bản quyết định"), width=20),
        SheetColumn("decided_on", _g("Ngày quyết định"), CellKind.DAY, 12),
    )


def _rows(asked: Asked) -> Iterator[Values]:
    rows = _found(asked).iterator(chunk_size=AT_ONCE)
    while some := list(islice(rows, AT_ONCE)):
        terms = compared(some)
        for row in some:
            yield _row(row, terms[row.pk])


def _row(row: ChangeRequest, terms: list[TermRow]) -> Values:
    task = row.task
    return (
        row.code,
        task.code if task else "",
        task.title if task else str(row.proposed.get("title", "")),
        summary_of(terms),
        row.reason,
        row.get_kind_display(),
        row.organisation.name,
        local_day(row.sent_at) if row.sent_at else None,
        _g("Có") if row.was_late else "",
        row.get_state_display(),
        "; ".join(f"{term.name}: {term.granted}" for term in terms if term.granted),
        row.decision_document,
        row.decision_date,
    )

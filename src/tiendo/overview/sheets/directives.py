"""What leaders directed and where each body stands with it; open ones first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.domain.clock import local_day
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked, View
from tiendo.tasks.models import Directive, DirectiveDuty, DirectiveState
from tiendo.tasks.queries.directives import DirectiveFilter, find_duties

STATES: Mapping[str, str | Promise] = {
    "open": _("Chưa kết thúc"),
    **dict(DirectiveState.choices),
}
CONDITIONS = (
    those.sought(label=_("Tìm trong nội dung")),
    those.choice("trang_thai", _("Trạng thái"), STATES),
    those.body("co_quan", _("Cơ quan")),
    those.switch("tre", _("Quá hạn")),
    those.switch("cua_toi", _("Tôi đã giao")),
)
AT_ONCE = 500


def build(asked: Asked) -> Sheet:
    """The duties of the filter, one for each body of a directive. Cost: one query."""
    stated = asked.stated(CONDITIONS)
    return Sheet(VIEW.name, str(VIEW.title), _columns(), _rows(asked), None, stated)


def count(asked: Asked) -> int:
    """How many duties there will be. Cost: one query."""
    return _found(asked).count()


VIEW = View(
    "chi-dao",
    _("Chỉ đạo"),
    "task.view",
    build,
    count,
    conditions=CONDITIONS,
    has_day=False,
    has_knowledge=False,
)


def _found(asked: Asked) -> QuerySet[DirectiveDuty]:
    values = asked.values
    chosen = DirectiveFilter(
        state=values.get("trang_thai", ""),
        body=those.id_in(values, "co_quan"),
        is_late="tre" in values,
        mine="cua_toi" in values,
        text=values.get("q", ""),
    )
    found = find_duties(asked.actor, chosen, asked.day)
    return found.select_related("directive__body", "directive__document", "directive__difficulty")


def _columns() -> tuple[SheetColumn, ...]:
    late = _g("Chưa báo cáo khi đã qua thời hạn, hoặc báo cáo sau thời hạn")
    return (
        SheetColumn("text", _g("Nội dung"), width=60),
        SheetColumn("item", _g("Từ"), width=30),
        SheetColumn("given_by", _g("Người chỉ đạo"), width=22),
        SheetColumn("given_on", _g("Ngày chỉ đạo"), CellKind.DAY, 12),
        SheetColumn("body", _g("Cơ quan thực hiện"), width=30),
        SheetColumn("person", _g("Người phụ trách"), width=22),
        SheetColumn("last_day", _g("Thời hạn"), CellKind.DAY, 12),
        SheetColumn("state", _g("Trạng thái"), width=24),
        SheetColumn("reported_on", _g("Ngày báo cáo"), CellKind.DAY, 12),
        SheetColumn("late", _g("Quá hạn"), width=10, formula=late),
        SheetColumn("returns", _g("Số lần trả lại"), CellKind.COUNT, 9),
    )


def _rows(asked: Asked) -> Iterator[Values]:
    for duty in _found(asked).iterator(chunk_size=AT_ONCE):
        directive = duty.directive
        yield (
            directive.text,
            _item(directive),
            str(directive.given_by),
            local_day(directive.given_at),
            duty.organisation.name,
            str(duty.person) if duty.person else "",
            directive.last_day,
            duty.get_state_display(),
            duty.reported_on,
            _g("Quá hạn") if getattr(duty, "is_late", False) else "",
            duty.returns,
        )


def _item(directive: Directive) -> str:
    """What the leader directed from; nothing where it was from no item."""
    if directive.task is not None:
        return directive.task.code
    items = (directive.programme, directive.body, directive.document, directive.difficulty)
    return next((str(item) for item in items if item is not None), "")

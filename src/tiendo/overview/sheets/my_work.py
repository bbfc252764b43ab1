"""What a person must do, most pressing first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.domain.status import Status
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked, View
from tiendo.reporting.formulas import STATUS_WORDS
from tiendo.tasks.models import Task
from tiendo.tasks.queries import Bucket, work_page
from tiendo.tasks.recurrence import period_name
from vanban.quantities import Missing

# The groups in addresses.
SLUGS: Mapping[Bucket, str] = {
    Bucket.RETURNED: "tra-lai",
    Bucket.OVERDUE: "qua-han",
    Bucket.DUE_SOON: "sap-den-han",
    Bucket.WAITING: "cho-toi",
    Bucket.REST: "con-lai",
}
BY_SLUG: Mapping[str, Bucket] = {slug: bucket for bucket, slug in SLUGS.items()}
# Named on the task, or to be decided by this person; otherwise all of the body.
WHOSE, MINE = "cua", "toi"
CONDITIONS = (
    those.choice("nhom", _("Nhóm việc"), {slug: bucket.label for slug, bucket in BY_SLUG.items()}),
    those.choice(WHOSE, _("Việc của ai"), {MINE: _("Của tôi")}),
)
_ALL = 10**6


def build(asked: Asked) -> Sheet:
    """The work of the person. Cost: one query."""
    stated = asked.stated(CONDITIONS)
    rows = [_row(task) for task in _found(asked)]
    return Sheet(VIEW.name, str(VIEW.title), tuple(_columns()), rows, None, stated)


def count(asked: Asked) -> int:
    """How many tasks there will be. Cost: one query."""
    return len(_found(asked))


VIEW = View(
    "viec-cua-toi",
    _("Việc của tôi"),
    "task.view",
    build,
    count,
    conditions=CONDITIONS,
    has_knowledge=False,
)


def _found(asked: Asked) -> list[Task]:
    bucket = BY_SLUG.get(asked.values.get("nhom", ""))
    only_mine = asked.values.get(WHOSE) == MINE
    return work_page(asked.actor, asked.day, bucket=bucket, only_mine=only_mine, size=_ALL).tasks


def _columns() -> Iterator[SheetColumn]:
    yield SheetColumn("group", _g("Nhóm việc"), width=24)
    yield SheetColumn("code", _g("Mã"), width=14)
    yield SheetColumn("title", _g("Nhiệm vụ"), width=60)
    yield SheetColumn("period", _g("Kỳ"), width=14)
    yield SheetColumn("lead", _g("Chủ trì"), width=30)
    yield SheetColumn("due_on", _g("Thời hạn"), CellKind.DAY, 12)
    yield SheetColumn("status", _g("Trạng thái"), width=22)
    yield SheetColumn("mine", _g("Của tôi"), width=10)
    yield SheetColumn("updated", _g("Cập nhật gần nhất"), CellKind.MOMENT, 17)


def _row(task: Task) -> Values:
    period: str = getattr(task, "occurrence_label", "") or ""
    due_on: dt.date | None = getattr(task, "due_on", None)
    return (
        str(Bucket(getattr(task, "bucket", Bucket.REST)).label),
        task.code,
        task.title,
        period_name(period) if period else "",
        getattr(task, "lead_name", "") or "",
        due_on,
        STATUS_WORDS[Status(getattr(task, "status", Status.NOT_STARTED))],
        _g("Có") if getattr(task, "is_mine", False) else "",
        task.last_update_at or Missing.NO_DATA,
    )

"""What bodies reported on the tasks of a filter, the newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, overload

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, TextField, When
from django.db.models.functions import Cast
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import Behind, CellKind, Sheet, SheetColumn, Values, bare
from tiendo.overview.asking import Asked, View
from tiendo.overview.filters import TASK
from tiendo.tasks.models import Evidence, EvidenceKind, ProgressUpdate
from tiendo.tasks.queries import select_tasks
from tiendo.tasks.recurrence import period_name
from vanban.quantities import Missing, format_number

_AT_ONCE = 2000
# What a row is made of, in this order.
FIELDS = (
    "task_id",
    "task__code",
    "task__title",
    "organisation__name",
    "occurrence__label",
    "as_of",
    "done",
    "percent",
    "done_count",
    "total_count",
    "count_unit",
    "difficulty",
    "proposal",
    "proofs",
    "by__full_name",
    "recorded",
    "approved_by__full_name",
    "approved",
)


def build(asked: Asked) -> Sheet:
    """Every update on the tasks, as far as it was then known. Cost: see ``Updates``."""
    return Sheet("cap-nhat", str(VIEW.title), _columns(), Updates(asked), stated=asked.stated())


def count(asked: Asked) -> int:
    """How many updates there are. Cost: one query."""
    return find_updates(asked).order_by().count()


def find_updates(asked: Asked) -> QuerySet[ProgressUpdate]:
    """The updates on the tasks of a filter, by a day and as known at a moment, newest first."""
    tasks = select_tasks(asked.actor, asked.tasks, asked.day, asked.known_at)
    found = ProgressUpdate.objects.filter(task__in=tasks.values("pk"), as_of__lte=asked.day)
    if asked.known_at is not None:
        found = found.filter(recorded_at__lte=asked.known_at)
    return found.order_by("-recorded_at", "-pk")


def listed(asked: Asked) -> QuerySet[ProgressUpdate, Any]:
    """The values of ``FIELDS`` of each of these updates. Moments come as PostgreSQL writes them,
    which is read back four times as fast as it is by the driver."""
    shown = find_updates(asked).annotate(
        proofs=_proofs(),
        recorded=Cast("recorded_at", TextField()),
        approved=Cast("approved_at", TextField()),
    )
    return shown.values_list(*FIELDS)


def _proofs() -> Subquery:
    """The names of the files and the numbers of the documents that came with an update."""
    file = When(kind=EvidenceKind.FILE, then=F("original_name"))
    name = Case(file, default=F("document_number"), output_field=TextField())
    given = Evidence.objects.filter(update=OuterRef("pk"), withdrawn_at__isnull=True)
    joined = StringAgg(name, "; ", order_by="pk")
    return Subquery(given.order_by().values("update").annotate(names=joined).values("names"))


class Updates(Sequence[Values]):
    """The rows, read as they are asked for: all of them in pieces, or those of one page. On a page
    each opens its task; of all there are too many to say so of each, and files leave it out.

    Cost: one query to read all of them, one for each part, one to count them.
    """

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._count: int | None = None

    def __iter__(self) -> Iterator[Values]:
        return (_row(*row[1:]) for row in listed(self._asked).iterator(chunk_size=_AT_ONCE))

    def __len__(self) -> int:
        if self._count is None:
            self._count = count(self._asked)
        return self._count

    @overload
    def __getitem__(self, place: int) -> Values: ...

    @overload
    def __getitem__(self, place: slice) -> list[Values]: ...

    def __getitem__(self, place: int | slice) -> Values | list[Values]:
        if isinstance(place, int):
            return _opening(*listed(self._asked)[place])
        return [_opening(*row) for row in listed(self._asked)[place]]


def _columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("code", _g("Mã"), width=14),
        SheetColumn("title", _g("Nhiệm vụ"), width=50),
        SheetColumn("body", _g("Cơ quan báo cáo"), width=30),
        SheetColumn("period", _g("Kỳ"), width=14),
        SheetColumn("as_of", _g("Số liệu đến ngày"), CellKind.DAY, 12),
        SheetColumn("done", _g("Đã làm được gì"), width=60),
        SheetColumn("percent", _g("Tỷ lệ hoàn thành"), CellKind.RATIO, 10),
        SheetColumn("count", _g("Số lượng"), width=16),
        SheetColumn("difficulty", _g("Vướng mắc"), width=40),
        SheetColumn("proposal", _g("Kiến nghị"), width=40),
        SheetColumn("proofs", _g("Minh chứng"), width=40),
        SheetColumn("by", _g("Người cập nhật"), width=22),
        SheetColumn("recorded", _g("Cập nhật lúc"), CellKind.MOMENT, 17),
        SheetColumn("approver", _g("Thủ trưởng duyệt"), width=22),
        SheetColumn("approved", _g("Duyệt lúc"), CellKind.MOMENT, 17),
    )


def _opening(task: int, *values: Any) -> Values:
    """A row whose code opens the task."""
    code, *rest = _row(*values)
    return (Behind(bare(code), {TASK: str(task)}), *rest)


def _row(
    code: str,
    title: str,
    body: str,
    period: str | None,
    as_of: dt.date,
    done: str,
    percent: Decimal | None,
    done_count: Decimal | None,
    *rest: Any,
) -> Values:
    total, unit, difficulty, proposal, proofs, by, recorded, approver, approved = rest
    return (
        code,
        title,
        body,
        period_name(period) if period else "",
        as_of,
        done,
        Missing.NO_DATA if percent is None else percent / 100,
        "" if done_count is None else _share(done_count, total, unit),
        difficulty,
        proposal,
        proofs or "",
        by,
        dt.datetime.fromisoformat(recorded),
        approver or "",
        dt.datetime.fromisoformat(approved) if approved else None,
    )


def _share(done: Decimal, total: Decimal, unit: str) -> str:
    """What was counted, as the form asked for it: "12/40 xã"."""
    return f"{_counted(done)}/{_counted(total)} {unit}".rstrip()


def _counted(value: Decimal) -> str:
    whole = value.to_integral_value()
    return format_number(whole if value == whole else value.normalize())


VIEW = View("cap-nhat", _("Cập nhật tiến độ"), "task.view", build, count)

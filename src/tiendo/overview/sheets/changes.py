"""What changed since an earlier look: each task whose standing or deadline is another one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import Behind, CellKind, Sheet, SheetColumn, Value, Values
from tiendo.domain.status import OfficialColumn, Status, official_column
from tiendo.overview.asking import Asked, View
from tiendo.overview.comparing import Earlier, earlier_of
from tiendo.overview.filters import TASK
from tiendo.reporting.formulas import STATUS_WORDS
from tiendo.tasks.models import Task
from tiendo.tasks.queries import select_tasks, with_due_day, with_lead

_DONE = frozenset({OfficialColumn.DONE_ON_TIME, OfficialColumn.DONE_LATE})
_AWAITING = frozenset({Status.AWAITING, Status.AWAITING_OVERDUE})
_SET_ASIDE = frozenset({Status.SUSPENDED, Status.CANCELLED, Status.SUPERSEDED})
_STANDING = ("pk", "status", "due_on")
_FIELDS = ("pk", "code", "title", "recurrence", "live_on", "lead_name", "programme_id", "order")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a task stands on a look: its status and its last day (None: it has none)."""

    status: Status
    due_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Change:
    """A task that stands otherwise. Missing: ``then`` is None for one that was not there on the
    earlier look, ``now`` for one that is there no more."""

    task: int
    then: Standing | None
    now: Standing | None


def build(asked: Asked) -> Sheet:
    """The tasks that changed, the overdue first. Cost: four queries at most."""
    earlier = earlier_of(asked)
    return sheet_of(asked, earlier, changes_since(asked, earlier))


def sheet_of(asked: Asked, earlier: Earlier, found: Sequence[Change], most: int = 0) -> Sheet:
    """The sheet of changes that are known; ``most``: of so many of them. Cost: one query."""
    changes = {change.task: change for change in found}
    tasks = with_lead(Task.objects.filter(pk__in=changes), asked.day).values(*_FIELDS)
    told = sorted(
        ((_kind(changes[row["pk"]], row, earlier), row) for row in tasks),
        key=lambda pair: (pair[0][0], pair[1]["programme_id"], pair[1]["order"], pair[1]["pk"]),
    )
    listed = told[:most] if most else told
    rows = [_row(changes[row["pk"]], row, kind[1]) for kind, row in listed]
    stated = (*asked.stated(), (_g("So với"), earlier.words))
    return Sheet(VIEW.name, str(VIEW.title), tuple(_columns()), rows, None, stated)


def count(asked: Asked) -> int:
    """How many tasks changed. Cost: three queries at most."""
    return len(changes_since(asked, earlier_of(asked)))


VIEW = View("thay-doi", _("Nhiệm vụ có thay đổi"), "dashboard.view", build, count)


def changes_since(asked: Asked, earlier: Earlier) -> list[Change]:
    """The tasks of the filter, then or now, that stand otherwise. Cost: two queries."""
    then = _standings(asked, earlier.day, earlier.known_at)
    now = _standings(asked, asked.day, asked.known_at)
    found = (Change(pk, then.get(pk), now.get(pk)) for pk in {**now, **then})
    return [change for change in found if _is_another(change)]


def _standings(asked: Asked, day: dt.date, known_at: dt.datetime | None) -> Mapping[int, Standing]:
    tasks = select_tasks(asked.actor, asked.tasks, day, known_at).filter(Q(is_part=False))
    dated = with_due_day(tasks, day, known_at).order_by()
    rows: QuerySet[Task, Any] = dated.values_list(*_STANDING)
    return {pk: Standing(Status(status), due_on) for pk, status, due_on in rows}


def _is_another(change: Change) -> bool:
    """Whether a change is worth telling: that a deadline came near is none."""
    if change.then is None or change.now is None:
        return True
    if change.then.due_on != change.now.due_on:
        return True
    return _plain(change.then.status) is not _plain(change.now.status)


def _plain(status: Status) -> Status:
    return Status.IN_PROGRESS if status is Status.DUE_SOON else status


def _kind(change: Change, row: Mapping[str, Any], earlier: Earlier) -> tuple[int, str]:
    """What a change is, with its place among the others."""
    then, now = change.then, change.now
    if then is None:
        is_new = row["live_on"] is not None and row["live_on"] > earlier.day
        return (2, _g("Mới giao")) if is_new else (5, _g("Mới thuộc danh sách này"))
    if now is None:
        return 6, _g("Không còn thuộc danh sách này")
    words = list(_words(then, now, is_recurring=bool(row["recurrence"])))
    return min(rank for rank, _words_of in words), "; ".join(word for _rank, word in words)


def _words(then: Standing, now: Standing, *, is_recurring: bool) -> Iterator[tuple[int, str]]:
    before, after = official_column(then.status), official_column(now.status)
    has_moved = then.due_on != now.due_on
    if is_recurring and has_moved:
        yield 4, _g("Sang kỳ mới")
    elif has_moved:
        yield 3, _g("Đổi thời hạn")
    if after is OfficialColumn.OVERDUE and before is not OfficialColumn.OVERDUE:
        yield 0, _g("Thành quá hạn")
    elif after in _DONE and before not in _DONE:
        yield 1, _g("Hoàn thành")
    elif before in _DONE and after not in _DONE and not (is_recurring and has_moved):
        yield 0, _g("Mở lại")
    yield from _smaller(then, now, has_moved)


def _smaller(then: Standing, now: Standing, has_moved: bool) -> Iterator[tuple[int, str]]:
    """What a change is beside the official columns."""
    if now.status in _AWAITING and then.status not in _AWAITING:
        yield 2, _g("Báo cáo hoàn thành")
    elif then.status in _AWAITING and official_column(now.status) not in _DONE:
        yield 2, _g("Bị trả lại")
    elif now.status in _SET_ASIDE and then.status is not now.status:
        yield 2, STATUS_WORDS[now.status]
    elif then.status in _SET_ASIDE and now.status not in _SET_ASIDE:
        yield 2, _g("Tiếp tục thực hiện")
    elif then.status is Status.NOT_STARTED and _plain(now.status) is Status.IN_PROGRESS:
        yield 4, _g("Bắt đầu thực hiện")
    elif not has_moved and official_column(now.status) is official_column(then.status):
        yield 5, _g("Đổi trạng thái")


def _columns() -> Iterable[SheetColumn]:
    yield SheetColumn("code", _g("Mã"), width=14)
    yield SheetColumn("title", _g("Nhiệm vụ"), width=60)
    yield SheetColumn("lead", _g("Cơ quan chủ trì"), width=30)
    yield SheetColumn("change", _g("Thay đổi"), width=24)
    yield SheetColumn("status_then", _g("Trạng thái ở mốc trước"), width=20)
    yield SheetColumn("status", _g("Trạng thái"), width=20)
    yield SheetColumn("due_then", _g("Thời hạn ở mốc trước"), CellKind.DAY, 14)
    yield SheetColumn("due_on", _g("Thời hạn"), CellKind.DAY, 12)


def _row(change: Change, row: Mapping[str, Any], words: str) -> Values:
    return (
        Behind(row["code"], {TASK: str(row["pk"])}),
        Behind(row["title"], {TASK: str(row["pk"])}),
        row["lead_name"] or _g("Chưa rõ cơ quan chủ trì"),
        words,
        _status(change.then),
        _status(change.now),
        _due(change.then),
        _due(change.now),
    )


def _status(standing: Standing | None) -> str:
    return _g("Không có ở danh sách") if standing is None else STATUS_WORDS[standing.status]


def _due(standing: Standing | None) -> Value:
    return _g("Không có") if standing is None or standing.due_on is None else standing.due_on

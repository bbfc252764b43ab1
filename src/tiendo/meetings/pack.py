"""The papers of a meeting, each a sheet: its page, its files and the appendix are all written
from it. When the meeting is held they are kept as they were known then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.composer.sheets import Behind, CellKind, Sheet, SheetColumn, Values
from tiendo.domain import clock
from tiendo.domain.meetings import DUE_WITHIN
from tiendo.domain.parameters import parameter_on
from tiendo.domain.status import Status
from tiendo.meetings.follow_up import Followed, earlier_decisions
from tiendo.meetings.keeping import sheet_of
from tiendo.meetings.models import DecisionChoice, Meeting
from tiendo.meetings.scope import day_of, difficulties_of, tasks_of
from tiendo.organisations.province import in_own_words
from tiendo.overview.filters import TEXT
from tiendo.reporting.formulas import STATUS_WORDS
from tiendo.tasks.models import DifficultyState, Task
from tiendo.tasks.queries import due_between, sort_tasks
from vanban.quantities import Missing

_OVERDUE = (Status.OVERDUE, Status.AWAITING_OVERDUE)
_CODE = SheetColumn("code", "Mã", width=14)
_TITLE = SheetColumn("title", "Nhiệm vụ", width=60)
_LEAD = SheetColumn("lead", "Cơ quan chủ trì", width=30)
_DUE = SheetColumn("due_on", "Thời hạn", CellKind.DAY, 12)
_STATUS = SheetColumn("status", "Trạng thái", width=20)


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: ``name`` stands in addresses and never changes."""

    name: str
    title: str | Promise
    build: Callable[[Meeting, Actor, dt.date], Iterator[Values]]
    columns: tuple[SheetColumn, ...]


def papers_of(meeting: Meeting, actor: Actor) -> list[Sheet]:
    """The papers of a meeting: as they were kept when it was held, else as of its day or today.

    Cost: none for those kept; about a dozen queries otherwise.
    """
    if meeting.frozen is not None:
        return [sheet_of(kept) for kept in meeting.frozen]
    return [build_paper(paper, meeting, actor) for paper in PAPERS]


def build_paper(paper: Paper, meeting: Meeting, actor: Actor) -> Sheet:
    """One paper as it stands now; its rows are in memory."""
    day = day_of(meeting)
    rows = list(paper.build(meeting, actor, day))
    return Sheet(
        paper.name, str(paper.title), paper.columns, rows, stated=_stated(meeting, paper, day)
    )


def _stated(meeting: Meeting, paper: Paper, day: dt.date) -> tuple[tuple[str, str], ...]:
    scope = in_own_words(_g("Toàn tỉnh")) if meeting.covers_all else meeting.body.name
    programmes = "; ".join(str(row) for row in meeting.programmes.all())
    since: tuple[tuple[str, str], ...] = ()
    if paper.name == CHANGES:
        since = ((_g("So với ngày"), f"{meeting.since:%d/%m/%Y}"),)
    return (
        (_g("Phạm vi"), scope),
        (_g("Chương trình"), programmes or _g("Mọi chương trình")),
        *since,
        (_g("Số liệu tính đến ngày"), f"{day:%d/%m/%Y}"),
        (_g("Lập lúc"), f"{clock.now().astimezone(clock.LOCAL_ZONE):%H:%M %d/%m/%Y}"),
    )


def _overdue(meeting: Meeting, actor: Actor, on: dt.date) -> Iterator[Values]:
    late = Q(status__in=[str(status) for status in _OVERDUE])
    for task in sort_tasks(tasks_of(meeting, actor, on).filter(late), "deadline"):
        yield (
            *_named(task),
            _late_days(task, on),
            STATUS_WORDS[_status(task)],
            _updated(task),
        )


def _due_soon(meeting: Meeting, actor: Actor, on: dt.date) -> Iterator[Values]:
    until = on + dt.timedelta(days=parameter_on(DUE_WITHIN, on))
    for task in due_between(tasks_of(meeting, actor, on), on, until):
        due = _due(task)
        left = (due - on).days if due is not None else Missing.UNDEFINED
        yield (*_named(task), left, STATUS_WORDS[_status(task)], _updated(task))


def _difficulties(meeting: Meeting, actor: Actor, on: dt.date) -> Iterator[Values]:
    rows = difficulties_of(meeting, actor, on).select_related("organisation")
    waiting = rows.filter(Q(state_on__in=["open", "passed_up"]))
    for row in waiting:
        due = getattr(row, "answer_due", None)
        yield (
            row.code,
            row.what,
            row.proposal,
            row.organisation.name,
            getattr(row, "answerer_name", None) or _g("Chưa giao cơ quan trả lời"),
            due,
            (on - row.raised_on).days,
            str(DifficultyState(getattr(row, "state_on", row.state)).label),
        )


def _changes(meeting: Meeting, actor: Actor, on: dt.date) -> Iterator[Values]:
    """What is new, stands otherwise, or is due on another day than on the day compared with."""
    before = {
        task.pk: (str(_status(task)), _due(task))
        for task in tasks_of(meeting, actor, meeting.since)
    }
    for task in sort_tasks(tasks_of(meeting, actor, on), "plan"):
        status, due = before.get(task.pk, ("", None))
        now, day = _status(task), _due(task)
        if status == str(now) and (due == day or task.recurrence):
            continue
        was = STATUS_WORDS[Status(status)] if status else _g("Mới giao")
        moved = due if status and due != day else None
        yield (*_named(task), was, STATUS_WORDS[now], moved)


def _earlier(meeting: Meeting, _actor: Actor, on: dt.date) -> Iterator[Values]:
    for row in earlier_decisions(meeting, on):
        yield _decided(row)


def _decided(row: Followed) -> Values:
    decision = row.decision
    names = "; ".join(body.organisation.name for body in decision.bodies.all())
    says_late = row.is_late and not row.status
    words = _g("%(words)s, quá hạn") % {"words": row.words} if says_late else row.words
    return (
        decision.meeting.day,
        decision.text,
        names or _g("Không giao cơ quan"),
        decision.last_day,
        str(DecisionChoice(decision.kind).label),
        words,
    )


def _named(task: Task) -> Values:
    lead = getattr(task, "lead_name", None) or _g("Chưa rõ cơ quan chủ trì")
    return (Behind(task.code, {TEXT: task.code}), task.title, lead, _due(task))


def _status(task: Task) -> Status:
    return Status(getattr(task, "status", ""))


def _due(task: Task) -> dt.date | None:
    due: dt.date | None = getattr(task, "due_on", None)
    return due


def _late_days(task: Task, on: dt.date) -> int | Missing:
    due = _due(task)
    return (on - due).days if due is not None else Missing.UNDEFINED


def _updated(task: Task) -> dt.datetime | Missing:
    return task.last_update_at or Missing.NO_DATA


CHANGES = "thay-doi"
_UPDATED = SheetColumn("updated", "Cập nhật", CellKind.MOMENT, 17)
_TASK = (_CODE, _TITLE, _LEAD, _DUE)
PAPERS: tuple[Paper, ...] = (
    Paper(
        "qua-han",
        _("Nhiệm vụ quá hạn"),
        _overdue,
        (*_TASK, SheetColumn("late", "Số ngày quá hạn", CellKind.COUNT, 10), _STATUS, _UPDATED),
    ),
    Paper(
        "sap-den-han",
        _("Nhiệm vụ sắp đến hạn"),
        _due_soon,
        (*_TASK, SheetColumn("left", "Số ngày còn lại", CellKind.COUNT, 10), _STATUS, _UPDATED),
    ),
    Paper(
        "vuong-mac",
        _("Khó khăn, vướng mắc chờ quyết định"),
        _difficulties,
        (
            _CODE,
            SheetColumn("what", "Vướng mắc", width=50),
            SheetColumn("proposal", "Kiến nghị", width=40),
            SheetColumn("body", "Cơ quan nêu", width=28),
            SheetColumn("answerer", "Cơ quan trả lời", width=28),
            SheetColumn("due_on", "Hạn trả lời", CellKind.DAY, 12),
            SheetColumn("age", "Số ngày đã vướng", CellKind.COUNT, 10),
            _STATUS,
        ),
    ),
    Paper(
        CHANGES,
        _("Thay đổi từ phiên trước"),
        _changes,
        (
            *_TASK,
            SheetColumn("was", "Trạng thái phiên trước", width=20),
            SheetColumn("now", "Trạng thái hiện nay", width=20),
            SheetColumn("moved", "Hạn trước khi đổi", CellKind.DAY, 12),
        ),
    ),
    Paper(
        "ket-luan-truoc",
        _("Thực hiện kết luận các phiên trước"),
        _earlier,
        (
            SheetColumn("day", "Phiên ngày", CellKind.DAY, 12),
            SheetColumn("text", "Kết luận", width=60),
            SheetColumn("bodies", "Cơ quan thực hiện", width=36),
            SheetColumn("last_day", "Thời hạn", CellKind.DAY, 12),
            SheetColumn("kind", "Hình thức", width=14),
            SheetColumn("state", "Kết quả", width=28),
        ),
    ),
)

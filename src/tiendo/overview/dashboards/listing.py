"""The blocks that list: tasks of a filter, coming deadlines, difficulties, newest changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from tiendo.composer.sheets import CellKind, Sheet, SheetColumn
from tiendo.domain.status import Status
from tiendo.overview.asking import Asked
from tiendo.overview.dashboards.contents import Content
from tiendo.overview.dashboards.looking import WEEK, Look
from tiendo.overview.filters import FROM, PROGRAMME, TO
from tiendo.reporting.formulas import STATUS_WORDS
from tiendo.tasks.messages import ACTIONS
from tiendo.tasks.models import LifecycleEvent, Task
from tiendo.tasks.queries import due_between, find_tasks, list_page, select_tasks
from tiendo.tasks.queries.difficulties import DifficultyFilter, find_difficulties

TITLE = "title"


def build_tasks(look: Look, config: Mapping[str, Any]) -> Content:
    """The first tasks of a filter. Cost: two queries."""
    values: Mapping[str, str] = config.get("values", {})
    asked = look.asked(values, str(config.get("ordering", "plan")))
    page = list_page(
        look.actor,
        asked.tasks,
        look.day,
        known_at=look.known_at,
        ordering=asked.ordering,
        size=_rows(config),
    )
    behind = values if page.counts.rows > len(page.tasks) else None
    return _listed(_("Danh sách nhiệm vụ"), asked, page.tasks, behind)


def build_coming(look: Look, config: Mapping[str, Any]) -> Content:
    """Tasks still to be done with a last day in the coming days. Cost: one query."""
    values: Mapping[str, str] = config.get("values", {})
    asked = look.asked(values)
    last = look.day + dt.timedelta(days=int(config.get("days", 30)))
    found = find_tasks(look.actor, asked.tasks, look.day, look.known_at)
    rows = list(due_between(found, look.day, last)[: _rows(config) + 1])
    whole = {**values, FROM: look.day.isoformat(), TO: last.isoformat()}
    behind = whole if len(rows) > _rows(config) else None
    return _listed(_("Sắp đến hạn"), asked, rows[: _rows(config)], behind)


def build_difficulties(look: Look, config: Mapping[str, Any]) -> Content:
    """Difficulties without an answer, the longest carried first. Cost: one query."""
    programme = config.get("values", {}).get(PROGRAMME)
    chosen = DifficultyFilter(programme=int(programme) if programme else None)
    found = find_difficulties(look.actor, chosen, look.day, look.known_at)
    waiting = found.filter(Q(state_on__in=["open", "passed_up"])).select_related("organisation")
    rows = list(waiting[: _rows(config) + 1])
    shown = rows[: _rows(config)]
    columns = (
        SheetColumn(TITLE, _("Vướng mắc"), width=60),
        SheetColumn("body", _("Cơ quan nêu"), width=26),
        SheetColumn("raised", _("Ngày nêu"), CellKind.DAY, 12),
        SheetColumn("answerer", _("Cơ quan trả lời"), width=26),
    )
    lines = tuple(
        (
            row.what,
            row.organisation.short_name or row.organisation.name,
            row.raised_on,
            getattr(row, "answerer_name", None) or _("Chưa giao"),
        )
        for row in shown
    )
    sheet = Sheet(
        "vuong-mac", _("Vướng mắc chờ trả lời"), columns, lines, stated=look.asked({}).stated()
    )
    targets = tuple(("difficulty", row.pk) for row in shown)
    whole: tuple[str, Mapping[str, Any]] = ("difficulty-list", {})
    return Content(sheet, targets, address=whole if len(rows) > len(shown) else None)


def build_changes(look: Look, config: Mapping[str, Any]) -> Content:
    """The newest steps of the tasks of a filter within seven days. Cost: one query."""
    values: Mapping[str, str] = config.get("values", {})
    asked = look.asked(values)
    tasks = select_tasks(look.actor, asked.tasks, look.day, look.known_at)
    events = LifecycleEvent.objects.filter(
        task__in=tasks.order_by().values("pk"), day__gt=look.day - WEEK, day__lte=look.day
    ).exclude(action="go_live", occurrence__isnull=False)
    if look.known_at is not None:
        events = events.filter(recorded_at__lte=look.known_at)
    newest = list(events.select_related("task").order_by("-recorded_at", "-pk")[: _rows(config)])
    columns = (
        SheetColumn(TITLE, _("Nhiệm vụ"), width=60),
        SheetColumn("step", _("Thay đổi"), width=26),
        SheetColumn("day", _("Ngày"), CellKind.DAY, 12),
    )
    lines = tuple((row.task.title, str(ACTIONS[row.action]), row.day) for row in newest)
    sheet = Sheet("thay-doi-moi", _("Thay đổi mới nhất"), columns, lines, stated=asked.stated())
    return Content(sheet, tuple(("task", row.task_id) for row in newest))


def _listed(
    title: str, asked: Asked, tasks: Iterable[Task], behind: Mapping[str, str] | None
) -> Content:
    shown = list(tasks)
    columns = (
        SheetColumn(TITLE, _("Nhiệm vụ"), width=60),
        SheetColumn("lead", _("Chủ trì"), width=26),
        SheetColumn("due_on", _("Thời hạn"), CellKind.DAY, 12),
        SheetColumn("status", _("Trạng thái"), width=20),
    )
    lines = tuple(
        (
            row.title,
            getattr(row, "lead_short_name", "") or getattr(row, "lead_name", "") or "",
            getattr(row, "due_on", None),
            STATUS_WORDS[Status(getattr(row, "status", ""))],
        )
        for row in shown
    )
    sheet = Sheet("viec", title, columns, lines, stated=asked.stated())
    return Content(sheet, tuple(("task", row.pk) for row in shown), behind)


def _rows(config: Mapping[str, Any]) -> int:
    return int(config.get("rows", 8))

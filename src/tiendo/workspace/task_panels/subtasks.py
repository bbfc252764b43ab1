"""The parts of a task: how far it is by them, each with what enters the figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.domain.rollup import PartOfWhole, RollUp
from tiendo.programmes.permissions import may_run
from tiendo.tasks.actions.dependencies import may_link
from tiendo.tasks.actions.splitting import may_split
from tiendo.tasks.models import Lifecycle, Part, Task
from tiendo.tasks.parties import parties_on
from tiendo.tasks.queries import (
    percents_said,
    rollups_of,
    visible_tasks,
    with_lead,
    with_status,
)
from tiendo.workspace.access import PageRequest, dated_url, known_at
from tiendo.workspace.rollup_words import exact, rollup_words
from tiendo.workspace.task_panels.held import has
from tiendo.workspace.task_panels.panel import Panel
from tiendo.workspace.task_rows import lead_words
from tiendo.workspace.templatetags.vn import percent, vn_date

PER_PAGE = 20
PAGE = "con"


@dataclass(frozen=True, slots=True)
class ChildRow:
    """A child with what it brings into the figure, and where that comes from."""

    code: str
    title: str
    url: str
    lead: str
    weight: str
    percent: str
    source: str
    status: str


def subtasks_panel(request: PageRequest, task: Task, on: dt.date) -> Panel | None:
    """The children of the task that the person sees, and the roll-up of all of them.

    Cost: none without children; else about seven, however many there are.
    """
    if not has(request, task, "children"):
        return None
    rollups = rollups_of([task.pk], on, known_at(request))
    whole = rollups.get(task.pk)
    if whole is None:
        return None
    children = visible_tasks(request.actor).filter(parent=task)
    children = with_lead(with_status(children, on, known_at(request)), on).order_by("order", "pk")
    shown = Paginator(children, PER_PAGE).get_page(request.GET.get(PAGE))
    rows = list(shown.object_list)
    shows = {
        "whole": rollup_words(whole),
        "page": shown,
        "rows": list(_rows(request, rows, whole, on)),
        "is_umbrella": task.lifecycle == Lifecycle.UMBRELLA,
        "hidden": whole.total - shown.paginator.count,
        "page_key": PAGE,
    }
    return Panel("tasks/rollup.html", shows)


def _rows(
    request: PageRequest, children: Iterable[Task], whole: RollUp, on: dt.date
) -> Iterator[ChildRow]:
    parts = {part.key: part for part in whole.inputs}
    chosen = [child for child in children if child.pk in parts]
    said = percents_said([child.pk for child in chosen], on, known_at(request))
    for child in chosen:
        part = parts[child.pk]
        told = said.get(child.pk)
        day = vn_date(told.as_of) if told and told.percent == part.percent else ""
        yield ChildRow(
            code=child.code,
            title=child.title,
            url=dated_url(request, "task", child.pk),
            lead=lead_words(child),
            weight=exact(child.weight),
            percent=_percent(part),
            source=_source(part, day),
            status=getattr(child, "status", None) or "draft",
        )


def _percent(part: PartOfWhole) -> str:
    known = part.known_percent
    return percent(known / 100) if known is not None and part.is_counted else ""


def _source(part: PartOfWhole, day: str) -> str:
    """Where the figure of a child comes from."""
    if not part.is_counted:
        return _("không tính")
    if part.known_percent is None:
        return _("chưa có số liệu")
    if part.percent != part.known_percent:
        return _("đã xác nhận hoàn thành")
    return (
        _("cập nhật ngày %(day)s") % {"day": day} if day else _("tổng hợp từ nhiệm vụ con của nó")
    )


def place_panel(request: PageRequest, task: Task, on: dt.date) -> Panel | None:
    """The ways to split the task, to put it below another and to say what it waits for, for those
    who may. Cost: a query."""
    if on != clock.today() or task.lifecycle in (Lifecycle.DRAFT, Lifecycle.UMBRELLA):
        return None
    links: list[tuple[str, str, str]] = []
    lead = parties_on(task, on).first(Part.LEAD)
    body = lead.organisation if lead else None
    if task.lifecycle == Lifecycle.LIVE and may_split(request.actor, task, body):
        url = reverse("task-split", args=[task.pk])
        links.append((url, "arrows-split", _("Chia nhiệm vụ con")))
    if may_run(request.actor, task.programme, "task.assign"):
        words = _("Đổi nhiệm vụ cha") if task.parent_id else _("Gắn vào nhiệm vụ cha")
        links.append((reverse("task-place", args=[task.pk]), "hierarchy", words))
    if may_link(request.actor, task, body.pk if body else None):
        url = reverse("task-dependencies", args=[task.pk])
        links.append((url, "git-merge", _("Ghi việc làm trước, làm sau")))
    return Panel("tasks/place_links.html", {"links": links}) if links else None

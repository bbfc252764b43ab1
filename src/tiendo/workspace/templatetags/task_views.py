"""The ways to look at the same tasks, as tabs: {% load task_views %}{% task_views "list" %}."""

from __future__ import annotations

from collections.abc import Iterator

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from tiendo.workspace.access import kept_days
from tiendo.workspace.task_filters import read_filter

register = template.Library()

# The name of each page by its key, and its words.
PAGES = {
    "list": ("task-list", _("Danh sách")),
    "timeline": ("task-timeline", _("Dòng thời gian")),
    "board": ("task-board", _("Bảng")),
    "calendar": ("task-calendar", _("Lịch")),
    "matrix": ("task-matrix", _("Ma trận")),
    "responsibilities": ("task-responsibilities", _("Trách nhiệm")),
}
# What else stays in the address from one view to the next.
_KEPT = ("loc",)


@register.inclusion_tag("tasks/views.html", takes_context=True)
def task_views(context: Context, current: str) -> dict[str, object]:
    """The tabs of the views of tasks; each keeps the filter and the day in view."""
    request: HttpRequest | None = context.get("request")
    return {"tabs": list(_tabs(request, current)) if request is not None else []}


def _tabs(request: HttpRequest, current: str) -> Iterator[tuple[str, object, bool]]:
    kept = {**kept_days(request), **read_filter(request.GET).values}
    kept |= {name: request.GET[name] for name in _KEPT if request.GET.get(name)}
    end = f"?{urlencode(kept)}" if kept else ""
    for key, (page, words) in PAGES.items():
        yield reverse(page) + end, words, key == current

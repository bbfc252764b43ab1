"""Tasks as rows of a list, precomputed: the template of a hundred rows only writes them out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tiendo.domain.clock import local_day
from tiendo.domain.status import OFFICIAL_COLUMNS, OfficialColumn, Status
from tiendo.tasks.models import Task
from tiendo.tasks.queries.changes import moves_of
from tiendo.tasks.recurrence import period_name
from tiendo.workspace.access import kept_days
from tiendo.workspace.templatetags.ui import deadline, status_badge
from tiendo.workspace.templatetags.vn import days_left, vn_date

_OPEN = frozenset({OfficialColumn.IN_PROGRESS, OfficialColumn.OVERDUE})

# pk, url, code, title, lead, due day in HTML, status in HTML, day of the last update, period
Row = tuple[int, str, str, str, str, SafeString, SafeString, str, str]


def rows_of(request: HttpRequest, tasks: Iterable[Task], on: dt.date) -> Iterator[Row]:
    """The rows of tasks from ``list_page``, ``find_tasks`` or ``my_work``, in their order."""
    url_of = task_urls(request)
    due = due_cells(on)
    nobody = _("Chưa rõ cơ quan chủ trì")
    period = cache(period_name)
    language = get_language() or ""
    listed = list(tasks)
    moved = moved_marks([task.pk for task in listed], on)
    for task in listed:
        status = getattr(task, "status", None) or "draft"
        updated = task.last_update_at
        label = getattr(task, "occurrence_label", None)
        yield (
            task.pk,
            url_of(task.pk),
            task.code,
            task.title,
            lead_words(task) or nobody,
            due(getattr(task, "due_on", None), task.deadline_raw, is_open(status))
            + moved.get(task.pk, SafeString("")),
            badge(status, language),
            f"{local_day(updated):%d/%m/%Y}" if updated else "–",
            period(label) if label else "",
        )


_LIST_ROW = (
    "<tr data-key-item>{check}"
    '<td class="num-code" data-label="{w_code}">{code}</td>'
    '<td class="is-title"><a class="row-title" href="{url}" data-key="Enter">{title}</a>{period}'
    "</td>"
    '<td data-label="{w_lead}">{lead}</td><td data-label="{w_due}">{due}</td>'
    '<td data-label="{w_status}">{status}</td>'
    '<td class="nowrap" data-label="{w_updated}">{updated}</td></tr>\n'
)
_CHECK = (
    '<input type="checkbox" name="task" value="{pk}" data-select data-key="x"'
    ' aria-label="{w_pick}: {code}">'
)
_PERIOD = '<span class="row-meta">{}</span>'


def list_rows_html(rows: Iterable[Row], tickable: frozenset[int]) -> SafeString:
    """The rows of the task list as HTML, with a box to tick where the row may be ticked.

    Written here, not in the template: a hundred rows there take longer than the queries.
    """
    words: dict[str, str] = {name: escape(word) for name, word in _list_words().items()}
    return mark_safe(  # noqa: S308 - every text is escaped in _list_row
        "".join(_list_row(row, tickable, words) for row in rows)
    )


def _list_words() -> dict[str, str]:
    return {
        "w_code": _("Mã"),
        "w_lead": _("Chủ trì"),
        "w_due": _("Thời hạn"),
        "w_status": _("Trạng thái"),
        "w_updated": _("Cập nhật"),
        "w_pick": _("Chọn"),
    }


def _list_row(row: Row, tickable: frozenset[int], words: dict[str, str]) -> str:
    pk, url, code, title, lead, due, status, updated, period = row
    code = escape(code)
    check = ""
    if tickable:
        box = _CHECK.format(pk=pk, code=code, w_pick=words["w_pick"]) if pk in tickable else ""
        check = f'<td class="col-check">{box}</td>'
    return _LIST_ROW.format(
        check=check,
        code=code,
        url=escape(url),
        title=escape(title),
        period=_PERIOD.format(escape(period)) if period else "",
        lead=escape(lead),
        due=due,
        status=status,
        updated=updated,
        **words,
    )


def moved_marks(task_ids: list[int], on: dt.date) -> dict[int, SafeString]:
    """ "đã gia hạn 2 lần, hạn gốc 30/09/2025" for those whose deadline was moved by a day.

    Cost: one query.
    """
    words = _("đã gia hạn %(count)s lần, hạn gốc %(day)s")
    return {
        pk: format_html(
            ' <span class="row-meta">{}</span>',
            words % {"count": moves.count, "day": vn_date(moves.original)},
        )
        for pk, moves in moves_of(task_ids, on).items()
    }


def lead_words(task: Task) -> str:
    """The short name of the annotated lead, else its name; empty where no known body leads."""
    return getattr(task, "lead_short_name", "") or getattr(task, "lead_name", "") or ""


def task_urls(request: HttpRequest) -> Callable[[int], str]:
    """The addresses of tasks in the day in view, without resolving each."""
    start, _zero, end = reverse("task", args=[0]).partition("0")
    days = kept_days(request)
    end += f"?{urlencode(days)}" if days else ""
    return lambda pk: f"{start}{pk}{end}"


def due_cells(on: dt.date) -> Callable[[dt.date | None, str, bool], SafeString]:
    """Deadlines of rows as HTML, as ``{% deadline %}`` writes them; equal ones are written once."""

    @cache
    def cell(last_day: dt.date | None, printed: str, still_open: bool) -> SafeString:
        if last_day is None:
            return deadline(None, on, printed)
        # As the tag writes it, without its parts: there is nothing in a day to escape.
        day = f'<time class="num" datetime="{last_day}">{last_day:%d/%m/%Y}</time>'
        if not still_open:
            return mark_safe(day)  # noqa: S308
        late = " is-late" if last_day < on else ""
        left = days_left(last_day, on)
        return mark_safe(f'{day} <span class="row-meta days-left{late}">{left}</span>')  # noqa: S308

    def due(last_day: dt.date | None, printed: str, still_open: bool) -> SafeString:
        return cell(last_day, "" if last_day else printed, still_open)

    return due


@cache
def badge(status: str, language: str) -> SafeString:
    """A status as HTML. The language is part of the key: the word is translated."""
    return status_badge(status)


def is_open(status: str) -> bool:
    """Whether days are still counted for a status."""
    return status == "draft" or OFFICIAL_COLUMNS[Status(status)] in _OPEN


def select_html(
    name: str, label: str, options: Iterable[tuple[object, str]], selected: str, every: str
) -> SafeString:
    """A labelled <select> of the filter bar, written at once: widgets render option by option."""
    rows = [f'<option value="">{escape(every)}</option>']
    for value, words in options:
        mark = " selected" if str(value) == selected else ""
        rows.append(f'<option value="{escape(value)}"{mark}>{escape(words)}</option>')
    return mark_safe(  # noqa: S308 - every part is escaped above
        f'<div class="field"><label class="field-label" for="id_{name}">{escape(label)}</label>'
        f'<select class="form-select" id="id_{name}" name="{name}">{"".join(rows)}</select></div>'
    )

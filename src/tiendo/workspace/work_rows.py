"""The rows of a work list as HTML, group by group, each with its next step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.tasks.models import Task
from tiendo.tasks.queries import Bucket, next_action
from tiendo.workspace.resending import BACK, MY_WORK
from tiendo.workspace.task_rows import Row, rows_of
from tiendo.workspace.task_words import STEP_BUTTONS, STEP_URLS

_GROUP = '<tr class="group-row"><th colspan="{columns}" scope="rowgroup">{group}</th></tr>\n'
_ROW = (
    "<tr data-key-item>{check}"
    '<td class="is-title"><a class="row-title" href="{url}" data-key="Enter">{title}</a>'
    '<span class="row-meta">{meta}</span></td>'
    '<td data-label="{w_lead}">{lead}</td><td data-label="{w_due}">{due}</td>'
    '<td data-label="{w_status}">{status}</td><td class="col-action">{button}</td></tr>\n'
)
_CHECK = (
    '<td class="col-check"><input type="checkbox" name="task" value="{pk}" data-select'
    ' data-key="x" aria-label="{w_pick}: {code}"></td>'
)
_STEP = '<a class="btn btn-sm" href="{url}" data-key="u" data-sheet="{word}: {code}">{word}</a>'
_VIEW = '<a class="btn btn-sm btn-ghost" href="{url}">{word}</a>'


def work_rows_html(
    request: HttpRequest, actor: Actor, tasks: list[Task], on: dt.date, *, acts: bool
) -> SafeString:
    """The rows of tasks from ``work_page``; ``acts``: with steps and boxes to tick.

    Written here, not in the template: a hundred rows there take longer than the queries.
    """
    rows = rows_of(request, tasks, on)
    return mark_safe(  # noqa: S308 - every text is escaped in _row
        "".join(_lines(zip(tasks, rows, strict=True), actor, acts=acts))
    )


def _lines(pairs: Iterable[tuple[Task, Row]], actor: Actor, *, acts: bool) -> Iterator[str]:
    words: dict[str, str] = {name: escape(word) for name, word in _words().items()}
    step_url = _step_urls()
    before: int | None = None
    for task, row in pairs:
        bucket: int = getattr(task, "bucket", Bucket.REST)
        if bucket != before:
            group = escape(str(Bucket(bucket).label))
            yield _GROUP.format(group=group, columns=6 if acts else 5)
        before = bucket
        action = next_action(actor, task) if acts else ""
        yield _row(task, row, action, step_url, words, acts=acts)


def _words() -> Mapping[str, str]:
    return {
        "w_lead": _("Chủ trì"),
        "w_due": _("Thời hạn"),
        "w_status": _("Trạng thái"),
        "w_pick": _("Chọn"),
        "w_view": _("Xem"),
        "w_mine": _("giao cho tôi"),
    }


def _step_urls() -> Callable[[str, int], str]:
    """The addresses of steps, each pattern resolved once."""

    @cache
    def parts(action: str) -> tuple[str, str]:
        start, _zero, end = reverse(STEP_URLS[action], args=[0]).partition("0")
        return start, end

    def url(action: str, pk: int) -> str:
        start, end = parts(action)
        return f"{start}{pk}{end}"

    return url


def _row(
    task: Task,
    row: Row,
    action: str,
    step_url: Callable[[str, int], str],
    words: Mapping[str, str],
    *,
    acts: bool,
) -> str:
    pk, url, code, title, lead, due, status, _updated, period = row
    code = escape(code)
    meta: list[str] = [code, escape(period)]
    if getattr(task, "is_mine", False) and action == "update":
        meta.append(words["w_mine"])
    check = ""
    if acts:
        check = _CHECK.format(pk=pk, code=code, **words) if action == "update" else "<td></td>"
    if action:
        word = escape(str(STEP_BUTTONS[action]))
        back = f"?{BACK}={MY_WORK}" if action == "update" else ""
        button = _STEP.format(url=step_url(action, pk) + back, word=word, code=code)
    else:
        button = _VIEW.format(url=escape(url), word=words["w_view"])
    return _ROW.format(
        check=check,
        url=escape(url),
        title=escape(title),
        meta=" · ".join(part for part in meta if part),
        lead=escape(lead),
        due=due,
        status=status,
        button=button,
        **words,
    )

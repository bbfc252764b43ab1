"""The sheet of a pack: each task with its standing, updates and documents, as one plain page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.html import escape
from django.utils.translation import gettext as _

from tiendo.domain.status import Status
from tiendo.inspections.models import EvidencePack
from tiendo.reporting.formulas import STATUS_WORDS
from tiendo.tasks.models import Evidence, ProgressUpdate, Task

_DAY = "%d/%m/%Y"
# No script and no address: the page shows text alone wherever it is opened. Its style stands in it.
_STYLE = (
    "body{max-width:50rem;margin:2rem auto;padding:0 1rem;color:#1b2533;"
    'font:15px/1.5 "Be Vietnam Pro","Segoe UI",Roboto,sans-serif}'
    "h1,h2{color:#14365d}h1{font-size:1.4rem;margin:0}"
    "h2{font-size:1.1rem;margin:2rem 0 .5rem;padding-top:1rem;border-top:1px solid #d9dfe7}"
    "h3{font-size:1rem;margin:1rem 0 .25rem}ul{margin:0;padding-left:1.2rem}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:0}"
    "dt{color:#475569}dd{margin:0}section{break-inside:avoid}"
)
_HEAD = (
    '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    '<meta name="viewport" content="width=device-width">'
    "<title>{title}</title><style>{style}</style></head><body><h1>{title}</h1><p>{day}</p>\n"
)


def task_sheet(
    pack: EvidencePack,
    tasks: Iterable[Task],
    updates: Iterable[ProgressUpdate],
    documents: Iterable[Evidence],
) -> Iterator[str]:
    """The page, piece by piece. Updates and documents come in the order of tasks or not at all."""
    told: dict[int, list[str]] = {}
    proved: dict[int, list[str]] = {}
    for update in updates:
        told.setdefault(update.task_id, []).append(_update_line(update))
    for document in documents:
        proved.setdefault(document.task_id, []).append(_document_line(document))
    day = _("Tính đến hết ngày %(day)s") % {"day": f"{pack.as_of:{_DAY}}"}
    yield _HEAD.format(title=escape(_("Phiếu nhiệm vụ")), day=escape(day), style=_STYLE)
    for task in tasks:
        yield from _task(task)
        yield from _list(_("Cập nhật tiến độ"), told.get(task.pk, []))
        yield from _list(_("Văn bản minh chứng"), proved.get(task.pk, []))
        yield "</section>\n"
    yield "</body></html>\n"


def _task(task: Task) -> Iterator[str]:
    yield f"<section><h2>{escape(task.code)}. {escape(task.title)}</h2><dl>"
    due = getattr(task, "due_on", None)
    status = getattr(task, "status", None)
    facts = (
        (_("Chủ trì"), getattr(task, "lead_name", None)),
        (_("Sản phẩm"), task.product),
        (_("Thời hạn"), f"{due:{_DAY}}" if due else None),
        (_("Trạng thái"), STATUS_WORDS[Status(status)] if status else None),
        (_("Ngày có sản phẩm"), f"{task.done_on:{_DAY}}" if task.done_on else None),
    )
    for name, value in facts:
        yield f"<dt>{escape(name)}</dt><dd>{escape(value or '–')}</dd>"
    yield "</dl>"


def _list(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"<h3>{escape(title)}</h3><ul>{''.join(lines)}</ul>"


def _update_line(update: ProgressUpdate) -> str:
    percent = "" if update.percent is None else f" ({update.percent.normalize():f} %)"
    words = f"{update.as_of:{_DAY}} · {update.organisation.name}: {update.done}{percent}"
    return f"<li>{escape(words)}</li>"


def _document_line(document: Evidence) -> str:
    day = f", {document.document_date:{_DAY}}" if document.document_date else ""
    return f"<li>{escape(document.document_number + day)}</li>"

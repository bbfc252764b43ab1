"""The sheet of a pack: each task with its standing, updates and documents, as one plain page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.html import escape
from django.utils.translation import gettext as _

from tiendo.inspections.models import EvidencePack
from tiendo.tasks.models import Evidence, ProgressUpdate, Task

_DAY = "%d/%m/%Y"
# No script and no address: the page shows text alone wherever it is opened.
_HEAD = (
    '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    "<title>{title}</title></head><body><h1>{title}</h1><p>{day}</p>\n"
)


def task_sheet(
    pack: EvidencePack,
    tasks: Iterable[Task],
    updates: Iterable[ProgressUpdate],
    documents: Iterable[Evidence],
) -> Iterator[str]:
    """The page, piece by piece. Updates and documents come in the order of tasks or not at all."""
    told: dict[int, list[str]] = {}
    for update in updates:
        told.setdefault(update.task_id, []).append(_update_line(update))
    for document in documents:
        told.setdefault(document.task_id, []).append(_document_line(document))
    day = _("Tính đến hết ngày %(day)s") % {"day": f"{pack.as_of:{_DAY}}"}
    yield _HEAD.format(title=escape(_("Phiếu nhiệm vụ")), day=escape(day))
    for task in tasks:
        yield from _task(task, told.get(task.pk, []))
    yield "</body></html>\n"


def _task(task: Task, lines: list[str]) -> Iterator[str]:
    yield f"<h2>{escape(task.code)}. {escape(task.title)}</h2><dl>"
    due = getattr(task, "due_on", None)
    facts = (
        (_("Chủ trì"), getattr(task, "lead_name", None)),
        (_("Sản phẩm"), task.product),
        (_("Thời hạn"), f"{due:{_DAY}}" if due else None),
        (_("Ngày có sản phẩm"), f"{task.done_on:{_DAY}}" if task.done_on else None),
    )
    for name, value in facts:
        yield f"<dt>{escape(name)}</dt><dd>{escape(value or '–')}</dd>"
    yield "</dl>"
    if lines:
        yield f"<ul>{''.join(lines)}</ul>"
    yield "\n"


def _update_line(update: ProgressUpdate) -> str:
    percent = "" if update.percent is None else f" ({update.percent.normalize():f} %)"
    words = f"{update.as_of:{_DAY}} · {update.organisation.name}: {update.done}{percent}"
    return f"<li>{escape(words)}</li>"


def _document_line(document: Evidence) -> str:
    day = f", {document.document_date:{_DAY}}" if document.document_date else ""
    return f"<li>{escape(document.document_number + day)}</li>"

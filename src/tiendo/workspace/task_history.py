"""What happened to a task, newest first: steps of the lifecycle, updates, deadlines, evidence."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.tasks.messages import ACTIONS
from tiendo.tasks.models import (
    DeadlineChange,
    Evidence,
    LifecycleEvent,
    ProgressUpdate,
    Task,
)
from tiendo.tasks.recurrence import period_name
from tiendo.workspace.evidence_cards import evidence_name
from tiendo.workspace.task_words import STEP_ICONS
from tiendo.workspace.templatetags.shares import share_words
from tiendo.workspace.templatetags.vn import vn_date

Entry = dict[str, Any]
Rows = TypeVar("Rows", bound=QuerySet[Any])
_LOOKS = {
    "go_live": "in_progress",
    "claim": "awaiting",
    "approve": "awaiting",
    "send_back": "due_soon",
    "return": "due_soon",
    "confirm": "done_on_time",
    "reopen": "due_soon",
    "suspend": "suspended",
    "cancel": "cancelled",
    "supersede": "superseded",
    "resume": "in_progress",
}


@dataclass(frozen=True, slots=True)
class Told:
    """Everything recorded of a task up to a day and a moment.

    ``loose`` is evidence added neither with an update nor with a claim.
    """

    events: tuple[LifecycleEvent, ...]
    updates: tuple[ProgressUpdate, ...]
    deadlines: tuple[DeadlineChange, ...]
    claimed: dict[int, list[Evidence]]
    loose: tuple[Evidence, ...]

    @property
    def last_update(self) -> ProgressUpdate | None:
        """The newest update."""
        return self.updates[0] if self.updates else None

    def last_event(self, *actions: str) -> LifecycleEvent | None:
        """The newest step among some."""
        return next((row for row in reversed(self.events) if row.action in actions), None)

    @property
    def proofs(self) -> list[Evidence]:
        """The evidence of the newest claim, then what was added before it."""
        claim = self.last_event("claim")
        own = self.claimed.get(claim.pk, []) if claim else []
        earlier = [each for update in self.updates for each in update.evidence.all()]
        return [*own, *self.loose, *earlier]


def read_history(task: Task, on: dt.date, known_at: dt.datetime | None) -> Told:
    """What was recorded of a task. Cost: five queries."""
    proofs = Evidence.objects.order_by("pk").select_related("document", "added_by")
    updates = (
        _known(ProgressUpdate.objects.filter(task=task, as_of__lte=on), known_at)
        .select_related("by", "organisation", "occurrence", "approved_by")
        .prefetch_related(Prefetch("evidence", proofs))
        .order_by("-recorded_at", "-pk")
    )
    events = (
        _known(LifecycleEvent.objects.filter(task=task, day__lte=on), known_at)
        .select_related("by", "organisation", "occurrence")
        .order_by("recorded_at", "pk")
    )
    changes = _known(DeadlineChange.objects.filter(task=task, effective_on__lte=on), known_at)
    kept = tuple(row for row in events if not _is_laying(row))
    others = proofs.filter(task=task, update__isnull=True)
    claimed, loose = _sort_out(others, kept)
    return Told(
        kept,
        tuple(updates),
        tuple(changes.select_related("by", "occurrence")),
        claimed,
        loose,
    )


def _known(rows: Rows, known_at: dt.datetime | None) -> Rows:
    return rows if known_at is None else rows.filter(recorded_at__lte=known_at)


def _is_laying(event: LifecycleEvent) -> bool:
    """Occurrences are laid ahead by rule: that is no deed of anybody."""
    return event.action == "go_live" and event.occurrence_id is not None


def _sort_out(
    rows: Iterable[Evidence], events: Iterable[LifecycleEvent]
) -> tuple[dict[int, list[Evidence]], tuple[Evidence, ...]]:
    """Evidence given with a claim bears its moment; the rest was added on its own."""
    claims = {row.recorded_at: row.pk for row in events if row.action == "claim"}
    claimed: defaultdict[int, list[Evidence]] = defaultdict(list)
    loose = []
    for row in rows:
        if row.added_at in claims:
            claimed[claims[row.added_at]].append(row)
        else:
            loose.append(row)
    return dict(claimed), tuple(loose)


def entries_of(told: Told) -> list[Entry]:
    """The entries of the history, newest first, for ``{% history %}``."""
    entries = [
        *(_event_entry(row, told.claimed.get(row.pk, [])) for row in told.events),
        *(_update_entry(row) for row in reversed(told.updates)),
        *_deadline_entries(told.deadlines),
        *(_evidence_entry(row) for row in told.loose),
    ]
    # Of one moment the later deed stands above, so the whole is turned round, not sorted so.
    return sorted(entries, key=lambda entry: entry["when"])[::-1]


def files_of(rows: Iterable[Evidence]) -> list[dict[str, str]]:
    """Evidence as links to a look at it; what was withdrawn says so."""
    return [
        {
            "name": evidence_name(row),
            "url": reverse("evidence", args=[row.pk]),
            "note": _evidence_note(row),
        }
        for row in rows
    ]


def _evidence_note(row: Evidence) -> str:
    if row.withdrawn_at is None:
        return row.note
    return _("đã rút: %(reason)s") % {"reason": row.withdrawn_reason}


def _event_entry(row: LifecycleEvent, proofs: list[Evidence]) -> Entry:
    title = str(ACTIONS[row.action])
    if row.occurrence is not None:
        title += f" · {period_name(row.occurrence.label)}"
    lines = [row.reason]
    if row.done_on and row.action == "claim":
        lines.insert(0, _("Có sản phẩm ngày %(day)s.") % {"day": vn_date(row.done_on)})
    if row.deciding_document:
        lines.append(_("Theo %(document)s.") % {"document": row.deciding_document})
    return {
        "when": row.recorded_at,
        "who": who(row.by, row.organisation),
        "title": title,
        "text": "\n".join(line for line in lines if line),
        "icon": STEP_ICONS.get(row.action, "point"),
        "status": _LOOKS.get(row.action, ""),
        "files": files_of(proofs),
    }


def _update_entry(row: ProgressUpdate) -> Entry:
    title = _("Rút lại cập nhật tiến độ") if row.takes_back_id else _("Cập nhật tiến độ")
    if row.percent is not None:
        title += f" · {share_words(row)}"
    lines = [row.done]
    if row.difficulty:
        lines.append(_("Vướng mắc: %(text)s") % {"text": row.difficulty})
    if row.proposal:
        lines.append(_("Kiến nghị: %(text)s") % {"text": row.proposal})
    approval = _("chưa duyệt")
    if row.approved_by is not None:
        approval = _("%(name)s duyệt ngày %(day)s") % {
            "name": who(row.approved_by),
            "day": vn_date(row.approved_at),
        }
    return {
        "when": row.recorded_at,
        "who": who(row.by, row.organisation),
        "title": title,
        "text": "\n".join(lines),
        "icon": "pencil",
        "status": "",
        "changes": [{"label": _("Thủ trưởng"), "before": "", "after": approval}],
        "files": files_of(row.evidence.all()),
    }


def _deadline_entries(rows: Iterable[DeadlineChange]) -> Iterator[Entry]:
    """Each change of a deadline; the first row of a work holds the original one."""
    before: dict[int | None, dt.date | None] = {}
    for row in rows:
        if row.occurrence_id in before:
            yield {
                "when": row.recorded_at,
                "who": who(row.by),
                "title": str(ACTIONS["change_deadline"]),
                "text": "\n".join(line for line in (row.reason, row.deciding_document) if line),
                "icon": "calendar-event",
                "status": "",
                "changes": [
                    {
                        "label": _("Thời hạn"),
                        "before": vn_date(before[row.occurrence_id]),
                        "after": vn_date(row.last_day),
                    }
                ],
            }
        before[row.occurrence_id] = row.last_day


def _evidence_entry(row: Evidence) -> Entry:
    return {
        "when": row.added_at,
        "who": who(row.added_by),
        "title": str(ACTIONS["add_evidence"]),
        "text": "",
        "icon": "paperclip",
        "status": "",
        "files": files_of([row]),
    }


def who(person: Any, body: Any = None) -> str:
    """A person with the body acted for; the system where there is none."""
    if person is None:
        return _("Hệ thống")
    name = person.full_name or person.username
    return f"{name}, {body.name}" if body is not None else name

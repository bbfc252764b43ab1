"""One task for its page and for the pages of its steps."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from tiendo.accounts.actor import Actor
from tiendo.accounts.models import Membership
from tiendo.audit.queries import TrailFilter, events_of, find_events
from tiendo.domain import clock
from tiendo.domain.status import Status, occurrence_status
from tiendo.organisations.models import Kind
from tiendo.tasks.actions.progress import working_body
from tiendo.tasks.histories import occurrence_histories
from tiendo.tasks.models import Evidence, Lifecycle, Occurrence, Part, Task
from tiendo.tasks.parties import Parties, parties_on
from tiendo.tasks.permissions import can_view
from tiendo.tasks.queries import with_confirmer, with_lead, with_status, with_work
from tiendo.tasks.queries.duplicates import duplicates_of
from tiendo.tasks.recurrence import current_occurrence, period_name
from tiendo.workspace.access import PageRequest
from tiendo.workspace.evidence_cards import EvidenceCard, cards_of
from tiendo.workspace.task_facts import Standing, look_of, marks_of, people_of, sources_of
from tiendo.workspace.task_history import Told, files_of, read_history
from tiendo.workspace.task_words import STEP_BUTTONS, STEP_URLS
from tiendo.workspace.trail_entries import TrailEntry, read_entries

_LAST_CHANGES = 3


def found_task(request: PageRequest, pk: int) -> Task:
    """The task, for a person who may see it today. Errors: Http404; PermissionDenied.

    Cost: two queries.
    """
    task = (
        Task.objects.select_related("programme__coordinator", "section", "parent")
        .filter(pk=pk)
        .first()
    )
    if task is None:
        raise Http404
    if not can_view(request.actor, task):
        raise PermissionDenied
    return task


def standing_of(task: Task, on: dt.date, known_at: dt.datetime | None, told: Told) -> Standing:
    """Where the task stands on a day. Cost: one query, two for a recurring task that rests."""
    asked = with_confirmer(with_lead(with_status(_only(task), on, known_at), on), on)
    row = with_work(asked, on, known_at).get()
    code = getattr(row, "status", None)
    due_on: dt.date | None = getattr(row, "due_on", None)
    if due_on is None and row.recurrence:
        due_on = _last_due(task, on)
    return Standing(
        task=row,
        status=Status(code) if code else None,
        due_on=due_on or (task.last_day if code is None else None),
        on=on,
        told=told,
        confirmer=getattr(row, "confirmer_name", "") or "",
    )


def _only(task: Task) -> Any:
    return Task.objects.filter(pk=task.pk)


def _last_due(task: Task, on: dt.date) -> dt.date | None:
    """The due day of the occurrence opened last, which the status of a resting rule speaks of."""
    opened = Occurrence.objects.filter(task=task, opens_on__lte=on).order_by("-last_day")
    return opened.values_list("last_day", flat=True).first()


def step_context(
    request: PageRequest, task: Task, action: str, current: Task | None = None
) -> dict[str, Any]:
    """What every page of a step shows beside its form; ``current``: the task another changed."""
    today = clock.today()
    told = read_history(task, today, None)
    standing = standing_of(task, today, None, told)
    parties = parties_on(task, today)
    return {
        "task": task,
        "action": action,
        "step_url": reverse(STEP_URLS[action], args=[task.pk]),
        "can_claim": _can_claim(request.actor, parties),
        "approves": approves_there(request.actor, parties),
        "other_step": _other_step(task, action),
        "title": STEP_BUTTONS[action],
        "standing": standing,
        "status": look_of(standing),
        "last_update": told.last_update,
        "last_files": files_of(told.last_update.evidence.all()) if told.last_update else [],
        "claim": told.last_event("claim"),
        "proofs": files_of(told.proofs),
        "cards": partial(_cards, request, told),
        "occurrence": current_occurrence(task, today) if task.recurrence else None,
        "marks": marks_of(task, parties),
        "sources": sources_of(task)[:1],
        "people": list(people_of(request, task, parties)),
        "is_past_due": task.last_day is not None and task.last_day < today,
        "current": current,
        "changes": last_changes(task) if current is not None else (),
    }


def _cards(request: PageRequest, told: Told) -> list[EvidenceCard]:
    """The evidence with where else it stands, for pages that ask for it. Cost: three queries."""
    ids = [row.pk for row in told.proofs]
    found = Evidence.objects.filter(pk__in=ids, withdrawn_at=None).select_related("stored_file")
    rows = sorted(found, key=lambda row: ids.index(row.pk))
    return cards_of(rows, duplicates_of(rows, request.actor))


_OTHERS = {"approve": "send_back", "confirm": "return"}


def _other_step(task: Task, action: str) -> tuple[object, str] | None:
    """The way back from a decision: its words and its address."""
    other = _OTHERS.get(action)
    if other is None:
        return None
    return STEP_BUTTONS[other], reverse(STEP_URLS[other], args=[task.pk])


def _can_claim(actor: Actor, parties: Parties) -> bool:
    lead_id = parties.lead_id
    return lead_id is not None and actor.may("task.claim", at=lead_id)


def approves_there(actor: Actor, parties: Parties) -> bool:
    """Whether what the person reports is for that very person to approve."""
    body = working_body(parties, actor)
    return body is not None and actor.may("task.approve", at=body)


def last_changes(task: Task) -> tuple[TrailEntry, ...]:
    """What others did last, for somebody whose form is older."""
    events = find_events(TrailFilter()).filter(events_of([("tasks.task", [str(task.pk)])]))
    return read_entries(events[:_LAST_CHANGES])


def is_for_group(task: Task) -> bool:
    """Whether a group of bodies leads the task, so that it is to be expanded. One query."""
    lead = parties_on(task, clock.today()).first(Part.LEAD)
    return lead is not None and lead.group is not None


def people_to_name(actor: Actor, task: Task) -> list[int]:
    """The people of the bodies for which the actor may name an officer, divisions included."""
    parties: Parties = parties_on(task, clock.today())
    bodies = [body for body in parties.working_ids if actor.may("task.name_officer", at=body)]
    if not bodies:
        return []
    posts = Membership.objects.filter(validity__contains=clock.today(), user__is_active=True)
    inside = Q(organisation__kind=Kind.DIVISION) & (
        Q(organisation__parent_id=bodies[0]) | Q(organisation__parent__parent_id=bodies[0])
    )
    held = posts.filter(Q(organisation_id=bodies[0]) | inside)
    return list(held.values_list("user_id", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class OccurrenceRow:
    """One period of a recurring task as it stood on a day; no status before it opens."""

    name: str
    work: Occurrence
    status: Status | None

    @property
    def done_on(self) -> dt.date | None:
        """The day of its product, where it was confirmed by the day in view."""
        is_done = self.status in (Status.DONE_ON_TIME, Status.DONE_LATE)
        return self.work.done_on if is_done else None


def occurrence_rows(
    task: Task, on: dt.date, known_at: dt.datetime | None = None
) -> list[OccurrenceRow]:
    """The occurrences of a recurring task opened by a day, and the next one, newest first.

    Those withdrawn when the rule changed stand in the history, not here. Cost: one query, five for
    a recurring task.
    """
    chosen = _occurrences_shown(task, on)
    histories = occurrence_histories(task) if chosen else {}
    return [
        OccurrenceRow(
            period_name(row.label), row, occurrence_status(histories[row.pk], on, known_at)
        )
        for row in chosen
    ]


def _occurrences_shown(task: Task, on: dt.date) -> list[Occurrence]:
    standing = Occurrence.objects.filter(task=task).exclude(lifecycle=Lifecycle.CANCELLED)
    rows = list(standing.order_by("last_day", "pk"))
    opened = [row for row in rows if row.opens_on <= on]
    coming = [row for row in rows if row.opens_on > on][:1]
    return [*coming, *reversed(opened)]

"""What an approval does to the live tasks that drafts of the run were found to be."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.documents.models import Document
from tiendo.domain import clock
from tiendo.intake.errors import ApprovalRefused
from tiendo.intake.matching import STANDING, is_earlier, lacking_bodies, match_of
from tiendo.intake.models import Draft, MatchKind
from tiendo.intake.tasking import split_keys
from tiendo.outbox.actions import emit
from tiendo.tasks.actions import assign, change_deadline, edit_task
from tiendo.tasks.models import Lifecycle, Part, Task
from tiendo.tasks.parties import parties_on

_DONE = Lifecycle.CONFIRMED


def check_matches(drafts: Iterable[Draft]) -> None:
    """Go on only where each matched task still stands, or was done meanwhile.

    Errors: ApprovalRefused (match_ended).
    """
    for draft in drafts:
        match = match_of(draft)
        if match is None or match.task is None or match.task.lifecycle in {*STANDING, _DONE}:
            continue
        state = Lifecycle(match.task.lifecycle).label
        params = {"draft": str(draft), "task": match.task.code, "state": state}
        raise ApprovalRefused("match_ended", **params)


def parent_of(draft: Draft) -> Task | None:
    """The live task that a draft's own task becomes a part of."""
    match = match_of(draft)
    return match.task if match is not None and match.kind == MatchKind.CHILD else None


def act_on_task(*, draft: Draft, document: Document, by: Actor) -> None:
    """Give the task that a draft is what was chosen: its earlier deadline, the bodies it lacks.

    The lead body is told of the further document. Call inside the approval, after the passages
    were added. Errors: PermissionRefused; TaskError of the task's own actions.
    """
    match = match_of(draft)
    if match is None or match.kind != MatchKind.SAME or match.task_id is None:
        return
    task = Task.objects.prefetch_related("assignments__organisation", "assignments__group").get(
        pk=match.task_id
    )
    bodies = lacking_bodies(draft, task) if match.adds_bodies else []
    if match.takes_deadline and is_earlier(draft, task):
        task = _take_deadline(task, draft, document, by)
    for body in bodies:
        version = task.version
        task = assign(task=task, part=Part.COORDINATE, body=body, version=version, by=by)
    _tell(task, document)


def _take_deadline(task: Task, draft: Draft, document: Document, by: Actor) -> Task:
    key, _recurrence = split_keys(draft.deadline_keys)
    if task.lifecycle == Lifecycle.DRAFT:
        return edit_task(
            task=task,
            version=task.version,
            by=by,
            deadline_key=key,
            deadline_raw=draft.deadline_raw,
            last_day=draft.last_day,
        )
    assert draft.last_day is not None  # noqa: S101 - is_earlier saw it
    words = _("Văn bản sau quy định thời hạn sớm hơn: %(words)s")
    return change_deadline(
        task=task,
        deadline_key=key,
        last_day=draft.last_day,
        reason=words % {"words": draft.deadline_raw},
        deciding_document=str(document)[:120],
        version=task.version,
        by=by,
    )


def _tell(task: Task, document: Document) -> None:
    lead = parties_on(task, clock.today()).lead_id
    bodies = [lead] if lead is not None and task.lifecycle != Lifecycle.DRAFT else []
    if bodies:
        emit("task.further_document", target=task, bodies=bodies, payload={"document": document.pk})

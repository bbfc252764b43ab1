"""A draft of a clause that is a task already: what differs, and what the task lacks and may gain.

An appendix that arrives after its plan was approved, or a better reading of it, names leads and
deadlines of tasks that stand. They are shown as differences; only what a task lacks is added, a
deadline in force changes on the task's own page, by a decision.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import State
from tiendo.domain.collation import fold
from tiendo.intake.appendices import repeated_task
from tiendo.intake.errors import ReviewRefused
from tiendo.intake.locks import mark_reviewed, open_run, trace
from tiendo.intake.models import Draft, DraftState
from tiendo.intake.tasking import split_keys
from tiendo.tasks.actions import add_sources, assign, edit_task
from tiendo.tasks.actions.creating import TaskFields
from tiendo.tasks.models import Assignment, Lifecycle, Part, Task


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that a task and a draft give differently; ``can_add`` where the task has none."""

    code: str
    standing: str
    read: str
    can_add: bool = False


def standing_tasks(drafts: Iterable[Draft]) -> Mapping[int, Task]:
    """The task that stands already for each draft, by the draft's id, with its bodies.

    Cost: two queries; none where no task stands.
    """
    found = {draft.pk: task.pk for draft in drafts if (task := repeated_task(draft))}
    if not found:
        return {}
    tasks = Task.objects.prefetch_related("assignments__organisation", "assignments__group")
    by_pk = tasks.in_bulk(set(found.values()))
    return {pk: by_pk[task_pk] for pk, task_pk in found.items()}


def compare(draft: Draft, task: Task) -> list[Difference]:
    """What a draft says otherwise than the task; what the draft does not say is no difference."""
    key, recurrence = split_keys(draft.deadline_keys)
    is_draft = task.lifecycle == Lifecycle.DRAFT
    pairs = [
        ("title", task.title, draft.title, False),
        ("lead", _lead_words(task), draft.lead_text, is_draft),
        ("deadline", _deadline(task), draft.deadline_raw, is_draft and bool(key or recurrence)),
        ("product", task.product, draft.product, is_draft),
        ("deciding", task.deciding_text, draft.deciding_text, is_draft),
    ]
    found = [
        Difference(code, standing, read, can_add and not standing)
        for code, standing, read, can_add in pairs
        if read and _plain(standing) != _plain(read)
    ]
    return [d for d in found if d.code != "deadline" or not _same_deadline(draft, task)]


def supplement_task(*, draft: Draft, by: Actor) -> Task:
    """Give a task still in draft what it lacks and the draft says, and the draft's passages.

    The draft counts as accepted. Errors: PermissionRefused; ReviewRefused (no_task_yet,
    nothing_to_add, not_in_review); TaskError of the task's own actions.
    """
    author = by.require("draft.review")
    with transaction.atomic():
        run = open_run(draft.run_id)
        current = Draft.objects.select_related(
            "lead", "lead_group", "repeats", "details__task", "details__repeats"
        ).get(pk=draft.pk)
        task = standing_tasks([current]).get(current.pk)
        if task is None:
            raise ReviewRefused("no_task_yet", draft=str(current))
        codes = [d.code for d in compare(current, task) if d.can_add]
        if not codes:
            raise ReviewRefused("nothing_to_add", draft=str(current))
        changed = _add(task, current, codes, by)
        add_sources(task=task, passages=current.passages.all(), by=by)
        current.state = DraftState.ACCEPTED
        mark_reviewed([current], author)
        current.save()
        after: State = {"task": changed.pk, "fields": [*codes]}
        trace(author, "draft.task_supplemented", run, [current], after=after)
    return changed


def _add(task: Task, draft: Draft, codes: Iterable[str], by: Actor) -> Task:
    fields: TaskFields = {}
    if "product" in codes:
        fields["product"] = draft.product
    if "deciding" in codes:
        fields["deciding_text"] = draft.deciding_text
    if "deadline" in codes:
        fields["deadline_key"], fields["recurrence"] = split_keys(draft.deadline_keys)
        fields["deadline_raw"], fields["last_day"] = draft.deadline_raw, draft.last_day
    changed = task
    if fields:
        changed = edit_task(task=changed, version=changed.version, by=by, **fields)
    if "lead" in codes:
        body = draft.lead or draft.lead_group or draft.lead_text
        version = changed.version
        changed = assign(task=changed, part=Part.LEAD, body=body, version=version, by=by)
    return changed


# Words of a task


def _lead_words(task: Task) -> str:
    lead = next((a for a in task.assignments.all() if _is_lead(a)), None)
    if lead is None:
        return ""
    return str(lead.organisation or lead.group or lead.raw_text)


def _is_lead(assignment: Assignment) -> bool:
    until: dt.date | None = assignment.validity.upper
    return assignment.part == Part.LEAD and until is None


def _deadline(task: Task) -> str:
    return task.deadline_raw or task.deadline_key or task.recurrence


def _same_deadline(draft: Draft, task: Task) -> bool:
    return split_keys(draft.deadline_keys) == (task.deadline_key, task.recurrence)


def _plain(words: str) -> str:
    return " ".join(fold(words).split())

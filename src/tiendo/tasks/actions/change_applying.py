"""Putting granted terms in force: through the same actions people use, in one transaction."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Max

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import PlanSection
from tiendo.tasks.actions.assigning import assign, end_assignment
from tiendo.tasks.actions.creating import TaskFields, create_task, edit_task
from tiendo.tasks.actions.deadlines import change_deadline
from tiendo.tasks.change_errors import ChangeError
from tiendo.tasks.change_terms import Terms
from tiendo.tasks.models import ChangeKind, ChangeRequest, Part, Task
from tiendo.tasks.parties import default_confirmer, is_same_house, parties_on

# What a decision may put in force by itself: words, bodies, a deadline, a new draft.
_PUT_IN_FORCE = frozenset({"task.assign", "draft.review"})


def may_apply(actor: Actor, change: ChangeRequest) -> bool:
    """Whether a person may put a request in force: a deadline also who directs; words and bodies
    who assigns; a new task who reviews drafts."""
    if change.kind == ChangeKind.EXTENSION:
        return actor.may("task.direct") or actor.may("task.assign")
    needed = "draft.review" if change.kind == ChangeKind.NEW_TASK else "task.assign"
    return actor.may(needed)


def deciding(actor: Actor) -> Actor:
    """The person with what a decision itself puts in force: whoever decides a change may carry out
    its terms, and nothing else. Hand it to ``apply_terms`` alone."""
    posts = (
        replace(post, permissions=post.permissions | _PUT_IN_FORCE)
        if "change.decide" in post.permissions
        else post
        for post in actor.posts
    )
    return Actor(actor.user_id, actor.username, tuple(posts))


def apply_terms(change: ChangeRequest, granted: Terms, *, by: Actor) -> Task:
    """The task of a request with the granted terms in force; a new one as a draft.

    Call it inside the action's transaction. Errors: PermissionRefused; TaskError.
    """
    if change.task is None:
        return _make(change, granted, by)
    task = Task.objects.get(pk=change.task.pk)
    if granted.last_day is not None:
        task = _move(change, task, granted, by)
    words: TaskFields = {}
    if granted.title is not None:
        words["title"] = granted.title
    if granted.product is not None:
        words["product"] = granted.product
    if granted.deciding_text is not None:
        words["deciding_text"] = granted.deciding_text
    if words:
        task = edit_task(task=task, version=task.version, by=by, **words)
    if granted.lead is not None:
        task = _lead(task, Organisation.objects.get(pk=granted.lead), by)
    if granted.coordinating is not None:
        task = _coordinate(task, granted.coordinating, by)
    return task


def _move(change: ChangeRequest, task: Task, granted: Terms, by: Actor) -> Task:
    """Move the deadline from the day of the deciding document on."""
    day, decided = granted.last_day, change.decision_date
    if day is None or decided is None:
        raise ChangeError("document_needed", change=change.code)
    first = task.live_on or decided
    return change_deadline(
        task=task,
        deadline_key=day.isoformat(),
        last_day=day,
        reason=change.reason,
        deciding_document=change.decision_document,
        version=task.version,
        by=by,
        effective_on=min(max(decided, first), clock.today()),
    )


def _lead(task: Task, body: Organisation, by: Actor) -> Task:
    """Another lead; a confirmer of its house makes room for the default one outside it."""
    today = clock.today()
    parties = parties_on(task, today)
    if parties.lead_id == body.pk:
        return task
    held = parties.first(Part.CONFIRM)
    if held is not None and held.organisation and is_same_house(held.organisation, body):
        found = default_confirmer(programme=task.programme, lead=body, parent=task.parent, on=today)
        if found is not None:
            task = assign(task=task, part=Part.CONFIRM, body=found, version=task.version, by=by)
    return assign(task=task, part=Part.LEAD, body=body, version=task.version, by=by)


def _coordinate(task: Task, wanted: tuple[int, ...], by: Actor) -> Task:
    parties = parties_on(task, clock.today())
    helpers = [row for row in parties.assignments if row.part == Part.COORDINATE]
    for row in helpers:
        if row.organisation_id is not None and row.organisation_id not in wanted:
            task = end_assignment(assignment=row, version=task.version, by=by)
    held = {row.organisation_id for row in helpers}
    for body in Organisation.objects.filter(pk__in=set(wanted) - held).order_by("sort_key", "pk"):
        task = assign(task=task, part=Part.COORDINATE, body=body, version=task.version, by=by)
    return task


def _make(change: ChangeRequest, granted: Terms, by: Actor) -> Task:
    """A draft of the programme, which its coordinator completes and gives out."""
    tasks = Task.objects.filter(programme=change.programme)
    last = tasks.aggregate(last=Max("order"))["last"] or 0
    day = granted.last_day
    return create_task(
        programme=change.programme,
        code=f"BS-{change.pk}",
        by=by,
        lead=Organisation.objects.get(pk=granted.lead) if granted.lead else None,
        coordinating=Organisation.objects.filter(pk__in=granted.coordinating or ()),
        title=granted.title or "",
        product=granted.product or "",
        deciding_text=granted.deciding_text or "",
        section=PlanSection.objects.filter(pk=granted.section).first() if granted.section else None,
        order=last + 1,
        deadline_key=day.isoformat() if day else "",
        deadline_raw=f"{day:%d/%m/%Y}" if day else "",
        last_day=day,
    )

"""The milestones of projects: set, moved, done, taken back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Value, record
from tiendo.budgets.actions.projects import lock_project
from tiendo.budgets.errors import BudgetError
from tiendo.budgets.models import Project, ProjectMilestone
from tiendo.budgets.permissions import RECORD
from tiendo.domain import clock


@transaction.atomic
def add_milestone(*, by: Actor, project: Project, name: str, last_day: dt.date) -> ProjectMilestone:
    """Add a step of a project with its last day.

    Errors: PermissionRefused; BudgetError title_missing.
    """
    author = by.require(RECORD, at=project.owner_id)
    current = lock_project(project)
    if not name.strip():
        raise BudgetError("title_missing")
    last = current.milestones.aggregate(last=Max("order"))["last"] or 0
    milestone = ProjectMilestone.objects.create(
        project=current, name=name.strip(), last_day=last_day, order=last + 1
    )
    record(by=author, action="project.add_milestone", target=current, after=_told(milestone))
    return milestone


@transaction.atomic
def finish_milestone(
    *, by: Actor, milestone: ProjectMilestone, on: dt.date, note: str
) -> ProjectMilestone:
    """Record that a step was done on a day, with what shows it.

    Errors: PermissionRefused; BudgetError milestone_done, day_in_future.
    """
    current = _locked(milestone)
    author = by.require(RECORD, at=current.project.owner_id)
    if current.done_on is not None:
        raise BudgetError("milestone_done")
    if on > clock.today():
        raise BudgetError("day_in_future", day=f"{on:%d/%m/%Y}")
    current.done_on, current.done_note = on, note.strip()
    current.done_by_id, current.done_at = by.user_id, clock.now()
    current.save()
    after: dict[str, Value] = {
        "name": current.name,
        "done_on": on.isoformat(),
        "note": current.done_note,
    }
    record(by=author, action="project.finish_milestone", target=current.project, after=after)
    return current


@transaction.atomic
def edit_milestone(
    *, by: Actor, milestone: ProjectMilestone, name: str, last_day: dt.date, reason: str
) -> ProjectMilestone:
    """Put another name or last day to a step that is not done, with the reason.

    Errors: PermissionRefused; BudgetError milestone_done, title_missing, reason_missing.
    """
    current = _locked(milestone)
    author = by.require(RECORD, at=current.project.owner_id)
    if current.done_on is not None:
        raise BudgetError("milestone_done")
    if not name.strip():
        raise BudgetError("title_missing")
    if not reason.strip():
        raise BudgetError("reason_missing")
    before = _told(current)
    current.name, current.last_day = name.strip(), last_day
    current.save(update_fields=["name", "last_day"])
    record(
        by=author,
        action="project.edit_milestone",
        target=current.project,
        before=before,
        after=_told(current),
        reason=reason.strip(),
    )
    return current


@transaction.atomic
def reopen_milestone(*, by: Actor, milestone: ProjectMilestone, reason: str) -> ProjectMilestone:
    """Take back that a step was done, with the reason.

    Errors: PermissionRefused; BudgetError milestone_open, reason_missing.
    """
    current = _locked(milestone)
    author = by.require(RECORD, at=current.project.owner_id)
    if current.done_on is None:
        raise BudgetError("milestone_open")
    if not reason.strip():
        raise BudgetError("reason_missing")
    before: dict[str, Value] = {
        "name": current.name,
        "done_on": current.done_on.isoformat(),
        "note": current.done_note,
    }
    current.done_on, current.done_note, current.done_by, current.done_at = None, "", None, None
    current.save()
    record(
        by=author,
        action="project.reopen_milestone",
        target=current.project,
        before=before,
        reason=reason.strip(),
    )
    return current


def _locked(milestone: ProjectMilestone) -> ProjectMilestone:
    locked = ProjectMilestone.objects.select_for_update(of=("self",)).select_related("project")
    return locked.get(pk=milestone.pk)


def _told(milestone: ProjectMilestone) -> dict[str, Value]:
    return {"name": milestone.name, "last_day": milestone.last_day.isoformat()}

"""Projects: proposed, approved by decisions with totals and sources, worked off by milestones."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Value, record
from tiendo.budgets.errors import BudgetError
from tiendo.budgets.models import (
    Project,
    ProjectDocument,
    ProjectMilestone,
    ProjectState,
)
from tiendo.budgets.permissions import RECORD
from tiendo.budgets.projects import approvals_in_force
from tiendo.documents.models import Document
from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.domain.projects import APPROVED, FINISHED, MOVES, RUNNING
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """What a project is proposed with. Missing: ``programme`` where it serves no plan on file."""

    code: str
    name: str
    owner: Organisation
    starts_year: int
    ends_year: int
    programme: Programme | None = None
    purpose: str = ""


@transaction.atomic
def propose_project(*, by: Actor, facts: ProjectFacts) -> Project:
    """Put a project of a body on file.

    Errors: PermissionRefused; BudgetError code_missing, code_taken, title_missing,
    years_out_of_order, year_out_of_range.
    """
    author = by.require(RECORD, at=facts.owner.pk)
    _check(facts)
    code, name = facts.code.strip(), " ".join(facts.name.split())
    project = Project(
        code=code,
        name=name,
        folded=fold(f"{code} {name}"),
        owner=facts.owner,
        programme=facts.programme,
        purpose=facts.purpose.strip(),
        starts_year=facts.starts_year,
        ends_year=facts.ends_year,
        created_by_id=by.user_id,
        created_at=clock.now(),
    )
    try:
        with transaction.atomic():
            project.save(force_insert=True)
    except IntegrityError as error:
        raise BudgetError("code_taken", code=code) from error
    after: dict[str, Value] = {
        "code": code,
        "title": name,
        "organisation": facts.owner.pk,
        "programme": project.programme_id,
        "starts_year": project.starts_year,
        "ends_year": project.ends_year,
    }
    record(by=author, action="project.propose", target=project, after=after)
    return project


@transaction.atomic
def move_project(*, by: Actor, project: Project, to: ProjectState, reason: str = "") -> Project:
    """Take a project on: begin it, finish it, stop it (with a reason) or take it up again.

    Errors: PermissionRefused; BudgetError wrong_state, no_approval, reason_missing.
    """
    author = by.require(RECORD, at=project.owner_id)
    current = lock_project(project)
    if to not in MOVES[current.state]:
        was = ProjectState(current.state).label
        raise BudgetError("wrong_state", state=str(was), wanted=str(to.label))
    if to in (APPROVED, RUNNING, FINISHED) and not approvals_in_force(current):
        raise BudgetError("no_approval")
    if to == ProjectState.STOPPED and not reason.strip():
        raise BudgetError("reason_missing")
    before: dict[str, Value] = {"project_state": current.state}
    current.state = to
    current.save(update_fields=["state"])
    after: dict[str, Value] = {"project_state": to.value}
    record(
        by=author,
        action="project.move",
        target=current,
        before=before,
        after=after,
        reason=reason.strip(),
    )
    return current


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
    after: dict[str, Value] = {"name": milestone.name, "last_day": last_day.isoformat()}
    record(by=author, action="project.add_milestone", target=current, after=after)
    return milestone


@transaction.atomic
def finish_milestone(
    *, by: Actor, milestone: ProjectMilestone, on: dt.date, note: str
) -> ProjectMilestone:
    """Record that a step was done on a day, with what shows it.

    Errors: PermissionRefused; BudgetError milestone_done, day_in_future.
    """
    locked = ProjectMilestone.objects.select_for_update(of=("self",)).select_related("project")
    current = locked.get(pk=milestone.pk)
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
def attach_document(
    *, by: Actor, project: Project, document: Document, note: str = ""
) -> ProjectDocument:
    """Put a document into a project's file.

    Errors: PermissionRefused; BudgetError document_twice.
    """
    author = by.require(RECORD, at=project.owner_id)
    row = ProjectDocument(project=project, document=document, note=note.strip())
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise BudgetError("document_twice") from error
    after: dict[str, Value] = {"document": document.pk, "note": row.note}
    record(by=author, action="project.attach", target=project, after=after)
    return row


def lock_project(project: Project) -> Project:
    """The project as it is now, others waiting: it is changed by one after another."""
    locked = Project.objects.select_for_update(of=("self",)).select_related("owner")
    return locked.get(pk=project.pk)


def _check(facts: ProjectFacts) -> None:
    if not facts.code.strip():
        raise BudgetError("code_missing")
    if not facts.name.strip():
        raise BudgetError("title_missing")
    if facts.ends_year < facts.starts_year:
        raise BudgetError("years_out_of_order")
    for year in (facts.starts_year, facts.ends_year):
        if not 2000 <= year <= 2100:
            raise BudgetError("year_out_of_range", year=str(year))

"""Projects: proposed, described, taken on from state to state, with the documents of their file."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Value, record
from tiendo.budgets.errors import BudgetError
from tiendo.budgets.models import (
    Project,
    ProjectDocument,
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
    project = Project(created_by_id=by.user_id, created_at=clock.now())
    _fill(project, facts)
    _save(project)
    record(by=author, action="project.propose", target=project, after=_told(project))
    return project


@transaction.atomic
def edit_project(*, by: Actor, project: Project, facts: ProjectFacts) -> Project:
    """Change what a project says of itself.

    Errors: PermissionRefused; BudgetError as those of proposing one.
    """
    author = by.require(RECORD, at=project.owner_id)
    by.require(RECORD, at=facts.owner.pk)
    _check(facts)
    current = lock_project(project)
    old = _told(current)
    _fill(current, facts)
    _save(current)
    new = _told(current)
    changed = [name for name in new if new[name] != old[name]]
    record(
        by=author,
        action="project.edit",
        target=current,
        before={name: old[name] for name in changed},
        after={name: new[name] for name in changed},
    )
    return current


def facts_of_project(project: Project) -> ProjectFacts:
    """What a project says now."""
    return ProjectFacts(**{name: getattr(project, name) for name in ProjectFacts.__slots__})


def _fill(project: Project, facts: ProjectFacts) -> None:
    project.code, project.name = facts.code.strip(), " ".join(facts.name.split())
    project.folded = fold(f"{project.code} {project.name}")
    project.owner, project.programme = facts.owner, facts.programme
    project.purpose = facts.purpose.strip()
    project.starts_year, project.ends_year = facts.starts_year, facts.ends_year


def _save(project: Project) -> None:
    try:
        with transaction.atomic():
            project.save()
    except IntegrityError as error:
        raise BudgetError("code_taken", code=project.code) from error


def _told(project: Project) -> dict[str, Value]:
    return {
        "code": project.code,
        "title": project.name,
        "organisation": project.owner_id,
        "programme": project.programme_id,
        "purpose": project.purpose,
        "starts_year": project.starts_year,
        "ends_year": project.ends_year,
    }


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

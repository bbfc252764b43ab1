"""Who sees money and projects, and who records them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author
from tiendo.budgets.models import BudgetLine, Project, Stage

RECORD, ALLOCATE, RECONCILE = "budget.record", "budget.allocate", "treasury.reconcile"


def visible_lines(actor: Actor) -> QuerySet[BudgetLine]:
    """The lines a person may see: all for overseers, those of the own bodies for others."""
    if actor.may("budget.view_all"):
        return BudgetLine.objects.all()
    return BudgetLine.objects.filter(body__in=actor.bodies_for("budget.view"))


def visible_projects(actor: Actor) -> QuerySet[Project]:
    """The projects a person may see: those of the own bodies, and those that pay them."""
    if actor.may("budget.view_all"):
        return Project.objects.all()
    own = actor.bodies_for("budget.view")
    paid = BudgetLine.objects.filter(body__in=own, project__isnull=False).values("project")
    return Project.objects.filter(Q(owner__in=own) | Q(pk__in=paid))


def permission_for(stage: str) -> str:
    """What recording a step asks for: bodies ask, the coordinator records what was decided."""
    return RECORD if stage == Stage.REQUEST else ALLOCATE


def may_record(actor: Actor, body: int) -> bool:
    """Whether a person records requests, commitments and payments of a body."""
    return actor.may(RECORD, at=body)


def may_step(actor: Actor, body: int, stage: str) -> bool:
    """Whether a person records a step of a body's line."""
    return actor.may(permission_for(stage), at=body)


def author_for(actor: Actor, permission: str, body: int) -> Author:
    """Who records at a body. Errors: PermissionRefused."""
    return actor.require(permission, at=body)

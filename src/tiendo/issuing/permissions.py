"""At which bodies a person reviews, signs and numbers papers.

The clerks of a people's committee sit in its office (Nghị định 30/2020/NĐ-CP, Điều 6): what they
hold at the office holds for the committee.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.audit.trail import Author
from tiendo.domain import clock
from tiendo.issuing.models import OutgoingPaper
from tiendo.organisations.models import Kind, Organisation
from tiendo.reporting.models import Report

_ACTING = ("paper.submit", "paper.sign", "paper.number")


def bodies_served(actor: Actor, permission: str) -> frozenset[int]:
    """The bodies whose papers a person may handle under a permission. Cost: one query."""
    held = actor.bodies_for(permission)
    if permission != "paper.number" or not held:
        return held
    return held | frozenset(_committees_of(held).values_list("pk", flat=True))


def papers_to_handle(actor: Actor, permission: str) -> QuerySet[OutgoingPaper]:
    """The papers of the bodies at which a person holds a permission, as one statement."""
    held = actor.bodies_for(permission)
    at = Q(issuer__in=held)
    if permission == "paper.number":
        at |= Q(issuer__in=_committees_of(held))
    return OutgoingPaper.objects.filter(at)


def _committees_of(bodies: Collection[int]) -> QuerySet[Organisation]:
    """The people's committees that offices among some bodies write for."""
    offices = Organisation.objects.filter(pk__in=bodies, kind=Kind.COMMITTEE_OFFICE)
    return Organisation.objects.filter(
        kind=Kind.PEOPLES_COMMITTEE,
        level__in=offices.values("level"),
        validity__contains=clock.today(),
    )


def may_handle(actor: Actor, permission: str, report: Report) -> bool:
    """Whether a person may take a step under a permission with the paper of a report.

    Who compiles reports on whole programmes submits them, whoever they are in the name of; a
    body's own report is submitted by the body alone.
    """
    return _submits_compiled(actor, permission, report) or may_at(
        actor, permission, report.issuer_id
    )


def may_at(actor: Actor, permission: str, issuer_id: int) -> bool:
    """Whether a person holds a permission for the papers of a body."""
    return actor.may(permission) and issuer_id in bodies_served(actor, permission)


def require_for(actor: Actor, permission: str, report: Report) -> Author:
    """The author of a step with the paper of a report. Errors: PermissionRefused."""
    if _submits_compiled(actor, permission, report):
        return actor.require("report.compile")
    return require_at(actor, permission, report.issuer_id)


def require_at(actor: Actor, permission: str, issuer_id: int) -> Author:
    """The author of a step for the papers of a body. Errors: PermissionRefused."""
    if not may_at(actor, permission, issuer_id):
        raise PermissionRefused(permission)
    return actor.require(permission)


def _submits_compiled(actor: Actor, permission: str, report: Report) -> bool:
    is_compiled = permission == "paper.submit" and report.body_id is None
    return is_compiled and actor.may("report.compile")


def visible_papers(actor: Actor) -> QuerySet[OutgoingPaper]:
    """The papers a person may see: all for who reads every report, else those of own bodies."""
    papers = OutgoingPaper.objects.all()
    if actor.may("report.view"):
        return papers
    bodies = frozenset[int]().union(*(bodies_served(actor, name) for name in _ACTING))
    return papers.filter(issuer__in=bodies)


def sees_papers(actor: Actor) -> bool:
    """Whether a person has anything to do with outgoing papers."""
    return actor.may("report.view") or any(actor.may(name) for name in _ACTING)

"""Planning an inspection: its bodies, its team, its outline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from tiendo.accounts.actor import Actor
from tiendo.accounts.models import User
from tiendo.audit.trail import Value, record
from tiendo.documents.models import Document
from tiendo.domain import clock
from tiendo.domain.inspections import AT_WORK, InspectionState
from tiendo.inspections.actions.writing import lock_inspection, require_state, words
from tiendo.inspections.errors import InspectionError
from tiendo.inspections.models import (
    InspectedBody,
    Inspection,
    OutlineAnswer,
    OutlineItem,
    TeamMember,
    TeamRole,
)
from tiendo.inspections.permissions import house_held
from tiendo.organisations.models import Organisation
from tiendo.outbox.actions import emit
from tiendo.programmes.models import Programme
from tiendo.tasks.parties import belongs_to

_BEFORE_VISITS = (InspectionState.PLANNED, InspectionState.DECIDED)


@dataclass(frozen=True, slots=True)
class NewInspection:
    """What an inspection is planned with. Periods hold both their days."""

    code: str
    title: str
    period_start: dt.date
    period_end: dt.date
    planned_start: dt.date
    planned_end: dt.date
    scope: str = ""
    programme: Programme | None = None
    plan_document: Document | None = None


@transaction.atomic
def plan_inspection(
    *, by: Actor, data: NewInspection, bodies: Sequence[Organisation]
) -> Inspection:
    """Plan an inspection of one or several bodies; nobody plans that of the own body.

    Errors: PermissionRefused; InspectionError title_missing, no_body, period_out_of_order,
    own_body, code_taken.
    """
    author = by.require("inspection.manage")
    _check(by, data, bodies)
    inspection = Inspection(
        code=data.code.strip(),
        title=data.title.strip(),
        scope=data.scope.strip(),
        programme=data.programme,
        plan_document=data.plan_document,
        issuer=Organisation.objects.get(pk=author.organisation_id or 0),
        period_start=data.period_start,
        period_end=data.period_end,
        planned_start=data.planned_start,
        planned_end=data.planned_end,
        created_by_id=by.user_id,
        created_at=clock.now(),
    )
    try:
        with transaction.atomic():
            inspection.save(force_insert=True)
    except IntegrityError as error:
        raise InspectionError("code_taken", used=data.code) from error
    for body in bodies:
        InspectedBody.objects.create(inspection=inspection, organisation=body)
    after: dict[str, Value] = {
        "code": inspection.code,
        "title": inspection.title,
        "organisations": [body.pk for body in bodies],
        "programme": inspection.programme_id,
        "period_start": data.period_start.isoformat(),
        "period_end": data.period_end.isoformat(),
    }
    record(by=author, action="inspection.plan", target=inspection, after=after)
    return inspection


@transaction.atomic
def add_member(*, by: Actor, inspection: Inspection, user: User, role: TeamRole) -> TeamMember:
    """Put a person into the team; nobody inspects the own body.

    Errors: PermissionRefused; InspectionError wrong_state, own_body, already_member, head_taken.
    """
    author = by.require("inspection.manage")
    current = lock_inspection(inspection)
    require_state(current, (InspectionState.PLANNED, *AT_WORK))
    bodies = [row.organisation for row in current.bodies.select_related("organisation")]
    own = house_held(user, bodies, clock.today())
    if own is not None:
        raise InspectionError("own_body", person=str(user), body=own.name)
    team = TeamMember.objects.filter(inspection=current)
    if team.filter(user=user).exists():
        raise InspectionError("already_member", person=str(user))
    if role == TeamRole.HEAD and team.filter(role=TeamRole.HEAD).exists():
        raise InspectionError("head_taken")
    member = TeamMember.objects.create(inspection=current, user=user, role=role)
    after: dict[str, Value] = {"user_id": user.pk, "team_role": str(role)}
    record(by=author, action="inspection.add_member", target=current, after=after)
    return member


@transaction.atomic
def remove_member(*, by: Actor, member: TeamMember) -> None:
    """Take a person out of the team.

    Errors: PermissionRefused; InspectionError wrong_state.
    """
    author = by.require("inspection.manage")
    current = lock_inspection(member.inspection)
    require_state(current, (InspectionState.PLANNED, *AT_WORK))
    before: dict[str, Value] = {"user_id": member.user_id, "team_role": member.role}
    member.delete()
    record(by=author, action="inspection.remove_member", target=current, before=before)


@transaction.atomic
def set_outline(
    *, by: Actor, inspection: Inspection, items: Sequence[str]
) -> tuple[OutlineItem, ...]:
    """Write the outline anew, numbered; once a body has answered, items are only added at the end.

    Errors: PermissionRefused; InspectionError wrong_state, text_missing, outline_answered.
    """
    author = by.require("inspection.manage")
    current = lock_inspection(inspection)
    require_state(current, (*_BEFORE_VISITS, InspectionState.VISITING))
    given = [text.strip() for text in items if text.strip()]
    words("".join(given))
    kept = list(OutlineItem.objects.filter(inspection=current))
    if OutlineAnswer.objects.filter(item__in=kept).exists():
        if given[: len(kept)] != [item.text for item in kept]:
            raise InspectionError("outline_answered")
        given, start = given[len(kept) :], len(kept) + 1
    else:
        OutlineItem.objects.filter(inspection=current).delete()
        kept, start = [], 1
    made = [
        OutlineItem.objects.create(inspection=current, order=order, text=text)
        for order, text in enumerate(given, start=start)
    ]
    after: dict[str, Value] = {"count": len(kept) + len(made)}
    record(by=author, action="inspection.set_outline", target=current, after=after)
    if current.decision_number:
        emit("inspection.outline", target=current, bodies=_bodies(current))
    return (*kept, *made)


def _bodies(inspection: Inspection) -> list[int]:
    return list(inspection.bodies.values_list("organisation_id", flat=True))


def _check(by: Actor, data: NewInspection, bodies: Sequence[Organisation]) -> None:
    words(data.code, "title_missing")
    words(data.title, "title_missing")
    if not bodies:
        raise InspectionError("no_body")
    if data.period_end < data.period_start or data.planned_end < data.planned_start:
        raise InspectionError("period_out_of_order")
    for body in bodies:
        if belongs_to(by, body.pk):
            raise InspectionError("own_body", person=by.username, body=body.name)

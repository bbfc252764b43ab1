"""Recommendations: written with the conclusion, then made tasks by who gives work."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Value, record
from tiendo.domain import clock
from tiendo.domain.inspections import AT_WORK, InspectionState
from tiendo.inspections.actions.writing import (
    lock_inspection,
    next_order,
    require_inspected,
    require_state,
    words,
)
from tiendo.inspections.errors import InspectionError
from tiendo.inspections.models import Finding, Inspection, Recommendation
from tiendo.inspections.permissions import author_of_team
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.tasks.actions import create_task, go_live
from tiendo.tasks.models import Task


@transaction.atomic
def recommend(
    *,
    by: Actor,
    inspection: Inspection,
    organisation: Organisation,
    text: str,
    product: str,
    last_day: dt.date,
    finding: Finding | None = None,
) -> Recommendation:
    """Recommend what an inspected body is to do, by when, with which product; it goes with the
    conclusion, which nothing is added to once it was issued.

    Errors: PermissionRefused; InspectionError wrong_state, not_inspected, text_missing,
    last_day_past.
    """
    current = lock_inspection(inspection)
    author = author_of_team(by, current)
    require_state(current, AT_WORK)
    require_inspected(current, organisation)
    if last_day <= clock.today():
        raise InspectionError("last_day_past", day=f"{last_day:%d/%m/%Y}")
    row = Recommendation.objects.create(
        inspection=current,
        finding=finding,
        organisation=organisation,
        order=next_order(Recommendation.objects.filter(inspection=current)),
        text=words(text),
        product=words(product),
        last_day=last_day,
        recorded_by_id=by.user_id,
        recorded_at=clock.now(),
    )
    after: dict[str, Value] = {
        "organisation": organisation.pk,
        "text": row.text,
        "product": row.product,
        "last_day": last_day.isoformat(),
    }
    record(by=author, action="inspection.recommend", target=row, after=after)
    return row


@transaction.atomic
def adopt_recommendation(
    *, by: Actor, recommendation: Recommendation, programme: Programme
) -> Task:
    """Make a live task of a recommendation in a programme: the body leads, the inspection's issuer
    decides. Done by who gives work; the task then goes its way like any other.

    Errors: PermissionRefused; InspectionError not_concluded, already_adopted, last_day_past;
    TaskError of making the task and of giving it.
    """
    author = by.require("task.go_live")
    inspection = lock_inspection(recommendation.inspection)
    row = (
        Recommendation.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=recommendation.pk)
    )
    if inspection.state != InspectionState.CONCLUDED:
        raise InspectionError("not_concluded")
    if row.task_id is not None:
        raise InspectionError("already_adopted")
    if row.last_day < clock.today():
        raise InspectionError("last_day_past", day=f"{row.last_day:%d/%m/%Y}")
    task = create_task(
        programme=programme,
        code=f"{inspection.code}-{row.order}",
        title=row.text,
        product=row.product,
        deadline_key=row.last_day.isoformat(),
        deadline_raw=f"{row.last_day:%d/%m/%Y}",
        last_day=row.last_day,
        deciding_text=inspection.issuer.name,
        lead=row.organisation,
        by=by,
    )
    task = go_live(task=task, by=by)
    row.task = task
    row.adopted_by_id, row.adopted_at = by.user_id, clock.now()
    row.save(update_fields=["task", "adopted_by", "adopted_at"])
    after: dict[str, Value] = {"task": task.pk, "programme": programme.pk}
    record(by=author, action="inspection.adopt", target=row, after=after)
    return task

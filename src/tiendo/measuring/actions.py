"""Linking tasks to the indicators they contribute to."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import State, record
from tiendo.domain import clock
from tiendo.indicators.models import Indicator, IndicatorState
from tiendo.measuring.errors import MeasuringError
from tiendo.measuring.models import Contribution
from tiendo.tasks.models import Task

LINK = "indicator.define"


@transaction.atomic
def link_task(*, by: Actor, task: Task, indicator: Indicator, note: str = "") -> Contribution:
    """Say that a task contributes to an indicator.

    Errors: PermissionRefused; MeasuringError retired, linked_already.
    """
    author = by.require(LINK)
    if indicator.state == IndicatorState.RETIRED:
        raise MeasuringError("retired", code=indicator.code)
    row = Contribution(
        task=task,
        indicator=indicator,
        note=note.strip(),
        linked_by_id=by.user_id,
        linked_at=clock.now(),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise MeasuringError("linked_already", code=indicator.code) from error
    record(by=author, action="measuring.link", target=task, after=_facts(row))
    return row


@transaction.atomic
def unlink_task(*, by: Actor, link: Contribution) -> Contribution:
    """Say that a task contributes no longer.

    Errors: PermissionRefused; MeasuringError link_ended.
    """
    author = by.require(LINK)
    locked = Contribution.objects.select_for_update(of=("self",)).select_related("task")
    current = locked.get(pk=link.pk)
    if current.ended_at is not None:
        raise MeasuringError("link_ended")
    current.ended_by_id, current.ended_at = by.user_id, clock.now()
    current.save(update_fields=["ended_by", "ended_at"])
    record(by=author, action="measuring.unlink", target=current.task, before=_facts(current))
    return current


def _facts(row: Contribution) -> State:
    return {"indicator": row.indicator_id, "note": row.note}

"""Recording what was entered in the other system, so that nothing is typed twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Value, record_many
from tiendo.domain import clock
from tiendo.exchange.errors import ExchangeError
from tiendo.exchange.models import RowEvent, TheirRow
from tiendo.exchange.registry import form_on
from tiendo.exchange.standing import stand

ENTERED = "entered"


@transaction.atomic
def mark_entered(*, by: Actor, system: str, rows: Iterable[TheirRow], on: dt.date) -> int:
    """Record that what we say of these rows was entered there on a day. The number of rows.

    Errors: PermissionRefused; ExchangeError day_in_future, nothing_chosen, still_waiting.
    """
    author = by.require("exchange.run")
    if on > clock.today():
        raise ExchangeError("day_in_future", day=f"{on:%d/%m/%Y}")
    ids = [row.pk for row in rows]
    locked = TheirRow.objects.select_for_update(of=("self",)).select_related("task", "seen")
    chosen = list(locked.filter(pk__in=ids, system=system).order_by("pk"))
    if not chosen:
        raise ExchangeError("nothing_chosen")
    if any(row.task_id is None for row in chosen):
        raise ExchangeError("still_waiting")
    form, now = form_on(system, clock.today()), clock.now()
    for each in stand(chosen, form, None):
        row = each.row
        row.entered, row.entered_on = each.given(form), on
        row.entered_by_id, row.entered_at = by.user_id, now
    fields = ["entered", "entered_on", "entered_by", "entered_at"]
    TheirRow.objects.bulk_update(chosen, fields, batch_size=500)
    RowEvent.objects.bulk_create(
        [
            RowEvent(row=row, kind=ENTERED, facts=row.entered, by_id=by.user_id, recorded_at=now)
            for row in chosen
        ],
        batch_size=500,
    )
    after: dict[str, Value] = {"entered_on": on.isoformat()}
    record_many(
        action="exchange.mark_entered",
        rows=[(author, row, None, {**after, "task": row.task_id}) for row in chosen],
    )
    return len(chosen)

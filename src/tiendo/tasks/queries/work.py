"""The work list of a person: what must be done now, in the order in which it presses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db.models import Case, F, IntegerChoices, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.domain.parameters import parameter_on
from tiendo.domain.status import DUE_SOON, Status
from tiendo.tasks.models import Assignment, Lifecycle, Part, Task
from tiendo.tasks.queries.statuses import with_confirmer, with_lead, with_status, with_work
from tiendo.tasks.queries.visibility import visible_tasks

_RETURNED = ("send_back", "return", "reopen")
_AT_WORK = (Lifecycle.LIVE, Lifecycle.CLAIMED, Lifecycle.UNIT_APPROVED)


class Bucket(IntegerChoices):
    """The groups of the work list, in their order."""

    RETURNED = 0, _("Bị trả lại")
    OVERDUE = 1, _("Quá hạn")
    DUE_SOON = 2, _("Đến hạn trong 7 ngày")
    WAITING = 3, _("Chờ tôi duyệt, xác nhận")
    REST = 4, _("Còn lại")


def my_work(actor: Actor, on: dt.date) -> QuerySet[Task]:
    """The tasks that wait for this person, with status, parties, work and ``bucket``, in order:
    returned, overdue, due soon, waiting for approval or confirmation, the rest.

    Held are the tasks the person's bodies lead, and those to approve or to confirm.
    Cost: one query when read.
    """
    working = actor.bodies_for("task.update") | actor.bodies_for("task.claim")
    approving, confirming = actor.bodies_for("task.approve"), actor.bodies_for("task.confirm")
    leading = Q(lead_id__in=working)
    to_approve = Q(stage=Lifecycle.CLAIMED, lead_id__in=approving)
    # A claim of a body one belongs to is confirmed by somebody else.
    own = frozenset(body for post in actor.posts for body in post.reach_ids)
    to_confirm = Q(stage=Lifecycle.UNIT_APPROVED, confirmer_id__in=confirming)
    to_confirm &= ~Q(lead_id__in=own)
    # Found by the index of bodies first; the conditions on the joins would read every task.
    held = Assignment.objects.filter(
        organisation_id__in=working | approving | confirming,
        part__in=(Part.LEAD, Part.CONFIRM),
        validity__contains=on,
    )
    tasks = visible_tasks(actor, on).filter(pk__in=held.values("task"))
    tasks = with_confirmer(with_lead(with_status(tasks, on), on), on)
    tasks = with_work(tasks, on).filter(
        Q(stage__in=_AT_WORK, lifecycle__in=_AT_WORK), leading | to_approve | to_confirm
    )
    bucket = _bucket(leading & Q(stage=Lifecycle.LIVE), to_approve | to_confirm, on)
    return tasks.annotate(bucket=bucket).order_by(
        "bucket", F("due_on").asc(nulls_last=True), "sort_key", "pk"
    )


def _bucket(to_do: Q, to_decide: Q, on: dt.date) -> Case:
    soon = on + dt.timedelta(days=parameter_on(DUE_SOON, on))
    return Case(
        When(to_do & Q(stage_action__in=_RETURNED), then=Value(Bucket.RETURNED)),
        When(to_do & Q(status=str(Status.OVERDUE)), then=Value(Bucket.OVERDUE)),
        When(to_do & Q(due_on__gte=on, due_on__lte=soon), then=Value(Bucket.DUE_SOON)),
        When(to_decide, then=Value(Bucket.WAITING)),
        default=Value(Bucket.REST),
        output_field=IntegerField(),
    )


_NEXT: Mapping[str, tuple[tuple[str, str], ...]] = {
    Lifecycle.LIVE: (("task.update", "update"),),
    Lifecycle.CLAIMED: (("task.approve", "approve"),),
}


def next_action(actor: Actor, task: Task) -> str:
    """The next action of a person on a task of ``my_work``: update, approve, confirm, or "".

    Reads the annotations only. Cost: no query.
    """
    stage, lead_id = getattr(task, "stage", None), getattr(task, "lead_id", None)
    for permission, action in _NEXT.get(stage or "", ()):
        if lead_id is not None and actor.may(permission, at=lead_id):
            return action
    confirmer_id = getattr(task, "confirmer_id", None)
    may_confirm = confirmer_id is not None and actor.may("task.confirm", at=confirmer_id)
    if stage == Lifecycle.UNIT_APPROVED and may_confirm:
        return "confirm"
    return ""

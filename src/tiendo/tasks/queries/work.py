"""The work list of a person: what must be done now, in the order in which it presses."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import (
    BooleanField,
    Case,
    F,
    IntegerChoices,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.accounts.prepared import KeptQueries
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.domain.status import DUE_SOON, Status
from tiendo.tasks.models import Assignment, Lifecycle, Occurrence, Part, Task
from tiendo.tasks.queries.rows import TaskRows
from tiendo.tasks.queries.statuses import with_confirmer, with_lead, with_status, with_work

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

    Held are the tasks the person's bodies lead, and those to approve or to confirm. ``is_mine``:
    the person is named on the task, or it waits for the person's decision; such go first in each
    group. Cost: one query when read.
    """
    seen = _seen(actor)
    working = (actor.bodies_for("task.update") | actor.bodies_for("task.claim")) & seen
    approving = actor.bodies_for("task.approve") & seen
    confirming = actor.bodies_for("task.confirm") & seen
    leading = Q(lead_id__in=working)
    to_approve = Q(stage=Lifecycle.CLAIMED, lead_id__in=approving)
    # A claim of a body one belongs to is confirmed by somebody else.
    own = frozenset(body for post in actor.posts for body in post.reach_ids)
    to_confirm = Q(stage=Lifecycle.UNIT_APPROVED, confirmer_id__in=confirming)
    to_confirm &= ~Q(lead_id__in=own)
    # Found by the index of bodies first; the conditions on the joins would read every task. Who
    # holds a part in a task may see it, so that nothing else asks whether one may.
    held = Assignment.objects.filter(validity__contains=on)
    led = held.filter(part=Part.LEAD, organisation_id__in=working | approving)
    wanted = Q(pk__in=led.values("task"))
    if confirming:
        sent_on = Q(lifecycle=Lifecycle.UNIT_APPROVED) | Q(
            pk__in=Occurrence.objects.filter(lifecycle=Lifecycle.UNIT_APPROVED).values("task")
        )
        mine = held.filter(part=Part.CONFIRM, organisation_id__in=confirming)
        wanted |= Q(pk__in=mine.values("task")) & sent_on
    tasks = Task.objects.filter(wanted, lifecycle__in=_AT_WORK)
    tasks = with_confirmer(with_lead(with_status(tasks, on), on), on)
    tasks = with_work(tasks, on).filter(Q(stage__in=_AT_WORK), leading | to_approve | to_confirm)
    bucket = _bucket(leading & Q(stage=Lifecycle.LIVE), to_approve | to_confirm, on)
    is_mine = Case(
        When(Q(lead_officer_id=actor.user_id) | to_approve | to_confirm, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    return tasks.annotate(bucket=bucket, is_mine=is_mine).order_by(
        "bucket", F("is_mine").desc(), F("due_on").asc(nulls_last=True), "sort_key", "pk"
    )


def _seen(actor: Actor) -> frozenset[int]:
    """The bodies whose tasks the person sees; all of one's own for who sees every task."""
    if actor.may("task.view_all"):
        return frozenset(body for post in actor.posts for body in post.reach_ids)
    return actor.bodies_for("task.view")


@dataclass(frozen=True, slots=True)
class WorkPage:
    """One page of a work list. ``counts`` by group of what is shown, ``mine`` and ``total`` of
    everything held. Pages count from 1.
    """

    tasks: list[Task]
    counts: Mapping[int, int]
    mine: int
    total: int
    number: int


# What a row shows of the task, then what is known of its work on the day.
_ROWS = TaskRows(
    {"id", "code", "title", "lifecycle", "last_day", "deadline_raw", "last_update_at"},
    "status",
    "lead_id",
    "lead_name",
    "lead_short_name",
    "confirmer_id",
    "due_on",
    "stage",
    "occurrence_label",
    "bucket",
    "is_mine",
)
_KEPT = KeptQueries()
_BUCKET, _MINE = -2, -1


def work_page(
    actor: Actor,
    on: dt.date,
    *,
    bucket: Bucket | None = None,
    only_mine: bool = False,
    number: int = 1,
    size: int = 100,
) -> WorkPage:
    """One page of ``my_work``, one group of it where ``bucket`` is given, and the counts of all.

    A number beyond the last page gives the last one. Cost: one query, for a list and its counts.
    """
    key = (actor, on, clock.today())
    held = _KEPT.rows(key, lambda: my_work(actor, on).values_list(*_ROWS.columns))
    shown = [row for row in held if row[_MINE] or not only_mine]
    chosen = [row for row in shown if bucket is None or row[_BUCKET] == bucket]
    number = min(max(1, number), max(1, -(-len(chosen) // size)))
    return WorkPage(
        tasks=[_ROWS.task(row) for row in chosen[(number - 1) * size : number * size]],
        counts=Counter(row[_BUCKET] for row in shown),
        mine=sum(1 for row in held if row[_MINE]),
        total=len(held),
        number=number,
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

"""Reading submissions: what a person's bodies owe, one submission, what waits to be received."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from tiendo.accounts.actor import Actor
from tiendo.domain.report_duties import DutyState
from tiendo.organisations.names import match_key
from tiendo.regimes.models import Cycle, Remark, Submission, SubmissionState, SubmissionStep
from tiendo.regimes.queries import Stated, visible_duties, with_state
from tiendo.regimes.submissions.permissions import own_report_duties, visible_submissions

# As many cycles as the queue of who receives counts.
CYCLES_SHOWN = 8
# What there is to do, the most pressing first; the other states follow.
TO_DO = (DutyState.RETURNED, DutyState.MISSING, DutyState.DUE_SOON, DutyState.OPEN)
HANDED_IN = (DutyState.SENT, DutyState.SENT_LATE, DutyState.ACCEPTED)


def own_duties(actor: Actor, on: dt.date, states: tuple[str, ...] = ()) -> Stated:
    """What the person's bodies owe, with its ``state`` on a day: what there is to do first, the
    nearest day before others; of what was handed in the last.

    ``states`` narrow it; what is released is left out. Cost: one query.
    """
    rows = with_state(own_report_duties(actor), on).exclude(state=DutyState.RELEASED)
    if states:
        rows = rows.filter(state__in=states)
    order = [When(state=state, then=Value(place)) for place, state in enumerate(TO_DO)]
    ranked: Stated = rows.annotate(
        rank=Case(*order, default=Value(len(TO_DO)), output_field=IntegerField()),
        ahead=Case(When(state__in=[*TO_DO, DutyState.NOT_OPEN], then=F("last_day"))),
    )
    related = ("body", "addressee", "submission", "cycle__version__regime__programme")
    ranked = ranked.select_related(*related)
    return ranked.order_by("rank", F("ahead").asc(nulls_last=True), "-last_day", "pk")


def submission_with_duty(pk: int) -> Submission:
    """A submission with all that its page names. Errors: Submission.DoesNotExist."""
    return Submission.objects.select_related(
        "report__programme__coordinator",
        "report__issuer__parent",
        "report__body",
        "report__outline",
        "report__document",
        "report__corrects",
        "report__approved_by",
        "duty__body",
        "duty__addressee",
        "duty__cycle__version__regime__programme",
    ).get(pk=pk)


def is_visible(actor: Actor, submission: Submission) -> bool:
    """Whether a person may read a submission. Cost: no query."""
    body = submission.duty.body_id
    return actor.may("submission.view_all") or actor.may("submission.view", at=body)


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What the queue of who receives is narrowed to. Missing: None, "" and False narrow nothing."""

    cycle: int | None = None
    programme: int | None = None
    body: str = ""
    only: str = ""


# What the queue is narrowed to by ``only``.
QUEUE_KINDS = {
    "late": Q(is_late=True),
    "again": Q(returns__gt=0),
    "unseen": Q(seen_at__isnull=True),
}


def submissions_to_receive(
    actor: Actor, narrowed: QueueFilter = QueueFilter()
) -> QuerySet[Submission]:
    """What was sent and waits to be taken in or returned, the longest waiting first.

    Each brings ``sent_step``, the step it was sent by, and ``open_remarks``. Cost: one query.
    """
    rows = visible_submissions(actor).filter(state=SubmissionState.SENT)
    if narrowed.cycle is not None:
        rows = rows.filter(duty__cycle=narrowed.cycle)
    if narrowed.programme is not None:
        rows = rows.filter(duty__cycle__version__regime__programme=narrowed.programme)
    if narrowed.only in QUEUE_KINDS:
        rows = rows.filter(QUEUE_KINDS[narrowed.only])
    if narrowed.body.strip():
        name = Q(duty__body__folded__contains=match_key(narrowed.body))
        rows = rows.filter(name | Q(duty__body__short_name__icontains=narrowed.body.strip()))
    related = ("duty__body", "duty__cycle__version__regime", "report")
    steps = SubmissionStep.objects.filter(submission=OuterRef("pk"), action="send")
    return (
        rows.select_related(*related)
        .defer("report__content", "report__checks", "report__narrative")
        .annotate(
            sent_step=Subquery(steps.order_by("-pk").values("pk")[:1]),
            open_remarks=Count("remarks", filter=Q(remarks__settled_at__isnull=True)),
        )
        .order_by("sent_at", "pk")
    )


@dataclass(frozen=True, slots=True)
class CycleStand:
    """Where the duties of a cycle to receive stand: each body counted once."""

    cycle: Cycle
    owed: int
    waiting: int
    late: int
    returned: int
    accepted: int
    missing: int

    @property
    def awaited(self) -> int:
        """How many are neither handed in nor past their day."""
        return self.owed - self.waiting - self.returned - self.accepted - self.missing


def stand_of_cycles(actor: Actor, on: dt.date, programme: int | None = None) -> list[CycleStand]:
    """Where the cycles stand in which something was handed in and not all is taken in, the latest
    first. Cost: two queries."""
    began = Q(duties__submission__state__in=(SubmissionState.SENT, SubmissionState.RETURNED))
    cycles = Cycle.objects.filter(began).distinct().select_related("version__regime")
    if programme is not None:
        cycles = cycles.filter(version__regime__programme=programme)
    chosen = {cycle.pk: cycle for cycle in cycles.order_by("-period_end", "pk")[:CYCLES_SHOWN]}
    rows = with_state(visible_duties(actor).filter(cycle__in=chosen), on)
    rows = rows.exclude(state=DutyState.RELEASED).order_by()
    counts: dict[int, Counter[str]] = {pk: Counter() for pk in chosen}
    for pk, state, number in rows.values_list("cycle", "state").annotate(n=Count("pk")):
        counts[pk][state] += number
    return [_stand(cycle, counts[pk]) for pk, cycle in chosen.items() if counts[pk]]


def _stand(cycle: Cycle, states: Counter[str]) -> CycleStand:
    return CycleStand(
        cycle=cycle,
        owed=states.total(),
        waiting=states[DutyState.SENT] + states[DutyState.SENT_LATE],
        late=states[DutyState.SENT_LATE],
        returned=states[DutyState.RETURNED],
        accepted=states[DutyState.ACCEPTED],
        missing=states[DutyState.MISSING],
    )


def steps_of(submission: Submission) -> QuerySet[SubmissionStep]:
    """The steps of a submission, the last one first."""
    return submission.steps.select_related("by").order_by("-pk")


def open_remarks(submission: Submission) -> QuerySet[Remark]:
    """The remarks that nobody has called done, those without an answer first."""
    rows = submission.remarks.filter(settled_at__isnull=True).select_related("by")
    return rows.order_by(Case(When(answer="", then=Value(0)), default=Value(1)), "pk")


def remarks_of(submission: Submission) -> QuerySet[Remark]:
    """The remarks on a submission, those still open first."""
    rows = submission.remarks.select_related("by", "settled_by")
    is_done = Case(When(Q(settled_at__isnull=True), then=Value(0)), default=Value(1))
    return rows.order_by(is_done, "pk")

"""Reading submissions: what a person's bodies owe, one submission, what waits to be received."""

from __future__ import annotations

import datetime as dt

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from tiendo.accounts.actor import Actor
from tiendo.domain.report_duties import DutyState
from tiendo.regimes.models import Remark, Submission, SubmissionState, SubmissionStep
from tiendo.regimes.queries import Stated, with_state
from tiendo.regimes.submissions.permissions import own_report_duties, visible_submissions

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
        "duty__body",
        "duty__addressee",
        "duty__cycle__version__regime__programme",
    ).get(pk=pk)


def is_visible(actor: Actor, submission: Submission) -> bool:
    """Whether a person may read a submission. Cost: no query."""
    body = submission.duty.body_id
    return actor.may("submission.view_all") or actor.may("submission.view", at=body)


def submissions_to_receive(
    actor: Actor, *, cycle: int | None = None, programme: int | None = None
) -> QuerySet[Submission]:
    """What was sent and waits to be taken in or returned, the longest waiting first."""
    rows = visible_submissions(actor).filter(state=SubmissionState.SENT)
    if cycle is not None:
        rows = rows.filter(duty__cycle=cycle)
    if programme is not None:
        rows = rows.filter(duty__cycle__version__regime__programme=programme)
    related = ("duty__body", "duty__cycle__version__regime", "report")
    return (
        rows.select_related(*related)
        .defer("report__content", "report__checks", "report__narrative")
        .order_by("sent_at", "pk")
    )


def steps_of(submission: Submission) -> QuerySet[SubmissionStep]:
    """The steps of a submission, the last one first."""
    return submission.steps.select_related("by").order_by("-pk")


def remarks_of(submission: Submission) -> QuerySet[Remark]:
    """The remarks on a submission, those still open first."""
    rows = submission.remarks.select_related("by", "settled_by")
    is_done = Case(When(Q(settled_at__isnull=True), then=Value(0)), default=Value(1))
    return rows.order_by(is_done, "pk")

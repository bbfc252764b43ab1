"""The reports bodies owe: those whose last day is near, and those past it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from tiendo.alerts.finders.found import Found
from tiendo.alerts.people import People
from tiendo.alerts.rulebook import RuleBook
from tiendo.calendars.queries import working_days
from tiendo.domain.alerts import Finding, Rule, past_deadline, report_due_soon
from tiendo.domain.periods import ONE_DAY
from tiendo.domain.working_days import WorkingDays
from tiendo.regimes.models import ReportDuty, SubmissionState

DUTY_TYPE = ReportDuty._meta.label_lower
# A last day so far ahead is near under no rule, however many days between are not worked.
_FURTHEST = 60


def find_owed_reports(
    book: RuleBook, people: People, only: frozenset[int] | None = None
) -> Iterator[Found]:
    """The reports not sent whose last day is near or past, for the body that owes them.

    What was returned was handed in; it is told by itself. A closed cycle is counted, no longer
    urged. Cost: two queries.
    """
    unsent = Q(submission__isnull=True) | Q(submission__state=SubmissionState.WRITING)
    owed = ReportDuty.objects.filter(
        unsent,
        released_at__isnull=True,
        cycle__closed_at__isnull=True,
        last_day__lte=book.on + _FURTHEST * ONE_DAY,
    )
    days = working_days()
    related = ("cycle__version__regime", "submission")
    for duty in owed.select_related(*related).order_by("pk"):
        if (found := _found(duty, book, days)) is not None:
            yield found


def _found(duty: ReportDuty, book: RuleBook, days: WorkingDays) -> Found | None:
    regime = duty.cycle.version.regime
    rule = Rule.REPORT_LATE if book.on > duty.last_day else Rule.REPORT_DUE_SOON
    given = book.thresholds(rule, regime.programme_id)
    if not given["on"]:
        return None
    if rule is Rule.REPORT_LATE:
        finding = past_deadline(duty.last_day, book.on, given)
    else:
        left = days.between(book.on, duty.last_day)
        finding = report_due_soon(duty.last_day, left, book.on, given)
    if finding is None:
        return None
    submission = getattr(duty, "submission", None)
    facts = {**finding.facts, "cycle": duty.cycle_id}
    return Found(
        rule=rule,
        object_type=DUTY_TYPE,
        object_id=duty.pk,
        title=f"{regime.title}, {duty.cycle.name}"[:300],
        finding=Finding(finding.level, facts, finding.stage),
        body_id=duty.body_id,
        programme_id=regime.programme_id,
        officer_id=submission.opened_by_id if submission else None,
    )

"""The figures of a report computed again, by what is known now; nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.domain.periods import Period
from tiendo.reporting.composing import compose
from tiendo.reporting.facts.tasks import Subject, gather
from tiendo.reporting.measures import STORED_PLACES, Measure
from tiendo.reporting.models import Figure, Report

NOT_GIVEN = "tasks.not_given"


def may_recompute(by: Actor, report: Report) -> bool:
    """Whether somebody sees all that the figures are computed from."""
    if by.may("task.view_all"):
        return True
    return report.body_id is not None and by.may("submission.view", at=report.body_id)


def is_comparable(by: Actor, row: Figure) -> bool:
    """Whether somebody sees what one figure counts: drafts only who gives tasks out."""
    return row.formula != NOT_GIVEN or by.may("task.go_live")


def recompute(by: Actor, report: Report) -> Mapping[str, Measure] | None:
    """The figures by key as they would be compiled now for the same day; None where the asker does
    not see all that they are computed from.

    Errors: ReportError. Cost: as compiling, without the file.
    """
    if not may_recompute(by, report):
        return None
    period = Period(report.period_start, report.period_end)
    subject = Subject(report.programme, period, report.as_of, clock.now(), report.body)
    composed = compose(by, report, subject, gather(by, subject))
    return {measure.key: measure for measure in composed.measures}


def is_same(row: Figure, measure: Measure) -> bool:
    """Whether a figure would be compiled with the same value today."""
    if row.value is None or measure.value is None:
        return row.value == measure.value and row.value_state == measure.state
    return row.value == measure.value.quantize(STORED_PLACES)

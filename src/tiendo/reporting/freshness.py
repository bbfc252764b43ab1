"""What has changed since a draft was composed: the figures it would have if composed now."""

from __future__ import annotations

import datetime as dt
from copy import copy
from dataclasses import dataclass

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.domain.periods import Period
from tiendo.reporting.composing import compose
from tiendo.reporting.facts.tasks import Subject, gather
from tiendo.reporting.models import Report


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """A figure that would be printed otherwise now; empty where it stood not or would not stand."""

    label: str
    then: str
    now: str


def changed_figures(by: Actor, report: Report, as_of: dt.date) -> tuple[ChangedFigure, ...]:
    """The figures of a draft that composing on a day would change, in their order.

    Nothing is stored. Cost: that of composing, without the file. Errors: ReportError of composing.
    """
    fresh = copy(report)
    fresh.as_of, fresh.known_at = as_of, clock.now()
    period = Period(report.period_start, report.period_end)
    subject = Subject(report.programme, period, fresh.as_of, fresh.known_at, report.body)
    made = compose(by, fresh, subject, gather(by, subject)).measures
    held = {
        key: (label, printed)
        for key, label, printed in report.figures.values_list("key", "label", "printed")
    }
    changed = [
        ChangedFigure(
            measure.label, held[measure.key][1] if measure.key in held else "", measure.printed
        )
        for measure in made
        if measure.key not in held or held[measure.key][1] != measure.printed
    ]
    keys = {measure.key for measure in made}
    gone = [ChangedFigure(label, old, "") for key, (label, old) in held.items() if key not in keys]
    return (*changed, *gone)

"""A report beside those before it: the last period, and the same period of the year before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from django.db.models import Q, QuerySet

from tiendo.composer.model import FigureRef, Inline
from tiendo.domain.live_sentences import Gap
from tiendo.domain.periods import Period, shifted
from tiendo.organisations.models import Succession, SuccessionKind
from tiendo.reporting.drafting import Draft
from tiendo.reporting.errors import ReportError
from tiendo.reporting.facts.tasks import Subject, gather
from tiendo.reporting.gathering.sources import FIGURE
from tiendo.reporting.measures import FigureBook, Measure, missing
from tiendo.reporting.models import Figure, Report, ReportState, ValueState
from vanban.quantities import format_number

PREVIOUS, LAST_YEAR = "previous", "last_year"
WORDS: Mapping[str, str] = {PREVIOUS: "kỳ trước", LAST_YEAR: "cùng kỳ năm trước"}
# Two periods a year apart may begin and end some days off: deadlines move with days off.
NEAR = dt.timedelta(days=15)
POINTS = "điểm phần trăm"


class FindValue(Protocol):
    """Gives the figure or the words of a gap."""

    def __call__(self, draft: Draft, gap: Gap) -> Inline: ...


@dataclass(frozen=True, slots=True)
class Earlier:
    """The period a report is compared with, and its approved report. Missing: ``report`` is None
    where none was approved."""

    name: str
    period: Period
    report: Report | None


def earlier_of(report: Report, name: str) -> Earlier:
    """The period before (``previous``) or that of a year ago (``last_year``), with its report.

    A report of the same programme, body and outline counts that was approved and not corrected.
    Of counts from the year's start the period before is the shorter one. Cost: one query.
    """
    found = _previous(report) if name == PREVIOUS else _year_ago(report)
    if found is not None:
        return Earlier(name, Period(found.period_start, found.period_end), found)
    return Earlier(name, _expected(report, name), None)


def one_year_before(day: dt.date) -> dt.date:
    """The same day a year ago; for 29/2 the last day of February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def measure_then(draft: Draft, gap: Gap, name: str, find: FindValue) -> Measure:
    """A figure of the report as it was in an earlier period: as the approved report says it.

    Without that report a count of tasks is computed again as of that day, if any had been given
    then; all else has no data. Errors: ReportError unknown_value.
    """
    now = measure_now(draft, gap, find)
    earlier = draft.keep(f"comparing.{name}", lambda: earlier_of(draft.report, name))
    key, label = f"{name}.{now.key}", f"{now.label} ({WORDS[name]})"
    if earlier.report is not None:
        return _as_reported(draft, earlier, now, key, label)
    again = _computed_again(draft, gap, earlier, find) if gap.name.startswith("tasks.") else None
    if again is None:
        return missing(
            key, label, "compared.then", ValueState.NO_DATA, unit=now.unit, record_type=FIGURE
        )
    return replace(again, key=key, label=label, formula="compared.recomputed")


def measure_change(draft: Draft, gap: Gap, name: str, find: FindValue) -> Measure:
    """By how much a figure differs from an earlier period.

    Units: that of the figure; ratios differ by percentage points (0.1 is 10). Missing: no data
    where one of the two has no value.
    """
    now, then = measure_now(draft, gap, find), measure_then(draft, gap, name, find)
    key, label = f"change.{then.key}", f"{now.label}, tăng giảm so với {WORDS[name]}"
    unit = now.unit or POINTS
    if now.value is None or then.value is None or now.unit != then.unit:
        state = ValueState.NO_DATA
        return missing(
            key, label, "compared.change", state, ids=then.record_ids, unit=unit,
            record_type=then.record_type,
        )  # fmt: skip
    value = now.value - then.value if now.unit else (now.value - then.value) * 100
    return Measure(
        key, label, "compared.change", value, ValueState.VALUE, unit, signed(value),
        then.record_type, then.record_ids,
    )  # fmt: skip


def measure_now(draft: Draft, gap: Gap, find: FindValue) -> Measure:
    """The figure of a gap itself, which then is one of the report. Errors: unknown_value."""
    found = find(draft, gap)
    if not isinstance(found, FigureRef):
        raise ReportError("unknown_value", name=f"{{{gap.name}}}")
    return next(each for each in draft.book.measures if each.key == found.key)


def signed(value: Decimal) -> str:
    """A difference as printed: "+5", "-3", "0", "+12,5"."""
    rounded = value.quantize(Decimal("0.01")).normalize()
    whole = rounded.to_integral_value()
    exact = whole if rounded == whole else rounded
    return f"{'+' if exact > 0 else '-' if exact < 0 else ''}{format_number(abs(exact))}"


def _approved(report: Report) -> QuerySet[Report]:
    alike = Report.objects.filter(programme_id=report.programme_id)
    alike = alike.filter(_of_body(report.body_id)) if report.body_id else alike.filter(body=None)
    if report.outline is None:
        alike = alike.filter(outline__isnull=True)
    else:
        alike = alike.filter(outline__outline_id=report.outline.outline_id)
    alike = alike.exclude(state=ReportState.DRAFT).exclude(pk=report.pk)
    alike = alike.exclude(corrected_by__state__in=[ReportState.APPROVED, ReportState.ISSUED])
    return alike.defer("content", "narrative", "checks").order_by("-period_end", "-pk")


def _of_body(body: int) -> Q:
    """Of the body, or of the one it was before it was renamed or began its numbers anew."""
    before = Succession.objects.filter(
        successor=body, kind__in=[SuccessionKind.RENAMED, SuccessionKind.CONTINUES]
    )
    return Q(body=body) | Q(body__in=before.values("predecessor"))


def merged_since(report: Report, then: Period) -> QuerySet[Succession]:
    """The bodies that came into the body of a report after an earlier period ended."""
    kinds = [SuccessionKind.MERGED, SuccessionKind.DISSOLVED, SuccessionKind.SPLIT]
    came = Succession.objects.filter(
        successor=report.body_id,
        kind__in=kinds,
        effective_on__gt=then.end,
        effective_on__lte=report.period_end,
    )
    return came.select_related("predecessor").order_by("effective_on", "pk")


def _previous(report: Report) -> Report | None:
    before = _approved(report).filter(
        period_end__lt=report.period_end, period_start__lte=report.period_start
    )
    # What ended a year ago or more is not the period before, but for a yearly report.
    days = (report.period_end - report.period_start).days + 1
    oldest = report.period_start - dt.timedelta(days=days) - NEAR
    return before.filter(period_end__gte=oldest).first()


def _year_ago(report: Report) -> Report | None:
    start, end = one_year_before(report.period_start), one_year_before(report.period_end)
    near = _approved(report).filter(
        period_start__range=(start - NEAR, start + NEAR),
        period_end__range=(end - NEAR, end + NEAR),
    )
    return min(near, key=lambda row: abs(row.period_end - end), default=None)


def _expected(report: Report, name: str) -> Period:
    if name == LAST_YEAR:
        return Period(one_year_before(report.period_start), one_year_before(report.period_end))
    return shifted(Period(report.period_start, report.period_end), -1)


def _as_reported(draft: Draft, earlier: Earlier, now: Measure, key: str, label: str) -> Measure:
    told = draft.keep(f"comparing.figures.{earlier.name}", lambda: _figures(earlier))
    row = told.get(now.key)
    if row is None:
        return missing(
            key, label, "compared.then", ValueState.NO_DATA, unit=now.unit, record_type=FIGURE
        )
    state = ValueState(row.value_state)
    return Measure(
        key, label, "compared.then", row.value, state, row.unit, row.printed, FIGURE, (row.pk,)
    )


def _figures(earlier: Earlier) -> dict[str, Figure]:
    rows = Figure.objects.filter(report=earlier.report).defer("record_ids")
    return {row.key: row for row in rows}


def _computed_again(draft: Draft, gap: Gap, earlier: Earlier, find: FindValue) -> Measure | None:
    """The figure from the facts of the earlier day; None where nothing had been given by then."""
    then = draft.keep(f"comparing.draft.{earlier.name}", lambda: _draft_of(draft, earlier))
    return measure_now(then, gap, find) if then.facts.tasks else None


def _draft_of(draft: Draft, earlier: Earlier) -> Draft:
    now = draft.subject
    subject = Subject(now.programme, earlier.period, earlier.period.end, now.known_at, now.body)
    facts = gather(draft.by, subject)
    return Draft(
        by=draft.by,
        report=draft.report,
        subject=subject,
        facts=facts,
        book=FigureBook(),
        outline=draft.outline,
        plan=draft.plan,
    )

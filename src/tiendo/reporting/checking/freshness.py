"""Whether the figures are those to be signed: of the closing day, as known now, of what stands."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from django.core.exceptions import ObjectDoesNotExist

from tiendo.reporting.checking.findings import Finding, Weight
from tiendo.reporting.checking.subject import Checked
from tiendo.reporting.errors import ReportError
from tiendo.reporting.formulas import OFFICIAL
from tiendo.reporting.gathering.contradictions import Saying, contradictions
from tiendo.reporting.models import Figure, Report
from tiendo.reporting.recomputing import is_comparable, is_same
from tiendo.tasks.models import Task
from vanban.dates import format_date

_SHOWN_CHANGES = 20
_SHOWN_SAYINGS = 3


def closing_day(report: Report) -> dt.date:
    """The day on which the figures close: that of its cycle, else the last of its period."""
    try:
        duty = report.submission.duty
    except ObjectDoesNotExist:
        return report.period_end
    day: dt.date = duty.cycle.closing_on
    return day


def find_early_figures(checked: Checked) -> Iterator[Finding]:
    """Figures of a day before the closing day, or before the day that the report names."""
    report, closing = checked.report, closing_day(checked.report)
    if report.as_of < closing:
        params = {"as_of": format_date(report.as_of), "closing": format_date(closing)}
        yield Finding("figures_before_closing", Weight.OPEN, params=params)
    older = [row for row in checked.figures.values() if row.as_of < report.as_of]
    for row in older[:_SHOWN_CHANGES]:
        params = {
            "label": row.label,
            "as_of": format_date(row.as_of),
            "day": format_date(report.as_of),
        }
        yield Finding("figure_older", Weight.OPEN, params=params, figure=row.key)


def find_changed_figures(checked: Checked) -> Iterator[Finding]:
    """Figures that would come out otherwise today, by what became known since they were compiled.

    Cost: as compiling, without the file.
    """
    try:
        now = checked.recomputed
    except ReportError:
        yield Finding("not_recomputed", Weight.OPEN)
        return
    if now is None:
        return
    changed = 0
    for key, row in checked.figures.items():
        measure = now.get(key)
        if not is_comparable(checked.by, row):
            continue
        if measure is not None and is_same(row, measure):
            continue
        changed += 1
        if changed <= _SHOWN_CHANGES:
            printed = measure.printed if measure is not None else ""
            params = {"label": row.label, "then": row.printed, "now": printed}
            code = "figure_changed" if measure is not None else "figure_gone"
            yield Finding(code, Weight.OPEN, params=params, figure=key)
    new = len(now.keys() - checked.figures.keys())
    if changed > _SHOWN_CHANGES or new:
        params = {"changed": str(changed), "new": str(new)}
        yield Finding("figures_changed", Weight.OPEN, params=params)


def find_corrected_sources(checked: Checked) -> Iterator[Finding]:
    """Reports that this one is compiled from and that were corrected or are not approved."""
    sources = Report.objects.filter(gathered_into__report=checked.report).select_related("issuer")
    corrected = sources.filter(corrected_by__isnull=False).only("title", "issuer__name")
    for source in corrected[:_SHOWN_CHANGES]:
        yield Finding("source_corrected", Weight.OPEN, params={"issuer": source.issuer.name})


def find_disagreements(checked: Checked) -> Iterator[Finding]:
    """Where the reports this one is compiled from disagree and nobody has chosen yet."""
    for each in contradictions(checked.report):
        if each.is_open:
            said = "; ".join(_said(saying) for saying in each.sayings[:_SHOWN_SAYINGS])
            yield Finding(
                "sources_disagree", Weight.OPEN, params={"label": each.label, "said": said}
            )


def find_shared_tasks(checked: Checked) -> Iterator[Finding]:
    """Tasks that two of the reports count, each in another state. Cost: two queries."""
    rows = Figure.objects.filter(
        report__gathered_into__report=checked.report, key__in=[f"tasks.{c.code}" for c in OFFICIAL]
    ).order_by("report__gathered_into__order", "order")
    said: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for name, label, ids in rows.values_list("report__issuer__name", "label", "record_ids"):
        for pk in ids:
            said[pk][name] = label
    split = {pk: by for pk, by in said.items() if len(set(by.values())) > 1}
    names = dict(Task.objects.filter(pk__in=split).values_list("pk", "code"))
    for pk, by in list(split.items())[:_SHOWN_CHANGES]:
        told = "; ".join(f"{name}: {label}" for name, label in by.items())
        params = {"task": names.get(pk, ""), "said": told}
        yield Finding("task_told_twice", Weight.OPEN, params=params)


def _said(saying: Saying) -> str:
    """ "Sở Nội vụ: 5", or what the register says."""
    who = ", ".join(source.name for source in saying.sources[:_SHOWN_SAYINGS])
    return f"{who or 'sổ theo dõi'}: {saying.printed}"

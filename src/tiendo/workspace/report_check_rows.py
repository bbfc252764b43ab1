"""What the checks before signing found, as its page lists it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.reporting.checking import Finding, Weight, find_findings, fingerprint
from tiendo.reporting.checking.messages import WEIGHTS, say_finding
from tiendo.reporting.checking.passing import open_findings
from tiendo.reporting.models import Report, ReportState

# As many of one kind as are listed at once; the rest unfolds.
FIRST = 5
_ICONS = {
    Weight.BLOCKING: ("circle-x", "is-bad"),
    Weight.OPEN: ("alert-triangle", "is-warning"),
    Weight.NOTE: ("info-circle", ""),
}


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding: what, where, and the address of that place."""

    what: str
    place: str
    quote: str
    url: str
    is_figure: bool


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one kind: why they matter and what to do, said once."""

    why: str
    mend: str
    first: tuple[FindingRow, ...]
    rest: tuple[FindingRow, ...]


@dataclass(frozen=True, slots=True)
class WeightRows:
    """All findings of one weight, in groups."""

    weight: Weight
    title: str
    icon: str
    css: str
    count: int
    groups: tuple[FindingGroup, ...]


def checks_of(actor: Actor, report: Report) -> dict[str, object]:
    """What pages show of the checks. A report that is approved is not checked again."""
    if report.state != ReportState.DRAFT:
        return {"passed": open_findings(report), "weights": [], "seen": ""}
    findings = find_findings(actor, report)
    return {
        "weights": weight_rows(report, findings),
        "seen": fingerprint(findings),
        "is_blocked": any(each.is_blocking for each in findings),
        "open_count": sum(each.weight is Weight.OPEN for each in findings),
    }


def weight_rows(report: Report, findings: Iterable[Finding]) -> list[WeightRows]:
    """The findings by weight, then by kind, in the order in which they were found."""
    found = list(findings)
    made = []
    for weight, words in WEIGHTS.items():
        of_weight = [each for each in found if each.weight is weight]
        if of_weight:
            icon, css = _ICONS[weight]
            groups = tuple(_groups(report, of_weight))
            made.append(WeightRows(weight, _said(words), icon, css, len(of_weight), groups))
    return made


def _said(words: Promise) -> str:
    return str(words)


def _groups(report: Report, findings: list[Finding]) -> Iterable[FindingGroup]:
    for code in dict.fromkeys(each.code for each in findings):
        said = [say_finding(each) for each in findings if each.code == code]
        rows = tuple(_row(report, each.finding, each.what) for each in said)
        yield FindingGroup(said[0].why, said[0].mend, rows[:FIRST], rows[FIRST:])


def _row(report: Report, finding: Finding, what: str) -> FindingRow:
    place = finding.place
    if finding.figure:
        url = reverse("report-figure", args=[report.pk, finding.figure])
    else:
        base = reverse("report", args=[report.pk])
        url = f"{base}#{place.anchor}" if place.anchor else ""
    quote = place.words if place.words != place.heading else ""
    return FindingRow(what, place.heading or _("Cả báo cáo"), quote, url, bool(finding.figure))

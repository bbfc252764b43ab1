"""What the checks before signing found, as its page lists it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.reporting.checking import Finding, Weight, find_findings, fingerprint
from tiendo.reporting.checking.kind_words import name_kind
from tiendo.reporting.checking.messages import WEIGHTS, say_finding
from tiendo.reporting.checking.passing import OpenFinding, open_findings
from tiendo.reporting.models import Report, ReportState

# As many of one kind as are listed among others; all of them have pages of their own.
FIRST, PER_PAGE = 5, 50
KIND, PAGE = "loai", "page"
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
    """The findings of one kind: why they matter and what to do, said once. ``url`` lists all."""

    name: str
    anchor: str
    count: int
    why: str
    mend: str
    first: tuple[FindingRow, ...]
    url: str

    @property
    def is_cut(self) -> bool:
        """Whether there are more than stand here."""
        return self.count > len(self.first)


@dataclass(frozen=True, slots=True)
class WeightRows:
    """All findings of one weight, in groups."""

    weight: Weight
    title: str
    icon: str
    css: str
    count: int
    groups: tuple[FindingGroup, ...]


@dataclass(frozen=True, slots=True)
class PassedKind:
    """What of one kind was open when a report was approved, with the reason to go on."""

    name: str
    count: int
    words: Sequence[str]
    reason: str
    url: str

    @property
    def is_cut(self) -> bool:
        """Whether there are more than stand here."""
        return self.count > len(self.words)


def checks_of(actor: Actor, report: Report) -> dict[str, object]:
    """What pages show of the checks. A report that is approved is not checked again."""
    if report.state != ReportState.DRAFT:
        return {"passed": passed_kinds(report), "weights": [], "seen": ""}
    findings = find_findings(actor, report)
    return {
        "weights": weight_rows(report, findings),
        "seen": fingerprint(findings),
        "is_blocked": any(each.is_blocking for each in findings),
        "open_count": sum(each.weight is Weight.OPEN for each in findings),
    }


def kind_page(actor: Actor, report: Report, code: str, number: str | None) -> dict[str, object]:
    """All findings of one kind, a page at a time; {} where there are none of it."""
    if report.state != ReportState.DRAFT:
        passed = next((each for each in open_findings(report) if each.code == code), None)
        return {} if passed is None else _passed_page(passed, number)
    found = [each for each in find_findings(actor, report) if each.code == code]
    if not found:
        return {}
    shown: Page[Any] = Paginator(found, PER_PAGE).get_page(number)
    said = [say_finding(each) for each in shown.object_list]
    rows = [_row(report, each.finding, each.what) for each in said]
    return {
        "kind": name_kind(code),
        "page": shown,
        "rows": rows,
        "why": said[0].why,
        "mend": said[0].mend,
    }


def passed_kinds(report: Report) -> list[PassedKind]:
    """What was open when a report was approved, by kind. Cost: one query."""
    return [
        PassedKind(
            name_kind(each.code),
            len(each.words),
            each.words[:FIRST],
            each.reason,
            _kind_url(report, each.code),
        )
        for each in open_findings(report)
    ]


def _passed_page(passed: OpenFinding, number: str | None) -> dict[str, object]:
    shown = Paginator(passed.words, PER_PAGE).get_page(number)
    return {"kind": name_kind(passed.code), "page": shown, "reason": passed.reason}


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
    for code, count in Counter(each.code for each in findings).items():
        first = [each for each in findings if each.code == code][:FIRST]
        said = [say_finding(each) for each in first]
        yield FindingGroup(
            name=name_kind(code),
            anchor=f"loai-{findings[0].weight}-{code}",
            count=count,
            why=said[0].why,
            mend=said[0].mend,
            first=tuple(_row(report, each.finding, each.what) for each in said),
            url=_kind_url(report, code),
        )


def _kind_url(report: Report, code: str) -> str:
    return f"{reverse('report-checks', args=[report.pk])}?{KIND}={code}"


def _row(report: Report, finding: Finding, what: str) -> FindingRow:
    place = finding.place
    if finding.figure:
        url = reverse("report-figure", args=[report.pk, finding.figure])
    else:
        base = reverse("report", args=[report.pk])
        url = f"{base}#{place.anchor}" if place.anchor else ""
    quote = place.words if place.words != place.heading else ""
    return FindingRow(what, place.heading or _("Cả báo cáo"), quote, url, bool(finding.figure))

"""Screens of the checks before signing: what is open in a report, and approving it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tiendo.reporting.actions import approve_report
from tiendo.reporting.checking import Weight, find_findings, fingerprint
from tiendo.reporting.checking.passing import open_findings
from tiendo.reporting.models import Report, ReportState
from tiendo.workspace.access import READ_WRITE, PageRequest, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.forms.reports import ApproveForm
from tiendo.workspace.report_check_rows import weight_rows
from tiendo.workspace.report_frame import found_report, report_frame


@page()
def show(request: PageRequest, pk: int) -> HttpResponse:
    """What the checks find in a report now; of an approved one what was open then."""
    report = found_report(request, pk)
    context = {**report_frame(request, report), **_checks(request, report)}
    return render(request, "reports/checks.html", context)


@page("report.approve", methods=READ_WRITE)
def approve(request: PageRequest, pk: int) -> HttpResponse:
    """Approve the draft that was seen, with a reason where something is still open."""
    report = found_report(request, pk)
    form = ApproveForm(request.POST or None, initial={"version": report.version})

    def take() -> HttpResponse:
        typed = form.cleaned_data
        approve_report(
            by=request.actor,
            report=report,
            version=typed["version"],
            reason=typed["reason"],
            seen=typed["seen"],
        )
        return say_done(request, _("Đã duyệt báo cáo."), "report", report.pk)

    def show_again(*, status: int) -> HttpResponse:
        context = {**report_frame(request, report), **_checks(request, report), "form": form}
        return render(request, "reports/approve.html", context, status=status)

    return answer_form(request, form, take, show_again, {"findings_open": "reason"})


def _checks(request: PageRequest, report: Report) -> dict[str, object]:
    """What the pages show of the checks. A report that is approved is not checked again."""
    if report.state != ReportState.DRAFT:
        return {"passed": open_findings(report), "weights": [], "seen": ""}
    findings = find_findings(request.actor, report)
    return {
        "weights": weight_rows(report, findings),
        "seen": fingerprint(findings),
        "is_blocked": any(each.is_blocking for each in findings),
        "open_count": sum(each.weight is Weight.OPEN for each in findings),
    }

"""Screens of the checks before signing: what is open in a report, and approving it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tiendo.reporting.actions import approve_report
from tiendo.workspace.access import READ_WRITE, PageRequest, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.forms.reports import ApproveForm
from tiendo.workspace.report_check_rows import KIND, PAGE, checks_of, kind_page
from tiendo.workspace.report_frame import found_report, may_approve, report_frame


@page()
def show(request: PageRequest, pk: int) -> HttpResponse:
    """What the checks find in a report now, all or of one kind; of an approved one what was open
    then."""
    report = found_report(request, pk)
    frame = report_frame(request, report)
    if code := request.GET.get(KIND):
        number = request.GET.get(PAGE)
        listed = kind_page(request.actor, report, code, number)
        return render(request, "reports/check_kind.html", {**frame, **listed})
    context = {**frame, **checks_of(request.actor, report)}
    return render(request, "reports/checks.html", context)


@page(methods=READ_WRITE)
def approve(request: PageRequest, pk: int) -> HttpResponse:
    """Approve the draft that was seen, with a reason where something is still open."""
    report = found_report(request, pk)
    if not may_approve(request.actor, report):
        raise PermissionDenied
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
        context = {
            **report_frame(request, report),
            **checks_of(request.actor, report),
            "form": form,
        }
        return render(request, "reports/approve.html", context, status=status)

    return answer_form(request, form, take, show_again, {"findings_open": "reason"})

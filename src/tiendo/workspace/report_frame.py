"""What every page of a report shows: the report, and what may be done with it."""

from __future__ import annotations

from django.http import Http404

from tiendo.accounts.actor import Actor
from tiendo.reporting.models import Report, ReportState
from tiendo.reporting.queries import report_of
from tiendo.workspace.access import PageRequest


def found_report(request: PageRequest, pk: int) -> Report:
    """The report of an address. Errors: Http404; PermissionRefused."""
    try:
        return report_of(request.actor, pk)
    except Report.DoesNotExist as error:
        raise Http404 from error


def may_approve(actor: Actor, report: Report) -> bool:
    """Whether a person approves a report: of a body's own one who sends it does, too."""
    if actor.may("report.approve"):
        return True
    return report.body_id is not None and actor.may("submission.send", at=report.body_id)


def report_frame(request: PageRequest, report: Report) -> dict[str, object]:
    """The report, and the steps that who looks at it may take."""
    actor = request.actor
    is_draft = report.state == ReportState.DRAFT
    may_compile = actor.may("report.compile")
    return {
        "report": report,
        "is_draft": is_draft,
        "programme_in_view": report.programme,
        "may_recompile": is_draft and may_compile,
        "may_approve": is_draft and may_approve(actor, report),
        "may_correct": not is_draft and may_compile,
        "may_see_list": actor.may("report.view"),
        "may_see_trail": actor.may("trail.view"),
        "may_direct": actor.may("directive.give") and report.document_id is not None,
    }

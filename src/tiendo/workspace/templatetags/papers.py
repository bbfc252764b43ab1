"""The way of a report out of the house, on the report's page. {% load papers %}."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from tiendo.accounts.actor import Actor
from tiendo.issuing.models import FileKind, OutgoingPaper, PaperFile, PaperState
from tiendo.issuing.permissions import may_handle
from tiendo.issuing.queries import paper_of_report
from tiendo.issuing.rendering import newest
from tiendo.reporting.models import Report
from tiendo.workspace.paper_words import step_marks

register = template.Library()
_WITH_FILE = (PaperState.SEALED, PaperState.ISSUED)


@register.inclusion_tag("papers/card.html", takes_context=True)
def paper_card(context: Context, report: Report) -> dict[str, Any]:
    """Where a report stands on its way out, or the button that begins it.

    Cost: two queries.
    """
    actor: Actor = context["actor"]
    paper = paper_of_report(report)
    return {
        "report": report,
        "paper": paper,
        "marks": step_marks(paper) if paper is not None else (),
        "signed": _signed(paper),
        "may_open": paper is None and may_handle(actor, "paper.submit", report),
    }


def _signed(paper: OutgoingPaper | None) -> PaperFile | None:
    """The signed file, once there is one."""
    if paper is None or paper.state not in _WITH_FILE:
        return None
    return newest(paper, FileKind.SIGNED)

"""What waits for a person besides tasks: one module for each kind, shown on "Việc của tôi".

Each is a function of the request that gives None where nothing waits; at most one query (three for
figures that are owed), none for those without the permission.
"""

from __future__ import annotations

from tiendo.workspace.access import PageRequest
from tiendo.workspace.waiting.changes import changes_waiting
from tiendo.workspace.waiting.difficulties import difficulties_to_answer, difficulties_to_give
from tiendo.workspace.waiting.directives import directives_to_carry_out, directives_to_close
from tiendo.workspace.waiting.figures import (
    figures_to_confirm,
    figures_to_enter,
    figures_to_mend,
)
from tiendo.workspace.waiting.handovers import handovers_waiting
from tiendo.workspace.waiting.judgements import years_to_judge
from tiendo.workspace.waiting.kind import FindWaiting, Waiting
from tiendo.workspace.waiting.officers import officers_to_name
from tiendo.workspace.waiting.papers import papers_to_issue, papers_to_sign
from tiendo.workspace.waiting.proof import claims_to_confirm, rechecks_to_do
from tiendo.workspace.waiting.submissions import reports_owed, reports_to_receive

__all__ = ["KINDS", "FindWaiting", "Waiting", "waiting_for"]

KINDS: tuple[FindWaiting, ...] = (
    papers_to_sign,
    papers_to_issue,
    claims_to_confirm,
    rechecks_to_do,
    changes_waiting,
    officers_to_name,
    difficulties_to_answer,
    difficulties_to_give,
    directives_to_carry_out,
    directives_to_close,
    handovers_waiting,
    years_to_judge,
    figures_to_mend,
    figures_to_enter,
    figures_to_confirm,
    reports_owed,
    reports_to_receive,
)


def waiting_for(request: PageRequest) -> list[Waiting]:
    """Everything that waits, in the order of ``KINDS``. Cost: a query for each kind."""
    found = (find(request) for find in KINDS)
    return [waiting for waiting in found if waiting is not None]

"""Who may review what was read from documents."""

from __future__ import annotations

from tiendo.accounts.actor import Actor
from tiendo.intake.models import ExtractionRun, RunState


def can_review(actor: Actor) -> bool:
    """Whether the person may start extractions and review their drafts."""
    return actor.may("draft.review")


def can_change(actor: Actor, run: ExtractionRun) -> bool:
    """Whether the drafts of a run may be changed by the person now."""
    return can_review(actor) and run.state == RunState.REVIEW

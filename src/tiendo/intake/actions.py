"""What reviewers do. Each action is one transaction with its event in the trail."""

from tiendo.intake.approval import Approval, NewProgramme, approve_run
from tiendo.intake.extraction import extract, start_extraction
from tiendo.intake.going_live import go_live_ready
from tiendo.intake.reshaping import expand_lead, link_to_clause, merge_drafts, split_draft
from tiendo.intake.review import (
    DraftChanges,
    Filling,
    adopt_body,
    decide_drafts,
    edit_draft,
    fill_drafts,
)

__all__ = [
    "Approval",
    "DraftChanges",
    "Filling",
    "NewProgramme",
    "adopt_body",
    "approve_run",
    "decide_drafts",
    "edit_draft",
    "expand_lead",
    "extract",
    "fill_drafts",
    "go_live_ready",
    "link_to_clause",
    "merge_drafts",
    "split_draft",
    "start_extraction",
]

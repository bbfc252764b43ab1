"""What reviewers do. Each action is one transaction with its event in the trail."""

from tiendo.intake.approval import Approval, NewProgramme, approve_run
from tiendo.intake.extraction import extract, start_extraction
from tiendo.intake.going_live import go_live_ready
from tiendo.intake.linking import confirm_links, link_to_clause
from tiendo.intake.matching_decisions import Choice, match_draft, match_many, undo_match
from tiendo.intake.merging import merge_drafts
from tiendo.intake.problems import dismiss_problem, restore_problem
from tiendo.intake.refreshing import keep_decision, take_new_reading
from tiendo.intake.review import (
    DraftChanges,
    Filling,
    adopt_body,
    decide_drafts,
    edit_draft,
    fill_drafts,
)
from tiendo.intake.splitting import expand_lead, split_draft
from tiendo.intake.supplementing import supplement_task

__all__ = [
    "Approval",
    "Choice",
    "DraftChanges",
    "Filling",
    "NewProgramme",
    "adopt_body",
    "approve_run",
    "confirm_links",
    "decide_drafts",
    "dismiss_problem",
    "edit_draft",
    "expand_lead",
    "extract",
    "fill_drafts",
    "go_live_ready",
    "keep_decision",
    "link_to_clause",
    "match_draft",
    "match_many",
    "merge_drafts",
    "restore_problem",
    "split_draft",
    "start_extraction",
    "supplement_task",
    "take_new_reading",
    "undo_match",
]

"""What people do with tasks. Each action is one transaction with its audit event inside."""

from tiendo.tasks.actions.assigning import assign, end_assignment, name_officer
from tiendo.tasks.actions.completing import approve, claim, send_back
from tiendo.tasks.actions.confirming import confirm, confirm_many, reopen, return_claim
from tiendo.tasks.actions.creating import create_task, edit_task
from tiendo.tasks.actions.creating_many import NewTask, create_tasks
from tiendo.tasks.actions.deadlines import change_deadline
from tiendo.tasks.actions.dependencies import add_dependency, remove_dependency
from tiendo.tasks.actions.directing import cancel, resume, supersede, suspend
from tiendo.tasks.actions.expanding import expand_lead
from tiendo.tasks.actions.filing import (
    PlanFacts,
    correct_filing,
    record_filing,
    withdraw_filing,
)
from tiendo.tasks.actions.going_live import go_live, go_live_many
from tiendo.tasks.actions.judging import judge_year, report_year
from tiendo.tasks.actions.occurrences import change_rule, open_occurrences
from tiendo.tasks.actions.officers import Named, name_officers
from tiendo.tasks.actions.progress import NewEvidence, add_evidence, approve_update, record_update
from tiendo.tasks.actions.rechecking import Outcome, Scope, draw_recheck, record_result
from tiendo.tasks.actions.reporting_many import NewUpdate, record_many
from tiendo.tasks.actions.sources import add_sources
from tiendo.tasks.actions.splitting import NewPart, set_parent, split_task
from tiendo.tasks.actions.taking_back import take_back_update
from tiendo.tasks.actions.unmaking import unmake_draft
from tiendo.tasks.actions.withdrawing import withdraw_evidence

__all__ = [
    "Named",
    "NewEvidence",
    "NewUpdate",
    "NewPart",
    "NewTask",
    "Outcome",
    "PlanFacts",
    "Scope",
    "add_dependency",
    "add_evidence",
    "add_sources",
    "approve",
    "approve_update",
    "assign",
    "cancel",
    "change_deadline",
    "change_rule",
    "claim",
    "confirm",
    "confirm_many",
    "correct_filing",
    "create_task",
    "create_tasks",
    "draw_recheck",
    "edit_task",
    "end_assignment",
    "expand_lead",
    "go_live",
    "go_live_many",
    "judge_year",
    "name_officer",
    "name_officers",
    "open_occurrences",
    "record_filing",
    "record_result",
    "record_many",
    "record_update",
    "remove_dependency",
    "reopen",
    "report_year",
    "resume",
    "return_claim",
    "send_back",
    "set_parent",
    "split_task",
    "supersede",
    "suspend",
    "take_back_update",
    "unmake_draft",
    "withdraw_evidence",
    "withdraw_filing",
]

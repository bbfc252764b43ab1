"""What people do with projects and money. Each action is one transaction with its event inside."""

from tiendo.budgets.actions.amounts import (
    NewAmount,
    commit_money,
    record_payment,
    record_step,
)
from tiendo.budgets.actions.approving import (
    NewApproval,
    correct_approval,
    record_approval,
    withdraw_approval,
)
from tiendo.budgets.actions.carrying import carry_over
from tiendo.budgets.actions.correcting import correct_amount, withdraw_amount
from tiendo.budgets.actions.lines import LineFacts, edit_line, open_line
from tiendo.budgets.actions.milestones import (
    add_milestone,
    edit_milestone,
    finish_milestone,
    reopen_milestone,
)
from tiendo.budgets.actions.projects import (
    ProjectFacts,
    attach_document,
    edit_project,
    facts_of_project,
    move_project,
    propose_project,
)
from tiendo.budgets.actions.reconciling import match_row, reopen_row, set_aside_row, take_row
from tiendo.budgets.actions.treasury import take_statement

__all__ = [
    "LineFacts",
    "NewAmount",
    "NewApproval",
    "ProjectFacts",
    "add_milestone",
    "attach_document",
    "carry_over",
    "commit_money",
    "correct_amount",
    "correct_approval",
    "edit_line",
    "edit_milestone",
    "edit_project",
    "facts_of_project",
    "finish_milestone",
    "match_row",
    "move_project",
    "open_line",
    "propose_project",
    "record_approval",
    "record_payment",
    "record_step",
    "reopen_milestone",
    "reopen_row",
    "set_aside_row",
    "take_row",
    "take_statement",
    "withdraw_amount",
    "withdraw_approval",
]

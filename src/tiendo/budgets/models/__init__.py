"""The nouns of money, one module each."""

from tiendo.budgets.models.kinds import Area, Nature, Source, Stage
from tiendo.budgets.models.lines import (
    BudgetLine,
    BudgetStep,
    Commitment,
    Disbursement,
)
from tiendo.budgets.models.projects import (
    ApprovalKind,
    Project,
    ProjectApproval,
    ProjectDocument,
    ProjectFunding,
    ProjectMilestone,
    ProjectState,
)
from tiendo.budgets.models.treasury import RowState, TreasuryRow, TreasuryStatement

__all__ = [
    "ApprovalKind",
    "Area",
    "BudgetLine",
    "BudgetStep",
    "Commitment",
    "Disbursement",
    "Nature",
    "Project",
    "ProjectApproval",
    "ProjectDocument",
    "ProjectFunding",
    "ProjectMilestone",
    "ProjectState",
    "RowState",
    "Source",
    "Stage",
    "TreasuryRow",
    "TreasuryStatement",
]

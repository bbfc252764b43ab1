"""The records of tasks: one module per group of them."""

from tiendo.tasks.models.changes import (
    ChangeKind,
    ChangeRequest,
    ChangeState,
    ChangeStep,
    Opinion,
)
from tiendo.tasks.models.coverage import PlanCoverage
from tiendo.tasks.models.dependencies import TaskDependency
from tiendo.tasks.models.difficulties import (
    Difficulty,
    DifficultyEvent,
    DifficultyKind,
    DifficultyState,
    SolvingLevel,
)
from tiendo.tasks.models.directives import (
    Directive,
    DirectiveDuty,
    DirectiveEvent,
    DirectiveState,
)
from tiendo.tasks.models.histories import DeadlineChange, LifecycleEvent, StatusSpan
from tiendo.tasks.models.judgements import JudgedResult, Judgement
from tiendo.tasks.models.rechecks import Recheck, RecheckItem, RecheckProof, RecheckResult
from tiendo.tasks.models.reports import Evidence, EvidenceKind, ProgressUpdate
from tiendo.tasks.models.work import (
    Assignment,
    Lifecycle,
    Occurrence,
    Part,
    Task,
    TaskSource,
    Work,
)

__all__ = [
    "Assignment",
    "ChangeKind",
    "ChangeRequest",
    "ChangeState",
    "ChangeStep",
    "DeadlineChange",
    "Difficulty",
    "DifficultyEvent",
    "DifficultyKind",
    "DifficultyState",
    "Directive",
    "DirectiveDuty",
    "DirectiveEvent",
    "DirectiveState",
    "Evidence",
    "EvidenceKind",
    "JudgedResult",
    "Judgement",
    "Lifecycle",
    "LifecycleEvent",
    "Occurrence",
    "Opinion",
    "Part",
    "PlanCoverage",
    "ProgressUpdate",
    "Recheck",
    "RecheckItem",
    "RecheckProof",
    "RecheckResult",
    "SolvingLevel",
    "StatusSpan",
    "Task",
    "TaskDependency",
    "TaskSource",
    "Work",
]

"""The records of tasks: one module per group of them."""

from tiendo.tasks.models.work import (
    Assignment,
    DeadlineChange,
    Evidence,
    EvidenceKind,
    Lifecycle,
    LifecycleEvent,
    Occurrence,
    Part,
    ProgressUpdate,
    StatusSpan,
    Task,
    TaskSource,
    Work,
)

__all__ = [
    "Assignment",
    "DeadlineChange",
    "Evidence",
    "EvidenceKind",
    "Lifecycle",
    "LifecycleEvent",
    "Occurrence",
    "Part",
    "ProgressUpdate",
    "StatusSpan",
    "Task",
    "TaskSource",
    "Work",
]

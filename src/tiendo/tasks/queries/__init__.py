"""What is asked about tasks. Screens, exports, API and reports all ask here (one truth for all)."""

from tiendo.tasks.queries.counts import (
    BodyCounts,
    OfficialCounts,
    Rate,
    SectionCounts,
    SilentBody,
    counts_by_lead,
    counts_by_section,
    official_counts,
    silent_bodies,
)
from tiendo.tasks.queries.filters import (
    ORDERINGS,
    TaskFilter,
    due_between,
    find_tasks,
    search,
    sort_tasks,
)
from tiendo.tasks.queries.statuses import with_parties, with_status, with_work
from tiendo.tasks.queries.visibility import visible_tasks
from tiendo.tasks.queries.work import Bucket, my_work, next_action

__all__ = [
    "ORDERINGS",
    "BodyCounts",
    "Bucket",
    "OfficialCounts",
    "Rate",
    "SectionCounts",
    "SilentBody",
    "TaskFilter",
    "counts_by_lead",
    "counts_by_section",
    "due_between",
    "find_tasks",
    "my_work",
    "next_action",
    "official_counts",
    "search",
    "silent_bodies",
    "sort_tasks",
    "visible_tasks",
    "with_parties",
    "with_status",
    "with_work",
]

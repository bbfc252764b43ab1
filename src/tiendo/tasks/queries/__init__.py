"""What is asked about tasks. Screens, exports, API and reports all ask here (one truth for all)."""

from tiendo.tasks.queries.counts import (
    BodyCounts,
    OfficialCounts,
    Rate,
    SectionCounts,
    SilentBody,
    counts_by_lead,
    counts_by_programme,
    counts_by_section,
    official_counts,
    silent_bodies,
)
from tiendo.tasks.queries.filters import (
    ORDERINGS,
    TaskFilter,
    TaskPage,
    due_between,
    find_tasks,
    list_page,
    search,
    select_tasks,
    sort_tasks,
    to_name,
    without_officer,
)
from tiendo.tasks.queries.parts import parts_of_plan
from tiendo.tasks.queries.rollups import SaidPercent, percents_said, rollups_of, states_on
from tiendo.tasks.queries.statuses import (
    with_confirmer,
    with_due_day,
    with_lead,
    with_status,
    with_work,
)
from tiendo.tasks.queries.visibility import visible_tasks
from tiendo.tasks.queries.work import Bucket, WorkPage, my_work, next_action, work_page

__all__ = [
    "ORDERINGS",
    "BodyCounts",
    "Bucket",
    "OfficialCounts",
    "Rate",
    "SaidPercent",
    "SectionCounts",
    "SilentBody",
    "TaskFilter",
    "TaskPage",
    "WorkPage",
    "counts_by_lead",
    "counts_by_programme",
    "counts_by_section",
    "due_between",
    "find_tasks",
    "list_page",
    "my_work",
    "next_action",
    "official_counts",
    "parts_of_plan",
    "percents_said",
    "rollups_of",
    "search",
    "select_tasks",
    "silent_bodies",
    "sort_tasks",
    "states_on",
    "to_name",
    "visible_tasks",
    "with_confirmer",
    "with_due_day",
    "with_lead",
    "with_status",
    "with_work",
    "without_officer",
    "work_page",
]

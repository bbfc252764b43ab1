"""The official counts of each part of the plan, and of the whole plan."""

from __future__ import annotations

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import Behind, Sheet, SheetColumn, Value
from tiendo.overview.asking import Asked, View
from tiendo.overview.filters import SECTION, WHOLE
from tiendo.overview.sheets.counting import count_columns, count_values
from tiendo.programmes.models import PlanSection
from tiendo.tasks.queries import (
    SectionCounts,
    counts_by_section,
    official_counts,
    parts_of_plan,
    select_tasks,
)


def build(asked: Asked) -> Sheet:
    """The parts of the plan in its order. Cost: four queries."""
    tasks = select_tasks(asked.actor, asked.tasks, asked.day, asked.known_at)
    columns = (
        SheetColumn("path", _g("Mục"), width=10),
        SheetColumn("title", _g("Phần của kế hoạch"), width=56),
        *count_columns(),
    )
    rows = [
        (
            row.section.path if row.section else "",
            _title(asked, row),
            *count_values(row.counts, _behind(asked, row)),
        )
        for row in _parts(asked)
    ]
    totals = ("", _g("Toàn bộ"), *count_values(official_counts(tasks), asked.values))
    return Sheet("theo-phan", str(VIEW.title), columns, rows, totals, asked.stated())


def _title(asked: Asked, row: SectionCounts) -> Value | Behind:
    """The words of a part, leading to its whole picture."""
    behind = _behind(asked, row)
    if row.section is None or behind is None:
        return _g("Chưa gắn với phần nào")
    return Behind(row.section.title, {**behind, WHOLE: "1"})


def _behind(asked: Asked, row: SectionCounts) -> dict[str, str] | None:
    """The filter of the tasks of one part; of those without one there is none."""
    return {**asked.values, SECTION: str(row.section.pk)} if row.section else None


def count(asked: Asked) -> int:
    """How many parts there will be. Cost: three queries."""
    return len(_parts(asked))


def _parts(asked: Asked) -> list[SectionCounts]:
    tasks = select_tasks(asked.actor, asked.tasks, asked.day, asked.known_at)
    rows = counts_by_section(tasks)
    plans = {row.section.programme_id for row in rows if row.section}
    return parts_of_plan(rows, PlanSection.objects.filter(programme__in=plans))


VIEW = View("theo-phan", _("Kết quả theo phần của kế hoạch"), "dashboard.view", build, count)

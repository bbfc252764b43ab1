"""The official counts of each lead body, and of all of them."""

from __future__ import annotations

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import Behind, CellKind, Sheet, SheetColumn, Value
from tiendo.overview.asking import Asked, View
from tiendo.overview.filters import LEAD, WHOLE
from tiendo.overview.sheets.counting import count_columns, count_values
from tiendo.tasks.queries import BodyCounts, counts_by_lead, official_counts, select_tasks
from vanban.quantities import Missing


def build(asked: Asked) -> Sheet:
    """The bodies that lead tasks of the filter, most overdue first. Cost: three queries."""
    tasks = select_tasks(asked.actor, asked.tasks, asked.day, asked.known_at)
    columns = (
        SheetColumn("body", _g("Cơ quan chủ trì"), width=44),
        *count_columns(),
        SheetColumn("updated", _g("Cập nhật gần nhất"), CellKind.MOMENT, 17),
    )
    rows = [
        (
            _name(asked, row),
            *count_values(row.counts, _behind(asked, row)),
            row.last_update_at or Missing.NO_DATA,
        )
        for row in counts_by_lead(tasks, asked.day)
    ]
    totals = (_g("Toàn bộ"), *count_values(official_counts(tasks), asked.values), None)
    return Sheet("theo-co-quan", str(VIEW.title), columns, rows, totals, asked.stated())


def _name(asked: Asked, row: BodyCounts) -> Value | Behind:
    """The name of a body, leading to its whole picture."""
    behind = _behind(asked, row)
    if row.body is None or behind is None:
        return _g("Chưa rõ cơ quan chủ trì")
    return Behind(row.body.name, {**behind, WHOLE: "1"})


def _behind(asked: Asked, row: BodyCounts) -> dict[str, str] | None:
    """The filter of the tasks of one lead body; of those without one there is none."""
    return {**asked.values, LEAD: str(row.body.pk)} if row.body else None


def count(asked: Asked) -> int:
    """How many bodies there will be. Cost: two queries."""
    tasks = select_tasks(asked.actor, asked.tasks, asked.day, asked.known_at)
    return len(counts_by_lead(tasks, asked.day))


VIEW = View("theo-co-quan", _("Kết quả theo cơ quan chủ trì"), "dashboard.view", build, count)

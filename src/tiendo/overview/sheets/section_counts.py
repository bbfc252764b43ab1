"""The official counts of each part of the plan, and of the whole plan."""

from __future__ import annotations

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import Sheet, SheetColumn
from tiendo.overview.asking import Asked, View
from tiendo.overview.sheets.counting import count_columns, count_values
from tiendo.tasks.queries import counts_by_section, official_counts, select_tasks


def build(asked: Asked) -> Sheet:
    """The parts of the plan in its order. Cost: three queries."""
    tasks = select_tasks(asked.actor, asked.tasks, asked.day, asked.known_at)
    columns = (
        SheetColumn("path", _g("Mục"), width=10),
        SheetColumn("title", _g("Phần của kế hoạch"), width=56),
        *count_columns(),
    )
    rows = [
        (
            row.section.path if row.section else "",
            row.section.title if row.section else _g("Chưa gắn với phần nào"),
            *count_values(row.counts),
        )
        for row in counts_by_section(tasks)
    ]
    totals = ("", _g("Toàn bộ"), *count_values(official_counts(tasks)))
    return Sheet("theo-phan", str(VIEW.title), columns, rows, totals, asked.stated())


def count(asked: Asked) -> int:
    """How many parts there will be. Cost: two queries."""
    tasks = select_tasks(asked.actor, asked.tasks, asked.day, asked.known_at)
    return len(counts_by_section(tasks))


VIEW = View("theo-phan", _("Kết quả theo phần của kế hoạch"), "dashboard.view", build, count)

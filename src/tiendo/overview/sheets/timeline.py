"""The timeline as a sheet: each task with its days, how its deadline moved, what it waits for."""

from __future__ import annotations

from collections import defaultdict

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.domain.status import Status
from tiendo.overview.asking import Asked, View
from tiendo.reporting.formulas import STATUS_WORDS
from tiendo.tasks.queries import official_counts, select_tasks
from tiendo.tasks.queries.timeline import Bar, Timeline, timeline

# A file holds all bars at once; a screen a page of them.
_ALL = 1_000_000


def build(asked: Asked) -> Sheet:
    """The tasks of a filter in the order of the plan. Cost: five queries."""
    found = timeline(asked.actor, asked.tasks, asked.day, known_at=asked.known_at, size=_ALL)
    before = waits_for(found)
    rows = [_row(bar, before[bar.pk]) for bar in found.bars]
    return Sheet("dong-thoi-gian", str(VIEW.title), _columns(), rows, stated=asked.stated())


def count(asked: Asked) -> int:
    """How many rows there will be. Cost: one query."""
    return official_counts(select_tasks(asked.actor, asked.tasks, asked.day, asked.known_at)).rows


VIEW = View("dong-thoi-gian", _("Dòng thời gian của nhiệm vụ"), "task.view", build, count)


def waits_for(found: Timeline) -> defaultdict[int, list[str]]:
    """The codes of the listed tasks that each listed task waits for."""
    codes = {bar.pk: bar.code for bar in found.bars}
    before: defaultdict[int, list[str]] = defaultdict(list)
    for link in found.links:
        before[link.successor].append(codes[link.predecessor])
    return before


def slip_days(bar: Bar) -> int | None:
    """By how many days the deadline moved. Missing: None without a deadline then or now."""
    if bar.due_on is None or bar.original is None:
        return None
    return (bar.due_on - bar.original).days


def _columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("code", _g("Mã"), width=14),
        SheetColumn("title", _g("Nhiệm vụ"), width=56),
        SheetColumn("section", _g("Phần của kế hoạch"), width=12),
        SheetColumn("lead", _g("Cơ quan chủ trì"), width=28),
        SheetColumn("starts", _g("Ngày giao"), CellKind.DAY, 12),
        SheetColumn("original", _g("Hạn gốc"), CellKind.DAY, 12),
        SheetColumn("due_on", _g("Thời hạn"), CellKind.DAY, 12),
        SheetColumn("slip", _g("Số ngày dời hạn"), CellKind.COUNT, 9, _g("Thời hạn trừ hạn gốc")),
        SheetColumn("done_on", _g("Ngày xong"), CellKind.DAY, 12),
        SheetColumn("status", _g("Trạng thái"), width=20),
        SheetColumn("before", _g("Phải xong trước"), width=20),
    )


def _row(bar: Bar, before: list[str]) -> Values:
    return (
        bar.code,
        bar.title,
        bar.path,
        bar.lead,
        bar.starts_on,
        bar.original,
        bar.due_on,
        slip_days(bar),
        bar.done_on,
        STATUS_WORDS[Status(bar.status)],
        "; ".join(before),
    )

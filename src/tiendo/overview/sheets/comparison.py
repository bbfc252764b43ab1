"""The official counts now beside those of an earlier look, and the difference."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import Sheet, SheetColumn, Value, bare
from tiendo.overview.asking import Asked, View
from tiendo.overview.comparing import Earlier, earlier_of
from tiendo.overview.sheets.counting import count_columns, count_values
from tiendo.tasks.queries import OfficialCounts, official_counts, select_tasks
from vanban.quantities import Missing


def build(asked: Asked) -> Sheet:
    """Three rows: the earlier look, this one, the difference; none where nothing is or was.

    Cost: two queries, three for the last report.
    """
    earlier = earlier_of(asked)
    return sheet_of(asked, earlier, counts_then(asked, earlier), counts_now(asked))


def sheet_of(
    asked: Asked, earlier: Earlier, counted_then: OfficialCounts, counted_now: OfficialCounts
) -> Sheet:
    """The sheet of counts that are known. Cost: that of saying the filter."""
    days = earlier.days
    before = {**asked.values, **days} if days is not None else None
    then = count_values(counted_then, before)
    now = count_values(counted_now, asked.values)
    rows = (
        (_g("Mốc trước: %(words)s") % {"words": earlier.words}, *then),
        (_g("Ngày xem: %(day)s") % {"day": f"{asked.day:%d/%m/%Y}"}, *now),
        (_g("Thay đổi"), *map(_difference, map(bare, then), map(bare, now))),
    )
    columns = (SheetColumn("when", _g("Số liệu"), width=44), *count_columns())
    stated = (*asked.stated(), (_g("So với"), earlier.words))
    found = rows if counted_then.total or counted_now.total else ()
    return Sheet(VIEW.name, str(VIEW.title), columns, found, None, stated)


def count(asked: Asked) -> int:
    """Three, none where there was nothing then and is nothing now. Cost: that of building."""
    return 3 if counts_now(asked).total or counts_then(asked, earlier_of(asked)).total else 0


VIEW = View("so-voi-truoc", _("Số liệu so với mốc trước"), "dashboard.view", build, count)


def counts_then(asked: Asked, earlier: Earlier) -> OfficialCounts:
    """The counts of the earlier look. Cost: one query."""
    tasks = select_tasks(asked.actor, asked.tasks, earlier.day, earlier.known_at)
    return official_counts(tasks)


def counts_now(asked: Asked) -> OfficialCounts:
    """The counts of the day asked for. Cost: one query."""
    return official_counts(select_tasks(asked.actor, asked.tasks, asked.day, asked.known_at))


def _difference(then: Value, now: Value) -> Value:
    """What came to be more or less; a rate that is undefined on one side has no difference."""
    if isinstance(then, int | Decimal) and isinstance(now, int | Decimal):
        return now - then
    return Missing.UNDEFINED

"""What the dashboard shows of a programme: parts of the plan, lead bodies, the week that was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from django.utils.translation import gettext as _

from tiendo.composer.charts import PartCounts, Slice, Spec, status_by_part
from tiendo.domain.status import Status
from tiendo.tasks.queries import BodyCounts
from tiendo.tasks.queries.overviews import WeekOfWork
from tiendo.workspace.status_look import LOOKS, UNCOUNTED

CHART_BODIES = 10
_ORDER = {Status(look.code): look.word for look in LOOKS if look.code not in UNCOUNTED}


def bodies_chart(rows: Sequence[BodyCounts]) -> Spec:
    """Tasks by lead body and status, the bodies with most tasks."""
    listed, used = _charted(rows)
    parts = tuple(
        PartCounts(
            body_name(row),
            tuple(
                Slice(str(status), word, row.counts.by_status.get(status, 0))
                for status, word in used
            ),
        )
        for row in listed
    )
    return _drawn(parts, _("Nhiệm vụ theo cơ quan chủ trì và trạng thái"))


@lru_cache(maxsize=32)
def _drawn(parts: tuple[PartCounts, ...], description: str) -> Spec:
    """The specification of the chart: building one takes longer than the queries behind it."""
    return status_by_part(parts, description=description)


def chart_table(rows: Sequence[BodyCounts]) -> tuple[list[str], list[tuple[str, list[int]]]]:
    """The figures of the chart: the words of its columns, and the rows."""
    listed, used = _charted(rows)
    table = [
        (body_name(row), [row.counts.by_status.get(status, 0) for status, _word in used])
        for row in listed
    ]
    return [word for _status, word in used], table


def _charted(rows: Sequence[BodyCounts]) -> tuple[list[BodyCounts], list[tuple[Status, str]]]:
    """The bodies with most tasks, and the statuses any of them has with their words."""
    listed = sorted(rows, key=lambda row: -row.counts.total)[:CHART_BODIES]
    met = {
        status for row in listed for status, count in row.counts.by_status.items() if count
    } & _ORDER.keys()
    return listed, [(status, str(word)) for status, word in _ORDER.items() if status in met]


def body_name(row: BodyCounts) -> str:
    """The short name of a lead body."""
    if row.body is None:
        return _("Chưa rõ cơ quan chủ trì")
    return row.body.short_name or row.body.name


def week_words(week: WeekOfWork) -> Iterator[str]:
    """What changed in a week, one kind after the other."""
    by_action = Counter(week.steps)
    numbers = (
        (by_action["go_live"], _("%(n)d việc được giao")),
        (week.updates, _("%(n)d cập nhật tiến độ")),
        (by_action["claim"], _("%(n)d báo cáo hoàn thành")),
        (by_action["confirm"], _("%(n)d việc được xác nhận")),
        (by_action["send_back"] + by_action["return"], _("%(n)d việc bị trả lại")),
        (by_action["reopen"], _("%(n)d việc mở lại")),
        (week.moved, _("%(n)d thời hạn được điều chỉnh")),
        (
            by_action["suspend"] + by_action["cancel"] + by_action["supersede"],
            _("%(n)d việc tạm dừng, hủy hoặc thay thế"),
        ),
    )
    for number, words in numbers:
        if number:
            yield words % {"n": number}

"""Who may reach the pages of the years of continuous tasks.

The task is led by Sở Nội vụ with Sở Tài chính, and confirmed by Sở Khoa học và Công nghệ.
"""

from __future__ import annotations

from tests.factories import World, actor
from tests.integration.permission_rows import COORDINATORS, STAFF, Row
from tests.task_factories import bring_to, make_programme, make_task
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.tasks.actions import report_year
from tiendo.tasks.models import JudgedResult, Task


def _continuous(world: World) -> Task:
    draft = make_task(
        world, make_programme(world), recurrence="R:continuous", deadline_key="", last_day=None
    )
    return bring_to(world, draft, State.LIVE)


def _task(world: World) -> tuple[object, ...]:
    return (_continuous(world).pk,)


def _reported(world: World) -> tuple[object, ...]:
    row = report_year(
        task=_continuous(world),
        year=clock.today().year,
        result=JudgedResult.ACHIEVED,
        done="Đã thực hiện",
        by=actor(world.snv_officer),
    )
    return (row.pk,)


ROWS: dict[str, Row] = {
    "judgement-list": Row(STAFF),
    "judgement-report": Row(frozenset({"snv_officer", "snv_head"}), _task),
    "judgement-judge": Row(COORDINATORS, _reported),
}

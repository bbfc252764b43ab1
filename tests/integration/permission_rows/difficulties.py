"""Who may reach the pages of urls/difficulties.py: staff read what concerns them; those who manage
the register give, the body that answers answers, the body that raised ends."""

from __future__ import annotations

from tests.factories import World, actor
from tests.integration.permission_rows import COORDINATORS, OVERSEERS, STAFF, Row
from tests.task_factories import bring_to, make_programme, make_task
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.tasks.actions.difficulties import raise_difficulty
from tiendo.tasks.actions.difficulty_steps import assign_difficulty, close_difficulty
from tiendo.tasks.models import Difficulty

RAISERS = frozenset({"snv_officer", "snv_head"})
ANSWERERS = frozenset({"stc_officer", "stc_head"})
NAMERS = frozenset({"stc_head"})
MANAGERS = COORDINATORS | {"office"}
# The confirmer's own officer sees the task, and so what stands in its way.
READERS = RAISERS | ANSWERERS | OVERSEERS | {"skhcn_officer"}
ASKERS = STAFF - {"leader", "inspector", "clerk"}


def a_difficulty(world: World) -> tuple[object, ...]:
    """Raised by Sở Nội vụ, to be answered by Sở Tài chính."""
    task = bring_to(world, make_task(world, make_programme(world)), State.LIVE)
    row = raise_difficulty(
        organisation=world.snv,
        programme=task.programme,
        tasks=[task],
        what="Thiếu kinh phí",
        by=actor(world.snv_officer),
    )
    assign_difficulty(
        difficulty=row,
        level="department",
        responsible=world.stc,
        due_on=clock.today(),
        by=actor(world.coordinator),
    )
    return (row.pk,)


def a_closed_one(world: World) -> tuple[object, ...]:
    (pk,) = a_difficulty(world)
    row = Difficulty.objects.get(pk=pk)
    close_difficulty(difficulty=row, reason="Trùng", by=actor(world.coordinator))
    return (pk,)


VERSION = {"version": "2"}
REASON = {**VERSION, "reason": "Đã làm rõ"}
ROWS: dict[str, Row] = {
    "difficulty-list": Row(STAFF),
    "difficulty-periods": Row(STAFF),
    "difficulty-new": Row(ASKERS),
    "difficulty": Row(READERS, a_difficulty),
    "difficulty-answer": Row(
        MANAGERS | ANSWERERS | {"leader"},
        a_difficulty,
        method="post",
        data={**VERSION, "answer": "Đã bố trí", "document_number": "3/STC"},
        status=(302,),
    ),
    "difficulty-assign": Row(MANAGERS, a_difficulty),
    "difficulty-name": Row(MANAGERS | NAMERS, a_difficulty),
    "difficulty-pass-up": Row(MANAGERS | ANSWERERS | {"leader"}, a_difficulty),
    "difficulty-solve": Row(
        MANAGERS | RAISERS, a_difficulty, method="post", data=VERSION, status=(302,)
    ),
    "difficulty-close": Row(
        MANAGERS | RAISERS, a_difficulty, method="post", data=REASON, status=(302,)
    ),
    "difficulty-reopen": Row(
        MANAGERS | RAISERS,
        a_closed_one,
        method="post",
        data={**REASON, "version": "3"},
        status=(302,),
    ),
}

"""Programmes and tasks in any state, made through the actions people use.

``make_task`` makes a complete draft of the world's programme, led by Sở Nội vụ and confirmed by
Sở Khoa học và Công nghệ; ``bring_to`` takes it step by step to a state.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import count
from typing import Any

from tests.factories import World, actor
from tiendo.accounts.models import User
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.organisations.models import BodyGroup, Kind, Level
from tiendo.programmes.actions import create_programme
from tiendo.programmes.models import Programme
from tiendo.tasks import actions
from tiendo.tasks.actions import NewEvidence
from tiendo.tasks.models import Part, Task

STARTS_ON = dt.date(2025, 6, 25)
PROOF = NewEvidence(document_number="12/QĐ-UBND", document_date=dt.date(2025, 9, 1))
_DECISION = {"reason": "Theo chỉ đạo", "deciding_document": "99/UBND-TH"}
_numbers = count(1)

_PATHS: dict[State, tuple[str, ...]] = {
    State.DRAFT: (),
    State.LIVE: ("go_live",),
    State.CLAIMED: ("go_live", "claim"),
    State.UNIT_APPROVED: ("go_live", "claim", "approve"),
    State.CONFIRMED: ("go_live", "claim", "approve", "confirm"),
    State.SUSPENDED: ("go_live", "suspend"),
    State.CANCELLED: ("go_live", "cancel"),
    State.SUPERSEDED: ("go_live", "supersede"),
    State.UMBRELLA: ("expand",),
}


def make_programme(world: World, **fields: Any) -> Programme:
    """A programme of the province that Sở Khoa học và Công nghệ coordinates."""
    values: dict[str, Any] = {
        "title": "Kế hoạch thực hiện Nghị quyết 57",
        "short_title": "Kế hoạch 146",
        "owner": world.ubnd,
        "coordinator": world.skhcn,
        "starts_on": STARTS_ON,
        "by": actor(world.coordinator),
    }
    return create_programme(**(values | fields))


def make_task(world: World, programme: Programme, **fields: Any) -> Task:
    """A draft with everything stage 1 asks for, due on 30/9/2025."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "programme": programme,
        "code": f"NV-{number}",
        "order": number,
        "title": f"Ban hành quy định số {number}",
        "product": "Quyết định của UBND tỉnh",
        "deadline_key": "2025-09-30",
        "deadline_raw": "30/9/2025",
        "last_day": dt.date(2025, 9, 30),
        "deciding_text": "UBND tỉnh",
        "lead": world.snv,
        "coordinating": [world.stc],
        "by": actor(world.coordinator),
    }
    return actions.create_task(**(values | fields))


def bring_to(world: World, task: Task, state: State) -> Task:
    """The task after the shortest way from a draft to the state, all on the clock's day."""
    for action in _PATHS[state]:
        task = take_step(world, task, action)
    return task


def take_step(world: World, task: Task, action: str, done_on: dt.date | None = None) -> Task:
    """The task after one action by the person whose duty it is."""
    if action == "expand":
        return expand_to_communes(world, task)
    steps: dict[str, tuple[Callable[..., Task], User, dict[str, Any]]] = {
        "go_live": (actions.go_live, world.coordinator, {}),
        "claim": (
            actions.claim,
            world.snv_officer,
            {"done_on": done_on or clock.today(), "evidence": [PROOF]},
        ),
        "approve": (actions.approve, world.snv_head, {}),
        "send_back": (actions.send_back, world.snv_head, {"reason": "Thiếu phụ lục"}),
        "confirm": (actions.confirm, world.coordinator, {}),
        "return": (actions.return_claim, world.coordinator, {"reason": "Chưa đủ"}),
        "reopen": (actions.reopen, world.coordinator, {"reason": "Sai sót"}),
        "suspend": (actions.suspend, world.leader, _DECISION),
        "cancel": (actions.cancel, world.leader, _DECISION),
        "supersede": (actions.supersede, world.leader, _DECISION),
        "resume": (actions.resume, world.leader, {}),
    }
    step, person, particulars = steps[action]
    return step(task=task, by=actor(person), **particulars)


def make_group() -> BodyGroup:
    """The generic addressee "UBND các xã, phường", once."""
    group, _is_new = BodyGroup.objects.get_or_create(
        slug="cac-xa-phuong-thu",
        defaults={
            "name": "UBND các xã, phường",
            "folded_names": ["ubnd cac xa, phuong"],
            "kinds": [Kind.COMMUNE, Kind.WARD],
            "level": Level.COMMUNE,
            "source": "tests",
        },
    )
    return group


def expand_to_communes(world: World, task: Task) -> Task:
    """The draft given to each commune and ward."""
    by = actor(world.coordinator)
    task = actions.assign(task=task, part=Part.LEAD, body=make_group(), version=task.version, by=by)
    actions.expand_lead(task=task, by=by)
    task.refresh_from_db()
    return task


def noon(day: dt.date) -> AbstractContextManager[None]:
    """A block in which it is noon of the day."""
    return clock.at(clock.local_noon(day))

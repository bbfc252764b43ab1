"""Who may reach the pages of urls/meetings.py: a meeting on all work, held by the coordinator."""

from __future__ import annotations

from collections.abc import Callable

from tests import meeting_factories as made
from tests.factories import World
from tests.integration.permission_rows import COORDINATORS, OVERSEERS, STAFF, Row
from tests.task_factories import make_programme

HOLDING = COORDINATORS | {"office", "leader"}
HEADS = frozenset({"snv_head", "stc_head", "ea_trang_head"})
Args = Callable[[World], tuple[object, ...]]


def _in(state: str) -> Args:
    return lambda world: (made.at(world, state).pk,)


def _paper(world: World) -> tuple[object, ...]:
    return (made.at(world, "held").pk, "qua-han")


def _file(world: World) -> tuple[object, ...]:
    return (made.at(world, "held").pk, "qua-han", "xlsx")


def _decision(world: World) -> tuple[object, ...]:
    make_programme(world)
    return (made.decide(world, made.at(world, "held")).pk,)


def _to_give(world: World) -> tuple[object, ...]:
    meeting = made.at(world, "held")
    made.decide(world, meeting)
    return (meeting.pk,)


ROWS: dict[str, Row] = {
    "meeting-list": Row(STAFF),
    "meeting-new": Row(HOLDING | HEADS),
    "meeting": Row(OVERSEERS, _in("held")),
    "meeting-edit": Row(HOLDING, _in("preparing")),
    "meeting-cancel": Row(HOLDING, _in("preparing")),
    "meeting-hold": Row(HOLDING, _in("preparing"), method="post", status=(302,)),
    "meeting-issue": Row(HOLDING, _in("held")),
    "meeting-calendar": Row(OVERSEERS, _in("preparing")),
    "meeting-docx": Row(OVERSEERS, _in("preparing")),
    "meeting-notice": Row(OVERSEERS, _in("held")),
    "meeting-paper": Row(OVERSEERS, _paper),
    "meeting-paper-file": Row(OVERSEERS, _file),
    "meeting-decision-new": Row(HOLDING, _in("held")),
    "meeting-give-all": Row(HOLDING, _to_give, method="post", status=(302,)),
    "meeting-decision-edit": Row(HOLDING, _decision),
    "meeting-decision-remove": Row(HOLDING, _decision, method="post", status=(302,)),
    "meeting-decision-give": Row(HOLDING, _decision, method="post", status=(302,)),
}

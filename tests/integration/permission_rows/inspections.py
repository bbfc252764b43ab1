"""Who may reach the pages of urls/inspections.py: the inspector inspects Sở Nội vụ."""

from __future__ import annotations

from collections.abc import Callable

from django.core.files.base import ContentFile

from tests import inspection_factories as made
from tests.factories import World, actor
from tests.integration.permission_rows import COORDINATORS, INSPECTORS, OVERSEERS, STAFF, Row
from tests.task_factories import make_programme
from tiendo.documents.models import StoredFile, kept_files
from tiendo.domain import clock
from tiendo.inspections import actions

INSPECTED = frozenset({"snv_officer", "snv_head"})
SEEING = OVERSEERS | INSPECTED
Args = Callable[[World], tuple[object, ...]]


def _in(state: str) -> Args:
    return lambda world: (made.at(world, state).pk,)


def _move(world: World) -> tuple[object, ...]:
    return (made.at(world, "decided").pk, "start_visits")


def _member(world: World) -> tuple[object, ...]:
    return (made.plan(world).team.get().pk,)


def _answer(world: World) -> tuple[object, ...]:
    item = made.at(world, "decided").outline.first()
    assert item is not None
    return (item.pk, world.snv.pk)


def _visit(world: World) -> tuple[object, ...]:
    return (made.visit(world, made.at(world, "visiting")).pk,)


def _signed(world: World) -> tuple[object, ...]:
    path = kept_files().save("kiem-tra/ky.txt", ContentFile(b"ky"))
    stored = StoredFile.objects.create(
        sha256="ef" * 32, file=path, size=2, media_type="text/plain", created_at=clock.now()
    )
    visit = made.visit(world, made.at(world, "visiting"))
    actions.sign_visit(
        by=actor(world.inspector), visit=visit, signed_file=stored, file_name="ky.txt"
    )
    return ("bien-ban", visit.pk)


def _unsent(world: World) -> tuple[object, ...]:
    inspection = made.at(world, "visiting")
    made.finding(world, inspection)
    return (inspection.pk, world.snv.pk)


def _finding(world: World) -> tuple[object, ...]:
    return (made.sent(world, made.at(world, "visiting")).pk,)


def _adopted(world: World) -> tuple[object, ...]:
    make_programme(world)
    inspection = made.at(world, "visiting")
    wanted = made.recommendation(world, inspection)
    made.end(world, inspection)
    return (wanted.pk,)


ROWS: dict[str, Row] = {
    "inspection-list": Row(STAFF),
    "inspection-new": Row(INSPECTORS),
    "inspection": Row(SEEING, _in("visiting")),
    "inspection-move": Row(INSPECTORS, _move, method="post", status=(302,)),
    "inspection-member": Row(INSPECTORS, _in("planned")),
    "inspection-member-remove": Row(INSPECTORS, _member, method="post", status=(302,)),
    "inspection-outline": Row(INSPECTORS, _in("planned")),
    "inspection-decide": Row(INSPECTORS, _in("planned")),
    "inspection-cancel": Row(INSPECTORS, _in("planned")),
    "inspection-conclude": Row(INSPECTORS, _in("concluding")),
    "inspection-decision": Row(OVERSEERS, _in("planned")),
    "inspection-conclusion": Row(OVERSEERS, _in("concluding")),
    "inspection-answer": Row(INSPECTED, _answer),
    "inspection-visit-new": Row(INSPECTORS, _in("visiting")),
    "inspection-visit-edit": Row(INSPECTORS, _visit),
    "inspection-visit-sign": Row(INSPECTORS, _visit),
    "inspection-visit": Row(SEEING, _visit),
    "inspection-finding-new": Row(INSPECTORS, _in("visiting")),
    "inspection-findings-send": Row(INSPECTORS, _unsent, method="post", status=(302,)),
    "inspection-explain": Row(INSPECTED, _finding),
    "inspection-judge": Row(INSPECTORS, _finding),
    "inspection-recommend": Row(INSPECTORS, _in("concluding")),
    "inspection-adopt": Row(COORDINATORS, _adopted),
    "inspection-file": Row(SEEING, _signed),
}

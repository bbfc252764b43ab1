"""Two people act on the same paper in the same moment: one acts, the other learns what happened."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.factories import World, actor, make_user, make_world
from tests.issuing_factories import SIGNED_ON, approved_report, paper_in
from tests.report_factories import compile_plan, make_plan
from tiendo.accounts.actor import Actor
from tiendo.accounts.models import RoleCode
from tiendo.domain.refusals import Refusal
from tiendo.issuing import actions
from tiendo.issuing.models import NumberEntry, OutgoingPaper, PaperStep
from tiendo.reporting.actions import approve_report

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(acts: list[Callable[[], object]]) -> list[str]:
    """What came of actions in one moment: "done", or why they were refused."""
    start = Barrier(len(acts))

    def one(act: Callable[[], object]) -> str:
        start.wait(timeout=10)
        try:
            act()
        except Refusal as refusal:
            assert str(refusal) != refusal.code
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(one, acts))


def leaders(world: World) -> list[Actor]:
    other = make_user("lanh-dao-2", (world.ubnd, RoleCode.LEADER))
    return [actor(world.leader), actor(other)]


def clerks(world: World) -> list[Actor]:
    other = make_user("van-thu-2", (world.vp, RoleCode.CLERK))
    return [actor(world.clerk), actor(other)]


def test_a_report_is_approved_signed_and_numbered_once_by_one_of_two() -> None:
    """Two approvals, two signatures, and one number to two papers, each in one moment."""
    world = make_world()
    plan = make_plan(world)
    draft = compile_plan(world, plan)
    people = leaders(world)
    outcomes = at_once(
        [lambda by=by: approve_report(by=by, report=draft, version=draft.version) for by in people]
    )
    assert outcomes == ["done", "not_a_draft"]

    first = paper_in(world, "submitted", approved_report(world, plan))
    outcomes = at_once([lambda by=by: actions.sign_paper(by=by, paper=first) for by in people])
    assert outcomes == ["done", "moved_meanwhile"]
    assert PaperStep.objects.filter(paper=first, action="sign").count() == 1

    papers = [paper_in(world, "signed", approved_report(world, plan)) for _each in range(2)]
    pairs = zip(clerks(world), papers, strict=True)
    outcomes = at_once(
        [
            lambda by=by, paper=paper: actions.number_paper(
                by=by, paper=paper, number=7, day=SIGNED_ON
            )
            for by, paper in pairs
        ]
    )
    assert outcomes == ["done", "number_taken"]
    assert NumberEntry.objects.get().printed == "07/BC-UBND"
    assert OutgoingPaper.objects.filter(state="numbered").count() == 1

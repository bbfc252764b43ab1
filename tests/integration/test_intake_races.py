"""Two people at once: an approval happens once, a review and an approval never cross."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import connection

from tests.document_factories import extract_plan
from tests.factories import World, actor, make_world
from tiendo.intake.actions import NewProgramme, approve_run, decide_drafts
from tiendo.intake.errors import IntakeError
from tiendo.intake.models import ExtractionRun
from tiendo.programmes.models import Programme
from tiendo.tasks.models import Task

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("private_files")]


def at_once(*works: Callable[[], object]) -> list[str]:
    """Run each in a thread of its own, started together; the codes of what was refused."""
    refused: list[str] = []
    start = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        try:
            start.wait()
            work()
        except IntakeError as error:
            refused.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def approval(world: World, run: ExtractionRun) -> Callable[[], object]:
    by = actor(world.coordinator)
    programme = NewProgramme("Kế hoạch", "KH", world.ubnd, world.skhcn, dt.date(2025, 7, 15))
    return lambda: approve_run(run=run, programme=programme, by=by)


def test_two_approvals_at_once_are_one() -> None:
    world = make_world()
    run = extract_plan(world)
    ids = list(run.drafts.values_list("pk", flat=True))
    decide_drafts(run=run, draft_ids=ids, decision="accept", by=actor(world.coordinator))
    refused = at_once(approval(world, run), approval(world, run))
    assert refused == ["already_approved"]
    assert Programme.objects.count() == 1
    codes = list(Task.objects.values_list("code", flat=True))
    assert len(codes) == len(set(codes)) == 6


def test_a_rejection_comes_before_an_approval_or_is_refused() -> None:
    world = make_world()
    run = extract_plan(world)
    ids = list(run.drafts.values_list("pk", flat=True))
    by = actor(world.coordinator)
    decide_drafts(run=run, draft_ids=ids, decision="accept", by=by)
    row = run.drafts.get(part="appendix-2", no="2")
    refused = at_once(
        approval(world, run),
        lambda: decide_drafts(run=run, draft_ids=[row.pk], decision="reject", by=by),
    )
    is_task = Task.objects.filter(code="PL2-02").exists()
    assert is_task == (refused == ["not_in_review"])

"""Two people act on one task in the same moment: one acts, the other learns what happened."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.factories import actor, make_user, make_world
from tests.task_factories import bring_to, make_programme, make_task
from tiendo.accounts.actor import Actor
from tiendo.accounts.models import RoleCode
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.tasks import actions
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import LifecycleEvent, Task
from tiendo.tasks.spans import audit_spans

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_confirmations_at_once_are_one():
    world = make_world()
    task = bring_to(world, make_task(world, make_programme(world)), State.UNIT_APPROVED)
    other = make_user("dieu-phoi-2", (world.skhcn, RoleCode.COORDINATOR))
    people = [actor(world.coordinator), actor(other)]
    start = Barrier(len(people))

    def confirm(by: Actor) -> str:
        start.wait(timeout=10)
        try:
            return str(actions.confirm(task=task, by=by).lifecycle)
        except TaskError as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        outcomes = sorted(pool.map(confirm, people))
    assert outcomes == ["confirmed", "wrong_state"]
    assert LifecycleEvent.objects.filter(task=task, action="confirm").count() == 1
    assert Task.objects.get(pk=task.pk).version == task.version + 1
    assert audit_spans() == ()


def test_two_claims_at_once_are_one():
    """The officer and the head claim in the same moment: one claim, one proof, and clear words."""
    world = make_world()
    task = bring_to(world, make_task(world, make_programme(world)), State.LIVE)
    people = [actor(world.snv_officer), actor(world.snv_head)]
    start = Barrier(len(people))
    today = clock.today()

    def claim(by: Actor) -> str:
        proof = actions.NewEvidence(document_number=f"{by.user_id}/QĐ-SNV", document_date=today)
        start.wait(timeout=10)
        try:
            return str(actions.claim(task=task, by=by, done_on=today, evidence=[proof]).lifecycle)
        except TaskError as refusal:
            assert str(refusal) != refusal.code
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        outcomes = sorted(pool.map(claim, people))
    assert outcomes == ["claimed", "wrong_state"]
    assert LifecycleEvent.objects.filter(task=task, action="claim").count() == 1
    assert task.evidence.count() == 1
    assert audit_spans() == ()

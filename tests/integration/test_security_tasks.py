"""Law 3 and delegations, as somebody tries to get round them."""

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from tests.factories import World, actor, make_user, make_world
from tests.task_factories import PROOF, bring_to, make_programme, make_task
from tiendo.accounts.actions import delegate, end_membership, revoke_delegation
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.errors import AccountError
from tiendo.accounts.models import Delegation, Membership, RoleCode, User
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.tasks import actions
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Part, Task
from tiendo.tasks.permissions import available_actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def waiting(world: World, **fields: object) -> Task:
    """A task whose claim was approved and waits for the confirmer."""
    return bring_to(world, make_task(world, make_programme(world), **fields), State.UNIT_APPROVED)


def assign(world: World, task: Task, part: Part, body: object) -> Task:
    task.refresh_from_db()
    return actions.assign(
        task=task, part=part, body=body, version=task.version, by=actor(world.coordinator)
    )


def led_by_coordinator(world: World) -> Task:
    """A task that Sở KH&CN led and claimed, then passed on, to confirm it itself."""
    task = make_task(world, make_programme(world), lead=world.skhcn, coordinating=[])
    task = actions.go_live(task=task, by=actor(world.coordinator))
    officer = actor(world.skhcn_officer)
    task = actions.claim(task=task, done_on=clock.today(), evidence=[PROOF], by=officer)
    task = actions.approve(task=task, by=actor(world.skhcn_head))
    task = assign(world, task, Part.LEAD, world.stc)
    return assign(world, task, Part.CONFIRM, world.skhcn)


def test_a_claim_passed_on_to_another_lead_is_not_confirmed_by_who_made_it(world: World) -> None:
    task = led_by_coordinator(world)
    with pytest.raises(TaskError) as refused:
        actions.confirm(task=task, by=actor(world.coordinator))
    assert refused.value.code == "confirmer_is_lead"
    assert "confirm" not in available_actions(actor(world.coordinator), task, clock.today())


def test_a_person_of_the_body_that_claimed_does_not_confirm_from_another_post(
    world: World,
) -> None:
    task = waiting(world)
    task = assign(world, task, Part.LEAD, world.stc)
    both = make_user("hai-chuc", (world.snv, RoleCode.OFFICER), (world.skhcn, RoleCode.COORDINATOR))
    with pytest.raises(TaskError) as refused:
        actions.confirm(task=task, by=actor(both))
    assert refused.value.code == "confirmer_from_lead"


def test_a_second_post_in_the_confirming_body_does_not_confirm_own_work(world: World) -> None:
    task = waiting(world)
    both = make_user("hai-chuc", (world.snv, RoleCode.OFFICER), (world.skhcn, RoleCode.COORDINATOR))
    with pytest.raises(TaskError) as refused:
        actions.confirm(task=task, by=actor(both))
    assert refused.value.code == "confirmer_from_lead"


def hand_over(world: World, giver: User, to: User, days: int = 5) -> Delegation:
    """The administrator's entry: only that one may name somebody of another body."""
    today = clock.today()
    return delegate(
        membership=giver.memberships.order_by("pk").last(),
        to=to,
        since=today,
        last_day=today + dt.timedelta(days=days),
        reason="đi công tác",
        by=actor(world.administrator),
    )


def test_the_confirmers_post_handed_to_the_lead_body_confirms_nothing(world: World) -> None:
    task = waiting(world)
    hand_over(world, world.coordinator, world.snv_officer)
    with pytest.raises(TaskError):
        actions.confirm(task=task, by=actor(world.snv_officer))


def test_an_expired_or_revoked_delegation_gives_nothing(world: World) -> None:
    task = waiting(world)
    row = hand_over(world, world.coordinator, world.congan_officer)
    assert actor(world.congan_officer).may("task.confirm", at=world.skhcn.pk)
    late = clock.today() + dt.timedelta(days=6)
    assert not actor(world.congan_officer, late).may("task.confirm", at=world.skhcn.pk)
    revoke_delegation(delegation=row, by=actor(world.coordinator))
    with pytest.raises(PermissionRefused):
        actions.confirm(task=task, by=actor(world.congan_officer))


def test_a_delegation_ends_with_the_post_and_the_account_it_comes_from(world: World) -> None:
    hand_over(world, world.coordinator, world.congan_officer)
    User.objects.filter(pk=world.coordinator.pk).update(is_active=False)
    assert not actor(world.congan_officer).may("task.confirm", at=world.skhcn.pk)
    User.objects.filter(pk=world.coordinator.pk).update(is_active=True)
    end_membership(
        membership=world.coordinator.memberships.get(),
        ends_on=clock.today(),
        by=actor(world.administrator),
    )
    assert not actor(world.congan_officer).may("task.confirm", at=world.skhcn.pk)


def test_what_was_delegated_is_not_delegated_on(world: World) -> None:
    row = hand_over(world, world.coordinator, world.congan_officer)
    with pytest.raises(PermissionRefused):
        delegate(
            membership=row.membership,
            to=world.stc_officer,
            since=clock.today(),
            last_day=clock.today(),
            reason="ủy quyền tiếp",
            by=actor(world.congan_officer),
        )


def test_a_delegation_gives_no_more_than_the_post_has(world: World) -> None:
    today = clock.today()
    with pytest.raises(AccountError):
        delegate(
            membership=world.snv_officer.memberships.get(),
            to=world.stc_officer,
            since=today,
            last_day=today,
            reason="thêm quyền",
            permissions=["account.manage"],
            by=actor(world.snv_officer),
        )


def test_an_administrator_cannot_touch_the_work_of_others(world: World) -> None:
    task = waiting(world)
    administrator = actor(world.administrator)
    for act in (actions.confirm, actions.approve):
        with pytest.raises(PermissionRefused):
            act(task=task, by=administrator)
    assert not Membership.objects.filter(
        user=world.administrator, validity__overlap=DateRange(None, None)
    ).exclude(role=RoleCode.ADMINISTRATOR)

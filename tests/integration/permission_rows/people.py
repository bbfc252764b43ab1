"""Who may reach the pages of urls/people.py."""

import datetime as dt

from django.utils import timezone

from tests.factories import World
from tests.integration.permission_rows import ADMINISTRATORS, SIGNED_IN, WITH_POST, Row
from tests.integration.permission_rows.accounts import a_delegation
from tiendo.accounts.models import HandOver

# Who leads the officer's body, and administrators, who lead all.
SNV_MANAGERS = ADMINISTRATORS | {"snv_head"}
# What is handed on is never the own post of whoever received it.
OWN = frozenset({"snv_head"})


def an_officer(world: World) -> tuple[object, ...]:
    return (world.snv_officer.pk,)


def the_heads_post(world: World) -> tuple[object, ...]:
    return (world.snv_head.memberships.get().pk,)


def a_hand_over(world: World) -> tuple[object, ...]:
    post = world.snv_officer.memberships.get()
    row = HandOver.objects.create(
        user=world.snv_officer,
        last_day=dt.date(2025, 7, 1),
        reason="nghỉ hưu",
        ended=[[post.pk, None]],
        created_by=world.administrator,
        created_at=timezone.now(),
    )
    return (row.pk,)


ROWS: dict[str, Row] = {
    "my-posts": Row(SIGNED_IN),
    # what is missing in the form is said on the page
    "my-posts-delegate": Row(SIGNED_IN, method="post", status=(422,)),
    "my-posts-revoke": Row(
        SNV_MANAGERS, a_delegation, method="post", status=(302,), not_delegated=OWN
    ),
    "my-posts-primary": Row(
        SNV_MANAGERS, the_heads_post, method="post", status=(302,), not_delegated=OWN
    ),
    "person": Row(WITH_POST, an_officer),
    "hand-over": Row(SNV_MANAGERS, an_officer),
    "hand-over-undo": Row(SNV_MANAGERS, a_hand_over, method="post", status=(302,)),
}

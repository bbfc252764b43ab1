"""Who may reach the pages of urls/notices.py: everybody, each their own."""

from __future__ import annotations

import datetime as dt

from tests.factories import World, actor
from tests.integration.permission_rows import SIGNED_IN, Row
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.alerts.feeds import open_feed
from tiendo.alerts.models import Notice
from tiendo.alerts.watching import watch
from tiendo.domain.lifecycle import State


def _a_notice(world: World) -> tuple[object, ...]:
    with noon(dt.date(2025, 7, 1)):
        bring_to(world, make_task(world, make_programme(world)), State.LIVE)
    with noon(dt.date(2025, 10, 1)):
        watch()
    return (Notice.objects.filter(user=world.snv_head, kind="alert.overdue").get().pk,)


def _a_feed(world: World) -> tuple[object, ...]:
    return (open_feed(by=actor(world.snv_officer)).pk,)


ROWS: dict[str, Row] = {
    "notice-list": Row(SIGNED_IN),
    "notice-count": Row(SIGNED_IN),
    "notice-read-all": Row(SIGNED_IN, method="post", status=(302,)),
    # What a head was told is the head's own; a delegate has notices of their own.
    "notice-read": Row(
        frozenset({"snv_head"}),
        _a_notice,
        method="post",
        status=(302,),
        not_delegated=frozenset({"snv_head"}),
    ),
    "my-channels": Row(SIGNED_IN),
    # Without a post there is nothing to show: the page says so.
    "feed-open": Row(SIGNED_IN, method="post", status=(302,)),
    "feed-revoke": Row(frozenset({"snv_officer"}), _a_feed, method="post", status=(302,)),
}

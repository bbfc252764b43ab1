"""Who may reach the pages of urls/alerts.py: each body its own, overseers all, values and
endpoints those who manage them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.factories import World, actor
from tests.integration.permission_rows import ADMINISTRATORS, OVERSEERS, STAFF, Row
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.alerts.actions import mute_alert
from tiendo.alerts.endpoints import add_endpoint
from tiendo.alerts.models import Alert, ChannelName, Delivery, DeliveryState
from tiendo.alerts.watching import watch
from tiendo.domain import clock
from tiendo.domain.lifecycle import State

# Those of the lead body, Sở Nội vụ, and those who see all.
SEEING = OVERSEERS | {"snv_officer", "snv_head"}
MUTING = {"snv_head", "coordinator", "skhcn_head", "office", "leader"}


def _alert(world: World) -> Alert:
    with noon(dt.date(2025, 7, 1)):
        bring_to(world, make_task(world, make_programme(world)), State.LIVE)
    with noon(dt.date(2025, 10, 2)):
        watch()
    return Alert.objects.get(rule="overdue")


def _an_alert(world: World) -> tuple[object, ...]:
    return (_alert(world).pk,)


def _a_muted_alert(world: World) -> tuple[object, ...]:
    alert = _alert(world)
    mute_alert(alert=alert, until=clock.today(), reason="Chờ", by=actor(world.snv_head))
    return (alert.pk,)


def _an_endpoint(world: World) -> tuple[object, ...]:
    endpoint = add_endpoint(url="https://hooks.example.org/", by=actor(world.administrator))
    return (endpoint.pk,)


def _a_failed_delivery(world: World) -> tuple[object, ...]:
    delivery = Delivery.objects.create(
        channel=ChannelName.EMAIL,
        user=world.snv_officer,
        key="digest:2025-10-02",
        state=DeliveryState.FAILED,
        due_at=clock.now(),
        created_at=clock.now(),
    )
    return (delivery.pk,)


def _a_rule(_world: World) -> tuple[object, ...]:
    return ("overdue",)


def _posted(args: Any, status: int = 302, **data: object) -> Row:
    return Row(ADMINISTRATORS, args, method="post", data=data, status=(status,))


ROWS: dict[str, Row] = {
    "alert-list": Row(STAFF),
    "alert": Row(frozenset(SEEING), _an_alert),
    "alert-mute": Row(frozenset(MUTING), _an_alert),
    "alert-unmute": Row(frozenset(MUTING), _a_muted_alert, method="post", status=(302,)),
    "alert-rules": Row(ADMINISTRATORS),
    "alert-rule-value": Row(ADMINISTRATORS, _a_rule),
    "webhook-list": Row(ADMINISTRATORS),
    "webhook-secret": _posted(_an_endpoint, 200),
    "webhook-switch": _posted(_an_endpoint, reason="Bảo trì"),
    "webhook-test": _posted(_an_endpoint),
    "delivery-list": Row(ADMINISTRATORS),
    "delivery-again": _posted(_a_failed_delivery),
}

"""Endpoints of other systems: added, renewed, switched, tried; what each is sent.

Nothing personal is sent: ids of bodies and objects, days, numbers and codes; no names, no free
text, no ids of people.
"""

from __future__ import annotations

import base64
import datetime as dt
import re
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.alerts.actions import MANAGE
from tiendo.alerts.errors import AlertError
from tiendo.alerts.mailing import defer_sending
from tiendo.alerts.models import Alert, ChannelName, Delivery, DeliveryState, WebhookEndpoint
from tiendo.alerts.people import People
from tiendo.audit.trail import SYSTEM, State, record
from tiendo.domain import clock
from tiendo.domain.addresses import AddressRefused, Refusal, read_target
from tiendo.domain.parameters import parameter_on
from tiendo.outbox.actions import Value, emit, emit_many
from tiendo.outbox.models import OutboxEvent

TEST_EVENT = "webhook.test"
ALERT_EVENT = "alert.raised"
# Told to who keeps the channels, not to other systems.
OFF_EVENT = "endpoint.disabled"
_WHY = {
    Refusal.MALFORMED: _("viết sai"),
    Refusal.SCHEME: _("cần https"),
    Refusal.CREDENTIALS: _("không được kèm tên và mật khẩu"),
    Refusal.PORT: _("chỉ dùng cổng 443 hoặc 8443"),
    Refusal.PRIVATE: _("thuộc mạng nội bộ"),
}
_PERSONAL = frozenset({"users", "user", "officer", "person", "by", "delegate", "on_behalf_of"})
# Objects that are people, their posts and invitations: no other system is told of them.
_ABOUT_PEOPLE = "accounts."
# A code, a day or an instant; anything else may be somebody's words.
_PLAIN = re.compile(r"[a-z0-9_.:+-]{1,60}|\d{4}-\d\d-\d\d(T[\d:.+Z-]+)?")


def secret_of(endpoint: WebhookEndpoint) -> str:
    """The signing secret ("whsec_" and base64), computed from the installation's key."""
    digest = salted_hmac(
        "tiendo.webhook", f"{endpoint.pk}:{endpoint.serial}", algorithm="sha256"
    ).digest()
    return "whsec_" + base64.b64encode(digest).decode()


@transaction.atomic
def add_endpoint(
    *, url: str, by: Actor, note: str = "", events: Iterable[str] = ()
) -> WebhookEndpoint:
    """Add the address of another system. Errors: PermissionRefused; AlertError url_refused."""
    author = by.require(MANAGE)
    _check(url)
    endpoint = WebhookEndpoint.objects.create(
        url=url.strip(),
        note=note.strip()[:200],
        events=sorted(set(events)),
        created_by_id=by.user_id,
        created_at=clock.now(),
    )
    after: State = {"url": endpoint.url, "events": list(endpoint.events)}
    record(by=author, action="webhook.added", target=endpoint, after=after)
    return endpoint


@transaction.atomic
def renew_secret(*, endpoint: WebhookEndpoint, by: Actor) -> WebhookEndpoint:
    """Give the endpoint another secret; the old one no longer signs. Errors: PermissionRefused."""
    author = by.require(MANAGE)
    current = WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)
    current.serial += 1
    current.save(update_fields=["serial"])
    record(by=author, action="webhook.secret_renewed", target=current)
    return current


@transaction.atomic
def switch_endpoint(
    *, endpoint: WebhookEndpoint, is_active: bool, by: Actor, reason: str = ""
) -> WebhookEndpoint:
    """Switch an endpoint off with a reason, or on again. Errors: PermissionRefused; AlertError
    reason_for_switch_missing.
    """
    author = by.require(MANAGE)
    current = WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)
    if not is_active and not reason.strip():
        raise AlertError("reason_for_switch_missing")
    if current.is_active == is_active:
        return current
    _switch(current, is_active, reason.strip())
    action = "webhook.enabled" if is_active else "webhook.disabled"
    record(by=author, action=action, target=current, reason=reason.strip())
    return current


@transaction.atomic
def send_test(*, endpoint: WebhookEndpoint, by: Actor) -> OutboxEvent:
    """Send the endpoint a message to try it. Errors: PermissionRefused; AlertError endpoint_off."""
    author = by.require(MANAGE)
    if not endpoint.is_active:
        raise AlertError("endpoint_off")
    event = emit(TEST_EVENT, target=endpoint)
    record(by=author, action="webhook.tried", target=endpoint)
    return event


@transaction.atomic
def send_again(*, delivery: Delivery, by: Actor) -> Delivery:
    """Try a failed delivery again. Errors: PermissionRefused; AlertError not_failed."""
    author = by.require(MANAGE)
    current = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if current.state != DeliveryState.FAILED:
        raise AlertError("not_failed")
    current.state, current.attempts, current.due_at = DeliveryState.WAITING, 0, clock.now()
    current.save(update_fields=["state", "attempts", "due_at"])
    defer_sending([current])
    record(by=author, action="delivery.sent_again", target=current)
    return current


@transaction.atomic
def queue_event(event: OutboxEvent) -> int:
    """Queue an event for every endpoint that takes it; the number of new deliveries. Taking the
    event again queues nothing."""
    now = clock.now()
    known = set(Delivery.objects.filter(event=event).values_list("endpoint_id", flat=True))
    rows = [
        Delivery(
            channel=ChannelName.WEBHOOK,
            endpoint=endpoint,
            event=event,
            key=f"event:{event.pk}",
            due_at=now,
            created_at=now,
        )
        for endpoint in WebhookEndpoint.objects.filter(is_active=True).order_by("pk")
        if endpoint.pk not in known and _takes(endpoint, event)
    ]
    fresh = Delivery.objects.bulk_create(rows)
    defer_sending(fresh)
    return len(fresh)


def raise_to_systems(alerts: Iterable[Alert]) -> int:
    """Leave word of new alerts for other systems, where one is connected; the number of events.

    Call it inside a transaction. Cost: a query; with an endpoint, two more for each thousand.
    """
    new = list(alerts)
    if not new or not WebhookEndpoint.objects.filter(is_active=True).exists():
        return 0
    return len(emit_many(ALERT_EVENT, ((alert, _alert_facts(alert)) for alert in new)))


def _alert_facts(alert: Alert) -> dict[str, Value]:
    return {
        "rule": alert.rule,
        "level": alert.level,
        "task": alert.task_id,
        "organisation": alert.organisation_id,
        "programme": alert.programme_id,
    }


def note_success(endpoint: WebhookEndpoint) -> None:
    """The endpoint answered: it no longer counts as failing."""
    WebhookEndpoint.objects.filter(pk=endpoint.pk, failing_since__isnull=False).update(
        failing_since=None
    )


def note_failure(endpoint: WebhookEndpoint, *, is_gone: bool = False) -> None:
    """The endpoint failed: once it did so for the days allowed, or said that it is gone, it is
    switched off. Call inside a transaction."""
    current = WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)
    now = clock.now()
    current.failing_since = current.failing_since or now
    current.save(update_fields=["failing_since"])
    allowed = dt.timedelta(days=parameter_on("webhook_disable_after_days", clock.today()))
    if current.is_active and (is_gone or now - current.failing_since >= allowed):
        _switch(current, False, "gone" if is_gone else "failing")
        record(by=SYSTEM, action="webhook.disabled", target=current)
        emit(OFF_EVENT, target=current, users=sorted(People(clock.today()).keepers()))


def public_data(event: OutboxEvent) -> dict[str, object]:
    """What other systems are told of an event: nothing personal, no free text."""
    data = {
        name: value
        for name, value in event.payload.items()
        if name not in _PERSONAL and not name.endswith(("_by", "_user", "_officer"))
    }
    return {
        "object_type": event.object_type,
        "object_id": event.object_id,
        **{name: value for name, value in data.items() if _is_plain(value)},
    }


def _takes(endpoint: WebhookEndpoint, event: OutboxEvent) -> bool:
    if event.name == TEST_EVENT:
        return event.object_id == str(endpoint.pk)
    if event.name == OFF_EVENT or event.object_type.startswith(_ABOUT_PEOPLE):
        return False
    return not endpoint.events or event.name in endpoint.events


def _is_plain(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(item, int) for item in value)
    if isinstance(value, str):
        return _PLAIN.fullmatch(value) is not None
    return value is None or isinstance(value, int)


def _switch(endpoint: WebhookEndpoint, is_active: bool, reason: str) -> None:
    endpoint.is_active = is_active
    endpoint.disabled_at = None if is_active else clock.now()
    endpoint.disabled_because = "" if is_active else reason[:300]
    endpoint.failing_since = None if is_active else endpoint.failing_since
    endpoint.save(update_fields=["is_active", "disabled_at", "disabled_because", "failing_since"])


def _check(url: str) -> None:
    try:
        read_target(url, settings.WEBHOOK_ALLOWED_HOSTS)
    except AddressRefused as refused:
        params: Mapping[str, object] = {"host": refused.host or url[:60], "why": _WHY[refused.why]}
        raise AlertError("url_refused", **params) from refused

"""What people do with alerts and rules: mute, lay down a value, read notices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.alerts.choices import Group
from tiendo.alerts.errors import AlertError
from tiendo.alerts.models import Alert, ChannelChoice, Notice, RuleValue
from tiendo.alerts.rulebook import RULE_PARAMETERS
from tiendo.audit.trail import Author, State, record
from tiendo.domain import clock
from tiendo.domain.parameters import find_parameter
from tiendo.programmes.models import Programme

MANAGE = "alert.manage"
MUTE_AT_MOST_DAYS = 365
HIGHEST_VALUE = 3660


def may_mute(actor: Actor, alert: Alert) -> bool:
    """Whether the person may mute an alert: the head of its body, or who urges or directs all."""
    return _permission_to_mute(actor, alert) is not None


def _permission_to_mute(actor: Actor, alert: Alert) -> tuple[str, int | None] | None:
    body_id = alert.organisation_id
    if body_id is not None and actor.may("task.approve", at=body_id):
        return "task.approve", body_id
    province_wide = (name for name in ("urge.issue", "task.direct") if actor.may(name))
    return next(((name, None) for name in province_wide), None)


@transaction.atomic
def mute_alert(*, alert: Alert, until: dt.date, reason: str, by: Actor) -> Alert:
    """Tell nobody of the alert up to a day, with a reason; it stays in the lists, marked.

    Errors: PermissionRefused; AlertError already_resolved, reason_missing, mute_in_past,
    mute_too_long.
    """
    author = _author(alert, by)
    current = Alert.objects.select_for_update().get(pk=alert.pk)
    today = clock.today()
    if current.resolved_at is not None:
        raise AlertError("already_resolved")
    if not reason.strip():
        raise AlertError("reason_missing")
    if until < today:
        raise AlertError("mute_in_past")
    if until > today + dt.timedelta(days=MUTE_AT_MOST_DAYS):
        raise AlertError("mute_too_long", days=MUTE_AT_MOST_DAYS)
    current.muted_until, current.mute_reason = until, reason.strip()[:300]
    current.muted_at, current.muted_by_id = clock.now(), by.user_id
    current.save(update_fields=["muted_until", "mute_reason", "muted_at", "muted_by"])
    after: State = {"rule": current.rule, "until": until.isoformat()}
    record(by=author, action="alert.muted", target=current, after=after, reason=reason.strip())
    return current


@transaction.atomic
def unmute_alert(*, alert: Alert, by: Actor) -> Alert:
    """Let the alert be told again. Unmuting one that is not muted changes nothing.

    Errors: PermissionRefused.
    """
    author = _author(alert, by)
    current = Alert.objects.select_for_update().get(pk=alert.pk)
    if current.muted_until is None:
        return current
    before: State = {"rule": current.rule, "until": current.muted_until.isoformat()}
    current.muted_until = current.muted_at = current.muted_by = None
    current.mute_reason = ""
    current.save(update_fields=["muted_until", "mute_reason", "muted_at", "muted_by"])
    record(by=author, action="alert.unmuted", target=current, before=before)
    return current


@transaction.atomic
def lay_down_value(
    *,
    parameter: str,
    value: int,
    since: dt.date,
    source: str,
    by: Actor,
    programme: Programme | None = None,
) -> RuleValue:
    """Lay down another value of a rule from a day on, for one programme or for all.

    What was found for older days stays the same. Errors: PermissionRefused; AlertError
    unknown_parameter, value_out_of_range, switch_is_one_or_zero, source_missing, value_in_past.
    """
    author = by.require(MANAGE)
    if parameter not in RULE_PARAMETERS:
        raise AlertError("unknown_parameter")
    if not 0 <= value <= HIGHEST_VALUE:
        raise AlertError("value_out_of_range")
    if find_parameter(parameter).unit == "switch" and value > 1:
        raise AlertError("switch_is_one_or_zero")
    if not source.strip():
        raise AlertError("source_missing")
    if since < clock.today():
        raise AlertError("value_in_past")
    row = RuleValue.objects.create(
        parameter=parameter,
        programme=programme,
        since=since,
        value=value,
        source=source.strip()[:300],
        set_by_id=by.user_id,
        set_at=clock.now(),
    )
    after: State = {
        "parameter": parameter,
        "value": value,
        "since": since.isoformat(),
        "source": row.source,
        "programme": programme.pk if programme else None,
    }
    record(by=author, action="alert.value_laid_down", target=row, after=after)
    return row


def read_notice(notice: Notice) -> None:
    """Note that its person has read a notice, and what it gathers.

    Not an act on a record: nothing enters the trail.
    """
    these = Notice.objects.filter(Q(pk=notice.pk) | Q(summary=notice.pk), read_at__isnull=True)
    these.update(read_at=clock.now())


def read_all_notices(user_id: int) -> int:
    """Note that a person has read everything up to now; the number of notices."""
    unread = Notice.objects.filter(user_id=user_id, read_at__isnull=True)
    return unread.update(read_at=clock.now())


def _author(alert: Alert, by: Actor) -> Author:
    held = _permission_to_mute(by, alert)
    if held is None:
        raise PermissionRefused("task.approve")
    permission, body_id = held
    return by.require(permission, at=body_id)


@transaction.atomic
def choose_channels(
    *, wishes: Mapping[Group, tuple[bool, str]], quiet: tuple[dt.time, dt.time], by: Actor
) -> ChannelChoice:
    """Keep what a person wants to be told by the bell and by mail, and the hours of quiet."""
    groups = {group.value: {"bell": bell, "mail": mail} for group, (bell, mail) in wishes.items()}
    row, _is_new = ChannelChoice.objects.update_or_create(
        user_id=by.user_id,
        defaults={
            "groups": groups,
            "quiet_from": quiet[0],
            "quiet_to": quiet[1],
            "changed_at": clock.now(),
        },
    )
    record(by=Author(by.user_id), action="channels.chosen", target=row)
    return row

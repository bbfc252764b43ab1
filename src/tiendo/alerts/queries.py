"""What is asked about alerts and notices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from tiendo.accounts.actor import Actor
from tiendo.accounts.models import User
from tiendo.alerts.models import Alert, AlertDay, Delivery, DeliveryState, Notice
from tiendo.alerts.wording import told_of
from tiendo.domain import clock
from tiendo.organisations.models import Organisation


class Scope(StrEnum):
    """Whose alerts a list shows."""

    MINE = "cua-toi"
    BODY = "co-quan"
    ALL = "tat-ca"


@dataclass(frozen=True, slots=True)
class AlertFilter:
    """What a list of alerts is narrowed to; None and empty: not."""

    scope: Scope
    rule: str = ""
    level: int | None = None
    body: int | None = None
    with_resolved: bool = False


def visible_alerts(actor: Actor) -> QuerySet[Alert]:
    """The alerts a person may see: all for those who see all tasks, else those of one's bodies and
    those one was told of. Cost: no query of its own.
    """
    if actor.may("task.view_all"):
        return Alert.objects.all()
    bodies = actor.bodies_for("task.view")
    if not bodies:
        return Alert.objects.none()
    return Alert.objects.filter(Q(organisation_id__in=bodies) | Q(_told(actor)))


def find_alerts(actor: Actor, chosen: AlertFilter, on: dt.date | None = None) -> QuerySet[Alert]:
    """The alerts of a list: open ones first, then by level, the oldest first.

    ``on``: as the list stood at the end of a past day; ``said`` tells what each said then.
    """
    alerts = visible_alerts(actor)
    past = on if on is not None and on < clock.today() else None
    if past is not None:
        alerts = _standing_on(alerts, past)
    if chosen.scope is Scope.MINE:
        alerts = alerts.filter(_told(actor))
    elif chosen.scope is Scope.BODY:
        alerts = alerts.filter(organisation_id__in=actor.bodies_for("task.view"))
    if chosen.rule:
        alerts = alerts.filter(rule=chosen.rule)
    if chosen.level is not None:
        field = "level" if past is None else "level_then"
        alerts = alerts.filter(**{field: chosen.level})
    if chosen.body is not None:
        alerts = alerts.filter(organisation_id=chosen.body)
    if not chosen.with_resolved:
        gone = "resolved_at" if past is None else "gone_at"
        alerts = alerts.filter(**{f"{gone}__isnull": True})
    order = ("-resolved_at", "-level") if past is None else ("-gone_at", "-level_then")
    ordered = alerts.order_by(*order, "first_found_at", "pk")
    return ordered.select_related("organisation", "task", "programme")


def _standing_on(alerts: QuerySet[Alert], day: dt.date) -> QuerySet[Alert]:
    """The alerts found by the end of a day, with what they said and whether they were gone."""
    end = clock.end_of(day)
    days = AlertDay.objects.filter(alert=OuterRef("pk"), day__lte=day).order_by("-day")
    return alerts.filter(first_found_at__lt=end).annotate(
        level_then=Coalesce(Subquery(days.values("level")[:1]), F("level")),
        facts_then=Coalesce(Subquery(days.values("facts")[:1]), F("facts")),
        title_then=Coalesce(Subquery(days.values("title")[:1]), F("title")),
        gone_at=Case(When(resolved_at__lt=end, then=F("resolved_at"))),
    )


@dataclass(frozen=True, slots=True)
class Said:
    """What an alert says on the day of its list. Missing: ``gone_at`` while its cause lasts."""

    level: int
    facts: Mapping[str, object]
    title: str
    gone_at: dt.datetime | None


def said(alert: Alert) -> Said:
    """What an alert of ``find_alerts`` said on the day asked for. Cost: no query."""
    then = vars(alert)
    return Said(
        then.get("level_then", alert.level),
        then.get("facts_then", alert.facts),
        then.get("title_then", alert.title),
        then.get("gone_at", alert.resolved_at),
    )


def counts_by_rule(alerts: QuerySet[Alert]) -> dict[str, int]:
    """How many alerts each rule has. Cost: one query."""
    return dict(alerts.order_by().values_list("rule").annotate(Count("pk")))


def bodies_with_alerts(on: dt.date | None = None) -> QuerySet[Organisation]:
    """The bodies that have open alerts, or had on a past day, in order of names."""
    opened = Alert.objects.filter(resolved_at__isnull=True)
    if on is not None and on < clock.today():
        end = clock.end_of(on)
        opened = Alert.objects.filter(first_found_at__lt=end).exclude(resolved_at__lt=end)
    return Organisation.objects.filter(pk__in=opened.values("organisation")).order_by("sort_key")


def notices_of(user_id: int, *, only_unread: bool = False) -> QuerySet[Notice]:
    """The notices a person's bell shows, the newest first."""
    notices = Notice.objects.filter(user_id=user_id, is_silent=False)
    return notices.filter(read_at__isnull=True) if only_unread else notices


def unread_count(user_id: int) -> int:
    """How many notices a person has not read. Cost: one query, by an index of these alone."""
    return notices_of(user_id, only_unread=True).count()


def who_was_told(alert: Alert) -> QuerySet[Notice]:
    """Who was told of an alert, at which level, when, and whether they have read it."""
    rows = alert.notices.select_related("user", "mail", "summary__mail")
    return rows.order_by("created_at", "level", "pk")


def names_told(notices: Iterable[Notice]) -> dict[int, str]:
    """The names of the people these notices say were told before. Cost: one query at most."""
    wanted = {user_id for row in notices for _level, user_id, _day in told_of(row.params)}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=wanted)} if wanted else {}


def deliveries(state: str = "", channel: str = "") -> QuerySet[Delivery]:
    """What was sent, or is to be; the newest first. Failures alone with ``state``."""
    rows = Delivery.objects.select_related("user", "endpoint", "event")
    if state in DeliveryState.values:
        rows = rows.filter(state=state)
    return rows.filter(channel=channel) if channel else rows


def is_muted(alert: Alert, on: dt.date) -> bool:
    """Whether nobody is told of the alert on a day."""
    if alert.muted_until is None or alert.muted_at is None:
        return False
    return clock.local_day(alert.muted_at) <= on <= alert.muted_until


def _told(actor: Actor) -> Exists:
    return Exists(Notice.objects.filter(alert=OuterRef("pk"), user_id=actor.user_id))

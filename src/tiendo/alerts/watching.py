"""Keeping the alerts as the rules find them: found, seen again, gone. Running it twice, or two of
it at once, changes nothing more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import QuerySet

from tiendo.alerts.endpoints import raise_to_systems
from tiendo.alerts.finders import FINDERS, Finder
from tiendo.alerts.finders.found import Found
from tiendo.alerts.models import Alert, AlertDay
from tiendo.alerts.people import People
from tiendo.alerts.rulebook import RuleBook
from tiendo.alerts.telling import Subject, tell
from tiendo.domain import clock
from tiendo.domain.alerts import Rule

# One watch at a time: the second waits and then finds everything as it should be.
_LOCK = 5710_0001
_CHANGED = ["level", "stage", "facts", "title", "programme_id", "task_id"]


@dataclass(frozen=True, slots=True)
class Watched:
    """What one look changed: alerts that are new, seen again, gone; people told."""

    new: int
    seen: int
    gone: int
    told: int


@transaction.atomic
def watch(on: dt.date | None = None, *, tasks: Iterable[int] | None = None) -> Watched:
    """Look for everything the rules find on a day (default: today), keep the alerts as found, and
    tell whoever has not been told.

    ``tasks``: look at these alone, by the rules about tasks. Cost: a constant number of queries.
    """
    day = on or clock.today()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    only = None if tasks is None else frozenset(tasks)
    finders = [each for each in FINDERS if only is None or each.by_task]
    book, people = RuleBook(day), People(day)
    found = {item.key: item for each in finders for item in each.find(book, people, only)}
    kept = {_key(alert): alert for alert in _open(finders, only).select_for_update()}
    new = _add([item for key, item in found.items() if key not in kept])
    raise_to_systems(new)
    seen = [kept[key] for key in found if key in kept]
    changed = _see(seen, found)
    _note([*new, *changed], day)
    gone = _resolve([alert for key, alert in kept.items() if key not in found])
    told = tell(_subjects((*new, *seen), found), people, day)
    return Watched(len(new), len(seen), gone, told)


def _open(finders: Iterable[Finder], only: frozenset[int] | None) -> QuerySet[Alert]:
    rules = [rule.value for each in finders for rule in each.rules]
    alerts = Alert.objects.filter(resolved_at__isnull=True, rule__in=rules)
    return alerts if only is None else alerts.filter(task_id__in=only)


def _key(alert: Alert) -> tuple[str, str, int, int | None]:
    return alert.rule, alert.object_type, alert.object_id, alert.organisation_id


def _add(found: Iterable[Found]) -> list[Alert]:
    now = clock.now()
    rows = [
        Alert(
            rule=item.rule.value,
            object_type=item.object_type,
            object_id=item.object_id,
            title=item.title[:300],
            task_id=item.task_id,
            organisation_id=item.body_id,
            programme_id=item.programme_id,
            level=item.finding.level,
            stage=item.finding.stage,
            facts=dict(item.finding.facts),
            first_found_at=now,
            last_seen_at=now,
        )
        for item in found
    ]
    return Alert.objects.bulk_create(rows, batch_size=1000)


def _see(
    alerts: list[Alert], found: Mapping[tuple[str, str, int, int | None], Found]
) -> list[Alert]:
    """Note that they were seen, and the figures where they changed; those that changed."""
    changed = [alert for alert in alerts if _take_over(alert, found[_key(alert)])]
    # As rows that are there already: one statement a batch, where bulk_update has a case a value.
    Alert.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["level", "stage", "facts", "title", "programme", "task"],
        batch_size=2000,
    )
    Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(last_seen_at=clock.now())
    return changed


def _note(alerts: Iterable[Alert], day: dt.date) -> None:
    """Keep what alerts say from a day on."""
    AlertDay.objects.bulk_create(
        [
            AlertDay(alert=alert, day=day, level=alert.level, facts=alert.facts, title=alert.title)
            for alert in alerts
        ],
        update_conflicts=True,
        unique_fields=["alert", "day"],
        update_fields=["level", "facts", "title"],
        batch_size=2000,
    )


def _take_over(alert: Alert, item: Found) -> bool:
    finding = item.finding
    values: tuple[object, ...] = (
        finding.level,
        finding.stage,
        dict(finding.facts),
        item.title[:300],
        item.programme_id,
        item.task_id,
    )
    if tuple(getattr(alert, name) for name in _CHANGED) == values:
        return False
    for name, value in zip(_CHANGED, values, strict=True):
        setattr(alert, name, value)
    return True


def _resolve(alerts: list[Alert]) -> int:
    """The cause is gone: the row stays as history, and is no longer muted into a coming one."""
    return Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(
        resolved_at=clock.now()
    )


def _subjects(
    alerts: Iterable[Alert], found: Mapping[tuple[str, str, int, int | None], Found]
) -> Iterator[Subject]:
    return (Subject(alert, found[_key(alert)].officer_id) for alert in alerts)


def rules_watched() -> frozenset[Rule]:
    """The rules somebody looks after."""
    return frozenset(rule for each in FINDERS for rule in each.rules)

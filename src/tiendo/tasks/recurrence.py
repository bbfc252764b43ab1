"""Laying the occurrences of recurring tasks ahead, as far as the horizon of their rhythm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from tiendo.audit.trail import Author
from tiendo.domain import clock
from tiendo.domain.deadlines import DueInstance, Recurrence, is_recurring, parse_rules
from tiendo.domain.parameters import parameter_on
from tiendo.domain.periods import ONE_DAY, period_around
from tiendo.tasks.models import DeadlineChange, Lifecycle, LifecycleEvent, Occurrence, Task

# The label and the due day by which an occurrence is known as laid.
Laid = tuple[str, str]

# An occurrence in one of these states is no longer worked on.
CLOSED = (Lifecycle.CONFIRMED, Lifecycle.CANCELLED, Lifecycle.SUPERSEDED)


def rules_of(task: Task) -> tuple[Recurrence, ...]:
    """The rhythms of a recurring task; none for other tasks and for a rule nobody can read."""
    if not is_recurring(task.recurrence):
        return ()
    return parse_rules(task.recurrence, task.deadline_raw)


def horizon(rule: Recurrence, on: dt.date) -> dt.date:
    """The last day on which an occurrence laid today may open."""
    return on + dt.timedelta(days=parameter_on(f"horizon_{rule.cadence}_days", on))


def lay_occurrences(
    tasks: Iterable[Task], *, by: Author, moment: dt.datetime, on: dt.date
) -> list[Occurrence]:
    """Add the occurrences of live recurring tasks that are missing up to the horizon.

    Call it inside the action's transaction, with the tasks locked; running it again adds nothing.
    Cost: four queries. Spans are the caller's.
    """
    recurring = [task for task in tasks if rules_of(task)]
    if not recurring:
        return []
    laid: dict[int, set[Laid]] = {task.pk: set() for task in recurring}
    standing = Occurrence.objects.exclude(lifecycle=Lifecycle.CANCELLED)
    for task_id, label, key in standing.filter(task__in=recurring).values_list(
        "task_id", "label", "deadline_key"
    ):
        laid[task_id].add((label, key))
    rows = [
        _occurrence(task, instance)
        for task in recurring
        for instance in missing_instances(task, laid[task.pk], on)
    ]
    Occurrence.objects.bulk_create(rows)
    _record_laying(rows, by, moment)
    return rows


def missing_instances(task: Task, laid: set[Laid], on: dt.date) -> list[DueInstance]:
    """What the rules of a task say is due up to their horizons and is not laid yet."""
    rules = rules_of(task)
    if not rules or task.live_on is None:
        return []
    instances = _dated_first(task)
    for rule in rules:
        until = horizon(rule, on)
        ends_on = task.programme.ends_on
        if ends_on is not None:
            until = min(until, ends_on)
        instances += rule.instances(_rule_begins(task, rule), until)
    return [item for item in instances if (item.label, item.last_day.isoformat()) not in laid]


def _dated_first(task: Task) -> list[DueInstance]:
    """The dated instance of "quý III/2025; cập nhật hằng năm": due once before the rule begins."""
    if task.last_day is None or task.live_on is None:
        return []
    opens_on = min(task.live_on, task.last_day)
    return [DueInstance(task.deadline_key, opens_on, task.last_day)]


def _rule_begins(task: Task, rule: Recurrence) -> dt.date:
    """Going live, the day from which a changed rule holds, or the first day after the period in
    which the dated instance is due.
    """
    begins_on = task.recurrence_since or task.live_on or clock.today()
    if task.last_day is None:
        return begins_on
    return max(begins_on, period_around(rule.cadence, task.last_day).end + ONE_DAY)


def _occurrence(task: Task, instance: DueInstance) -> Occurrence:
    return Occurrence(
        task=task,
        lifecycle=Lifecycle.LIVE,
        label=instance.label,
        opens_on=instance.opens_on,
        deadline_key=instance.last_day.isoformat(),
        last_day=instance.last_day,
    )


def _record_laying(rows: list[Occurrence], by: Author, moment: dt.datetime) -> None:
    LifecycleEvent.objects.bulk_create(
        LifecycleEvent(
            task_id=row.task_id,
            occurrence=row,
            action="go_live",
            from_state=Lifecycle.DRAFT,
            to_state=Lifecycle.LIVE,
            day=row.opens_on,
            recorded_at=moment,
            by_id=by.user_id,
            organisation_id=by.organisation_id,
        )
        for row in rows
    )
    DeadlineChange.objects.bulk_create(
        DeadlineChange(
            task_id=row.task_id,
            occurrence=row,
            deadline_key=row.deadline_key,
            last_day=row.last_day,
            effective_on=row.opens_on,
            recorded_at=moment,
            by_id=by.user_id,
        )
        for row in rows
    )


def current_occurrence(task: Task, on: dt.date) -> Occurrence | None:
    """The earliest occurrence that opened by a day and is still to be done."""
    opened = Occurrence.objects.filter(task=task, opens_on__lte=on).exclude(lifecycle__in=CLOSED)
    return opened.order_by("last_day", "id").first()


def last_confirmed_occurrence(task: Task) -> Occurrence | None:
    """The occurrence confirmed last in order of due days: the one that can be reopened."""
    confirmed = Occurrence.objects.filter(task=task, lifecycle=Lifecycle.CONFIRMED)
    return confirmed.order_by("-last_day", "-id").first()


def period_name(label: str) -> str:
    """The name of a period for people: "2025-Q3" is "Quý III/2025"."""
    year, _dash, rest = label.partition("-")
    if not rest:
        return _("Năm %(year)s") % {"year": year}
    if len(rest) == 4 and rest.isdigit():
        return _("Giai đoạn %(first)s - %(last)s") % {"first": year, "last": rest}
    if rest.startswith("H"):
        names = {"H1": _("6 tháng đầu năm %(year)s"), "H2": _("6 tháng cuối năm %(year)s")}
        return names[rest] % {"year": year}
    if rest.startswith("Q"):
        quarter = ("I", "II", "III", "IV")[int(rest[1]) - 1]
        return _("Quý %(quarter)s/%(year)s") % {"quarter": quarter, "year": year}
    if rest.startswith("W"):
        return _("Tuần %(week)d/%(year)s") % {"week": int(rest[1:]), "year": year}
    month, _dash, day = rest.partition("-")
    if day:
        return _("Ngày %(day)s/%(month)s/%(year)s") % {"day": day, "month": month, "year": year}
    return _("Tháng %(month)d/%(year)s") % {"month": int(month), "year": year}

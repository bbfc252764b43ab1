"""Whom to urge, over which tasks: those overdue on a day, by the bodies that answer for them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Max, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.domain.status import Status
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import successors
from tiendo.programmes.models import Programme
from tiendo.reporting.models import UrgedTask, UrgingLetter
from tiendo.tasks.models import ProgressUpdate, Task
from tiendo.tasks.queries import TaskFilter, select_tasks, sort_tasks, with_due_day, with_lead
from vanban.dates import format_date

NO_UPDATE = "Chưa cập nhật tiến độ"
_STANDING_LIMIT = 160


@dataclass(frozen=True, slots=True)
class LateTask:
    """One overdue task as it stood. ``lead`` is the body that had it, ``earlier`` how many letters
    that went named it before, ``last_urged`` the day of the last of them."""

    task_id: int
    code: str
    title: str
    product: str
    lead: Organisation
    last_day: dt.date
    days_late: int
    standing: str
    earlier: int
    last_urged: dt.date | None


@dataclass(frozen=True, slots=True)
class LateBody:
    """A body to urge with its overdue tasks, and the letters that went to it before."""

    body: Organisation
    tasks: tuple[LateTask, ...]
    earlier: int
    last_letter: UrgingLetter | None


@dataclass(frozen=True, slots=True)
class Selection:
    """Those to urge in Vietnamese order; ``nobody`` are overdue tasks no body answers for."""

    bodies: tuple[LateBody, ...]
    nobody: tuple[Task, ...]

    @property
    def task_count(self) -> int:
        """How many tasks are urged; one that several successors share counts once."""
        return len({task.task_id for row in self.bodies for task in row.tasks})


def select_late(
    actor: Actor, programme: Programme | None, on: dt.date, known_at: dt.datetime | None = None
) -> Selection:
    """The overdue tasks a person may see on a day, by the bodies of that day that lead them.

    A body that ended is followed to its successors; what awaits confirmation is not urged, nor a
    sub-task beside the task it belongs to, where one body has both.
    Cost: seven queries, however many tasks.
    """
    tasks = list(_late_tasks(actor, programme, on, known_at))
    ids = [task.pk for task in tasks]
    lead_ids = {lead for task in tasks if (lead := _lead_id(task)) is not None}
    leads = Organisation.objects.in_bulk(lead_ids)
    heirs = successors(lead_ids, on)
    standings, urged = _standings(ids, on, known_at), _urged_before(ids)
    rows: defaultdict[int, list[LateTask]] = defaultdict(list)
    bodies: dict[int, Organisation] = {}
    nobody = []
    for task in tasks:
        lead_id = _lead_id(task)
        answering = heirs.get(lead_id, ()) if lead_id is not None else ()
        if lead_id is None or not answering:
            nobody.append(task)
            continue
        late = _late(task, leads[lead_id], on, standings, urged)
        for body in answering:
            bodies[body.pk] = body
            rows[body.pk].append(late)
    wholes = {task.pk: task.parent_id for task in tasks if getattr(task, "is_part", False)}
    urged_rows = {body: _without_parts(late, wholes) for body, late in rows.items()}
    return Selection(_in_order(bodies, urged_rows), tuple(nobody))


def _without_parts(late: list[LateTask], wholes: Mapping[int, int | None]) -> list[LateTask]:
    """The tasks without the sub-tasks of others among them; ``wholes``: the task of each part."""
    listed = {row.task_id for row in late}
    return [row for row in late if wholes.get(row.task_id) not in listed]


def _late_tasks(
    actor: Actor, programme: Programme | None, on: dt.date, known_at: dt.datetime | None
) -> QuerySet[Task]:
    chosen = TaskFilter(
        programme=programme.pk if programme else None, statuses=frozenset({Status.OVERDUE})
    )
    found = select_tasks(actor, chosen, on, known_at)
    return sort_tasks(with_due_day(with_lead(found, on), on, known_at), "plan")


def _lead_id(task: Task) -> int | None:
    found: int | None = getattr(task, "lead_id", None)
    return found


def _late(
    task: Task,
    lead: Organisation,
    on: dt.date,
    standings: Mapping[int, str],
    urged: Mapping[int, tuple[int, dt.date | None]],
) -> LateTask:
    last_day: dt.date = getattr(task, "due_on", None) or on - dt.timedelta(days=1)
    earlier, last_urged = urged.get(task.pk, (0, None))
    return LateTask(
        task_id=task.pk,
        code=task.code,
        title=task.title,
        product=task.product,
        lead=lead,
        last_day=last_day,
        days_late=(on - last_day).days,
        standing=standings.get(task.pk, NO_UPDATE),
        earlier=earlier,
        last_urged=last_urged,
    )


def _standings(ids: Iterable[int], on: dt.date, known_at: dt.datetime | None) -> dict[int, str]:
    """The last update of each task by the day: its percent, its words, its day."""
    updates = ProgressUpdate.objects.filter(task_id__in=list(ids), as_of__lte=on)
    if known_at is not None:
        updates = updates.filter(recorded_at__lte=known_at)
    newest = updates.order_by("task_id", "-recorded_at", "-id").distinct("task_id")
    return {row.task_id: _standing(row) for row in newest}


def _standing(update: ProgressUpdate) -> str:
    words = " ".join(update.done.split()).rstrip(".")
    if len(words) > _STANDING_LIMIT:
        words = words[:_STANDING_LIMIT].rsplit(" ", 1)[0] + "…"
    percent = f"{update.percent.normalize():f}%".replace(".", ",") if update.percent else ""
    day = f"(cập nhật {format_date(update.as_of)})"
    return " ".join(part for part in (f"{percent}:" if percent else "", words, day) if part)


def _urged_before(ids: Iterable[int]) -> dict[int, tuple[int, dt.date | None]]:
    sent = UrgedTask.objects.filter(task_id__in=list(ids), letter__sent_at__isnull=False)
    counted = sent.order_by().values("task_id")
    found = counted.annotate(number=Count("letter", distinct=True), last=Max("letter__issued_on"))
    return {row["task_id"]: (row["number"], row["last"]) for row in found}


def _in_order(
    bodies: Mapping[int, Organisation], rows: Mapping[int, list[LateTask]]
) -> tuple[LateBody, ...]:
    letters = _letters_before(bodies)
    ordered = sorted(bodies.values(), key=lambda body: bytes(body.sort_key))
    return tuple(
        LateBody(
            body,
            tuple(rows[body.pk]),
            len(letters.get(body.pk, ())),
            next(iter(letters.get(body.pk, ())), None),
        )
        for body in ordered
    )


def _letters_before(bodies: Iterable[int]) -> dict[int, list[UrgingLetter]]:
    """The letters that went to each body, the newest first. Cost: one query."""
    named = UrgedTask.objects.filter(organisation_id__in=list(bodies))
    sent = named.filter(letter__sent_at__isnull=False).select_related("letter")
    found: defaultdict[int, dict[int, UrgingLetter]] = defaultdict(dict)
    for row in sent.order_by("-letter__issued_on", "-letter_id"):
        found[row.organisation_id].setdefault(row.letter_id, row.letter)
    return {body: list(letters.values()) for body, letters in found.items()}

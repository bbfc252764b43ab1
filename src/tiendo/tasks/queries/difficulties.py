"""The register of difficulties: as of any day, by period, with its ageing and its answers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.domain.difficulties import CARRIED, ENDED, PeriodFlow
from tiendo.domain.parameters import parameter_on
from tiendo.domain.periods import Cadence, Period, period_around
from tiendo.organisations.models import Organisation
from tiendo.tasks.models import Difficulty, DifficultyEvent, SolvingLevel
from tiendo.tasks.queries.counts import Rate
from tiendo.tasks.queries.visibility import visible_tasks

_CARRIED = [str(state) for state in CARRIED]
_ENDED = [str(state) for state in ENDED]


class Band(StrEnum):
    """How long a difficulty has been carried."""

    FRESH = "fresh"
    MIDDLE = "middle"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class DifficultyFilter:
    """What to look for; an empty field does not restrict. ``state`` is a stored state, or
    "carried" or "ended"; ``level`` "none" is one nobody has been given yet."""

    programme: int | None = None
    task: int | None = None
    state: str = ""
    level: str = ""
    kind: str = ""
    raised_by: int | None = None
    responsible: int | None = None
    band: str = ""
    is_late: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class RegisterCounts:
    """The register on a day: what is carried by state, level and age, and what is answered late.

    ``late``: carried, its answer due before the day and not given. ``no_level``: not yet given.
    """

    total: int
    by_state: Mapping[str, int]
    by_level: Mapping[str, int]
    by_band: Mapping[Band, int]
    late: int

    @property
    def carried(self) -> int:
        """How many are open, passed up or answered."""
        return sum(self.by_state.get(state, 0) for state in _CARRIED)


@dataclass(frozen=True, slots=True)
class AnswerRate:
    """How a level or a body answers. ``answered`` of all given to it, ``on_time`` of those that
    are answered or due."""

    key: str
    name: str
    given: int
    answered: Rate
    on_time: Rate


def visible_difficulties(actor: Actor) -> QuerySet[Difficulty]:
    """The difficulties a person may see: those of one's bodies, those to be answered by them, and
    those of the tasks one sees; overseers see all. Cost: no query of its own."""
    rows = Difficulty.objects.all()
    if actor.may("task.view_all"):
        return rows
    bodies = actor.bodies_for("task.view")
    if not bodies:
        return rows.none()
    linked = Difficulty.tasks.through.objects.filter(task__in=visible_tasks(actor).values("pk"))
    own = Q(organisation_id__in=bodies) | Q(responsible_id__in=bodies)
    return rows.filter(own | Q(pk__in=linked.values("difficulty_id")))


def register_on(
    rows: QuerySet[Difficulty], on: dt.date, known_at: dt.datetime | None = None
) -> QuerySet[Difficulty]:
    """The difficulties raised by a day, each as it stood: ``state_on``, ``level_on``,
    ``answerer_id``, ``answerer_name``, ``answerer_person``, ``answer_due``. Cost: one pass over
    the events of these rows."""
    past = DifficultyEvent.objects.filter(difficulty__in=rows.order_by().values("pk"), day__lte=on)
    if known_at is not None:
        past = past.filter(recorded_at__lte=known_at)
    # One list of the latest: looked up row by row, the database takes them for next to none and
    # joins each of thousands by reading all bodies.
    latest = past.order_by("difficulty_id", "-recorded_at", "-pk").distinct("difficulty_id")
    return rows.filter(events__pk__in=latest.values("pk")).annotate(
        state_on=F("events__to_state"),
        level_on=F("events__level"),
        answerer_id=F("events__responsible_id"),
        answerer_name=F("events__responsible__name"),
        answerer_person=F("events__person__full_name"),
        answer_due=F("events__due_on"),
    )


def find_difficulties(
    actor: Actor, chosen: DifficultyFilter, on: dt.date, known_at: dt.datetime | None = None
) -> QuerySet[Difficulty]:
    """The difficulties a person may see and looks for, as they stood on a day, the longest carried
    first. Cost: no query of its own."""
    rows = register_on(visible_difficulties(actor), on, known_at)
    rows = rows.filter(*_conditions(chosen, on))
    for word in fold(chosen.text).split():
        rows = rows.filter(folded__contains=word)
    return rows.order_by("raised_on", "pk")


def _conditions(chosen: DifficultyFilter, on: dt.date) -> Iterator[Q]:
    equal = {
        "programme_id": chosen.programme,
        "tasks": chosen.task,
        "organisation_id": chosen.raised_by,
        "answerer_id": chosen.responsible,
        "kind": chosen.kind or None,
    }
    yield Q(**{name: value for name, value in equal.items() if value is not None})
    groups = {"carried": _CARRIED, "ended": _ENDED}
    if chosen.state:
        yield Q(state_on__in=groups.get(chosen.state, [chosen.state]))
    if chosen.level:
        yield Q(level_on="" if chosen.level == "none" else chosen.level)
    if chosen.is_late:
        yield late_condition(on)
    if chosen.band:
        yield band_condition(Band(chosen.band), on)


def late_condition(on: dt.date) -> Q:
    """Of rows of ``register_on``: an answer was due before the day, and none was given."""
    return Q(state_on__in=["open", "passed_up"], answer_due__lt=on)


def band_condition(band: Band, on: dt.date) -> Q:
    """Of rows of ``register_on``: carried, and as old as the band says."""
    fresh = on - dt.timedelta(days=parameter_on("difficulty_age_fresh_days", on))
    long = on - dt.timedelta(days=parameter_on("difficulty_age_long_days", on))
    days = {
        Band.FRESH: Q(raised_on__gte=fresh),
        Band.MIDDLE: Q(raised_on__lt=fresh, raised_on__gte=long),
        Band.LONG: Q(raised_on__lt=long),
    }
    return Q(state_on__in=_CARRIED) & days[band]


def register_counts(rows: QuerySet[Difficulty], on: dt.date) -> RegisterCounts:
    """The counts of rows of ``find_difficulties``. Cost: three queries."""
    plain = rows.order_by()
    states = _count_by(plain, "state_on")
    carried = plain.filter(Q(state_on__in=_CARRIED))
    levels = _count_by(carried, "level_on")
    sums = {band.value: Count("pk", filter=band_condition(band, on)) for band in Band}
    found = plain.aggregate(**sums, late=Count("pk", filter=late_condition(on)))
    return RegisterCounts(
        total=sum(states.values()),
        by_state=states,
        by_level=levels,
        by_band={band: found[band.value] for band in Band},
        late=found["late"],
    )


def _count_by(rows: QuerySet[Difficulty], field: str) -> dict[str, int]:
    grouped: Iterable[dict[str, Any]] = rows.values(field).annotate(number=Count("pk"))
    return {row[field]: row["number"] for row in grouped}


def days_carried(row: Difficulty, on: dt.date) -> int:
    """For how many days a row of ``register_on`` has stood: to its end, else to the day."""
    state: str = getattr(row, "state_on", row.state)
    ended_on = clock.local_day(row.ended_at) if row.ended_at and state in _ENDED else on
    return (min(ended_on, on) - row.raised_on).days


def periods_carried(row: Difficulty, on: dt.date, cadence: Cadence = Cadence.MONTHLY) -> int:
    """In how many reporting periods a difficulty has stood, the present one included."""
    last = clock.local_day(row.ended_at) if row.ended_at else on
    first, count = period_around(cadence, row.raised_on), 1
    while (end := first.end) < min(last, on):
        first, count = period_around(cadence, end + dt.timedelta(days=1)), count + 1
    return count


def period_flow(
    actor: Actor, period: Period, programme: int | None = None, known_at: dt.datetime | None = None
) -> PeriodFlow:
    """What a period did to the register a person sees. Cost: two queries."""
    seen = visible_difficulties(actor)
    if programme is not None:
        seen = seen.filter(programme_id=programme)
    events = DifficultyEvent.objects.filter(difficulty__in=seen.values("pk"))
    if known_at is not None:
        events = events.filter(recorded_at__lte=known_at)
    inside = Q(day__gte=period.start, day__lte=period.end)
    before = Q(day__lt=period.start)
    raised, ended = Q(action="raise"), Q(action__in=["solve", "close"])
    found = events.aggregate(
        came=Count("pk", filter=before & (raised | Q(action="reopen"))),
        went=Count("pk", filter=before & ended),
        raised=Count("pk", filter=inside & raised),
        reopened=Count("pk", filter=inside & Q(action="reopen")),
        answered=Count("difficulty", filter=inside & Q(action="answer"), distinct=True),
        ended=Count("pk", filter=inside & ended),
    )
    at_end = register_on(seen, period.end, known_at).filter(Q(state_on__in=_CARRIED)).count()
    return PeriodFlow(
        open_at_start=found["came"] - found["went"],
        raised=found["raised"],
        reopened=found["reopened"],
        answered=found["answered"],
        ended=found["ended"],
        open_at_end=at_end,
    )


def answers_by_level(rows: QuerySet[Difficulty], on: dt.date) -> list[AnswerRate]:
    """How each level answers, from the nearest up. Cost: one query."""
    grouped = _answers(rows, on, "level_on")
    labels = dict(SolvingLevel.choices)
    return [
        _rate(grouped[level], level, str(labels[level]))
        for level in SolvingLevel.values
        if level in grouped
    ]


def answers_by_body(rows: QuerySet[Difficulty], on: dt.date) -> list[AnswerRate]:
    """How each responsible body answers, in Vietnamese order. Cost: two queries."""
    grouped = _answers(rows, on, "answerer_id")
    bodies = Organisation.objects.filter(pk__in=list(grouped)).order_by("sort_key", "pk")
    return [_rate(grouped[body.pk], str(body.pk), body.name) for body in bodies]


def _answers(rows: QuerySet[Difficulty], on: dt.date, key: str) -> Mapping[Any, list[bool]]:
    """For each key: whether answered, and whether on time (None: neither answered nor due)."""
    first = Subquery(
        DifficultyEvent.objects.filter(difficulty=OuterRef("pk"), action="answer", day__lte=on)
        .order_by()
        .values("difficulty")
        .annotate(first=Min("day"))
        .values("first")
    )
    given = rows.order_by().filter(Q(answerer_id__isnull=False)).annotate(first_answer=first)
    found: defaultdict[Any, list[Any]] = defaultdict(list)
    for value, answered_on, due in given.values_list(key, "first_answer", "answer_due"):
        found[value].append((answered_on, due is not None and due < on, due))
    return found


def _rate(answers: list[Any], key: str, name: str) -> AnswerRate:
    answered = [row for row in answers if row[0] is not None]
    on_time = [row for row in answered if row[2] is not None and row[0] <= row[2]]
    due = [row for row in answers if row[0] is not None or row[1]]
    return AnswerRate(
        key, name, len(answers), Rate(len(answered), len(answers)), Rate(len(on_time), len(due))
    )


def events_of(difficulty: Difficulty) -> QuerySet[DifficultyEvent]:
    """The steps of a difficulty in order, with who took them. Cost: one query."""
    return difficulty.events.select_related(
        "by", "organisation", "responsible", "person", "on_behalf_of"
    )


def has_difficulty() -> Exists:
    """For tasks: whether a difficulty is carried on one."""
    held = Difficulty.tasks.through.objects.filter(task=OuterRef("pk"))
    return Exists(held.filter(difficulty__state__in=_CARRIED))

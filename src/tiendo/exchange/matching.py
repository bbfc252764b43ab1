"""Which task of ours a row of their list is: by its id, by document and clause, by likeness."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.domain.duties import Duty, DutyIndex
from tiendo.domain.exchange import Field
from tiendo.domain.parameters import parameter_on
from tiendo.exchange.models import TheirRow
from tiendo.organisations.queries import resolve_bodies
from tiendo.programmes.models import Programme
from tiendo.tasks.models import Assignment, Lifecycle, Part, Task, TaskSource
from tiendo.tasks.queries import search, visible_tasks

MOST_OFFERED = 3
MOST_FOUND = 10
_GONE = (Lifecycle.CANCELLED, Lifecycle.SUPERSEDED)
_SURE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A task that a row may be, with how like it is (1: by id or by clause).

    Missing: ``score`` is None for a task found by searching.
    """

    task_id: int
    score: Decimal | None

    @property
    def percent(self) -> int | None:
        """The likeness in percent."""
        return None if self.score is None else round(self.score * 100)


def sure_percent() -> int:
    """From which likeness on proposals are taken many at once."""
    return parameter_on("match_sure_percent", clock.today())


def free_tasks(programme: Programme, actor: Actor, system: str) -> QuerySet[Task]:
    """The tasks of a programme that no row of the system is yet."""
    seen = visible_tasks(actor).filter(programme=programme).exclude(lifecycle__in=_GONE)
    taken = TheirRow.objects.filter(system=system, task__isnull=False)
    return seen.exclude(pk__in=taken.values("task"))


def find_tasks_for(row: TheirRow, words: str, actor: Actor) -> Sequence[int]:
    """The ids of the free tasks whose code, title or product holds the words. Cost: one query."""
    found = search(free_tasks(row.programme, actor, row.system), words)
    return list(found.order_by("order", "pk").values_list("pk", flat=True)[:MOST_FOUND])


def propose(
    rows: Sequence[TheirRow], programme: Programme, actor: Actor, system: str
) -> Mapping[int, Sequence[Proposal]]:
    """For each row (by id) the tasks it may be, likeliest first; rows like none are left out.

    Cost: about ten queries, whatever the number of rows.
    """
    tasks = _Tasks(free_tasks(programme, actor, system))
    if not rows or not tasks.ids:
        return {}
    leads = _leads(rows)
    found: dict[int, Sequence[Proposal]] = {}
    least = parameter_on("match_offered_percent", clock.today()) / 100
    for row in rows:
        exact = tasks.exact(row.facts)
        likely = [Proposal(pk, _SURE) for pk in exact] or tasks.likest(row.facts, leads, least)
        if likely:
            found[row.pk] = likely
    return found


def sure_pairs(
    proposals: Mapping[int, Sequence[Proposal]], least: int
) -> Sequence[tuple[int, Proposal]]:
    """The rows with one sure proposal each, no task twice: the likeliest row has it."""
    firsts = [(row, likely[0]) for row, likely in proposals.items()]
    sure = [(row, first) for row, first in firsts if (first.percent or 0) >= least]
    taken: set[int] = set()
    pairs = []
    for row, first in sorted(sure, key=lambda pair: (-(pair[1].score or 0), pair[0])):
        if first.task_id not in taken:
            taken.add(first.task_id)
            pairs.append((row, first))
    return pairs


class _Tasks:
    """The tasks a row may be, ready to be asked."""

    def __init__(self, tasks: QuerySet[Task]) -> None:
        rows = list(tasks.order_by("pk").values_list("pk", "code", "folded", "last_day"))
        self.ids = [pk for pk, *_rest in rows]
        self._by_code = {fold(code): pk for pk, code, *_rest in rows}
        leads, bodies = _bodies(tasks)
        self._index = DutyIndex(
            [
                Duty(folded[len(code) :], leads.get(pk), frozenset(bodies[pk]), last_day)
                for pk, code, folded, last_day in rows
            ]
        )
        self._by_clause = _clauses(tasks)

    def exact(self, facts: Mapping[str, str]) -> list[int]:
        """The task of the row's own id, else the tasks of its clause."""
        code = self._by_code.get(fold(facts.get(Field.EXTERNAL_ID, "")))
        if code is not None:
            return [code]
        symbol, clause = facts.get(Field.SYMBOL, ""), facts.get(Field.CLAUSE, "")
        if not symbol or not clause:
            return []
        found = self._by_clause.get((_key(symbol), _key(clause)), ())
        return list(found) if len(found) == 1 else []

    def likest(
        self, facts: Mapping[str, str], leads: Mapping[str, int], least: float
    ) -> list[Proposal]:
        """The tasks that sound like the row."""
        lead = leads.get(facts.get(Field.LEAD, ""))
        words = f"{facts.get(Field.TITLE, '')} {facts.get(Field.PRODUCT, '')}"
        held = frozenset({lead}) if lead is not None else frozenset[int]()
        duty = Duty(words, lead, held, _day(facts.get(Field.DUE, "")))
        alike = self._index.likest(duty, least, MOST_OFFERED)
        return [Proposal(self.ids[a.duty], Decimal(str(round(a.score, 3)))) for a in alike]


def _bodies(tasks: QuerySet[Task]) -> tuple[dict[int, int], defaultdict[int, set[int]]]:
    held = Assignment.objects.filter(
        task__in=tasks.order_by().values("pk"),
        validity__contains=clock.today(),
        organisation__isnull=False,
    )
    leads: dict[int, int] = {}
    bodies: defaultdict[int, set[int]] = defaultdict(set)
    for task, part, body in held.values_list("task_id", "part", "organisation_id"):
        if body is not None:
            bodies[task].add(body)
            if part == Part.LEAD:
                leads[task] = body
    return leads, bodies


def _clauses(tasks: QuerySet[Task]) -> Mapping[tuple[str, str], Sequence[int]]:
    """The tasks by the number of a document and the path of a clause."""
    sources = TaskSource.objects.filter(task__in=tasks.order_by().values("pk"))
    number = "passage__text__rendition__document__number_raw"
    found: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for task, symbol, path in sources.values_list("task_id", number, "passage__path"):
        if symbol and path:
            found[_key(symbol), _key(path)].add(task)
    return {key: sorted(ids) for key, ids in found.items()}


def _leads(rows: Iterable[TheirRow]) -> Mapping[str, int]:
    """The bodies their names mean today."""
    names = {row.facts.get(Field.LEAD, "") for row in rows} - {""}
    found = resolve_bodies(sorted(names), clock.today())
    known = ((name, each.successor or each.organisation) for name, each in found.items())
    return {name: body.pk for name, body in known if body is not None}


def _key(words: str) -> str:
    return "".join(sign for sign in fold(words) if sign.isalnum())


def _day(words: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(words)
    except ValueError:
        return None

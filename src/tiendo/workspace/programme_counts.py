"""The counts of programmes and of the parts of one, each with the list behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import sections_of
from tiendo.tasks.models import Task
from tiendo.tasks.queries import (
    OfficialCounts,
    TaskFilter,
    counts_by_programme,
    counts_by_section,
    parts_of_plan,
    select_tasks,
)
from tiendo.workspace.access import PageRequest
from tiendo.workspace.task_filters import PROGRAMME, SECTION, list_url


def counts_of_programmes(
    actor: Actor, programmes: Sequence[Programme], on: dt.date, known_at: dt.datetime | None
) -> Mapping[int, OfficialCounts]:
    """The official counts of each programme, as the person sees its tasks. Cost: one query."""
    tasks = select_tasks(actor, TaskFilter(), on, known_at).filter(programme__in=programmes)
    found = counts_by_programme(tasks)
    return {row.pk: found.get(row.pk, OfficialCounts({})) for row in programmes}


def part_rows(
    request: PageRequest, programme: Programme, tasks: QuerySet[Task]
) -> Iterator[tuple[str, str, OfficialCounts, list[tuple[str, int]], str]]:
    """The parts of the plan: number, title, counts, bar, address. Cost: three queries."""
    for row in parts_of_plan(counts_by_section(tasks), list(sections_of(programme))):
        bar = [(str(status), count) for status, count in row.counts.by_status.items()]
        if row.section is None:
            yield "–", _("Chưa gắn với phần nào"), row.counts, bar, ""
        else:
            url = list_url(request, **{PROGRAMME: programme.pk, SECTION: row.section.pk})
            yield row.section.path, row.section.title, row.counts, bar, url

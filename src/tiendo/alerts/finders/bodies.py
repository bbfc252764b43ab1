"""Silent bodies: those with open tasks that report nothing on any of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Min

from tiendo.alerts.finders.found import Found
from tiendo.alerts.finders.work import last_words
from tiendo.alerts.people import People
from tiendo.alerts.rulebook import RuleBook
from tiendo.domain.alerts import Rule, silent_body
from tiendo.organisations.models import Organisation
from tiendo.tasks.models import Assignment, Lifecycle, Part

BODY_TYPE = Organisation._meta.label_lower


def find_silent_bodies(
    book: RuleBook, people: People, only: frozenset[int] | None = None
) -> Iterator[Found]:
    """The bodies that say nothing. Cost: three queries."""
    given = book.thresholds(Rule.SILENT_BODY)
    open_tasks = _open_tasks(book.on) if given["on"] else {}
    bodies = Organisation.objects.in_bulk(list(open_tasks))
    spoken = last_words(frozenset(open_tasks), book.on)
    for body_id, (number, oldest) in open_tasks.items():
        finding = silent_body(spoken.get(body_id), oldest, number, book.on, given)
        if finding is not None:
            name = bodies[body_id].name
            yield Found(Rule.SILENT_BODY, BODY_TYPE, body_id, name, finding, body_id)


def _open_tasks(on: dt.date) -> dict[int, tuple[int, dt.date]]:
    """How many tasks each body leads now, and the day the oldest of them went live."""
    rows = (
        Assignment.objects.filter(
            part=Part.LEAD,
            validity__contains=on,
            organisation__isnull=False,
            task__lifecycle=Lifecycle.LIVE,
            task__live_on__lte=on,
        )
        .order_by("organisation_id")
        .values_list("organisation_id")
        .annotate(Count("pk"), Min("task__live_on"))
    )
    return {body_id: (number, oldest) for body_id, number, oldest in rows}

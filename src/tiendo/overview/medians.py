"""The middle of the bodies of one kind, beside which a body reads its own rate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median

from tiendo.domain.parameters import parameter_on
from tiendo.organisations.models import Organisation
from tiendo.overview.asking import Asked
from tiendo.tasks.models import Task
from tiendo.tasks.queries import counts_by_lead, narrow_tasks


@dataclass(frozen=True, slots=True)
class KindMedian:
    """The median on-time rate of the bodies of a kind for which something was due.

    Missing: ``value`` is None where there are fewer of them than may be told.
    """

    bodies: int
    value: Decimal | None


def median_of_kind(asked: Asked, body: Organisation) -> KindMedian:
    """The median of the kind of a body over the tasks of the filter whoever leads them, for
    everybody the same, whatever they may see of each. Cost: two queries.
    """
    chosen = replace(asked.tasks, lead=None)
    tasks = narrow_tasks(Task.objects.all(), chosen, asked.day, asked.known_at)
    rates = [
        row.counts.on_time_rate.value
        for row in counts_by_lead(tasks, asked.day)
        if row.body is not None and row.body.kind == body.kind
    ]
    known = [rate for rate in rates if rate is not None]
    enough = len(known) >= parameter_on("median_least_bodies", asked.day)
    return KindMedian(len(known), median(known) if enough else None)

"""Years of continuous tasks: reported, judged, or still owed."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, FilteredRelation, Q, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.domain.deadlines import CONTINUOUS
from tiendo.domain.parameters import parameter_on
from tiendo.tasks.models import Judgement, Lifecycle, Part, Task
from tiendo.tasks.queries.statuses import with_confirmer, with_lead
from tiendo.tasks.queries.visibility import visible_tasks

_NEW_YEAR = (1, 1)


def year_to_judge(on: dt.date) -> int:
    """The year whose judgement is asked for: the last one that ended."""
    return on.year - 1


def judge_by(year: int, on: dt.date) -> dt.date:
    """The last day on which a year is judged in time, by the rule in force on a day."""
    first = dt.date(year + 1, *_NEW_YEAR)
    return first + dt.timedelta(days=parameter_on("judge_year_within_days", on) - 1)


def years_of(actor: Actor, year: int, on: dt.date) -> QuerySet[Task]:
    """The continuous tasks a person sees that ran in a year, those without a report first, then
    those that wait to be judged. Annotated: lead, confirmer, ``judgement_id``, ``proposed``,
    ``result``.

    Missing: the three are None for a year nobody reported on; ``result`` is "" until it is judged.
    """
    began = dt.date(year + 1, *_NEW_YEAR)
    tasks = visible_tasks(actor, on).filter(
        recurrence=CONTINUOUS, lifecycle=Lifecycle.LIVE, live_on__lt=began
    )
    judged = FilteredRelation("judgements", condition=Q(judgements__year=year))
    rows = with_confirmer(with_lead(tasks, on), on).annotate(of_year=judged)
    return rows.annotate(
        judgement_id=F("of_year__pk"),
        proposed=F("of_year__proposed_result"),
        result=F("of_year__result"),
    ).order_by(F("result").asc(nulls_first=True), "programme_id", "order", "pk")


def to_judge(actor: Actor, on: dt.date) -> QuerySet[Judgement]:
    """The years that wait for this person's judgement: reported, and confirmed by a body at which
    the person confirms, never one's own."""
    bodies = actor.bodies_for("task.confirm")
    own = frozenset(body for post in actor.posts for body in post.reach_ids)
    confirming = Q(
        task__assignments__part=Part.CONFIRM,
        task__assignments__organisation_id__in=bodies,
        task__assignments__validity__contains=on,
    )
    waiting = Judgement.objects.filter(confirming, result="", task__lifecycle=Lifecycle.LIVE)
    return waiting.exclude(proposed_for_id__in=own)

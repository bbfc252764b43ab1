"""Hand-overs of replaced programmes: the list, the rows of one by what is left to decide."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count, Q, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.programmes.models import (
    HandOverDecision,
    HandOverRow,
    HandOverSection,
    HandOverState,
    ProgrammeHandOver,
)
from tiendo.tasks.actions.handing_over import TAKE_PLACE
from tiendo.tasks.models import Task

UNDECIDED, DOUBTFUL, SURE, NO_PROPOSAL = "chua-chon", "nghi-ngo", "chac", "khong-de-xuat"


def sees_handovers(actor: Actor) -> bool:
    """Whether a person prepares hand-overs or decides on them."""
    return actor.may("programme.hand_over") or actor.may("task.direct")


def list_handovers() -> QuerySet[ProgrammeHandOver]:
    """Every hand-over that was not given up, those under way first. Cost: one query."""
    listed = ProgrammeHandOver.objects.exclude(state=HandOverState.DISCARDED)
    counted = listed.annotate(
        row_count=Count("rows"), decided_count=Count("rows", filter=~Q(rows__decision=""))
    )
    return counted.select_related("old", "new", "prepared_by").order_by("applied_at", "-pk")


def sure_score() -> float:
    """How like two tasks are above which proposals may be taken together."""
    return parameter_on("match_sure_percent", clock.today()) / 100


def rows_of(handover: ProgrammeHandOver, narrowed: str = "") -> QuerySet[HandOverRow]:
    """The rows of a hand-over in the old plan's order; ``narrowed`` is a word of ``filters`` or a
    decision. Cost: one query."""
    rows = HandOverRow.objects.filter(handover=handover).select_related(
        "task", "successor", "proposed"
    )
    known = filters()
    if narrowed in known:
        rows = rows.filter(known[narrowed])
    return rows.order_by("task__order", "task_id")


def sections_of(handover: ProgrammeHandOver) -> list[HandOverSection]:
    """Where the parts of the old plan in use go, in its order. Cost: one query."""
    rows = HandOverSection.objects.filter(handover=handover).select_related(
        "old", "new", "reviewed_by", "handover"
    )
    return list(rows.order_by("old__order", "old_id"))


def filters() -> Mapping[str, Q]:
    """What the rows can be narrowed to."""
    undecided = Q(decision="")
    takes_place = Q(task__lifecycle__in=TAKE_PLACE, proposed__isnull=False)
    return {
        UNDECIDED: undecided,
        SURE: undecided & takes_place & Q(score__gte=sure_score()),
        DOUBTFUL: undecided & takes_place & Q(score__lt=sure_score()),
        NO_PROPOSAL: undecided & ~takes_place,
        **{str(decision): Q(decision=decision) for decision in HandOverDecision},
    }


def count_rows(handover: ProgrammeHandOver) -> Mapping[str, int]:
    """How many rows each filter leaves, and all of them under "". Cost: one query."""
    names = filters()
    numbered = {f"n{number}": condition for number, condition in enumerate(names.values())}
    counted = {name: Count("pk", filter=condition) for name, condition in numbered.items()}
    rows = HandOverRow.objects.filter(handover=handover)
    counts = rows.aggregate(every=Count("pk"), **counted)
    found = {name: counts[f"n{number}"] for number, name in enumerate(names)}
    return {"": counts["every"], **found}


def moves_of(task: Task) -> tuple[list[HandOverRow], list[HandOverRow]]:
    """What decided hand-overs did with a task, and those in which it took another's place.

    Cost: two queries.
    """
    applied = HandOverRow.objects.filter(handover__state=HandOverState.APPLIED).exclude(
        decision=HandOverDecision.LEAVE
    )
    full = applied.select_related(
        "handover__old", "handover__new", "task__programme", "successor__programme"
    ).order_by("handover__applied_at", "pk")
    return list(full.filter(task=task)), list(full.filter(successor=task))

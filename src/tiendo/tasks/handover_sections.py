"""In which part of the new plan the tasks carried from each part of a replaced plan stand."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tiendo.domain.collation import fold
from tiendo.programmes.models import (
    HandOverDecision,
    HandOverSection,
    PlanSection,
    ProgrammeHandOver,
)
from tiendo.tasks.errors import TaskError


def lay_sections(handover: ProgrammeHandOver, used: Collection[int]) -> None:
    """Rows for the parts of the old plan in use (their ids), each with its likeliest part of the
    new one: of the same title, else of the same number. Cost: four queries at most.
    """
    HandOverSection.objects.filter(handover=handover).exclude(old_id__in=used).delete()
    held = set(HandOverSection.objects.filter(handover=handover).values_list("old_id", flat=True))
    missing = PlanSection.objects.filter(pk__in=set(used) - held)
    heirs = list(PlanSection.objects.filter(programme=handover.new_id).order_by("order", "pk"))
    by_title = {fold(heir.title): heir for heir in reversed(heirs)}
    by_path = {heir.path: heir for heir in heirs}
    HandOverSection.objects.bulk_create(
        HandOverSection(
            handover=handover,
            old=section,
            new=by_title.get(fold(section.title)) or by_path.get(section.path),
        )
        for section in missing
    )


def check_sections(handover: ProgrammeHandOver) -> None:
    """Go on only where every part of which tasks are carried was reviewed.

    Errors: TaskError handover_sections_unreviewed. Cost: one query.
    """
    carried = handover.rows.filter(decision=HandOverDecision.CARRY, task__section__isnull=False)
    unseen = HandOverSection.objects.filter(
        handover=handover, reviewed_at__isnull=True, old__in=carried.values("task__section")
    ).count()
    if unseen:
        raise TaskError("handover_sections_unreviewed", count=str(unseen))


def new_sections(handover: ProgrammeHandOver) -> Mapping[int, int | None]:
    """In which part of the new plan the tasks of each part of the old one stand, by id."""
    rows = HandOverSection.objects.filter(handover=handover)
    return dict(rows.values_list("old_id", "new_id"))

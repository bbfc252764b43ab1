"""Reviewing where the parts of a replaced plan go in the one that replaces it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import State, record
from tiendo.domain import clock
from tiendo.programmes.models import HandOverSection, HandOverState, PlanSection, ProgrammeHandOver
from tiendo.tasks.actions.handing_over import lock_handover
from tiendo.tasks.errors import TaskError


@transaction.atomic
def map_sections(
    *, handover: ProgrammeHandOver, choices: Mapping[int, PlanSection | None], by: Actor
) -> int:
    """Write where the tasks of parts of the old plan (by id) are to stand, reviewed by a person.

    Errors: PermissionRefused; TaskError handover_closed, handover_section_wrong.
    """
    author = by.require("programme.hand_over")
    current = lock_handover(handover, HandOverState.DRAFT)
    rows = list(
        HandOverSection.objects.filter(handover=current, old_id__in=choices)
        .select_related("old")
        .order_by("old__order", "old_id")
    )
    for row in rows:
        heir = choices[row.old_id]
        if heir is not None and heir.programme_id != current.new_id:
            raise TaskError("handover_section_wrong", section=heir.title[:80])
        row.new, row.reviewed_by_id, row.reviewed_at = heir, by.user_id, clock.now()
    HandOverSection.objects.bulk_update(rows, ["new", "reviewed_by", "reviewed_at"])
    after: State = {"sections": [_in_words(row) for row in rows]}
    record(by=author, action="handover.map_sections", target=current, after=after)
    return len(rows)


def _in_words(row: HandOverSection) -> str:
    return f"{row.old.path} → {row.new.path if row.new else '–'}"

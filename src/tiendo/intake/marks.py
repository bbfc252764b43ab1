"""What "6 rõ" still lacks in a draft, in the order it is asked for at go-live (stage 1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tiendo.intake.models import Draft, DraftKind, DraftState

CODES = ("title", "lead", "deciding", "deadline", "product")


def missing_marks(draft: Draft) -> tuple[str, ...]:
    """The codes of what a task draft still lacks; none for a target.

    The confirmer is not asked for here: the programme gives it. A name known only as text is no
    lead, nor is a group of bodies, until it is split into the bodies it means.
    """
    if draft.kind != DraftKind.TASK:
        return ()
    present = {
        "title": bool(draft.title.strip()),
        "lead": draft.lead_id is not None,
        "deciding": bool(draft.deciding_text.strip()),
        "deadline": bool(draft.deadline_keys),
        "product": bool(draft.product.strip()),
    }
    return tuple(code for code in CODES if not present[code])


def covered_clauses(drafts: Iterable[Draft]) -> frozenset[int]:
    """The ids of clauses that an accepted appendix row carries out."""
    return frozenset(
        draft.details_id
        for draft in drafts
        if draft.details_id is not None and draft.state == DraftState.ACCEPTED
    )


def count_missing(drafts: Iterable[Draft]) -> dict[str, int]:
    """How many drafts lack each mark, for the bar above the list; complete marks are left out."""
    counts = Counter(code for draft in drafts for code in missing_marks(draft))
    return {code: counts[code] for code in CODES if counts[code]}

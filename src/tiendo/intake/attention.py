"""Why a reviewer should look at a draft, and in what order: the machine's own doubts first. Pure.

Shape: reasons by the draft's id, each a tuple of codes in the order of ``REASONS``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tiendo.intake.marks import missing_marks
from tiendo.intake.models import Draft, DraftKind, DraftState, Obligation

# Below this confidence of the rule a reviewer should look twice.
DOUBTFUL = 0.6
# In the order in which they make a draft come first; those after ``URGENT`` are offers.
REASONS = (
    "differs",
    "unsure",
    "misread",
    "problem",
    "lead",
    "deadline",
    "repeats",
    "duties",
    "suggested",
    "orientation",
)
URGENT = frozenset(REASONS[:6])
_SIX = {"lead", "deadline"}

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a run beside its drafts: misread words and open problems, sorted by start;
    clauses that a row carries out; drafts whose task stands."""

    misread: Spans = ()
    problems: Spans = ()
    covered: Collection[int] = frozenset()
    standing: Collection[int] = frozenset()


def reasons_of(drafts: Iterable[Draft], seen: Seen) -> Mapping[int, tuple[str, ...]]:
    """Why to look at each draft; a reviewed one only for what a new reading gives differently."""
    return {draft.pk: _reasons(draft, seen) for draft in drafts}


def count_reasons(reasons: Mapping[int, tuple[str, ...]]) -> Mapping[str, int]:
    """How many drafts have each reason, and under "urgent" how many should come first."""
    counts = Counter(code for codes in reasons.values() for code in codes)
    counts["urgent"] = sum(not URGENT.isdisjoint(codes) for codes in reasons.values())
    return counts


def look_first(drafts: Iterable[Draft], reasons: Mapping[int, tuple[str, ...]]) -> list[Draft]:
    """The drafts with the gravest reason first, then those with the most, then by their place."""

    def rank(draft: Draft) -> tuple[int, int, int]:
        codes = reasons[draft.pk]
        gravest = min((REASONS.index(code) for code in codes), default=len(REASONS))
        return gravest, -len(codes), draft.order

    return sorted(drafts, key=rank)


def within(spans: Spans, start: int, end: int) -> Spans:
    """Those of the sorted spans that touch a stretch."""
    last = bisect_left(spans, (end,))
    first = bisect_right(spans, (start,))
    while first > 0 and spans[first - 1][1] > start:
        first -= 1
    return [span for span in spans[first:last] if span[1] > start]


def _reasons(draft: Draft, seen: Seen) -> tuple[str, ...]:
    if draft.state != DraftState.PROPOSED:
        return ("differs",) if draft.differs else ()
    start, end = draft.extracted.get("span") or (0, 0)
    missing = _SIX & set(missing_marks(draft)) if draft.pk not in seen.covered else set()
    is_task = draft.kind == DraftKind.TASK
    found = {
        "differs": bool(draft.differs),
        "unsure": float(draft.confidence) < DOUBTFUL,
        "misread": bool(within(seen.misread, start, end)),
        "problem": bool(within(seen.problems, start, end)),
        "lead": "lead" in missing,
        "deadline": "deadline" in missing,
        "repeats": draft.pk in seen.standing,
        "duties": is_task and len(draft.extracted.get("duties", ())) > 1,
        "suggested": draft.details_score is not None,
        "orientation": is_task and draft.obligation == Obligation.ORIENTATION,
    }
    return tuple(code for code in REASONS if found[code])

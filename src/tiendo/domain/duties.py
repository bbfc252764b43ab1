"""Whether two duties, printed in different documents, are one and the same. Pure.

Words make two duties alike; bodies, days and years tell apart those that only sound alike: "xây
dựng kế hoạch" of one department is not that of another, nor that of another year.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tiendo.domain.likeness import MIN_PAIRS, PairIndex, Shared

_YEAR = re.compile(r"\b20\d\d\b")
# How much of the shorter one's words counts, the rest being that of the longer one: a plan repeats
# a clause of a resolution with more words around it.
_OF_SHORTER = 0.8
# What the other marks of a duty do to the likeness of its words.
_SAME_LEAD, _SAME_DAY = 1.1, 1.05
_LEAD_HELPS, _OTHER_LEAD, _OTHER_YEAR = 0.9, 0.6, 0.45


@dataclass(frozen=True, slots=True)
class Duty:
    """What is compared of a duty. Missing: ``lead`` is None where no known body leads, ``last_day``
    where there is no deadline by date. ``bodies`` are all known bodies with a part."""

    words: str
    lead: int | None = None
    bodies: frozenset[int] = frozenset()
    last_day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Alike:
    """A duty (its index) with how like it is, between 0 and 1."""

    duty: int
    score: float


class DutyIndex:
    """The duties that stand, to be asked which of them another one repeats.

    Cost: linear in the words to build; a question costs the pairs of words it shares.
    """

    def __init__(self, duties: Sequence[Duty]) -> None:
        self._duties = duties
        self._words = PairIndex([duty.words for duty in duties])

    def likest(self, duty: Duty, least: float, most: int = 3) -> list[Alike]:
        """The duties at least this like one, likeliest first."""
        sharing = (s for s in self._words.sharing(duty.words) if s.pairs >= MIN_PAIRS)
        scored = [Alike(s.text, self._score(s, duty, self._duties[s.text])) for s in sharing]
        likely = [alike for alike in scored if alike.score >= least]
        return sorted(likely, key=lambda alike: (-alike.score, alike.duty))[:most]

    @staticmethod
    def _score(shared: Shared, one: Duty, other: Duty) -> float:
        more, less = max(shared.inside, shared.around), min(shared.inside, shared.around)
        words = _OF_SHORTER * more + (1 - _OF_SHORTER) * less
        return min(1.0, words * _by_lead(one, other) * _by_time(one, other))


def _by_lead(one: Duty, other: Duty) -> float:
    if one.lead is None or other.lead is None:
        return 1.0
    if one.lead == other.lead:
        return _SAME_LEAD
    return _LEAD_HELPS if one.lead in other.bodies or other.lead in one.bodies else _OTHER_LEAD


def _by_time(one: Duty, other: Duty) -> float:
    years, others = frozenset(_YEAR.findall(one.words)), frozenset(_YEAR.findall(other.words))
    if years and others and not years & others:
        return _OTHER_YEAR
    return _SAME_DAY if one.last_day is not None and one.last_day == other.last_day else 1.0

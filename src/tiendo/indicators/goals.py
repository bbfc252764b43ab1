"""Which part of the plan a target belongs to: the goal it is counted under."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tiendo.indicators.models import Target
from tiendo.programmes.models import PlanSection

# "điểm i khoản 1 Mục II" and "Mục II.1" as sources are written.
_PLACE = re.compile(r"(?:khoản\s+(?P<clause>\d+)\s+)?Mục\s+(?P<part>[IVX]+(?:\.\d+)*)", re.I)


def goals_of(targets: Iterable[Target]) -> Mapping[int, PlanSection | None]:
    """The part of its programme's plan that each target stands in, by the id of the target: by its
    passage, else by the place its source names. Cost: one query."""
    rows = list(targets)
    sections: defaultdict[int, list[PlanSection]] = defaultdict(list)
    programmes = {row.programme_id for row in rows if row.programme_id is not None}
    for section in PlanSection.objects.filter(programme__in=programmes):
        sections[section.programme_id].append(section)
    return {row.pk: _nearest(_path(row), sections.get(row.programme_id or 0, ())) for row in rows}


def _path(target: Target) -> str:
    if target.passage is not None and target.passage.path:
        return target.passage.path
    found = _PLACE.search(target.source)
    if found is None:
        return ""
    return ".".join(each for each in (found["part"], found["clause"]) if each)


def _nearest(path: str, sections: Sequence[PlanSection]) -> PlanSection | None:
    """The deepest part that holds a path."""
    holding = [each for each in sections if f"{path}.".startswith(f"{each.path}.")]
    return max(holding, key=lambda each: len(each.path), default=None)

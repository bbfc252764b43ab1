"""Official counts of the parts of a plan, rolled up to the parts that say most."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tiendo.domain.status import Status
from tiendo.programmes.models import PlanSection
from tiendo.tasks.queries.counts import OfficialCounts, SectionCounts


def parts_of_plan(
    rows: Sequence[SectionCounts], sections: Iterable[PlanSection]
) -> list[SectionCounts]:
    """The topmost parts with the counts rolled up, in the plan's order.

    Where everything stands under one part, the parts below it say more than that one.
    """
    parents = {section.pk: section.parent_id for section in sections}
    by_pk = {section.pk: section for section in sections}
    chains = [_chain(row.section, parents) for row in rows]
    level = _common_depth([chain for chain in chains if chain])
    found: defaultdict[int | None, Counter[Status]] = defaultdict(Counter)
    for row, chain in zip(rows, chains, strict=True):
        key = chain[min(level, len(chain) - 1)] if chain else None
        found[key].update(row.counts.by_status)
    tops = sorted((pk for pk in found if pk is not None), key=lambda pk: (by_pk[pk].order, pk))
    listed: list[int | None] = [*tops, *([None] if None in found else [])]
    return [
        SectionCounts(by_pk[pk] if pk else None, OfficialCounts(dict(found[pk]))) for pk in listed
    ]


def _common_depth(chains: list[list[int]]) -> int:
    """How many parts all chains begin with, while something stands below each."""
    depth = 0
    while (
        chains
        and all(len(chain) > depth + 1 for chain in chains)
        and len({chain[depth] for chain in chains}) == 1
    ):
        depth += 1
    return depth


def _chain(section: PlanSection | None, parents: Mapping[int, int | None]) -> list[int]:
    """The part with those above it, the topmost first."""
    chain: list[int] = []
    pk = section.pk if section else None
    while pk is not None and pk not in chain:
        chain.insert(0, pk)
        pk = parents.get(pk)
    return chain

"""A random share that anybody can draw again: the seed, the population and the rule give the list.

The rule: each member gets the SHA-256 of "seed:member" as its lot; the smallest lots are drawn.
Nobody can favour a member without knowing the seed, and the seed is drawn after the population.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

ALGORITHM = "sha256-rank/1"


def population_hash(members: Iterable[int]) -> str:
    """The SHA-256 of the members in order, one a line: the same for the same set."""
    lines = "\n".join(str(member) for member in sorted(set(members)))
    return hashlib.sha256(lines.encode()).hexdigest()


def sample_size(population: int, share_percent: int, least: int) -> int:
    """How many are drawn: the share rounded up, at least ``least``, never more than there are.

    Missing: an empty population gives 0.
    """
    share = -(-population * share_percent // 100)
    return min(population, max(share, least))


def draw(members: Iterable[int], seed: str, count: int) -> tuple[int, ...]:
    """The drawn members, in the order of their lots."""
    return tuple(sorted(set(members), key=lambda member: (_lot(seed, member), member))[:count])


def _lot(seed: str, member: int) -> str:
    return hashlib.sha256(f"{seed}:{member}".encode()).hexdigest()

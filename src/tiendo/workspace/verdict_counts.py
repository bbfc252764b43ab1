"""How many targets have which verdict, each number leading to its list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tiendo.indicators.trajectories import Trajectory
from tiendo.overview.verdicts import LOOKS, VerdictLook


@dataclass(frozen=True, slots=True)
class VerdictTile:
    """A number with its verdict and where it leads to."""

    look: VerdictLook
    count: int
    url: str


def verdict_tiles(found: Iterable[Trajectory], to_list: Callable[..., str]) -> list[VerdictTile]:
    """The counts of all verdicts, zero ones too. Cost: none."""
    counts = Counter(row.verdict for row in found)
    return [
        VerdictTile(look, counts[look.verdict], to_list(ket_luan=str(look.verdict)))
        for look in LOOKS
    ]

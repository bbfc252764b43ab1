"""Which draft of a new reading continues which one of the earlier reading. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from tiendo.domain.collation import fold

# Below this share of equal words the same number stands over another duty.
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Item:
    """A draft as it was read: its kind, its part, its clause or row number, its words."""

    kind: str
    part: str
    number: str
    words: str

    @property
    def folded(self) -> tuple[str, ...]:
        """The words without diacritics and spaces of no meaning."""
        return tuple(fold(self.words).split())


def pair_items(new: Sequence[Item], old: Sequence[Item]) -> Mapping[int, int]:
    """The old item each new one continues, by index; each old one is continued once.

    The same words in the same place go first, then the same words anywhere, then the same number
    with words half alike or more. Cost: linear, but for comparing the words of pairs left over.
    """
    pairs: dict[int, int] = {}
    same: tuple[Callable[[Item], Hashable], ...] = (
        lambda item: (item.kind, item.part, item.number, item.folded),
        lambda item: (item.kind, item.folded),
    )
    for key in same:
        _pair(pairs, new, old, key, is_sure=True)
    for key in (_place, lambda item: (item.kind, item.number)):
        _pair(pairs, new, old, key, is_sure=False)
    return pairs


def _place(item: Item) -> Hashable:
    return item.kind, item.part, item.number


def _pair(
    pairs: dict[int, int],
    new: Sequence[Item],
    old: Sequence[Item],
    key: Callable[[Item], Hashable],
    *,
    is_sure: bool,
) -> None:
    """Pair those with the same key that have no partner yet, in order."""
    taken = set(pairs.values())
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for index, item in enumerate(old):
        if index not in taken and (is_sure or item.number):
            waiting[key(item)].append(index)
    for index, item in enumerate(new):
        if index in pairs or not (is_sure or item.number):
            continue
        partner = next((o for o in waiting[key(item)] if is_sure or _alike(item, old[o])), None)
        if partner is not None:
            waiting[key(item)].remove(partner)
            pairs[index] = partner


def _alike(new: Item, old: Item) -> bool:
    matcher = SequenceMatcher(None, new.folded, old.folded, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE

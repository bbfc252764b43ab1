"""Which indicator a figure of a text is of: by its words and its unit. Pure; a person decides."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tiendo.domain.collation import fold
from tiendo.indicators.breakdowns import breakdown_of, items_of

_WORD = re.compile(r"[a-z0-9]+")
# Words of names that tell nothing of what is counted.
_EMPTY = frozenset(
    ("so", "ty", "le", "tong", "cac", "cua", "va", "cho", "duoc", "tren", "co", "la", "o", "tai")
    + ("trong", "theo", "voi", "muc", "phan", "nam")
)
# Below this likeness none is proposed, below the other a person is asked to look twice.
LEAST, SURE = 0.38, 0.6
_RECALL, _AROUND = 0.7, 0.6
# Units that say nothing of what is measured in them.
_COMMON = frozenset({"", "%", "đồng", "triệu đồng", "tỷ đồng", "người"})
# A part named by more other words than this is another figure.
_LEAST_COVER = 0.5


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a dimension that an indicator is told apart by."""

    dimension: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Known:
    """An indicator as far as a text may name it."""

    key: int
    name: str
    unit: str
    unit_base: str = ""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure as a text states it. ``around``: the words of its sentence; ``path``: its clause."""

    metric: str
    unit: str
    around: str = ""
    is_subset: bool = False
    path: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """The indicator proposed and how alike it is, from 0 to 1; a part by its breakdown."""

    key: int
    score: float
    breakdown: str = ""


def match_figures(stated: Sequence[Stated], known: Sequence[Known]) -> list[Match | None]:
    """The likeliest indicator of each figure in the order of the text; None where none is alike.

    A part ("trong đó", or one named like an item of a dimension) belongs to the whole before it.
    """
    weights = _weights(known)
    by_key = {each.key: each for each in known}
    found: list[Match | None] = []
    # By clause and unit: the whole, and the part of it that was named last.
    wholes: dict[tuple[str, str], tuple[Match, str]] = {}
    for each in stated:
        place = each.path, each.unit.casefold()
        whole, part = wholes.get(place, (None, ""))
        made = _part(each, by_key[whole.key], part) if whole else None
        if made is not None and whole is not None:
            wholes[place] = whole, part if each.is_subset and part else made
            found.append(Match(whole.key, whole.score, made))
            continue
        match = None if each.is_subset and whole else _best(each, known, weights)
        if match is not None:
            wholes[place] = match, ""
        found.append(match)
    return found


def _words(text: str) -> list[str]:
    """The words that tell something; "sỹ" and "sĩ" are one."""
    found = (word for word in _WORD.findall(fold(text)) if word not in _EMPTY)
    return [f"{word[:-1]}i" if word.endswith("y") else word for word in found]


def _weights(known: Sequence[Known]) -> Mapping[str, float]:
    counts = Counter(word for each in known for word in set(_words(each.name)))
    return {word: math.log(1 + len(known) / count) for word, count in counts.items()}


def _best(each: Stated, known: Sequence[Known], weights: Mapping[str, float]) -> Match | None:
    alike = [one for one in known if one.unit.casefold() == each.unit.casefold()]
    scored = [(_score(each, one, weights), one.key) for one in alike]
    score, key = max(scored, default=(0.0, 0), key=lambda pair: (pair[0], -pair[1]))
    if len(alike) == 1 and each.unit not in _COMMON:
        score = max(score, LEAST)
    return Match(key, score) if score >= LEAST else None


def _score(each: Stated, one: Known, weights: Mapping[str, float]) -> float:
    """How much of an indicator's name the text says, and of the text's words the name."""
    name, metric = set(_words(one.name)), set(_words(each.metric))
    around = set(_words(each.around))
    total = sum(weights[word] for word in name)
    if not total or not metric:
        return 0.0
    said = sum(weights[word] for word in name & metric)
    near = sum(weights[word] for word in (name & around) - metric)
    return _RECALL * (said + _AROUND * near) / total + (1 - _RECALL) * len(name & metric) / len(
        metric
    )


def _part(each: Stated, whole: Known, part: str) -> str | None:
    """The breakdown of a figure that is named like an item; a part of a part has both items."""
    metric = set(_words(each.metric))
    best: tuple[float, Item] | None = None
    for item in whole.items:
        words = set(_words(item.name))
        if not words or not words <= metric:
            continue
        cover = len(words) / len(metric)
        if (cover >= _LEAST_COVER or each.is_subset) and (best is None or cover > best[0]):
            best = cover, item
    if best is None:
        return None
    item = best[1]
    outer = items_of(part) if part and each.is_subset else {}
    return breakdown_of({**outer, item.dimension: item.code})

"""The difficulties that the sources of a compiled report carry, each once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tiendo.domain.collation import fold
from tiendo.reporting.activity import one_line
from tiendo.reporting.gathering.sources import Source, records_told, sources_of
from tiendo.reporting.measures import DIFFICULTY
from tiendo.reporting.models import Report
from tiendo.tasks.models import Difficulty

# Two texts with this share of their words in common say the same.
ALIKE = 0.8
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class GatheredDifficulty:
    """One difficulty with all who say it; the words are those of who came first."""

    text: str
    cause: str
    proposal: str
    difficulty_ids: tuple[int, ...]
    bodies: tuple[str, ...]


@dataclass(slots=True)
class _Group:
    words: frozenset[str]
    numbers: frozenset[str]
    rows: dict[int, Difficulty]
    bodies: dict[str, None]


def difficulties_of(report: Report) -> tuple[GatheredDifficulty, ...]:
    """The difficulties that the sources carry: those several say first, else in their order.

    What a source says has ended is left out. Cost: three queries.
    """
    by_source = records_told(report, DIFFICULTY, but=("difficulties.ended",))
    ids = {pk for held in by_source.values() for pk in held}
    rows = {row.pk: row for row in Difficulty.objects.filter(pk__in=ids)}
    groups = _grouped(sources_of(report), by_source, rows)
    made = (_gathered(group) for group in groups)
    return tuple(sorted(made, key=lambda row: -len(row.bodies)))


def says_same(one: str, other: str) -> bool:
    """Whether two texts say the same difficulty: nearly the same words, exactly the same numbers.

    A word that denies must stand in both.
    """
    return _alike(_words(one), _words(other))


def _grouped(
    sources: Sequence[Source],
    by_source: Mapping[int, frozenset[int]],
    rows: Mapping[int, Difficulty],
) -> list[_Group]:
    groups: list[_Group] = []
    for source in sources:
        for pk in sorted(by_source.get(source.report_id, frozenset()) & rows.keys()):
            words = _words(rows[pk].what)
            group = next((each for each in groups if _same(each, pk, words)), None)
            if group is None:
                group = _Group(*words, {}, {})
                groups.append(group)
            group.rows[pk] = rows[pk]
            group.bodies[source.name] = None
    return groups


def _same(group: _Group, pk: int, words: tuple[frozenset[str], frozenset[str]]) -> bool:
    return pk in group.rows or _alike((group.words, group.numbers), words)


def _alike(
    one: tuple[frozenset[str], frozenset[str]], other: tuple[frozenset[str], frozenset[str]]
) -> bool:
    if one[1] != other[1] or bool(one[0] & _DENYING) != bool(other[0] & _DENYING):
        return False
    either = one[0] | other[0]
    return bool(either) and len(one[0] & other[0]) >= ALIKE * len(either)


_DENYING = frozenset({"khong", "chua"})


def _words(text: str) -> tuple[frozenset[str], frozenset[str]]:
    words = frozenset(_WORD.findall(fold(text)))
    numbers = frozenset(word for word in words if any(sign.isdigit() for sign in word))
    return words, numbers


def _gathered(group: _Group) -> GatheredDifficulty:
    first = next(iter(group.rows.values()))
    return GatheredDifficulty(
        text=one_line(first.what).rstrip(" .;"),
        cause=_first_said([row.cause for row in group.rows.values()]),
        proposal=_first_said([row.proposal for row in group.rows.values()]),
        difficulty_ids=tuple(group.rows),
        bodies=tuple(group.bodies),
    )


def _first_said(texts: Sequence[str]) -> str:
    return next((said for text in texts if (said := one_line(text).rstrip(" .;"))), "")

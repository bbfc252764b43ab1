"""The bodies that cells name, found once for each name; cells with several are taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.imports.checking.values import BadCell
from tiendo.organisations.models import BodyGroup, Organisation
from tiendo.organisations.queries import Resolution, organisations_on, resolve_bodies

Body = Organisation | BodyGroup
_APART = re.compile(r"\s*[;\n|]\s*|^\s*[-–•]\s*|\s+[-–•]\s+(?=[A-ZĐ])")
_COMMA = re.compile(r"\s*,\s*")
_MOST_JOINED = 5
_MOST_PIECES = 24
_NEAR = 3
_LIKENESS = 0.5
# What cells say in place of nobody.
_NOBODY = frozenset({"", "-", "–", "không", "0", "chưa có"})


@dataclass(slots=True)
class Unknown:
    """A name that means no body: how often it stands, and the nearest bodies."""

    text: str
    count: int
    near: tuple[Organisation, ...]


@dataclass(slots=True)
class BodyNames:
    """Names already found. ``repairs``: the body a person said a name means, by its folded form."""

    repairs: dict[str, Organisation] = field(default_factory=dict)
    unknown: dict[str, Unknown] = field(default_factory=dict)
    _found: dict[str, Resolution] = field(default_factory=dict)
    _spelled: list[tuple[Organisation, tuple[str, ...]]] | None = None

    def learn(self, cells: Iterable[str]) -> None:
        """Find every name that cells hold. Cost: at most twelve queries."""
        parts = {part for cell in set(cells) for part in _APART.split(cell) if part}
        self._find(parts)
        lists = (part for part in parts if "," in part and not self._is_known(part))
        self._find({name for part in lists for name in _joined(_COMMA.split(part))})

    def _find(self, names: Iterable[str]) -> None:
        wanted = {name for name in names if name not in self._found}
        if wanted:
            self._found |= resolve_bodies(sorted(wanted), clock.today())

    def one(self, text: str) -> Body | None:
        """The body a name means; None for nobody. Errors: BadCell body_unknown, body_ended."""
        if text.casefold() in _NOBODY:
            return None
        if repaired := self.repairs.get(fold(text)):
            return repaired
        found = self._found.get(text) or self._looked_up(text)
        if found.group is not None:
            return found.group
        if found.organisation is None:
            raise self._missing(found)
        body = found.successor or found.organisation
        if clock.today() not in body.validity:
            raise BadCell("body_ended", value=text[:80])
        return body

    def known(self, text: str) -> Body | None:
        """The body or group that a name means; None where it may be any words."""
        found = self._found.get(text)
        if found is None:
            return None
        return found.group or found.successor or found.organisation

    def single(self, text: str) -> Organisation | None:
        """As ``one``, for what several bodies together cannot be. Errors: BadCell body_is_group."""
        body = self.one(text)
        if isinstance(body, BodyGroup):
            raise BadCell("body_is_group", value=text[:80])
        return body

    def several(self, text: str) -> list[Body]:
        """The bodies of a cell, each once. Errors: as ``one``."""
        bodies: dict[str, Body] = {}
        for part in self._parts(text):
            body = self.one(part)
            if body is not None:
                bodies.setdefault(str(body), body)
        return list(bodies.values())

    def _parts(self, text: str) -> Iterator[str]:
        """Names as they stand apart: "Sở Văn hóa, Thể thao và Du lịch, Sở Y tế" are two."""
        for part in _APART.split(text):
            if part and (self._is_known(part) or "," not in part):
                yield part
            elif part:
                yield from self._longest(_COMMA.split(part)[:_MOST_PIECES])

    def _longest(self, pieces: list[str]) -> Iterator[str]:
        start = 0
        while start < len(pieces):
            ends = range(min(len(pieces), start + _MOST_JOINED), start, -1)
            joined = ((", ".join(pieces[start:end]), end) for end in ends)
            known = ((name, end) for name, end in joined if self._is_known(name))
            name, start = next(known, (pieces[start], start + 1))
            yield name

    def _is_known(self, name: str) -> bool:
        found = self._found.get(name)
        return fold(name) in self.repairs or (found is not None and found.is_known)

    def _looked_up(self, text: str) -> Resolution:
        self._find([text])
        return self._found[text]

    def _missing(self, found: Resolution) -> BadCell:
        noted = self.unknown.get(found.text)
        if noted is None:
            near = self._nearest(found.text)
            noted = self.unknown[found.text] = Unknown(found.text[:250], 0, near)
        noted.count += 1
        names = ", ".join(body.name for body in noted.near[:1])
        return BadCell("body_unknown", value=found.text[:80], near=names)

    def _nearest(self, text: str) -> tuple[Organisation, ...]:
        """The bodies of today whose name, short name or initials are most like a text."""
        if self._spelled is None:
            bodies = organisations_on(clock.today(), divisions=False)
            self._spelled = [(body, tuple(_spellings(body))) for body in bodies]
        asked = fold(text)
        scored = (
            (max(SequenceMatcher(None, asked, each).ratio() for each in spelled), -place)
            for place, (_body, spelled) in enumerate(self._spelled)
        )
        best = sorted((each for each in scored if each[0] >= _LIKENESS), reverse=True)[:_NEAR]
        return tuple(self._spelled[-place][0] for _score, place in best)


def _spellings(body: Organisation) -> Iterator[str]:
    """A name whole, short, and by its initials: "Sở Khoa học và Công nghệ" is also "so khcn"."""
    name = fold(body.name)
    first, *others = name.split()
    yield name
    yield f"{first} {''.join(word[0] for word in others if word != 'va')}"
    if body.short_name:
        yield fold(body.short_name)


def _joined(pieces: list[str]) -> Iterator[str]:
    """Every run of pieces that may be one name."""
    most = min(len(pieces), _MOST_PIECES)
    for start in range(most):
        for end in range(start + 1, min(most, start + _MOST_JOINED) + 1):
            yield ", ".join(pieces[start:end])

"""Units whose numbers skip or repeat.

Code: ``numbering_gap`` (INFO; ``expected``, ``found``). Numbering may start again under every
heading, and at 1 or a) anywhere; letters may leave out đ, f, j, w and z.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vanban.letters import roman_numeral, roman_value
from vanban.models import Issue, ParsedDocument, Severity, Span, Unit, UnitKind

# The alphabet of the decree, and the one that word processors count with.
_ALPHABETS = ("abcdđeghiklmnopqrstuvxy", "abcdefghijklmnopqrstuvwxyz")
_NUMBERED = frozenset(
    {UnitKind.PHAN, UnitKind.CHUONG, UnitKind.MUC, UnitKind.DIEU, UnitKind.KHOAN, UnitKind.DIEM}
)
_MARKER = re.compile(r"(?P<name>\D*?\s)?(?P<number>[IVXLC]+|\d{1,3}|[a-zđ])\Z")


@dataclass(frozen=True, slots=True)
class _Ordinal:
    """A marker taken apart: "Điều 5" is "Điều " and 5."""

    name: str
    style: str
    raw: str
    value: int


def check_gaps(parsed: ParsedDocument) -> Iterator[Issue]:
    """Numbers of units that do not follow the last one of their level."""
    last: dict[tuple[str, str, UnitKind, str, str], _Ordinal] = {}
    for unit in parsed.outline:
        ordinal = _ordinal(unit) if unit.kind in _NUMBERED else None
        if ordinal is None:
            continue
        parent = "" if unit.kind is UnitKind.DIEU else unit.path.rpartition(".")[0]
        key = (unit.part, parent, unit.kind, ordinal.name, ordinal.style)
        before = last.get(key)
        last[key] = ordinal
        if before and ordinal.value != 1 and not _follows(before, ordinal):
            expected = ordinal.name + _next(before)
            span = Span(unit.span.start, unit.span.start + len(unit.marker))
            params = {"expected": expected, "found": unit.marker}
            yield Issue("numbering_gap", Severity.INFO, span, params)


def _ordinal(unit: Unit) -> _Ordinal | None:
    match = _MARKER.match(unit.marker)
    if match is None:
        return None
    raw, name = match["number"], match["name"] or ""
    if raw.isdigit():
        return _Ordinal(name, "arabic", raw, int(raw))
    roman = roman_value(raw)
    if raw.isupper():
        return _Ordinal(name, "roman", raw, roman) if roman else None
    at = _ALPHABETS[0].find(raw)
    at = at if at >= 0 else _ALPHABETS[1].find(raw)
    return _Ordinal(name, "letter", raw, at + 1)


def _follows(before: _Ordinal, after: _Ordinal) -> bool:
    if after.style != "letter":
        return after.value == before.value + 1
    return any(
        alphabet.find(after.raw) == alphabet.find(before.raw) + 1
        for alphabet in _ALPHABETS
        if before.raw in alphabet and after.raw in alphabet
    )


def _next(before: _Ordinal) -> str:
    if before.style == "arabic":
        return str(before.value + 1)
    if before.style == "roman":
        return roman_numeral(before.value + 1)
    at = _ALPHABETS[0].find(before.raw) + 1
    return _ALPHABETS[0][at] if 0 < at < len(_ALPHABETS[0]) else before.raw

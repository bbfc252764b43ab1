"""Which part of the plan each draft belongs to, and the code of the task it becomes. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tiendo.domain.collation import fold
from tiendo.intake.models import Draft

_WORD = re.compile(r"[a-z0-9]+")
_APPENDIX_ORDER = 100_000
MAX_CODE = 30


@dataclass(frozen=True, slots=True)
class PlanPart:
    """A part of the plan tasks are counted by: a clause of the body or a group of an appendix."""

    path: str
    title: str
    order: int


def plan_parts(
    outline: Sequence[Mapping[str, Any]], drafts: Iterable[Draft]
) -> Mapping[int, PlanPart]:
    """The part of the plan of each draft, by the draft's id.

    Clauses belong to the unit above them. A group of an appendix belongs to the unit whose title it
    repeats, or to that of most clauses its rows carry out; else it is a part of its own.
    Missing: a draft without path and group has no part.
    """
    units = _titled_units(outline)
    listed = list(drafts)
    groups = _group_parts(units, listed)
    parts: dict[int, PlanPart] = {}
    for draft in listed:
        part = groups.get(_group_of(draft)) if _is_grouped(draft) else None
        found = part or _clause_part(units, draft)
        if found is not None:
            parts[draft.pk] = found
    return parts


def task_codes(drafts: Iterable[Draft], taken: Iterable[str]) -> Mapping[int, str]:
    """A code for each draft, by its id: "II.1.đ" for a clause, "PL2-07" for an appendix row.

    A code that is taken, as after a split, gets "-2", "-3" …
    """
    used = set(taken)
    codes: dict[int, str] = {}
    for draft in drafts:
        base = _base_code(draft)[: MAX_CODE - 4]
        code, step = base, 2
        while code in used:
            code, step = f"{base}-{step}", step + 1
        used.add(code)
        codes[draft.pk] = code
    return codes


def _base_code(draft: Draft) -> str:
    if draft.part == "body":
        return draft.path or f"M{draft.order}"
    number = draft.no.zfill(2) if draft.no.isdigit() else draft.no or f"M{draft.order}"
    return f"{_appendix_code(draft.part)}-{number}"


def _appendix_code(part: str) -> str:
    return f"PL{part.removeprefix('appendix-')}"


# Parts of the body


def _titled_units(outline: Sequence[Mapping[str, Any]]) -> dict[str, PlanPart]:
    units: dict[str, PlanPart] = {}
    for order, unit in enumerate(outline):
        if unit.get("part", "body") == "body" and unit.get("path"):
            path = str(unit["path"])[:120]
            units.setdefault(path, PlanPart(path, str(unit.get("title") or path), order))
    return units


def _clause_part(units: Mapping[str, PlanPart], draft: Draft) -> PlanPart | None:
    """The nearest unit above a clause, else the clause's own unit."""
    path = draft.path if draft.part == "body" else ""
    while "." in path:
        path = path.rpartition(".")[0]
        if path in units:
            return units[path]
    return units.get(path)


# Groups of appendices


def _is_grouped(draft: Draft) -> bool:
    """Whether a draft is a row under a group of an appendix; a clause has its unit instead."""
    return draft.part != "body" and bool(draft.group_title)


def _group_of(draft: Draft) -> tuple[str, str]:
    return draft.part, fold(draft.group_title)


def _group_parts(
    units: Mapping[str, PlanPart], drafts: Sequence[Draft]
) -> dict[tuple[str, str], PlanPart]:
    votes: dict[tuple[str, str], Counter[str]] = {}
    titles: dict[tuple[str, str], str] = {}
    for draft in drafts:
        if not _is_grouped(draft):
            continue
        group = _group_of(draft)
        titles.setdefault(group, draft.group_title)
        clause = draft.details and _clause_part(units, draft.details)
        votes.setdefault(group, Counter()).update([clause.path] if clause else [])
    return {
        group: _repeated(units, group[1])
        or _voted(units, votes[group])
        or PlanPart(f"{_appendix_code(group[0])}.{n}", titles[group], _APPENDIX_ORDER + n)
        for n, group in enumerate(titles, start=1)
    }


def _repeated(units: Mapping[str, PlanPart], group: str) -> PlanPart | None:
    """The unit whose title a group's title repeats: whole, or with its first three words."""
    words = _WORD.findall(group)
    for unit in units.values():
        title = _WORD.findall(fold(unit.title))
        if len(words) >= 2 and title[: len(words)] == words:
            return unit
    if len(words) < 3:
        return None
    alike = [u for u in units.values() if _WORD.findall(fold(u.title))[:3] == words[:3]]
    return alike[0] if len(alike) == 1 else None


def _voted(units: Mapping[str, PlanPart], votes: Counter[str]) -> PlanPart | None:
    if not votes:
        return None
    path, count = votes.most_common(1)[0]
    return units[path] if count >= 2 and count * 2 > votes.total() else None

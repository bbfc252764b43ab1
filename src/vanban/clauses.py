"""The units of a directive as clauses: what each is about, what stands above it, its labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from vanban.assignments import Assignment
from vanban.models import Span, Unit, UnitKind

# What a part of the document is about, by the words of its heading; the first that matches decides.
_SECTIONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "organisation",
        re.compile(
            r"(?i:tổ chức (?:triển khai )?thực hiện|(?<!có )(?<!chịu )trách nhiệm|phân công"
            r"|tổ chức triển khai|điều khoản thi hành|hiệu lực)"
        ),
    ),
    (
        "task",
        re.compile(
            r"(?i:nhiệm vụ|giải pháp|nội dung|công việc|kiến nghị|đề xuất|phương hướng|lộ trình)"
        ),
    ),
    (
        "state",
        re.compile(
            r"(?i:kết quả|thực trạng|tình hình|tồn tại|hạn chế|khó khăn|nguyên nhân|đánh giá"
            r"|sự cần thiết|ưu điểm|cơ sở pháp lý|căn cứ)"
        ),
    ),
    (
        "goal",
        re.compile(
            r"(?i:mục tiêu|mục đích|yêu cầu|quan điểm|chỉ tiêu|tầm nhìn|phạm vi|đối tượng"
            r"|nguyên tắc|định hướng)"
        ),
    ),
    ("budget", re.compile(r"(?i:kinh phí|nguồn vốn|nguồn lực)")),
)

CLAUSES = frozenset({UnitKind.KHOAN, UnitKind.SUBKHOAN, UnitKind.DIEM, UnitKind.BULLET})


@dataclass(slots=True)
class Clause:
    """A unit with what is known of it while tasks are made."""

    unit: Unit
    parent: Clause | None
    section: str | None
    children: list[Clause] = field(default_factory=list)
    leads: list[Assignment] = field(default_factory=list)
    labels: dict[str, Span] = field(default_factory=dict)
    text_span: Span = Span(0, 0)
    elsewhere: bool = False
    introduced: Assignment | None = None
    invites: bool = False


def tree_of(content: str, units: Sequence[Unit]) -> list[Clause]:
    """The units of one part as clauses, each with the one above it and those below it."""
    clauses: list[Clause] = []
    stack: list[Clause] = []
    for unit in units:
        while stack and not _contains(stack[-1].unit, unit):
            stack.pop()
        parent = stack[-1] if stack else None
        clause = Clause(unit, parent, _section(content, unit, parent), text_span=unit.own_span)
        if parent:
            parent.children.append(clause)
        clauses.append(clause)
        stack.append(clause)
    return clauses


def _contains(outer: Unit, inner: Unit) -> bool:
    return outer.span.start <= inner.span.start and inner.span.end <= outer.span.end


# A heading of goals stays one inside a part that sets tasks.
_IS_GOAL = re.compile(r"(?i:mục tiêu|quan điểm|chỉ tiêu|phạm vi|đối tượng|nguyên tắc)")


def _section(content: str, unit: Unit, parent: Clause | None) -> str | None:
    """What a unit is about: by its own heading, else by the one above it."""
    heading = unit.title or ""
    if unit.kind in (UnitKind.KHOAN, UnitKind.SUBKHOAN) and not heading:
        heading = short_heading(content, unit)
    above = parent.section if parent else None
    above = parent.section if parent else None
    if not heading:
        return above
    named = next((name for name, words in _SECTIONS if words.search(heading)), None)
    if named == "goal" and _IS_GOAL.match(heading):
        return named
    if named is None or (above in ("task", "organisation") and unit.level > 1):
        return above or named
    return named


def short_heading(content: str, unit: Unit) -> str:
    """The first line of a unit where it reads like a heading, else an empty string."""
    first = unit.own_span.of(content).split("\n")[0]
    return first if len(first) < 120 and not first.endswith((".", ";")) else ""


def ancestors(clause: Clause) -> Iterator[Clause]:
    """The clauses above one, the nearest first."""
    above = clause.parent
    while above:
        yield above
        above = above.parent


def root_of(clause: Clause) -> Clause:
    """The topmost clause above one; itself where none is above."""
    while clause.parent:
        clause = clause.parent
    return clause

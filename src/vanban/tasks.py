"""Draft tasks from the clauses of a directive: lettered clauses, bullets, label blocks."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from vanban.assignments import (
    Assignment,
    find_assignments,
    find_coordinating,
    read_label,
)
from vanban.bodies import body_list_end, names_in
from vanban.deadline_cells import parse_deadline_cell
from vanban.models import Deadline, DraftTask, Header, Span, Unit, UnitKind

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
_REPORTING_TYPES = frozenset({"Báo cáo", "Thông cáo", "Biên bản", "Tờ trình"})
_NORMATIVE_TYPES = frozenset(
    {"Nghị định", "Thông tư", "Luật", "Bộ luật", "Pháp lệnh", "Quy chế", "Quy định"}
)
_CLAUSES = frozenset({UnitKind.KHOAN, UnitKind.SUBKHOAN, UnitKind.DIEM, UnitKind.BULLET})


@dataclass(slots=True)
class _Clause:
    """A unit with what is known of it while tasks are made."""

    unit: Unit
    parent: _Clause | None
    section: str | None
    children: list[_Clause] = field(default_factory=list)
    leads: list[Assignment] = field(default_factory=list)
    labels: dict[str, Span] = field(default_factory=dict)
    text_span: Span = Span(0, 0)
    elsewhere: bool = False
    introduced: Assignment | None = None


def find_tasks(
    content: str,
    units: Sequence[Unit],
    header: Header,
    deadlines: Sequence[Deadline] = (),
    issued: dt.date | None = None,
) -> tuple[DraftTask, ...]:
    """The draft tasks of one part, in the order of the text.

    A clause without a lead of its own takes that of the heading above it; where none is named
    none is invented. ``deadlines`` are those of the sentences, in order. A report gives tasks
    only from its parts on what is to be done.
    """
    clauses = _tree(content, units)
    index = _Deadlines(deadlines, issued)
    _introduce(content, clauses, header)
    elsewhere = any(clause.section == "organisation" for clause in clauses)
    for clause in clauses:
        _read_labels(content, clause)
    for clause in clauses:
        clause.elsewhere = elsewhere
        clause.leads = _leads_of(content, clause, header)
    return tuple(
        _draft(content, clause, index) for clause in clauses if _is_task(content, clause, header)
    )


def _tree(content: str, units: Sequence[Unit]) -> list[_Clause]:
    clauses: list[_Clause] = []
    stack: list[_Clause] = []
    for unit in units:
        while stack and not _contains(stack[-1].unit, unit):
            stack.pop()
        parent = stack[-1] if stack else None
        clause = _Clause(unit, parent, _section(content, unit, parent), text_span=unit.own_span)
        if parent:
            parent.children.append(clause)
        clauses.append(clause)
        stack.append(clause)
    return clauses


def _contains(outer: Unit, inner: Unit) -> bool:
    return (
        outer.span.start <= inner.span.start and inner.span.end <= outer.span.end and outer != inner
    )


def _section(content: str, unit: Unit, parent: _Clause | None) -> str | None:
    """What a unit is about: by its own heading, else by the one above it."""
    heading = unit.title or ""
    if unit.kind in (UnitKind.KHOAN, UnitKind.SUBKHOAN) and not heading:
        heading = _short_heading(content, unit)
    named = next((name for name, words in _SECTIONS if words.search(heading)), None)
    above = parent.section if parent else None
    if named is None or (above in ("task", "organisation") and unit.level > 1):
        return above or named
    return named


def _short_heading(content: str, unit: Unit) -> str:
    first = unit.own_span.of(content).split("\n")[0]
    return first if len(first) < 120 and not first.endswith((".", ";")) else ""


def _read_labels(content: str, clause: _Clause) -> None:
    """Take the labelled lines out of a clause and give them to the clause they describe."""
    lines = _lines(content, clause.unit.own_span)
    kept_end = clause.unit.own_span.start
    owner = _labelled(clause)
    for line in lines:
        label = read_label(line.of(content))
        if label is None:
            if not any(span.start < line.start for span in owner.labels.values()):
                kept_end = line.end
            continue
        owner.labels.setdefault(label[0], Span(line.start + label[1], line.end))
    clause.text_span = Span(clause.unit.own_span.start, max(kept_end, clause.unit.own_span.start))


def _labelled(clause: _Clause) -> _Clause:
    """The clause that labels under a bullet speak of: the numbered one above it."""
    while clause.unit.kind is UnitKind.BULLET and clause.parent:
        clause = clause.parent
    return clause


def _lines(content: str, span: Span) -> list[Span]:
    return [
        Span(span.start + line.start(), span.start + line.end())
        for line in re.finditer(r"[^\n]+", span.of(content))
    ]


def _leads_of(content: str, clause: _Clause, header: Header) -> list[Assignment]:
    """The assignments of a clause; a bare subject counts only where duties are given out."""
    if header.type in _REPORTING_TYPES and clause.section not in ("task", "organisation"):
        return []
    if clause.section in ("state", "goal") and clause.unit.kind is not UnitKind.CLOSING:
        return []
    span = clause.text_span
    subjects = clause.section in ("organisation", "task", None) and clause.unit.kind in _CLAUSES
    if header.type in _NORMATIVE_TYPES and clause.section != "organisation":
        return []
    found = find_assignments(content, span.start, span.end, subjects)
    return [
        assignment
        for assignment in found
        if not _is_issuer(assignment, header) and _counts(assignment, clause)
    ]


def _counts(assignment: Assignment, clause: _Clause) -> bool:
    """In a part that gives out no duties only an explicit order or duty names a lead."""
    if clause.section in ("organisation", "task") or clause.unit.kind is UnitKind.CLOSING:
        return True
    return not clause.elsewhere or assignment.rule in ("assigned", "subject with its duty")


def _is_issuer(assignment: Assignment, header: Header) -> bool:
    """Whether the lead is the issuer itself in a sentence ("UBND tỉnh yêu cầu")."""
    if assignment.rule not in ("subject", "introduced"):
        return False
    issuer = (header.issuer or "").casefold().replace("ủy ban nhân dân", "ubnd")
    names = {name.casefold().replace("ủy ban nhân dân", "ubnd") for name in assignment.leads}
    return bool(issuer) and all(issuer.startswith(name) for name in names)


def _is_task(content: str, clause: _Clause, header: Header) -> bool:
    if "lead" in clause.labels or "deadline" in clause.labels:
        return True
    if any(label in above.labels for above in _ancestors(clause) for label in ("lead", "deadline")):
        return False
    has_subtasks = any(child.unit.kind in _CLAUSES for child in clause.children)
    if clause.leads:
        return not (has_subtasks and _is_heading(content, clause))
    if has_subtasks or not clause.text_span.of(content).strip():
        return False
    if clause.unit.kind is UnitKind.NOTE or clause.unit.kind in _CLAUSES:
        return _inherited(clause) is not None or _is_orderly(clause, header)
    return False


def _is_heading(content: str, clause: _Clause) -> bool:
    """Whether a clause with leads only introduces the clauses below it."""
    words = clause.text_span.of(content).rstrip()
    introduces = words.endswith(":") or clause.unit.title is not None
    return introduces or all(found.rule == "heading" for found in clause.leads)


def _is_orderly(clause: _Clause, header: Header) -> bool:
    """Whether a clause without a lead stands in a part that sets tasks."""
    if header.type in _NORMATIVE_TYPES or clause.unit.kind is UnitKind.NOTE:
        return False
    return clause.section == "task"


def _ancestors(clause: _Clause) -> Iterator[_Clause]:
    above = clause.parent
    while above:
        yield above
        above = above.parent


def _inherited(clause: _Clause) -> Assignment | None:
    """The assignment of the nearest heading above that names bodies."""
    for above in _ancestors(clause):
        if above.leads and (above.unit.kind in _CLAUSES or above.unit.kind is UnitKind.MUC):
            return above.leads[0]
    return _root(clause).introduced


def _root(clause: _Clause) -> _Clause:
    while clause.parent:
        clause = clause.parent
    return clause


_ASKED = re.compile(
    r"(?<!\w)(?:[Yy]êu cầu|[Đđ]ề nghị|[Gg]iao)\s+(?:cho\s+|đồng chí\s+)?(?=\S[^\n.;:]{3,300}:\Z)"
)
_LONGEST_INTRODUCTION = 2000


def _introduce(content: str, clauses: Sequence[_Clause], header: Header) -> None:
    """Tell the topmost clauses who is asked by the paragraph that introduces their list."""
    if header.type in _REPORTING_TYPES | _NORMATIVE_TYPES:
        return
    last: _Clause | None = None
    for clause in clauses:
        if clause.parent is not None or clause.unit.kind not in _CLAUSES:
            continue
        if last is not None and last.unit.kind is clause.unit.kind:
            clause.introduced = last.introduced
        else:
            clause.introduced = _introduction(content, clause.unit.span.start, header)
        last = clause


def _introduction(content: str, stop: int, header: Header) -> Assignment | None:
    """Who is asked by the paragraph that ends before ``stop`` to do what follows."""
    start = max(0, stop - _LONGEST_INTRODUCTION)
    asked = list(_ASKED.finditer(content[start:stop].rstrip()))
    begins = start + asked[-1].end() if asked else 0
    ends = body_list_end(content, begins) if asked else None
    if ends is None:
        return None
    found = Assignment(
        names_in(content[begins:ends]), (), Span(begins, ends), None, 0.7, "introduced"
    )
    return None if _is_issuer(found, header) else found


def _draft(content: str, clause: _Clause, index: _Deadlines) -> DraftTask:
    own = clause.leads
    heading = None if own or "lead" in clause.labels else _inherited(clause)
    assignments = own or ([heading] if heading else [])
    leads = _distinct(name for assignment in assignments for name in assignment.leads)
    coordinating = _distinct(name for assignment in assignments for name in assignment.coordinating)
    if "lead" in clause.labels:
        leads = _names_of_label(clause.labels["lead"].of(content))
    if "coordinating" in clause.labels:
        coordinating = _names_of_label(clause.labels["coordinating"].of(content))
    elif not coordinating:
        coordinating = find_coordinating(clause.text_span.of(content))
    deadlines = _deadlines(content, clause, index)
    product = clause.labels.get("product")
    return DraftTask(
        clause.unit.span,
        clause.unit.part,
        _confidence(clause, assignments),
        path=clause.unit.path,
        group=_group(content, clause),
        text=_text(content, clause),
        leads=leads,
        coordinating=coordinating,
        deadline_raw=_deadline_raw(content, clause, deadlines),
        deadlines=deadlines,
        product=product.of(content).strip(" .") if product else None,
        field_spans=_field_spans(clause, assignments),
    )


_LONGEST_LIST = 250


def _names_of_label(words: str) -> tuple[str, ...]:
    """The bodies after a label: the list it opens with, or all of a short line."""
    ends = body_list_end(words, 0)
    sentence = re.split(r"\.\s", words)[0].rstrip(" .;")
    if ends and (len(sentence) > _LONGEST_LIST or not re.match(r"\s*[,;]|\s+và\s", words[ends:])):
        return names_in(words[:ends])
    return names_in(sentence) if len(sentence) <= _LONGEST_LIST else ()


def _distinct(names: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _confidence(clause: _Clause, assignments: Sequence[Assignment]) -> float:
    if "lead" in clause.labels:
        return 0.95
    if assignments:
        return min(assignment.confidence for assignment in assignments)
    return 0.7


def _group(content: str, clause: _Clause) -> str | None:
    """The heading the clause stands under."""
    for above in _ancestors(clause):
        if above.unit.title:
            return above.unit.title
        heading = _short_heading(content, above.unit)
        if heading:
            return heading.rstrip(":")
    return None


def _text(content: str, clause: _Clause) -> str:
    """The words of the task: its own, and those of its bullets where labels gather them."""
    spans = [clause.text_span]
    if clause.labels:
        spans += [
            child.text_span for child in clause.children if child.unit.kind is UnitKind.BULLET
        ]
    return " ".join(" ".join(span.of(content).split()) for span in spans if span.end > span.start)


class _Deadlines:
    """The deadlines found in sentences, by where they stand."""

    def __init__(self, found: Sequence[Deadline], issued: dt.date | None) -> None:
        self.issued = issued
        self._found = found
        self._starts = [deadline.span.start for deadline in found]

    def within(self, span: Span) -> tuple[Deadline, ...]:
        first, last = (bisect_left(self._starts, at) for at in (span.start, span.end))
        return tuple(self._found[first:last])


def _deadlines(content: str, clause: _Clause, index: _Deadlines) -> tuple[Deadline, ...]:
    labelled = clause.labels.get("deadline")
    if labelled:
        raw = labelled.of(content)
        return parse_deadline_cell(raw, labelled.start, clause.unit.part, index.issued)
    return index.within(clause.text_span)


def _deadline_raw(content: str, clause: _Clause, deadlines: Sequence[Deadline]) -> str | None:
    labelled = clause.labels.get("deadline")
    if labelled:
        return labelled.of(content).strip(" .")
    return "; ".join(deadline.raw for deadline in deadlines) or None


def _field_spans(clause: _Clause, assignments: Sequence[Assignment]) -> dict[str, Span]:
    spans = {"text": clause.text_span, **clause.labels}
    if assignments and "lead" not in spans:
        spans["lead"] = assignments[0].span
        if assignments[0].coordinating_span and "coordinating" not in spans:
            spans["coordinating"] = assignments[0].coordinating_span
    return spans

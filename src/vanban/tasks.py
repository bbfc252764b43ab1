"""Draft tasks from the clauses of a directive: lettered clauses, bullets, label blocks."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from vanban.assignments import (
    Assignment,
    find_assignments,
    find_coordinating,
)
from vanban.bodies import body_list_end, names_in
from vanban.clauses import (
    CLAUSES,
    Clause,
    ancestors,
    read_labels,
    root_of,
    short_heading,
    tree_of,
)
from vanban.deadline_cells import parse_deadline_cell
from vanban.models import Deadline, DraftTask, Header, Span, Unit, UnitKind

_REPORTING_TYPES = frozenset({"Báo cáo", "Thông cáo", "Biên bản", "Tờ trình"})
_NORMATIVE_TYPES = frozenset(
    {"Nghị định", "Thông tư", "Luật", "Bộ luật", "Pháp lệnh", "Quy chế", "Quy định"}
)


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
    clauses = tree_of(content, units)
    index = _Deadlines(deadlines, issued)
    _introduce(content, clauses, header)
    elsewhere = any(clause.section == "organisation" for clause in clauses)
    for clause in clauses:
        read_labels(content, clause)
    for clause in clauses:
        clause.elsewhere = elsewhere
        clause.leads = _leads_of(content, clause, header)
    return tuple(
        _draft(content, clause, index) for clause in clauses if _is_task(content, clause, header)
    )


def _leads_of(content: str, clause: Clause, header: Header) -> list[Assignment]:
    """The assignments of a clause; a bare subject counts only where duties are given out."""
    if header.type in _REPORTING_TYPES and clause.section not in ("task", "organisation"):
        return []
    if clause.section in ("state", "goal") and clause.unit.kind is not UnitKind.CLOSING:
        return []
    span = clause.text_span
    subjects = clause.section in ("organisation", "task", None) and clause.unit.kind in CLAUSES
    if header.type in _NORMATIVE_TYPES and clause.section != "organisation":
        return []
    found = find_assignments(content, span.start, span.end, subjects)
    return [
        assignment
        for assignment in found
        if not _is_issuer(assignment, header) and _counts(assignment, clause)
    ]


def _counts(assignment: Assignment, clause: Clause) -> bool:
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


def _is_task(content: str, clause: Clause, header: Header) -> bool:
    if "lead" in clause.labels or "deadline" in clause.labels:
        return True
    if any(label in above.labels for above in ancestors(clause) for label in ("lead", "deadline")):
        return False
    has_subtasks = any(child.unit.kind in CLAUSES for child in clause.children)
    if clause.leads:
        return not (has_subtasks and _is_heading(content, clause))
    if has_subtasks or not clause.text_span.of(content).strip():
        return False
    if clause.unit.kind is UnitKind.NOTE or clause.unit.kind in CLAUSES:
        return _inherited(clause) is not None or _is_orderly(clause, header)
    return False


def _is_heading(content: str, clause: Clause) -> bool:
    """Whether a clause with leads only introduces the clauses below it."""
    words = clause.text_span.of(content).rstrip()
    introduces = words.endswith(":") or clause.unit.title is not None
    return introduces or all(found.rule == "heading" for found in clause.leads)


def _is_orderly(clause: Clause, header: Header) -> bool:
    """Whether a clause without a lead stands in a part that sets tasks."""
    if header.type in _NORMATIVE_TYPES or clause.unit.kind is UnitKind.NOTE:
        return False
    return clause.section == "task"


def _inherited(clause: Clause) -> Assignment | None:
    """The assignment of the nearest heading above that names bodies."""
    for above in ancestors(clause):
        if above.leads and (above.unit.kind in CLAUSES or above.unit.kind is UnitKind.MUC):
            return above.leads[0]
    return root_of(clause).introduced


_ASKED = re.compile(
    r"(?<!\w)(?:[Yy]êu cầu|[Đđ]ề nghị|[Gg]iao)\s+(?:cho\s+|đồng chí\s+)?(?=\S[^\n.;:]{3,300}:\Z)"
)
_LONGEST_INTRODUCTION = 2000


def _introduce(content: str, clauses: Sequence[Clause], header: Header) -> None:
    """Tell the topmost clauses who is asked by the paragraph that introduces their list."""
    if header.type in _REPORTING_TYPES | _NORMATIVE_TYPES:
        return
    last: Clause | None = None
    for clause in clauses:
        if clause.parent is not None or clause.unit.kind not in CLAUSES:
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


def _draft(content: str, clause: Clause, index: _Deadlines) -> DraftTask:
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


def _confidence(clause: Clause, assignments: Sequence[Assignment]) -> float:
    if "lead" in clause.labels:
        return 0.95
    if assignments:
        return min(assignment.confidence for assignment in assignments)
    return 0.7


def _group(content: str, clause: Clause) -> str | None:
    """The heading the clause stands under."""
    for above in ancestors(clause):
        if above.unit.title:
            return above.unit.title
        heading = short_heading(content, above.unit)
        if heading:
            return heading.rstrip(":")
    return None


def _text(content: str, clause: Clause) -> str:
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


def _deadlines(content: str, clause: Clause, index: _Deadlines) -> tuple[Deadline, ...]:
    labelled = clause.labels.get("deadline")
    if labelled:
        raw = labelled.of(content)
        return parse_deadline_cell(raw, labelled.start, clause.unit.part, index.issued)
    return index.within(clause.text_span)


def _deadline_raw(content: str, clause: Clause, deadlines: Sequence[Deadline]) -> str | None:
    labelled = clause.labels.get("deadline")
    if labelled:
        return labelled.of(content).strip(" .")
    return "; ".join(deadline.raw for deadline in deadlines) or None


def _field_spans(clause: Clause, assignments: Sequence[Assignment]) -> dict[str, Span]:
    spans = {"text": clause.text_span, **clause.labels}
    if assignments and "lead" not in spans:
        spans["lead"] = assignments[0].span
        if assignments[0].coordinating_span and "coordinating" not in spans:
            spans["coordinating"] = assignments[0].coordinating_span
    return spans

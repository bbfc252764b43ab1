"""A clause with its bodies, deadlines, product and duties as a draft task."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache

from vanban.assignments import Assignment, find_assignments, find_coordinating
from vanban.bodies import is_group, standard_name
from vanban.body_lists import body_list_end, names_in
from vanban.clauses import Clause, ancestors, short_heading
from vanban.deadline_cells import parse_deadline_cell
from vanban.duties import find_duties
from vanban.models import Deadline, DraftTask, Span, UnitKind
from vanban.obligation import obligation_of
from vanban.reporting import product_of, reports_to
from vanban.roles import has_role_marks, split_roles


class DeadlineIndex:
    """The deadlines found in sentences, by where they stand."""

    def __init__(self, found: Sequence[Deadline], issued: dt.date | None) -> None:
        self.issued = issued
        self._found = found
        self._starts = [deadline.span.start for deadline in found]

    def within(self, span: Span) -> tuple[Deadline, ...]:
        """The deadlines whose words begin inside a span."""
        first, last = (bisect_left(self._starts, at) for at in (span.start, span.end))
        return tuple(self._found[first:last])


def draft_of(
    content: str, clause: Clause, inherited: Assignment | None, index: DeadlineIndex
) -> DraftTask:
    """The draft task of a clause; ``inherited`` leads where it names nobody itself."""
    assignments = clause.leads or ([inherited] if inherited else [])
    leads, coordinating = _bodies(content, clause, assignments)
    deadlines = _deadlines(content, clause, index)
    words = clause.text_span.of(content)
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
        product=product.of(content).strip(" .") if product else product_of(words),
        obligation=obligation_of(words, _heading(clause)),
        reports_to=reports_to(words),
        generic=tuple(name for name in (*leads, *coordinating) if is_group(name)),
        duties=find_duties(content, clause.unit, clause.text_span, assignments, index.within),
        field_spans=_field_spans(clause, assignments),
    )


def order_draft(content: str, span: Span, part: str, order: Assignment) -> DraftTask:
    """The draft of an order that stands in the words before the first unit."""
    words = _words_of_order(content, span, order)
    return DraftTask(
        span,
        part,
        order.confidence,
        path="intro",
        text=words,
        leads=order.leads,
        coordinating=order.coordinating,
        obligation=obligation_of(words),
        generic=tuple(name for name in order.leads if is_group(name)),
        field_spans={"text": span, "lead": order.span},
    )


# A longer paragraph is no sentence of one order: each of its many orders has its own words.
_LONGEST_PARAGRAPH = 4_000
_LONGEST_ORDER = 300


def _words_of_order(content: str, paragraph: Span, order: Assignment) -> str:
    if paragraph.end - paragraph.start <= _LONGEST_PARAGRAPH:
        return _folded(paragraph.of(content))
    stop = min(paragraph.end, order.span.end + _LONGEST_ORDER)
    return _folded(content[order.span.start : stop])


@lru_cache(maxsize=1)
def _folded(words: str) -> str:
    """Words with single spaces; the orders of one paragraph share one string."""
    return " ".join(words.split())


def _bodies(
    content: str, clause: Clause, assignments: Sequence[Assignment]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    leads = _distinct(name for assignment in assignments for name in assignment.leads)
    others = _distinct(name for assignment in assignments for name in assignment.coordinating)
    if "lead" in clause.labels:
        label = clause.labels["lead"].of(content)
        leads = _names_of_label(label)
        if has_role_marks(label):
            leads, others = (_standard(names) for names in split_roles(label))
    if "coordinating" in clause.labels:
        others = _names_of_label(clause.labels["coordinating"].of(content))
    elif not others:
        others = find_coordinating(clause.text_span.of(content))
    return leads, tuple(name for name in others if name not in leads)


def _standard(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(standard_name(name) for name in names)


_LONGEST_LIST = 250
_FURTHER_SUBJECTS = ("further subject", "subject with its duty")


def _names_of_label(words: str) -> tuple[str, ...]:
    """The bodies after a label: the list it opens with, or all of a short line; after it those
    that are told to do their share ("…; các sở, ngành rà soát …")."""
    ends = body_list_end(words, 0)
    sentence = re.split(r"\.\s", words)[0].rstrip(" .;")
    if ends and (len(sentence) > _LONGEST_LIST or not re.match(r"\s*[,;]|\s+và\s", words[ends:])):
        further = (
            name
            for found in find_assignments(words, 0, len(words))
            if found.span.start >= ends and found.rule in _FURTHER_SUBJECTS
            for name in found.leads
        )
        return _distinct((*names_in(words[:ends]), *further))
    return names_in(sentence) if len(sentence) <= _LONGEST_LIST else ()


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _confidence(clause: Clause, assignments: Sequence[Assignment]) -> float:
    if "lead" in clause.labels:
        return 0.95
    if assignments:
        return min(assignment.confidence for assignment in assignments)
    return 0.7


def _heading(clause: Clause) -> str:
    return next((above.unit.title for above in ancestors(clause) if above.unit.title), "") or ""


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
    if clause.labels and clause.unit.kind is not UnitKind.BULLET:
        spans += [
            child.text_span for child in clause.children if child.unit.kind is UnitKind.BULLET
        ]
    return " ".join(" ".join(span.of(content).split()) for span in spans if span.end > span.start)


def _deadlines(content: str, clause: Clause, index: DeadlineIndex) -> tuple[Deadline, ...]:
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

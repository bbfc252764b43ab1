"""Draft tasks from the clauses of a directive: lettered clauses, bullets, label blocks."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from vanban.assignments import Assignment, find_assignments
from vanban.clauses import CLAUSES, Clause, ancestors, root_of, tree_of
from vanban.label_blocks import read_label_blocks
from vanban.models import Deadline, DraftTask, Header, Span, Unit, UnitKind
from vanban.obligation import assigns_nothing
from vanban.orders import find_orders, introducing_order
from vanban.task_drafts import DeadlineIndex, draft_of, order_draft

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
    preamble: Sequence[Span] = (),
) -> tuple[DraftTask, ...]:
    """The draft tasks of one part, in the order of the text.

    A clause without a lead of its own takes that of the heading above it; where none is named
    none is invented. ``deadlines`` are those of the sentences, in order; ``preamble`` the
    paragraphs before the first unit. A report gives tasks only from its parts on what is to be
    done.
    """
    clauses = tree_of(content, units)
    index = DeadlineIndex(deadlines, issued)
    _introduce(content, clauses, header)
    elsewhere = any(clause.section == "organisation" for clause in clauses)
    read_label_blocks(content, clauses)
    for clause in clauses:
        clause.elsewhere = elsewhere
        clause.leads = _leads_of(content, clause, header)
    drafts = [
        draft_of(content, clause, _inherited(clause), index)
        for clause in clauses
        if _is_task(content, clause, header)
    ]
    return (*_orders_before(content, header, preamble, drafts), *drafts)


def _orders_before(
    content: str, header: Header, preamble: Sequence[Span], drafts: Sequence[DraftTask]
) -> Iterator[DraftTask]:
    """The orders of the opening paragraphs that no clause has taken over."""
    if header.type in _REPORTING_TYPES | _NORMATIVE_TYPES:
        return
    taken = {draft.field_spans["lead"] for draft in drafts if "lead" in draft.field_spans}
    for paragraph, order in _orders_of(content, preamble, bool(drafts)):
        if order.span not in taken and not _is_issuer(order, header):
            part = drafts[0].part if drafts else "body"
            yield order_draft(content, paragraph, part, order)


def _orders_of(
    content: str, preamble: Sequence[Span], has_clauses: bool
) -> Iterator[tuple[Span, Assignment]]:
    """The orders of paragraphs; a letter without clauses says in them what each is to do."""
    yield from find_orders(content, preamble)
    for paragraph in () if has_clauses else preamble:
        for found in find_assignments(content, paragraph.start, paragraph.end, False, True):
            if found.rule != "assigned":
                yield paragraph, found


def _leads_of(content: str, clause: Clause, header: Header) -> list[Assignment]:
    """The assignments of a clause; a bare subject counts only where duties are given out."""
    span = clause.text_span
    if not _gives_duties(clause, header):
        return []
    if assigns_nothing(span.of(content)):
        further = content.find("\n", span.start, span.end)
        if further < 0:
            return []
        span = Span(further, span.end)
    subjects = clause.section in ("organisation", "task", "budget", None)
    found = find_assignments(
        content,
        span.start,
        span.end,
        subjects and _may_have_subjects(clause),
        clause.unit.kind is UnitKind.CLOSING,
    )
    return [
        assignment
        for assignment in found
        if not _is_issuer(assignment, header)
        and _counts(assignment, clause)
        and not _is_mere_name(content, assignment, clause)
    ]


def _may_have_subjects(clause: Clause) -> bool:
    """Whether a bare subject leads: in a clause, and in an article without clauses or heading."""
    if clause.unit.kind is UnitKind.DIEU:
        return not clause.children and clause.section in ("organisation", None)
    return clause.unit.kind in CLAUSES


def _gives_duties(clause: Clause, header: Header) -> bool:
    if header.type in _REPORTING_TYPES and clause.section not in ("task", "organisation"):
        return False
    if clause.section in ("state", "goal") and clause.unit.kind is not UnitKind.CLOSING:
        return False
    return not _is_normative(clause, header) or clause.section == "organisation"


def _is_normative(clause: Clause, header: Header) -> bool:
    """Whether a clause states rules: in a normative document, or in one attached to a decision."""
    if header.type in _NORMATIVE_TYPES:
        return True
    return root_of(clause).unit.kind is UnitKind.CHUONG


_ENDING = re.compile(r"[\s.;:/,]*")


def _is_mere_name(content: str, assignment: Assignment, clause: Clause) -> bool:
    """Whether an item without anything under it only names a body, as in a list of addressees."""
    is_bullet = clause.unit.kind is UnitKind.BULLET
    if assignment.rule != "heading" or clause.children or not is_bullet:
        return False
    return bool(_ENDING.fullmatch(content, assignment.span.end, clause.unit.span.end))


def _counts(assignment: Assignment, clause: Clause) -> bool:
    """In a part that gives out no duties only an explicit order or duty names a lead."""
    if clause.section in ("organisation", "task", "budget"):
        return True
    if clause.unit.kind is UnitKind.CLOSING or not clause.elsewhere:
        return True
    if assignment.rule == "subject":
        return assignment.span.start > clause.text_span.start
    return assignment.rule in ("assigned", "subject with its duty", "subject after its ground")


def _is_issuer(assignment: Assignment, header: Header) -> bool:
    """Whether the lead is the issuer itself in a sentence ("UBND tỉnh yêu cầu")."""
    if assignment.rule in ("heading", "leads it", "subject with its duty", "assigned"):
        return False
    if assignment.rule == "subject" and _OWN_WORK.match(header.issuer or ""):
        return False
    issuer = (header.issuer or "").casefold().replace("ủy ban nhân dân", "ubnd")
    names = {name.casefold().replace("ủy ban nhân dân", "ubnd") for name in assignment.leads}
    return bool(issuer) and all(issuer.startswith(name) for name in names)


# Bodies that write plans and reports on their own work, and so name themselves as doing it.
_OWN_WORK = re.compile(
    r"(?:Sở|Phòng|Cục|Chi cục|Trung tâm|Công ty|Tổng công ty|Ban Quản lý|Trường|Bệnh viện|Hội"
    r"|Đoàn|Liên đoàn|Thanh tra|Công an|Trạm|Kho bạc|Thuế|Hải quan)\s"
)


def _is_task(content: str, clause: Clause, header: Header) -> bool:
    if "lead" in clause.labels or "deadline" in clause.labels:
        return True
    labelled = any(label in above.labels for above in ancestors(clause) for label in _WHOLE)
    has_subtasks = any(child.unit.kind in CLAUSES for child in clause.children)
    if clause.leads:
        return not (has_subtasks and _is_heading(content, clause))
    if labelled or has_subtasks or not clause.text_span.of(content).strip():
        return False
    if clause.unit.kind is UnitKind.NOTE or clause.unit.kind in CLAUSES:
        return _inherited(clause) is not None or _is_orderly(clause, header)
    return False


_WHOLE = ("lead", "deadline")


def _is_heading(content: str, clause: Clause) -> bool:
    """Whether a clause with leads only introduces the clauses below it."""
    words = clause.text_span.of(content).rstrip()
    introduces = words.endswith(":") or clause.unit.title is not None
    return introduces or all(found.rule == "heading" for found in clause.leads)


def _is_orderly(clause: Clause, header: Header) -> bool:
    """Whether a clause without a lead stands in a part that sets tasks."""
    if _is_normative(clause, header) or clause.unit.kind is UnitKind.NOTE:
        return False
    return clause.section == "task"


_GIVING = CLAUSES | {UnitKind.MUC, UnitKind.DIEU}


def _inherited(clause: Clause) -> Assignment | None:
    """The assignment of the nearest heading above that names bodies, unless a clause has its own
    or gives nobody a duty."""
    if clause.leads or "lead" in clause.labels or clause.invites:
        return None
    for above in ancestors(clause):
        if above.leads and above.unit.kind in _GIVING:
            return above.leads[0]
    return root_of(clause).introduced


def _introduce(content: str, clauses: Sequence[Clause], header: Header) -> None:
    """Tell the topmost clauses who is asked by the paragraph that introduces their list."""
    last: Clause | None = None
    for clause in clauses:
        clause.invites = assigns_nothing(clause.unit.own_span.of(content))
        if clause.parent is not None or clause.unit.kind not in CLAUSES:
            continue
        if header.type in _REPORTING_TYPES | _NORMATIVE_TYPES:
            continue
        if last is not None and last.unit.kind is clause.unit.kind:
            clause.introduced = last.introduced
        else:
            order = introducing_order(content, clause.unit.span.start)
            clause.introduced = None if order is None or _is_issuer(order, header) else order
        last = clause

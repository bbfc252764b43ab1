"""The records of money behind figures: lines, payments, and decisions on projects."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.budgets.models import BudgetLine, Disbursement, ProjectApproval, ProjectFunding
from tiendo.budgets.permissions import visible_lines, visible_projects
from tiendo.budgets.queries import LineMoney, money_of
from tiendo.reporting.lineage.clauses import clause_of, document_words
from tiendo.reporting.lineage.records import (
    Compared,
    Deed,
    Proof,
    Record,
    RecordState,
    in_order,
    state_of,
)
from tiendo.reporting.models import Figure
from vanban.dates import format_date
from vanban.quantities import Missing, format_number

LINE, PAYMENT = "budgets.budgetline", "budgets.disbursement"
APPROVAL, FUNDING = "budgets.projectapproval", "budgets.projectfunding"
_PASSAGE = "passage__text__rendition__document"
_HEAVY = tuple(f"passage__text__{name}" for name in ("content", "structure", "parsed"))


def trace_lines(actor: Actor, figure: Figure, ids: Sequence[int]) -> list[Record]:
    """Lines with what was allotted and paid by the day of the report, as known then and now."""
    report = figure.report
    lines = visible_lines(actor).filter(pk__in=ids).select_related("created_by")
    then = {row.line.pk: row for row in money_of(lines, report.as_of, report.known_at)}
    now = {row.line.pk: row for row in money_of(lines, report.as_of)}
    told = {pk: _line(row, now[pk]) for pk, row in then.items()}
    return in_order(LINE, BudgetLine, ids, told)


def _line(then: LineMoney, now: LineMoney) -> Record:
    line = then.line
    values = (
        Compared(
            _("Dự toán được giao"), _money(then.amounts.allotted), _money(now.amounts.allotted)
        ),
        Compared(_("Đã giải ngân"), _money(then.amounts.paid), _money(now.amounts.paid)),
    )
    return Record(
        record_id=line.pk,
        record_type=LINE,
        state=state_of(values),
        code=str(line.year),
        title=line.title,
        lead=line.body.name,
        page=("budget-line", (line.pk,)),
        values=values,
        entered=Deed(str(line.created_by), line.created_at, line.body.name),
    )


def trace_payments(actor: Actor, figure: Figure, ids: Sequence[int]) -> list[Record]:
    """Payments with their papers, beside what corrected them since."""
    rows = (
        Disbursement.objects.filter(pk__in=ids, line__in=visible_lines(actor).values("pk"))
        .select_related("line__body", "recorded_by", "document", "corrected_by", _PASSAGE)
        .defer(*_HEAVY)
    )
    told = {row.pk: _payment(row) for row in rows}
    return in_order(PAYMENT, Disbursement, ids, told)


def _payment(row: Disbursement) -> Record:
    corrected: Disbursement | None = getattr(row, "corrected_by", None)
    is_gone = corrected is not None and corrected.is_withdrawn
    now = "" if is_gone else _money((corrected or row).amount_vnd)
    state = RecordState.CHANGED if corrected is not None else RecordState.SAME
    return Record(
        record_id=row.pk,
        record_type=PAYMENT,
        state=RecordState.GONE if is_gone else state,
        code=format_date(row.day),
        title=row.line.title,
        lead=row.line.body.name,
        note=_("lũy kế đến ngày") if row.is_cumulative else "",
        page=("budget-line", (row.line_id,)),
        values=(Compared(_("Số tiền"), _money(row.amount_vnd), now),),
        entered=Deed(str(row.recorded_by), row.recorded_at, row.line.body.name),
        proofs=_papers(row.symbol, row),
        clauses=clause_of(row.passage),
    )


def _papers(symbol: str, row: Disbursement | ProjectApproval) -> tuple[Proof, ...]:
    if row.document is not None:
        return (Proof(document_words(row.document), row.document_id),)
    return (Proof(symbol),) if symbol else ()


def trace_approvals(actor: Actor, figure: Figure, ids: Sequence[int]) -> list[Record]:
    """Decisions on projects with the totals they set."""
    rows = (
        ProjectApproval.objects.filter(pk__in=ids, project__in=visible_projects(actor).values("pk"))
        .select_related("project__owner", "recorded_by", "document", "corrected_by", _PASSAGE)
        .defer(*_HEAVY)
    )
    told = {row.pk: _approval(row, APPROVAL, row.pk) for row in rows}
    return in_order(APPROVAL, ProjectApproval, ids, told)


def trace_funding(actor: Actor, figure: Figure, ids: Sequence[int]) -> list[Record]:
    """What sources give of approved totals, each told by its decision."""
    rows = ProjectFunding.objects.filter(
        pk__in=ids, approval__project__in=visible_projects(actor).values("pk")
    ).select_related(
        "approval__project__owner",
        "approval__recorded_by",
        "approval__document",
        "approval__corrected_by",
    )
    told = {}
    for row in rows:
        record = _approval(row.approval, FUNDING, row.pk, row)
        told[row.pk] = record
    return in_order(FUNDING, ProjectFunding, ids, told)


def _approval(
    row: ProjectApproval, record_type: str, pk: int, part: ProjectFunding | None = None
) -> Record:
    corrected: ProjectApproval | None = getattr(row, "corrected_by", None)
    is_gone = corrected is not None and corrected.is_withdrawn
    amount = part.amount_vnd if part is not None else row.total_vnd
    label = part.get_source_display() if part is not None else _("Tổng mức đầu tư")
    later = corrected.total_vnd if corrected is not None and part is None else amount
    state = RecordState.CHANGED if corrected is not None else RecordState.SAME
    return Record(
        record_id=pk,
        record_type=record_type,
        state=RecordState.GONE if is_gone else state,
        code=row.project.code,
        title=row.project.name,
        lead=row.project.owner.name,
        note=f"{row.get_kind_display()}: {row.symbol} ngày {format_date(row.day)}",
        page=("project", (row.project_id,)),
        values=(Compared(label, _money(amount), "" if is_gone else _money(later)),),
        entered=Deed(str(row.recorded_by), row.recorded_at, row.project.owner.name),
        proofs=_papers(row.symbol, row),
        clauses=clause_of(row.passage) if part is None else (),
    )


def _money(amount: int | None) -> str:
    """Whole đồng as printed; what is not known is no zero."""
    if amount is None:
        return str(Missing.NO_DATA.words)
    return f"{format_number(Decimal(amount))} đồng"

"""Where figures come from: the records behind each, told by what kind of record they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.reporting.events import EVENT
from tiendo.reporting.gathering.sources import OWED
from tiendo.reporting.lineage import budgets, documents, events, indicators, reports, tasks
from tiendo.reporting.lineage.records import Record, RecordState
from tiendo.reporting.measures import DIFFICULTY, EVIDENCE, OCCURRENCE, TASK, UPDATE
from tiendo.reporting.models import Figure

__all__ = ["NOUNS", "TRACERS", "Record", "RecordState", "trace"]

# Tells of the records of a figure as somebody may see them, in the order asked for.
Tracer = Callable[[Actor, Figure, Sequence[int]], list[Record]]

TRACERS: Mapping[str, Tracer] = {
    TASK: tasks.trace_tasks,
    UPDATE: tasks.trace_updates,
    EVIDENCE: tasks.trace_evidence,
    OCCURRENCE: tasks.trace_occurrences,
    DIFFICULTY: tasks.trace_difficulties,
    indicators.OBSERVATION: indicators.trace_observations,
    indicators.TARGET: indicators.trace_targets,
    budgets.LINE: budgets.trace_lines,
    budgets.PAYMENT: budgets.trace_payments,
    budgets.APPROVAL: budgets.trace_approvals,
    budgets.FUNDING: budgets.trace_funding,
    documents.DOCUMENT: documents.trace_documents,
    reports.FIGURE: reports.trace_figures,
    reports.REPORT: reports.trace_reports,
    OWED: reports.trace_owed,
    EVENT: events.trace_events,
}

NOUNS: Mapping[str, Promise] = {
    TASK: _("nhiệm vụ"),
    UPDATE: _("cập nhật tiến độ"),
    EVIDENCE: _("minh chứng"),
    OCCURRENCE: _("kỳ của nhiệm vụ"),
    DIFFICULTY: _("vướng mắc"),
    indicators.OBSERVATION: _("số liệu chỉ tiêu"),
    indicators.TARGET: _("mục tiêu"),
    budgets.LINE: _("khoản dự toán"),
    budgets.PAYMENT: _("lần giải ngân"),
    budgets.APPROVAL: _("quyết định dự án"),
    budgets.FUNDING: _("nguồn vốn của dự án"),
    documents.DOCUMENT: _("văn bản"),
    reports.FIGURE: _("số liệu của báo cáo"),
    reports.REPORT: _("báo cáo"),
    OWED: _("cơ quan phải gửi báo cáo"),
    EVENT: _("hội nghị, sự kiện"),
}


def trace(actor: Actor, figure: Figure, ids: Sequence[int]) -> list[Record]:
    """The records of a figure, of those asked for, in the figure's order.

    One that the reader may not see is told as hidden, one no longer there as gone.
    Errors: KeyError for a kind of record that nothing tells of. Cost: at most eight queries.
    """
    return TRACERS[figure.record_type](actor, figure, ids) if ids else []

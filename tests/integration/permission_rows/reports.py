"""Who may reach the pages of urls/reports.py: overseers read, coordinators compile, the leader
approves."""

from __future__ import annotations

from tests.factories import World, actor
from tests.integration.permission_rows import COORDINATORS, OVERSEERS, Row
from tests.report_factories import approve_plan_report, compile_plan, make_plan
from tests.unit.composer.documents import DOT, document
from tiendo.composer.model import Drawing
from tiendo.reporting.models import Report
from tiendo.reporting.snapshot import dump_document

LEADERS = frozenset({"leader"})


def a_draft(world: World) -> tuple[object, ...]:
    return (compile_plan(world, make_plan(world)).pk,)


def a_figure(world: World) -> tuple[object, ...]:
    return (*a_draft(world), "tasks.total")


def a_picture(world: World) -> tuple[object, ...]:
    report = compile_plan(world, make_plan(world))
    with_picture = document(blocks=(Drawing(DOT, "Một điểm"),))
    Report.objects.filter(pk=report.pk).update(content=dump_document(with_picture))
    return (report.pk, 1)


def an_approved_one(world: World) -> tuple[object, ...]:
    report = compile_plan(world, make_plan(world))
    return (approve_plan_report(report, actor(world.leader)).pk,)


ROWS: dict[str, Row] = {
    "report-list": Row(OVERSEERS),
    "report-new": Row(COORDINATORS),
    "report": Row(OVERSEERS, a_draft),
    "report-download": Row(OVERSEERS, a_draft),
    "report-pages": Row(OVERSEERS, a_draft),
    "report-picture": Row(OVERSEERS, a_picture),
    "report-checks": Row(OVERSEERS, a_draft),
    "report-lineage-json": Row(OVERSEERS, a_draft),
    "report-lineage-xlsx": Row(OVERSEERS, a_draft),
    "report-zip": Row(OVERSEERS, a_draft),
    "report-figures": Row(OVERSEERS, a_draft),
    "report-figure": Row(OVERSEERS, a_figure),
    "report-recompile": Row(COORDINATORS, a_draft),
    "report-approve": Row(LEADERS, a_draft, method="post", data={"version": "1"}, status=(302,)),
    "report-correct": Row(
        COORDINATORS, an_approved_one, method="post", data={"reason": "Sai số"}, status=(302,)
    ),
}

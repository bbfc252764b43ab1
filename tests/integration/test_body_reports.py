"""A body's own report: what that body answers for, in its own name, by those who write for it."""

from __future__ import annotations

import pytest

from tests.factories import World, actor, make_world
from tests.report_factories import Plan, compile_plan, make_plan
from tiendo.accounts.actor import PermissionRefused
from tiendo.composer.model import Run, iter_inlines
from tiendo.reporting.outlines.actions import OutlineFacts, add_outline
from tiendo.reporting.queries import composed_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def plan(world: World) -> Plan:
    return make_plan(world)


def test_a_body_reports_on_the_tasks_it_leads(world: World, plan: Plan) -> None:
    report = compile_plan(world, plan, body=world.snv, by=actor(world.snv_officer))
    of_others = plan.tasks["of_finance"].pk
    total = report.figures.get(key="tasks.total")
    assert report.issuer == world.snv
    assert of_others not in total.record_ids
    assert len(total.record_ids) == len(plan.tasks) - 1


def test_the_figures_of_bodies_add_up_to_those_of_the_programme(world: World, plan: Plan) -> None:
    whole = compile_plan(world, plan).figures.get(key="tasks.total")
    parts = [
        compile_plan(world, plan, body=body).figures.get(key="tasks.total")
        for body in (world.snv, world.stc)
    ]
    assert sum(part.value for part in parts if part.value is not None) == whole.value


def test_another_bodys_officer_writes_no_report_for_it(world: World, plan: Plan) -> None:
    with pytest.raises(PermissionRefused):
        compile_plan(world, plan, body=world.stc, by=actor(world.snv_officer))


def test_appendices_are_numbered_as_they_are_printed(world: World, plan: Plan) -> None:
    """A first appendix without figures is left out, and the text names the other by what it is."""
    content = {
        "headings": [{"code": "next", "title": "Thời gian tới", "blocks": [{"kind": "due_next"}]}],
        "appendices": [
            {"title": "Mức thực hiện", "blocks": [{"kind": "targets"}]},
            {"title": "Tiến độ", "blocks": [{"kind": "tasks"}]},
        ],
    }
    facts = OutlineFacts(content, "Quy định của tỉnh")
    outline = add_outline(by=actor(world.coordinator), title="Hai phụ lục", facts=facts)
    report = compile_plan(world, plan, outline=outline)
    document = composed_document(report, list(report.figures.all()))
    assert [(each.title, each.marker) for each in document.appendices] == [("Tiến độ", None)]
    words = " ".join(run.text for run in iter_inlines(document) if isinstance(run, Run))
    assert "(tiến độ từng nhiệm vụ tại Phụ lục kèm theo)" in words


def test_who_is_addressed_is_told_once(world: World, plan: Plan) -> None:
    name = plan.programme.coordinator.name
    report = compile_plan(world, plan, body=world.snv, addressee=name)
    assert report.content["recipients"] == ["Như trên", "Lưu: VT"]

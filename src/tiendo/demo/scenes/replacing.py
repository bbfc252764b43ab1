"""An older plan that the programme replaces: its tasks mapped, waiting for a leader's decision."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.demo.people import DEPARTMENT, Crew
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.programmes.actions import create_programme
from tiendo.programmes.models import HandOverDecision, Programme, ProgrammeHandOver
from tiendo.tasks import actions
from tiendo.tasks.actions.handing_over import (
    RowChoice,
    accept_proposals,
    decide_rows,
    start_handover,
)
from tiendo.tasks.actions.handing_over_decision import submit_handover
from tiendo.tasks.actions.handing_over_sections import map_sections
from tiendo.tasks.models import Lifecycle, Task

BEFORE = dt.timedelta(days=200)
AFTER = dt.timedelta(days=10)
_KEPT = (
    ("Lập bản đồ các điểm lõm sóng ở buôn xa trung tâm", "Bản đồ điểm lõm sóng"),
    ("Tổ chức hội thi sáng kiến số dành cho tổ công nghệ cộng đồng", "Kế hoạch hội thi"),
)


def replace_older_plan(crew: Crew, programme: Programme) -> None:
    """Play the scene where the demo's department exists and the programme has a live task."""
    body = Organisation.objects.filter(slug=DEPARTMENT).first()
    alike = Task.objects.filter(programme=programme, lifecycle=Lifecycle.LIVE).order_by("order")
    model = alike.exclude(title="").first()
    day = programme.starts_on + AFTER
    if body is None or model is None or day > clock.today():
        return
    by = crew.named("dieuphoi")
    with clock.at(clock.local_noon(programme.starts_on - BEFORE)), transaction.atomic():
        older = _older_plan(programme, body, model, by)
    with clock.at(clock.local_noon(day)), transaction.atomic():
        document = str(programme.document or programme)[:120]
        mapping = start_handover(old=older, new=programme, deciding_document=document, by=by)
        _decide(mapping, by)
        submit_handover(handover=mapping, by=by)


def _older_plan(programme: Programme, body: Organisation, model: Task, by: Actor) -> Programme:
    older = create_programme(
        title=f"Kế hoạch trước đây, được thay bằng {programme.short_title}"[:300],
        short_title="Kế hoạch trước đây",
        owner=programme.owner,
        coordinator=programme.coordinator,
        starts_on=clock.today(),
        by=by,
    )
    last_day = programme.starts_on + dt.timedelta(days=120)
    for number, (title, product) in enumerate(((model.title, model.product), *_KEPT), start=1):
        task = actions.create_task(
            programme=older,
            code=f"KHC-{number:02d}",
            order=number,
            title=title,
            product=product or "Báo cáo kết quả",
            deadline_key=last_day.isoformat(),
            deadline_raw=f"{last_day:%d/%m/%Y}",
            last_day=last_day,
            deciding_text="UBND tỉnh",
            lead=body,
            by=by,
        )
        actions.go_live(task=task, by=by)
    return older


def _decide(mapping: ProgrammeHandOver, by: Actor) -> None:
    """What has a task of the new plan is replaced by it, the next is carried, the rest ended."""
    accept_proposals(
        handover=mapping, row_ids=list(mapping.rows.values_list("pk", flat=True)), by=by
    )
    open_rows = list(mapping.rows.filter(decision="").order_by("task__order"))
    reason = "Đã lồng ghép vào hoạt động thường xuyên của các địa phương"
    choices = {row.pk: RowChoice(HandOverDecision.END, reason=reason) for row in open_rows[1:]} | {
        row.pk: RowChoice(HandOverDecision.CARRY) for row in open_rows[:1]
    }
    decide_rows(handover=mapping, choices=choices, by=by)
    parts = {row.old_id: row.new for row in mapping.sections.select_related("new")}
    map_sections(handover=mapping, choices=parts, by=by)

"""Events in reports: the meetings held in the period, with their aims, as figures with records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests import meeting_factories as meetings
from tests.factories import World, actor, make_world
from tests.report_factories import AS_OF, make_plan
from tests.task_factories import noon
from tiendo.composer.model import Bullet, Paragraph, iter_blocks
from tiendo.programmes.models import Programme
from tiendo.reporting.actions import compile_report
from tiendo.reporting.lineage import RecordState, trace
from tiendo.reporting.models import Report
from tiendo.reporting.outlines.actions import OutlineFacts, add_outline
from tiendo.reporting.queries import composed_document, figures_of
from tiendo.reporting.readback import plain

HELD = AS_OF - dt.timedelta(days=5)
AGENDA = "1. Nghe báo cáo tiến độ;\n- Bàn về kho dữ liệu.\n\n(3) Kết luận"


@pytest.fixture(scope="module")
def made(kept_transaction: None) -> tuple[World, Programme]:
    world = make_world()
    plan = make_plan(world)
    with noon(HELD):
        meetings.at(
            world, "issued", title="Giao ban tháng 11", agenda=AGENDA, place="phòng họp số 1"
        )
        meetings.at(world, "held", title="Hội nghị chuyển đổi số", agenda="Một nội dung.")
        meetings.prepare(world, title="Chưa họp")
    with noon(HELD - dt.timedelta(days=40)):
        meetings.at(world, "held", title="Kỳ trước")
    return world, plan.programme


@pytest.fixture
def db(made: object) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def compiled(made: tuple[World, Programme], **options: Any) -> Report:
    world, programme = made
    blocks = [{"kind": "events", **options}]
    content = {"headings": [{"code": "a", "title": "Sự kiện", "blocks": blocks}]}
    by = actor(world.coordinator)
    with noon(AS_OF):
        outline = add_outline(by=by, title="Thử", facts=OutlineFacts(content, "Quy định"))
        return compile_report(
            by=by,
            programme=programme,
            period_start=AS_OF - dt.timedelta(days=30),
            period_end=AS_OF,
            outline=outline,
        )


def lines(report: Report) -> list[str]:
    printed = dict(report.figures.values_list("key", "printed"))
    document = composed_document(report, list(figures_of(report)))
    blocks = [each for each in iter_blocks(document) if isinstance(each, Paragraph | Bullet)]
    return [plain(each.content, printed) for each in blocks][1:-1]


def test_events_are_told_with_their_aims_and_what_came_of_them(
    db: None, made: tuple[World, Programme]
) -> None:
    report = compiled(made)
    count, first, second = lines(report)
    assert count == "Số hội nghị, sự kiện đã tổ chức trong kỳ: 2."
    assert first == (
        "Ngày 05/11/2025, tại phòng họp số 1, Ủy ban nhân dân tỉnh Đắk Lắk tổ chức giao ban "
        f"tháng 11 do {made[0].leader} chủ trì, với nội dung: (1) Nghe báo cáo tiến độ; (2) Bàn "
        "về kho dữ liệu; (3) Kết luận. Kết luận: Thông báo số 15/TB-UBND ngày 05/11/2025."
    )
    assert second.endswith("chủ trì, với nội dung: Một nội dung.")
    assert report.checks["is_clean"]


def test_events_are_chosen_by_words_and_told_short(db: None, made: tuple[World, Programme]) -> None:
    report = compiled(made, about=["chuyen doi"], lead="Đã tổ chức:", aims=False)
    lead, only = lines(report)
    assert lead == "Đã tổ chức:"
    assert "hội nghị chuyển đổi số" in only and "nội dung" not in only


def test_the_count_leads_to_the_meetings(db: None, made: tuple[World, Programme]) -> None:
    figure = compiled(made).figures.get(key="events.held")
    found = trace(actor(made[0].leader), figure, figure.record_ids)
    assert [each.title for each in found] == ["Giao ban tháng 11", "Hội nghị chuyển đổi số"]
    assert {each.state for each in found} == {RecordState.SAME}
    assert found[0].page is not None and found[0].page[0] == "meeting"


def test_without_events_the_count_says_none(db: None, made: tuple[World, Programme]) -> None:
    assert lines(compiled(made, about="không có")) == [
        "Số hội nghị, sự kiện đã tổ chức trong kỳ: 0."
    ]
    assert lines(compiled(made, about="không có", lead="Đã tổ chức:")) == []

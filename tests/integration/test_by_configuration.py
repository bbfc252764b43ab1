"""A report nobody foresaw, laid down by forms and a file alone: own headings, three levels.

A quarterly report of another resolution: a department reports to the coordinating body, that to the
committee, and the committee to a body outside the directory. Everything goes through the pages.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from docx import Document

import vanban
from tests.factories import World, make_world
from tests.report_factories import make_plan
from tests.task_factories import noon
from tests.unit.workspace.test_outline_editing import posted
from tiendo.accounts.models import User
from tiendo.composer.figures import find_figures
from tiendo.programmes.models import Programme
from tiendo.regimes.compiling.actions import run_compiling
from tiendo.regimes.models import Regime, ReportDuty, Submission
from tiendo.reporting.models import Compilation, Outline, Report
from tiendo.reporting.queries import file_of
from tiendo.workspace.outline_editing import edited_of

LAID, CLOSED = dt.date(2026, 1, 5), dt.date(2026, 3, 31)
WORDS = "Đã mở 03 lớp kỹ năng số cho người dân."

OF_A_BODY: dict[str, Any] = {
    "opening": "{issuer} báo cáo kết quả quý, số liệu đến ngày {as_of}:",
    "headings": [
        {
            "code": "viec",
            "title": "Việc đã giao",
            "blocks": [
                {
                    "kind": "sentence",
                    "template": "Được giao {tasks.total} việc, quá hạn {tasks.overdue} việc.",
                    "as": "bullet",
                },
                {"kind": "counts_by_status"},
            ],
            "headings": [
                {
                    "code": "ky_nang",
                    "title": "Kỹ năng số",
                    "blocks": [{"kind": "narrative", "name": "ky_nang_so", "label": "Kỹ năng số"}],
                }
            ],
        },
        {"code": "hop", "title": "Hội nghị", "blocks": [{"kind": "events"}]},
    ],
}
COMPILED: dict[str, Any] = {
    "opening": "Từ {gathered.bodies} báo cáo cấp dưới, {issuer} báo cáo:",
    "headings": [
        {
            "code": "tong",
            "title": "Số liệu tổng hợp",
            "blocks": [
                {
                    "kind": "gathered_table",
                    "figures": [
                        {"key": "tasks.total", "name": "Việc"},
                        {"key": "tasks.overdue", "name": "Quá hạn"},
                    ],
                },
                {"kind": "breakdown", "total": "Có {tasks.total} việc",
                 "parts": ["{tasks.overdue} việc quá hạn"]},
            ],
        },
        {
            "code": "ky_nang",
            "title": "Kỹ năng số",
            "blocks": [
                {"kind": "narrative", "name": "ky_nang_so"},
                {"kind": "gathered_narratives", "place": "ky_nang_so", "unless": "ky_nang_so"},
            ],
        },
    ],
}  # fmt: skip
FILE = """
code: quy-nghi-quyet-88
title: Báo cáo quý thực hiện Nghị quyết 88
kind: periodic
since: "2026-01-01"
legal_basis: Nghị quyết số 88-NQ/TU của Tỉnh ủy
verified: false
report_title: Báo cáo thực hiện Nghị quyết 88 {cycle}
rule:
  frequency: quarterly
  closing: {kind: period_end}
outline: de-cuong-quy-cua-co-quan
levels:
  - order: 1
    body: Sở Nội vụ
    addressee: programme.coordinator
    due: {kind: after, number: 3, unit: working, from: closing, shift: none}
    method: Trên hệ thống
  - order: 2
    body: programme.coordinator
    addressee: programme.owner
    outline: de-cuong-quy-tong-hop
    due: {kind: after, number: 2, unit: working, from: previous, shift: none}
  - order: 3
    body: programme.owner
    addressee_text: Ban Thường vụ Tỉnh ủy
    outline: de-cuong-quy-tong-hop
    due: {kind: after, number: 2, unit: working, from: previous, shift: none}
"""


@pytest.fixture(scope="module")
def made(kept_transaction: None) -> tuple[World, Programme]:
    world = make_world()
    return world, make_plan(world).programme


@pytest.fixture
def db(made: object) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def lay_outline(client: Client, title: str, content: dict[str, Any]) -> Outline:
    """An outline by the form: its parts are sent as the editor shows them."""
    sent = dict(posted(edited_of(content)).lists())
    fields = {"title": title, "source": "Nghị quyết số 88-NQ/TU", "since": f"{LAID:%d/%m/%Y}"}
    answer = client.post("/de-cuong/moi/", {**sent, **fields, "step": "save"})
    assert answer.status_code == 302, answer.content.decode()
    return Outline.objects.get(title=title)


def send_as_shown(client: Client, address: str, **fields: str) -> None:
    """A form sent with what its page holds."""
    form = client.get(address).context["form"]
    shown = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    answer = client.post(address, {**shown, **fields})
    assert answer.status_code == 302, answer.content.decode()


def source_of(report: Report) -> bytes:
    stored = file_of(report)
    assert stored is not None
    with stored.file.open("rb") as file:
        return bytes(file.read())


def test_a_report_never_seen_is_laid_down_and_compiled_over_three_levels(
    db: None, made: tuple[World, Programme]
) -> None:
    world, programme = made
    coordinator = signed_in(world.coordinator)
    with noon(LAID):
        own = lay_outline(coordinator, "Đề cương quý của cơ quan", OF_A_BODY)
        merged = lay_outline(coordinator, "Đề cương quý tổng hợp", COMPILED)
        assert (own.code, merged.code) == ("de-cuong-quy-cua-co-quan", "de-cuong-quy-tong-hop")
        typed = {"programme": programme.pk, "text": FILE, "step": "lay"}
        answer = coordinator.post("/che-do/tep/kiem-tra/", typed)
    regime = Regime.objects.get(code="quy-nghi-quyet-88")
    assert answer["Location"] == f"/che-do/{regime.pk}/"
    with noon(CLOSED):
        first = _reported(world, regime)
        second = _compiled(world, world.skhcn, regime)
        third = _passed_on(world, regime, second)
    assert [_headings(each) for each in (first, second, third)] == [
        ["I. VIỆC ĐÃ GIAO", "1. Kỹ năng số", "II. HỘI NGHỊ"],
        ["I. SỐ LIỆU TỔNG HỢP", "II. KỸ NĂNG SỐ"],
        ["I. SỐ LIỆU TỔNG HỢP", "II. KỸ NĂNG SỐ"],
    ]
    told = " ".join(vanban.read(source_of(third), "bao-cao.docx").content.split())
    assert "Từ 1 báo cáo cấp dưới" in told
    assert f"Sở Nội vụ: {WORDS}" in told
    assert "Kính gửi: Ban Thường vụ Tỉnh ủy" in told
    assert {"gathered.bodies", "gathered.tasks.total"} <= {
        each.key for each in find_figures(source_of(third))
    }
    assert all(each.checks["differences"] == [] for each in (first, second, third))


def _reported(world: World, regime: Regime) -> Report:
    """The report of Sở Nội vụ, opened and written by its officer, sent by its head, taken in."""
    duty = _duty(regime, 1)
    officer, head = signed_in(world.snv_officer), signed_in(world.snv_head)
    officer.post(f"/bao-cao-ky/mo/{duty.pk}/")
    page = f"/bao-cao-ky/{Submission.objects.get(duty=duty).pk}/"
    send_as_shown(officer, f"{page}viet/ky_nang_so/", text=WORDS)
    answer = officer.post(f"{page}lap-lai/", {"version": "1"})
    assert answer.status_code == 302
    send_as_shown(head, f"{page}gui/", open_reason="Còn điểm nhỏ")
    send_as_shown(signed_in(world.coordinator), f"{page}tiep-nhan/")
    return Submission.objects.get(duty=duty).report


def _compiled(world: World, body: Any, regime: Regime) -> Report:
    """The report compiled from those taken in, asked for on the page of the cycle."""
    cycle = _duty(regime, 1).cycle
    answer = signed_in(world.coordinator).post(f"/tong-hop/ky/{cycle.pk}/{body.pk}/", {})
    assert answer.status_code == 302, answer.content.decode()
    asked = Compilation.objects.get(cycle_id=cycle.pk, body=body)
    run_compiling(asked.pk)
    asked.refresh_from_db()
    assert asked.report is not None, asked.error
    return asked.report


def _passed_on(world: World, regime: Regime, report: Report) -> Report:
    """The compiled report sent up and taken in, and the committee's own compiled from it."""
    page = f"/bao-cao-ky/{Submission.objects.get(duty=_duty(regime, 2)).pk}/"
    head = signed_in(world.skhcn_head)
    send_as_shown(head, f"{page}gui/", open_reason="Còn điểm nhỏ")
    assert Report.objects.get(pk=report.pk).state == "approved"
    send_as_shown(signed_in(world.coordinator), f"{page}tiep-nhan/")
    return _compiled(world, world.ubnd, regime)


def _duty(regime: Regime, order: int) -> ReportDuty:
    return ReportDuty.objects.get(
        cycle__version__regime=regime, cycle__label="2026-Q1", level__order=order
    )


def _headings(report: Report) -> list[str]:
    lines = (line.text for line in Document(io.BytesIO(source_of(report))).paragraphs)
    return [line for line in lines if line.split(". ")[0] in {"I", "II", "III", "1", "2"}]

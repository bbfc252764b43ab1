"""Reports through the whole stack: laws 1, 4, 6, 7 and 9, and the file read back."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal

import pypdfium2
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

import vanban
from tests.factories import World, actor, make_world
from tests.report_factories import (
    AS_OF,
    DIFFICULTY,
    PERIOD,
    PROPOSAL,
    Plan,
    approve_plan_report,
    compile_plan,
    make_plan,
)
from tests.task_factories import noon, take_step
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import User
from tiendo.audit.models import AuditEvent
from tiendo.composer.figures import find_figures, read_figure_map
from tiendo.documents.models import DocumentLink, Rendition, TextVersion
from tiendo.domain import clock
from tiendo.domain.periods import Period
from tiendo.domain.status import Status
from tiendo.intake.extraction import start_extraction
from tiendo.reporting.actions import (
    approve_report,
    compile_report,
    correct_report,
    recompile_report,
)
from tiendo.reporting.errors import ReportError
from tiendo.reporting.facts.tasks import Subject, gather
from tiendo.reporting.models import Figure, Report, ReportState
from tiendo.reporting.queries import file_of as file_of_report
from tiendo.tasks import actions
from tiendo.tasks.models import Task
from tiendo.tasks.queries import (
    TaskFilter,
    counts_by_lead,
    counts_by_section,
    find_tasks,
    official_counts,
)
from tiendo.workspace.forms.reports import ReportFilterForm
from vanban.models import Table, Text, UnitKind
from vanban.quantities import parse_number

EVENING = clock.local_noon(AS_OF) + dt.timedelta(hours=5)


@pytest.fixture(scope="module")
def made(kept_transaction: None) -> tuple[World, Plan, Report]:
    """Made once for all tests, none of which sees what another did."""
    world = make_world()
    plan = make_plan(world)
    return world, plan, compile_plan(world, plan)


@pytest.fixture
def db(made: object) -> Iterator[None]:
    """One test, undone; pytest-django's would undo what was made too."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def own(db: None, made: tuple[World, Plan, Report]) -> tuple[World, Plan, Report]:
    """What was made, as objects that a test may change."""
    return deepcopy(made)


@pytest.fixture
def world(own: tuple[World, Plan, Report]) -> World:
    return own[0]


@pytest.fixture
def plan(own: tuple[World, Plan, Report]) -> Plan:
    return own[1]


@pytest.fixture
def report(own: tuple[World, Plan, Report]) -> Report:
    return own[2]


def values(report: Report) -> dict[str, Decimal | None]:
    return dict(report.figures.values_list("key", "value"))


def file_of(report: Report) -> bytes:
    with Rendition.objects.get(document=report.document).stored_file.file.open() as file:
        return bytes(file.read())


def codes(report: Report, key: str) -> set[str]:
    """The tasks behind a figure, by their codes."""
    ids = report.figures.get(key=key).record_ids
    return set(Task.objects.filter(pk__in=ids).values_list("code", flat=True))


# Law 6: screen = export = API = report


def test_the_official_counts_are_those_of_the_screens(
    world: World, plan: Plan, report: Report
) -> None:
    chosen = TaskFilter(programme=plan.programme.pk)
    with noon(AS_OF):
        counts = official_counts(find_tasks(actor(world.leader), chosen, AS_OF))
    found = values(report)
    assert counts.total == 9
    assert {
        "total": found["tasks.total"],
        "done_on_time": found["tasks.done_on_time"],
        "done_late": found["tasks.done_late"],
        "in_progress": found["tasks.in_progress"],
        "overdue": found["tasks.overdue"],
        "awaiting": found["tasks.awaiting_all"],
        "continuous": found["tasks.continuous"],
        "suspended": found["tasks.suspended"],
        "rate": found["tasks.on_time_rate"],
    } == {
        "total": counts.total,
        "done_on_time": counts.done_on_time,
        "done_late": counts.done_late,
        "in_progress": counts.in_progress,
        "overdue": counts.overdue,
        "awaiting": counts.awaiting,
        "continuous": counts.of(Status.CONTINUOUS),
        "suspended": counts.of(Status.SUSPENDED),
        "rate": counts.on_time_rate.value,
    }


def test_parts_and_bodies_count_as_on_the_screens(world: World, plan: Plan, report: Report) -> None:
    chosen = TaskFilter(programme=plan.programme.pk)
    tasks = find_tasks(actor(world.leader), chosen, AS_OF)
    found = values(report)
    for section in counts_by_section(tasks):
        key = f"section.{section.section.pk if section.section else 'none'}"
        assert found[f"{key}.total"] == section.counts.total
        assert found[f"{key}.overdue"] == section.counts.overdue
        rate = section.counts.on_time_rate.value
        assert found[f"{key}.on_time_rate"] == (None if rate is None else round(rate, 6))
    for body in counts_by_lead(tasks):
        key = f"lead.{body.body.pk if body.body else 'none'}"
        assert found[f"{key}.total"] == body.counts.total
        assert found[f"{key}.done_late"] == body.counts.done_late


def test_each_count_is_the_list_behind_it(world: World, plan: Plan, report: Report) -> None:
    late = TaskFilter(
        programme=plan.programme.pk,
        statuses=frozenset({Status.OVERDUE, Status.AWAITING_OVERDUE}),
    )
    listed = find_tasks(actor(world.leader), late, AS_OF).values_list("code", flat=True)
    assert codes(report, "tasks.overdue") == set(listed)
    assert codes(report, "tasks.overdue") == {
        plan.tasks[name].code for name in ("overdue", "awaiting_overdue", "of_finance")
    }


TILES = ("total", "done_on_time", "done_late", "in_progress", "overdue", "awaiting_all")


def test_the_dashboard_and_the_lists_it_opens_show_the_figures_of_the_report(
    world: World, plan: Plan, report: Report
) -> None:
    client = signed_in(world.leader)
    found = values(report)
    shown = client.get(
        "/tong-quan/", {"ngay": AS_OF.isoformat(), "chuong_trinh": plan.programme.pk}
    )
    tiles = shown.context["tiles"]
    assert [count for _label, count, *_rest in tiles] == [found[f"tasks.{name}"] for name in TILES]
    for name, (_label, count, url, *_rest) in zip(TILES, tiles, strict=True):
        listed = client.get(url).context["page"].paginator.count
        assert listed == count == found[f"tasks.{name}"]
    parts = {
        name: (int(total), int(overdue))
        for name, total, overdue in re.findall(
            r"\. ([^<]+)</a></th><td[^>]*>(\d+)</td><td[^>]*>(\d+)", shown.context["parts"]
        )
    }
    assert parts["Hạ tầng số"][0] == found[f"section.{plan.first.pk}.total"]
    assert parts["Nhân lực số"][1] == found[f"section.{plan.second.pk}.overdue"]


def test_the_columns_add_up_to_the_total(report: Report) -> None:
    found = values(report)
    columns = ("done_on_time", "done_late", "in_progress", "overdue", "other")
    assert sum(found[f"tasks.{name}"] or 0 for name in columns) == found["tasks.total"]
    totals = [value for key, value in found.items() if key.startswith("lead.") and "total" in key]
    assert sum(value or 0 for value in totals) == found["tasks.total"]


# What happened in the period


def test_work_finished_in_the_period_is_counted_by_the_day_of_its_product(
    plan: Plan, report: Report
) -> None:
    assert codes(report, "finished.tasks") == {
        plan.tasks["on_time"].code,
        plan.tasks["late"].code,
    }


def test_difficulties_proposals_and_documents_of_the_period_are_told(report: Report) -> None:
    text = vanban.read(file_of(report), "bao-cao.docx").content
    assert "có 1 vướng mắc (số thứ tự nhiệm vụ theo Phụ lục):" in text
    assert f"- Sở Nội vụ (nhiệm vụ 3): {' '.join(DIFFICULTY.split())}" in text
    assert PROPOSAL in text
    assert "Quyết định (1): số 12/QĐ-UBND ngày 01/9/2025" in text
    assert values(report)["difficulties.open"] == 1
    assert values(report)["difficulties.level.none"] == 1
    assert values(report)["difficulties.raised"] == 1
    assert report.figures.get(key="difficulties.open").record_type == "tasks.difficulty"
    assert values(report)["documents.issued"] == 1


def test_days_overdue_are_counted_from_the_last_day(plan: Plan, report: Report) -> None:
    figure = report.figures.get(key=f"task.{plan.tasks['overdue'].pk}.days_overdue")
    assert (figure.value, figure.unit) == ((AS_OF - dt.date(2025, 9, 30)).days, "ngày")


# Law 4: four value states


def test_the_database_keeps_value_and_state_together(report: Report) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        report.figures.filter(key="tasks.total").update(value=None)


# The file is read back


def data_tables(text: Text) -> list[Table]:
    return [table for table in text.tables if not table.is_layout]


def row_of(text: Text, table: Table, label: str) -> list[str]:
    """The cells of the row whose second cell is the label."""
    row = next(
        cell.row
        for cell in table.cells
        if cell.column == 1 and cell.span.of(text.content).strip() == label
    )
    return [cell.span.of(text.content).strip() for cell in table.cells if cell.row == row]


def test_the_map_in_the_file_holds_every_figure_with_value_and_records(report: Report) -> None:
    kept = {figure.key: figure for figure in read_figure_map(file_of(report))}
    rows = list(report.figures.all())
    assert set(kept) == {row.key for row in rows}
    for row in rows:
        held = kept[row.key]
        assert (held.text, held.formula, held.as_of) == (row.printed, row.formula, row.as_of)
        assert held.value == row.value
        assert held.record_count == len(row.record_ids)


def test_every_figure_but_nothing_is_printed(report: Report) -> None:
    """What there is none of is said in words."""
    printed = {figure.key for figure in find_figures(file_of(report))}
    assert printed == printed_keys(report)
    assert {"finished.tasks", "tasks.total"} <= printed


def printed_keys(report: Report) -> set[str]:
    keys = set(report.figures.values_list("key", flat=True))
    said = {"difficulties.ended", "difficulties.late", "tasks.awaiting_all"}
    return keys - {key for key in said if not values(report)[key]}


def test_vanban_reads_the_same_counts_out_of_the_tables(
    world: World, plan: Plan, report: Report
) -> None:
    text = vanban.read(file_of(report), "bao-cao.docx")
    found = values(report)
    by_status, by_section, by_lead = data_tables(text)[:3]
    assert parse_number(row_of(text, by_status, "Tổng cộng")[2]) == found["tasks.total"]
    assert parse_number(row_of(text, by_status, "Thường xuyên")[2]) == found["tasks.continuous"]
    names = ("total", "done_on_time", "done_late", "in_progress", "overdue", "other")
    for table, label, key in (
        (by_section, "Hạ tầng số", f"section.{plan.first.pk}"),
        (by_section, "Tổng cộng", "tasks"),
        (by_lead, "Sở Nội vụ", f"lead.{world.snv.pk}"),
    ):
        cells = row_of(text, table, label)[2:]
        assert [parse_number(cell) for cell in cells[:-1]] == [
            found[f"{key}.{name}"] for name in names
        ]
        ratio = parse_number(cells[-1].removesuffix("%")) / 100
        assert ratio == round(found[f"{key}.on_time_rate"] or Decimal(0), 4)


def test_vanban_reads_the_counts_out_of_the_words(report: Report) -> None:
    text = vanban.read(file_of(report), "bao-cao.docx")
    words = next(
        block.span.of(text.content)
        for block in text.blocks
        if block.span.of(text.content).startswith("Tính đến ngày 10/11/2025")
    )
    for number, what in ((9, "đã giao"), (1, "hoàn thành đúng hạn"), (3, "quá hạn chưa")):
        assert f"{number} nhiệm vụ {what}" in words.replace("\u00a0", " ")
    ratios = [found.ratio for found in vanban.parse(text).percentages]
    assert Decimal("0.2") in ratios


def test_vanban_finds_nothing_wrong_in_the_report(report: Report) -> None:
    parsed = vanban.parse(vanban.read(file_of(report), "bao-cao.docx"))
    # The parts of the tasks add up.
    assert [issue.code for issue in vanban.check(parsed)] == ["sum_holds"]
    assert parsed.header.is_draft
    assert (parsed.header.type, parsed.header.number_raw) == ("Báo cáo", "/BC-UBND")
    assert parsed.header.addressees == ("Đảng ủy UBND tỉnh",)
    assert parsed.header.title == "Kết quả thực hiện Kế hoạch số 146/KH-UBND ngày 25/6/2025"
    parts = [unit.marker for unit in parsed.outline if unit.kind is UnitKind.MUC]
    assert parts == ["I", "II", "III"]
    assert parsed.signer is not None
    assert parsed.signer.authority == ("TM. ỦY BAN NHÂN DÂN",)
    assert report.checks == {
        "figures": report.figures.count(),
        "differences": [],
        "difference_count": 0,
        "issues": [],
        "is_clean": True,
    }


def test_the_report_is_a_document_that_cites_its_plan(plan: Plan, report: Report) -> None:
    assert report.document is not None
    assert report.document.is_generated
    text = Rendition.objects.get(document=report.document).texts.get()
    assert text.content.rstrip().endswith("Quá hạn")
    cited = DocumentLink.objects.filter(citing=report.document).values_list("cited", flat=True)
    assert set(cited) >= {plan.programme.document_id}


# Laws 7 and 9: drafts are compiled again, what is approved is kept


def test_compiling_again_replaces_every_figure_and_the_file(
    world: World, plan: Plan, report: Report
) -> None:
    old = set(report.figures.values_list("pk", flat=True))
    source = file_of(report)
    with clock.at(EVENING):
        actions.claim(
            task=plan.tasks["overdue"],
            done_on=AS_OF,
            by=actor(world.snv_officer),
            evidence=[actions.NewEvidence(document_number="15/QĐ-UBND", document_date=AS_OF)],
        )
        again = recompile_report(by=actor(world.coordinator), report=report)
    assert again.pk == report.pk
    assert again.version == 2
    assert not old & set(again.figures.values_list("pk", flat=True))
    assert values(again)["tasks.awaiting_overdue"] == 2
    assert again.document_id == report.document_id
    assert Rendition.objects.filter(document=again.document).count() == 1
    assert file_of(again) != source


def test_a_failure_on_the_way_leaves_the_draft_as_it_was(
    world: World, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, source = values(report), file_of(report)

    def fail(*_args: object, **_more: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("tiendo.reporting.actions.store_report", fail)
    with clock.at(EVENING), pytest.raises(OSError, match="no space"):
        recompile_report(by=actor(world.coordinator), report=report, title="Tên khác")
    kept = Report.objects.get(pk=report.pk)
    assert (kept.version, kept.title, values(kept)) == (1, report.title, before)
    assert file_of(kept) == source


def test_the_second_of_two_who_compile_again_is_told(world: World, report: Report) -> None:
    by = actor(world.coordinator)
    with clock.at(EVENING):
        recompile_report(by=by, report=report, version=1)
        with pytest.raises(ReportError) as refused:
            recompile_report(by=by, report=report, version=1)
    assert refused.value.code == "composed_meanwhile"


def test_a_text_that_something_leads_to_is_kept(world: World, report: Report) -> None:
    by = actor(world.coordinator)
    text = Rendition.objects.get(document=report.document).texts.get()
    start_extraction(text=text, by=by)
    with clock.at(EVENING):
        again = recompile_report(by=by, report=report)
    assert TextVersion.objects.filter(pk=text.pk).exists()
    newest = file_of_report(again)
    assert newest is not None
    assert (
        newest.pk == Rendition.objects.filter(document=again.document).latest("pk").stored_file_id
    )


def test_a_report_recomputes_to_its_old_figures_by_what_was_known(
    world: World, plan: Plan, report: Report
) -> None:
    before = values(report)
    with noon(AS_OF + dt.timedelta(days=3)):
        take_step(world, plan.tasks["awaiting_overdue"], "approve")
        take_step(world, plan.tasks["awaiting_overdue"], "confirm")
    with noon(AS_OF + dt.timedelta(days=4)):
        same = compile_report(
            by=actor(world.coordinator),
            programme=plan.programme,
            period_start=PERIOD[0],
            period_end=PERIOD[1],
            as_of=AS_OF,
            known_at=report.known_at,
        )
        newer = compile_plan_again(world, plan)
    assert values(same) == before
    assert values(newer)["tasks.done_late"] == 2


def compile_plan_again(world: World, plan: Plan) -> Report:
    return compile_report(
        by=actor(world.coordinator),
        programme=plan.programme,
        period_start=PERIOD[0],
        period_end=PERIOD[1],
        as_of=AS_OF,
    )


def test_people_put_their_words_into_a_draft(world: World, report: Report) -> None:
    with clock.at(EVENING):
        again = recompile_report(
            by=actor(world.coordinator),
            report=report,
            narrative={"assessment": "Tiến độ chung đạt yêu cầu.\nMột số việc còn chậm."},
        )
    text = vanban.read(file_of(again), "bao-cao.docx").content
    assert "Tiến độ chung đạt yêu cầu.\nMột số việc còn chậm." in text
    assert again.checks["is_clean"]


def test_an_approved_report_is_never_edited(world: World, report: Report) -> None:
    approved = approve_plan_report(report, actor(world.leader))
    assert approved.state == ReportState.APPROVED
    assert approved.approved_by == world.leader
    with pytest.raises(ReportError) as refused:
        recompile_report(by=actor(world.coordinator), report=approved)
    assert refused.value.code == "not_a_draft"
    with pytest.raises(ReportError):
        approve_report(by=actor(world.leader), report=approved, version=approved.version)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reporting_report SET title = 'khác'",
        "UPDATE reporting_report SET state = 'draft', approved_at = NULL, approved_by_id = NULL",
        "DELETE FROM reporting_report",
        "UPDATE reporting_figure SET value = 99 WHERE key = 'tasks.total'",
        "DELETE FROM reporting_figure",
        "INSERT INTO reporting_figure SELECT 999999, key || '.x', label, \"order\", value, "
        "value_state, unit, printed, as_of, formula, record_type, record_ids, report_id "
        "FROM reporting_figure LIMIT 1",
    ],
)
def test_the_database_keeps_what_is_approved(world: World, report: Report, statement: str) -> None:
    approve_plan_report(report, actor(world.leader))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_nobody_approves_what_he_has_not_seen(world: World, report: Report) -> None:
    with clock.at(EVENING):
        recompile_report(by=actor(world.coordinator), report=report)
    with pytest.raises(ReportError) as refused:
        approve_report(by=actor(world.leader), report=report, version=1)
    assert refused.value.code == "composed_meanwhile"


def test_a_file_that_differs_is_not_approved(world: World, report: Report) -> None:
    Report.objects.filter(pk=report.pk).update(checks={"is_clean": False})
    with pytest.raises(ReportError) as refused:
        approve_report(by=actor(world.leader), report=report, version=1)
    assert refused.value.code == "checks_open"


def test_a_correction_is_a_new_report_with_its_reason(world: World, report: Report) -> None:
    approve_plan_report(report, actor(world.leader))
    with noon(AS_OF + dt.timedelta(days=1)):
        corrected = correct_report(
            by=actor(world.coordinator), report=report, reason="Ghi nhầm thời hạn."
        )
    assert corrected.corrects == report
    assert (corrected.state, corrected.as_of) == (ReportState.DRAFT, report.as_of)
    assert corrected.document_id != report.document_id
    text = vanban.read(file_of(corrected), "bao-cao.docx").content
    assert "thay thế báo cáo cùng kỳ đã duyệt ngày 10/11/2025" in text
    assert "Ghi nhầm thời hạn." in text
    with pytest.raises(ReportError) as refused:
        correct_report(by=actor(world.coordinator), report=report, reason="Lần nữa")
    assert refused.value.code == "already_corrected"


def test_a_draft_is_not_corrected_and_a_reason_is_asked(world: World, report: Report) -> None:
    by = actor(world.coordinator)
    with pytest.raises(ReportError) as refused:
        correct_report(by=by, report=report, reason="Sai")
    assert refused.value.code == "not_approved"
    approve_plan_report(report, actor(world.leader))
    with pytest.raises(ReportError) as refused:
        correct_report(by=by, report=report, reason="  ")
    assert refused.value.code == "reason_missing"


# Who may, and the trail


@pytest.mark.parametrize("person", ["coordinator", "office", "inspector", "snv_head"])
def test_only_the_leader_approves(world: World, report: Report, person: str) -> None:
    with pytest.raises(PermissionRefused):
        approve_report(by=actor(getattr(world, person)), report=report, version=1)


def test_every_step_of_a_report_stands_in_the_trail(world: World, report: Report) -> None:
    with clock.at(EVENING):
        recompile_report(by=actor(world.coordinator), report=report)
    again = Report.objects.get(pk=report.pk)
    approve_plan_report(again, actor(world.leader))
    with noon(AS_OF + dt.timedelta(days=1)):
        corrected = correct_report(by=actor(world.coordinator), report=again, reason="Sai số")
    events = AuditEvent.objects.filter(object_type="reporting.report").order_by("pk")
    assert list(events.values_list("action", "object_id", "actor_id", "reason")) == [
        ("report.compile", str(report.pk), world.coordinator.pk, ""),
        ("report.recompile", str(report.pk), world.coordinator.pk, ""),
        ("report.approve", str(report.pk), world.leader.pk, ""),
        ("report.correct", str(corrected.pk), world.coordinator.pk, "Sai số"),
    ]


# Pages


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_page_prints_each_figure_as_a_link_to_its_lineage(world: World, report: Report) -> None:
    page = signed_in(world.leader).get(f"/bao-cao/{report.pk}/").content.decode()
    for key in printed_keys(report):
        assert f'href="/bao-cao/{report.pk}/so-lieu/{key}/"' in page
    assert "/BC-UBND" in page
    assert "Đọc lại tệp" in page


def test_the_lineage_tells_formula_records_and_what_changed_since(
    world: World, plan: Plan, report: Report
) -> None:
    client = signed_in(world.leader)
    with noon(AS_OF + dt.timedelta(days=2)):
        take_step(world, plan.tasks["awaiting_overdue"], "approve")
        take_step(world, plan.tasks["awaiting_overdue"], "confirm")
        answer = client.get(f"/bao-cao/{report.pk}/so-lieu/tasks.overdue/")
    page = answer.content.decode()
    assert "Đếm nhiệm vụ đã qua ngày cuối của thời hạn" in page
    assert "3 hồ sơ đã tính" in page
    changed = [row for row in answer.context["records"] if row.has_changed]
    assert [(row.task_id, row.then, row.now) for row in changed] == [
        (plan.tasks["awaiting_overdue"].pk, Status.AWAITING_OVERDUE, Status.DONE_LATE)
    ]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("difficulties.open", "Thiếu nhân lực an toàn thông tin"),
        ("documents.issued", "12/QĐ-UBND"),
    ],
)
def test_the_lineage_of_updates_and_documents_shows_their_words(
    world: World, report: Report, key: str, words: str
) -> None:
    page = signed_in(world.leader).get(f"/bao-cao/{report.pk}/so-lieu/{key}/").content.decode()
    assert words in page


def test_an_unknown_report_or_figure_does_not_exist(world: World, report: Report) -> None:
    client = signed_in(world.leader)
    assert client.get("/bao-cao/999999/").status_code == 404
    assert client.get(f"/bao-cao/{report.pk}/so-lieu/none/").status_code == 404


def test_the_file_is_downloaded_as_it_was_written(world: World, report: Report) -> None:
    answer = signed_in(world.leader).get(f"/bao-cao/{report.pk}/tai-ve/")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert content == file_of(report)
    assert "bao-cao-ke-hoach-146-2025-11-10.docx" in answer["Content-Disposition"]
    assert vanban.read(io.BytesIO(content).getvalue(), "bao-cao.docx").blocks


def test_the_pages_hold_every_figure_of_the_report(world: World, report: Report) -> None:
    answer = signed_in(world.leader).get(f"/bao-cao/{report.pk}/tai-pdf/")
    assert answer["Content-Type"] == "application/pdf"
    assert "bao-cao-ke-hoach-146-2025-11-10.pdf" in answer["Content-Disposition"]
    said = " ".join(
        page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(answer.content)
    )
    words = {word.strip(".,;:()") for word in said.split()}
    for figure in Figure.objects.filter(report=report):
        assert {word.strip(".,;:()") for word in figure.printed.split()} <= words, figure.key


def test_words_no_type_can_print_are_named_on_the_page(world: World, report: Report) -> None:
    with clock.at(EVENING):
        by = actor(world.coordinator)
        recompile_report(by=by, report=report, narrative={"causes": "Rất tốt \U0001f600"})
    answer = signed_in(world.leader).get(f"/bao-cao/{report.pk}/tai-pdf/", follow=True)
    assert "không có phông chữ cho “\U0001f600”" in answer.content.decode()


def test_approving_an_older_version_is_a_conflict(world: World, report: Report) -> None:
    with clock.at(EVENING):
        recompile_report(by=actor(world.coordinator), report=report)
    answer = signed_in(world.leader).post(f"/bao-cao/{report.pk}/duyet/", {"version": "1"})
    assert answer.status_code == 409
    assert "vừa được người khác lập lại" in answer.content.decode()


def test_the_draft_is_compiled_again_by_its_form(world: World, report: Report) -> None:
    client = signed_in(world.coordinator)
    form = client.get(f"/bao-cao/{report.pk}/lap-lai/").context["form"]
    data = {name: form.initial.get(name) or "" for name in form.fields} | {
        "as_of": "09/11/2025",
        "loi_van_causes": "Chưa bố trí đủ kinh phí.",
    }
    answer = client.post(f"/bao-cao/{report.pk}/lap-lai/", data)
    assert answer.status_code == 302
    again = Report.objects.get(pk=report.pk)
    assert (again.version, again.as_of) == (2, dt.date(2025, 11, 9))
    assert again.narrative == {"causes": "Chưa bố trí đủ kinh phí."}


def test_the_list_is_filtered_by_state(world: World, report: Report) -> None:
    client = signed_in(world.inspector)
    assert [row.pk for row in client.get("/bao-cao/").context["page"]] == [report.pk]
    assert not client.get("/bao-cao/", {"trang_thai": "approved"}).context["page"].object_list


@pytest.mark.parametrize(
    ("path", "queries"),
    [("", 7), ("{pk}/", 8), ("{pk}/so-lieu/", 7), ("{pk}/so-lieu/tasks.total/", 12)],
)
def test_a_page_takes_the_same_number_of_queries_however_many_rows(
    world: World,
    plan: Plan,
    report: Report,
    path: str,
    queries: int,
    django_assert_num_queries: object,
) -> None:
    compile_plan(world, plan, title="Một báo cáo khác")
    client = signed_in(world.leader)
    with django_assert_num_queries(queries):  # type: ignore[operator]
        answer = client.get(f"/bao-cao/{path.format(pk=report.pk)}")
    assert answer.status_code == 200


def test_facts_are_read_when_they_are_asked_for(
    world: World, report: Report, django_assert_num_queries: object
) -> None:
    period = Period(report.period_start, report.period_end)
    subject = Subject(report.programme, period, report.as_of, report.known_at)
    by = actor(world.coordinator)
    with django_assert_num_queries(0):  # type: ignore[operator]
        facts = gather(by, subject)
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert facts.whole.counts.total == len(facts.tasks)


def test_figures_of_a_report_have_distinct_keys(report: Report) -> None:
    keys = list(Figure.objects.filter(report=report).values_list("key", flat=True))
    assert len(keys) == len(set(keys)) > 50


def test_the_filter_offers_every_state() -> None:
    offered = [value for value, _words in ReportFilterForm().fields["trang_thai"].choices]
    assert offered == ["", *ReportState.values]

"""Sheets brought in: mapped, checked row by row, taken by a job, sent out and back, undone."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.factories import World, actor, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon
from tests.unit.imports.books import HEAD, a_row, book_of
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import User
from tiendo.audit.models import AuditEvent
from tiendo.domain.lifecycle import State
from tiendo.imports import bringing
from tiendo.imports.bringing import run_import
from tiendo.imports.errors import ImportRefused
from tiendo.imports.fields import Field
from tiendo.imports.messages import words_of
from tiendo.imports.models import ImportKind, ImportRow, ImportState, SheetImport
from tiendo.imports.reading import read_file
from tiendo.imports.running import (
    cancel_import,
    map_and_check,
    repair_bodies,
    start_import,
    undo_import,
)
from tiendo.overview.asking import Asked
from tiendo.overview.sheets import VIEWS
from tiendo.programmes.models import Programme
from tiendo.tasks import actions
from tiendo.tasks.models import Part, ProgressUpdate, Task

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 11, 10)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def programme(world: World) -> Programme:
    return make_programme(world)


def read(
    programme: Programme, raw: bytes, by: User, kind: ImportKind = ImportKind.TASKS
) -> SheetImport:
    return read_file(
        kind=kind, programme=programme, file_name="danh-muc.xlsx", raw=raw, by=actor(by)
    )


def checked(
    programme: Programme,
    raw: bytes,
    by: User,
    kind: ImportKind = ImportKind.TASKS,
    **choices: object,
) -> SheetImport:
    row = read(programme, raw, by, kind)
    columns = {Field(name): place for name, place in row.columns.items()}
    map_and_check(row=row, columns=columns, choices=choices, by=actor(by))
    row.refresh_from_db()
    return row


def brought(row: SheetImport, by: User, *, only_good: bool = False) -> SheetImport:
    assert only_good or row.counts.keys() <= {"new", "changed", "unchanged"}, said(row)
    start_import(row=row, by=actor(by), only_good=only_good)
    run_import(row.pk)
    row.refresh_from_db()
    return row


def said(row: SheetImport) -> list[str]:
    return [
        words_of(problem["code"], problem["params"])
        for one in ImportRow.objects.filter(sheet_import=row)
        for problem in one.problems
    ]


def statuses(row: SheetImport) -> list[str]:
    return list(ImportRow.objects.filter(sheet_import=row).values_list("status", flat=True))


def test_rows_become_drafts_with_their_bodies_and_their_events(
    world: World, programme: Programme
) -> None:
    raw = book_of(
        [a_row(1), a_row(2, "sở tài chính", helpers="Sở Nội vụ; Sở KH&CN", due="thường xuyên")]
    )
    row = brought(checked(programme, raw, world.coordinator), world.coordinator)
    assert (row.state, row.done, row.refused) == (ImportState.DONE, 2, 0)
    one, two = Task.objects.filter(programme=programme).order_by("order")
    assert (one.code, one.lifecycle, one.last_day) == ("NV-01", "draft", dt.date(2025, 12, 31))
    assert (two.recurrence, two.deciding_text) == ("R:continuous", "UBND tỉnh")
    parts = {(row.part, row.organisation) for row in two.assignments.all()}
    assert parts == {
        (Part.LEAD, world.stc),
        (Part.COORDINATE, world.snv),
        (Part.COORDINATE, world.skhcn),
        (Part.CONFIRM, world.skhcn),
    }
    assert AuditEvent.objects.filter(action="task.create").count() == 2
    actions.go_live(task=one, by=actor(world.coordinator))


def test_an_error_names_its_cell_its_words_and_the_remedy(
    world: World, programme: Programme
) -> None:
    rows = [
        a_row(1, "Sở KHCNN"),
        a_row(2, title=None),
        a_row(3, due="31/02/2026"),
        a_row(4, due="01/01/2020"),
        a_row(5),
        a_row(6, title="Lập danh mục dữ liệu số 5"),
    ]
    row = checked(programme, book_of(rows), world.coordinator)
    assert said(row) == [
        "Ô E2: “Sở KHCNN” không có trong danh mục cơ quan. Gần nhất: Sở Khoa học và Công nghệ. "
        "Chọn một cơ quan hoặc sửa ô.",
        "Ô C3 trống. Ghi nội dung nhiệm vụ, hoặc xóa dòng.",
        "Ô G4: “31/02/2026” không phải thời hạn. Ghi ngày (31/12/2025), tháng 9/2025, quý "
        "IV/2025, năm 2025, hoặc thường xuyên.",
        "Ô G5: thời hạn trước ngày bắt đầu 25/06/2025. Sửa lại thời hạn.",
        "Dòng 7 trùng nội dung và cơ quan chủ trì với dòng 6. Xóa một trong hai dòng.",
    ]
    assert row.counts == {"wrong": 5, "new": 1}


def test_one_repair_mends_every_equal_cell(world: World, programme: Programme) -> None:
    rows = [a_row(1, "Sở KHCNN"), a_row(2, "sở khcnn"), a_row(3)]
    row = checked(programme, book_of(rows), world.coordinator)
    assert [(each["text"], each["count"]) for each in row.unknown]
    assert row.unknown[0]["near"][0] == [world.skhcn.pk, world.skhcn.name]
    bodies = {"Sở KHCNN": world.skhcn}
    repair_bodies(row=row, bodies=bodies, by=actor(world.coordinator))
    row.refresh_from_db()
    assert row.counts == {"new": 3}


def test_all_or_nothing_unless_only_the_good_rows_are_wanted(
    world: World, programme: Programme
) -> None:
    row = checked(programme, book_of([a_row(1), a_row(2, title=None)]), world.coordinator)
    with pytest.raises(ImportRefused) as caught:
        start_import(row=row, by=actor(world.coordinator), only_good=False)
    assert caught.value.code == "has_errors"
    assert not Task.objects.exists()
    brought(row, world.coordinator, only_good=True)
    assert Task.objects.count() == 1


def test_all_or_nothing_holds_when_a_row_is_refused_on_the_way(
    world: World, programme: Programme
) -> None:
    raw = book_of([a_row(1), a_row(2, code="NV-99")])
    row = checked(programme, raw, world.coordinator)
    make_task(world, programme, code="NV-99")
    brought(row, world.coordinator)
    assert row.state == ImportState.FAILED
    assert row.error.startswith("Dòng 3: ")
    assert Task.objects.count() == 1
    again = checked(programme, raw + b"", world.coordinator)
    assert statuses(again) == ["new", "changed"]


def test_a_row_refused_on_the_way_leaves_the_others(world: World, programme: Programme) -> None:
    rows = [a_row(1), a_row(2, code="NV-99"), a_row(3)]
    row = checked(programme, book_of(rows), world.coordinator)
    make_task(world, programme, code="NV-99")
    brought(row, world.coordinator, only_good=True)
    assert (row.state, row.done, row.refused) == (ImportState.DONE, 2, 1)
    assert ImportRow.objects.get(sheet_import=row, outcome="refused").number == 3


def test_a_job_killed_half_way_goes_on_and_brings_nothing_twice(
    world: World, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "CHUNK", 2)
    raw = book_of([a_row(number) for number in range(1, 6)])
    row = checked(programme, raw, world.coordinator)
    start_import(row=row, by=actor(world.coordinator), only_good=True)
    assert bringing._run_chunk(row.pk, only_good=True)
    assert Task.objects.count() == 2
    run_import(row.pk)
    run_import(row.pk)
    row.refresh_from_db()
    assert (row.state, row.done, Task.objects.count()) == (ImportState.DONE, 5, 5)


def test_one_file_is_not_under_way_twice(world: World, programme: Programme) -> None:
    raw = book_of([a_row(1)])
    first = checked(programme, raw, world.coordinator)
    second = checked(programme, raw, world.coordinator)
    start_import(row=first, by=actor(world.coordinator), only_good=False)
    with pytest.raises(ImportRefused) as caught:
        start_import(row=second, by=actor(world.coordinator), only_good=False)
    assert caught.value.code == "same_file_under_way"
    assert str(world.coordinator) in str(caught.value)


def test_the_same_rows_once_more_bring_nothing(world: World, programme: Programme) -> None:
    raw = book_of([a_row(1)])
    brought(checked(programme, raw, world.coordinator), world.coordinator)
    again = checked(programme, raw, world.coordinator)
    assert statuses(again) == ["unchanged"]
    with pytest.raises(ImportRefused) as caught:
        start_import(row=again, by=actor(world.coordinator), only_good=True)
    assert caught.value.code == "brings_nothing"


def live(world: World, programme: Programme, **fields: Any) -> Task:
    """A task in force: drafts are in no list that leaves."""
    return bring_to(world, make_task(world, programme, **due(2025, 12, 31), **fields), State.LIVE)


def exported(user: User) -> Any:
    """The list of tasks as its file holds it, opened for editing."""
    from tiendo.composer.sheet_xlsx import write_xlsx
    from tiendo.domain import clock

    sheet = VIEWS["nhiem-vu"].build(Asked(actor(user), TODAY))
    out = io.BytesIO()
    write_xlsx(sheet, out, clock.LOCAL_ZONE, clock.now())
    return load_workbook(io.BytesIO(out.getvalue()))


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def column(book: Any, title: str) -> int:
    return next(cell.column for cell in book.worksheets[0][1] if cell.value == title)


def test_an_exported_file_comes_back_unchanged_as_unchanged(
    world: World, programme: Programme
) -> None:
    live(world, programme, title="=Lập danh mục dữ liệu")
    live(world, programme)
    row = checked(programme, saved(exported(world.coordinator)), world.coordinator)
    assert statuses(row) == ["unchanged", "unchanged"]


def test_only_edited_cells_become_changes_and_are_undone(
    world: World, programme: Programme
) -> None:
    task = live(world, programme)
    live(world, programme)
    book = exported(world.coordinator)
    sheet = book.worksheets[0]
    sheet.cell(2, column(book, "Sản phẩm"), "Nghị quyết")
    sheet.cell(2, column(book, "Cơ quan chủ trì"), "Sở Tài chính")
    sheet.cell(2, column(book, "Cơ quan phối hợp"), "Sở Nội vụ; Công an tỉnh")
    sheet.cell(2, column(book, "Thời hạn"), dt.datetime(2026, 1, 15))
    decision = {"document": "12/QĐ-UBND", "reason": "Theo chỉ đạo"}
    row = checked(programme, saved(book), world.coordinator, **decision)
    one = ImportRow.objects.get(sheet_import=row, status="changed")
    assert {(each["field"], each["old"], each["new"]) for each in one.changes} == {
        ("product", "Quyết định của UBND tỉnh", "Nghị quyết"),
        ("lead", "Sở Nội vụ", "Sở Tài chính"),
        ("coordinating", "Sở Tài chính", "Sở Nội vụ; Công an tỉnh"),
        ("deadline", "31/12/2025", "15/01/2026"),
    }
    brought(row, world.coordinator)
    task.refresh_from_db()
    assert (task.product, task.last_day) == ("Nghị quyết", dt.date(2026, 1, 15))
    undo_import(row=row, by=actor(world.coordinator))
    run_import(row.pk)
    row.refresh_from_db()
    task.refresh_from_db()
    assert (row.state, row.kept) == (ImportState.UNDONE, 0), said(row)
    assert (task.product, task.last_day) == ("Quyết định của UBND tỉnh", dt.date(2025, 12, 31))
    lead = actions_lead(task)
    assert lead == world.snv


def actions_lead(task: Task) -> Any:
    from tiendo.tasks.parties import parties_on

    held = parties_on(task, TODAY).first(Part.LEAD)
    return held.organisation if held else None


def test_a_row_changed_in_the_system_meanwhile_is_a_conflict(
    world: World, programme: Programme
) -> None:
    task, other = live(world, programme), live(world, programme)
    book = exported(world.coordinator)
    book.worksheets[0].cell(2, column(book, "Sản phẩm"), "Nghị quyết")
    by = actor(world.coordinator)
    actions.edit_task(task=task, version=task.version, by=by, product="Quyết định khác")
    actions.edit_task(task=other, version=other.version, by=by, product="Quyết định khác")
    row = checked(programme, saved(book), world.coordinator)
    assert statuses(row) == ["conflict", "unchanged"]
    assert "đã được sửa trong hệ thống sau khi xuất tệp" in said(row)[0]


def test_a_task_changed_between_check_and_run_is_not_overwritten(
    world: World, programme: Programme
) -> None:
    task = live(world, programme)
    book = exported(world.coordinator)
    book.worksheets[0].cell(2, column(book, "Sản phẩm"), "Nghị quyết")
    row = checked(programme, saved(book), world.coordinator)
    by = actor(world.coordinator)
    actions.edit_task(task=task, version=task.version, by=by, product="Quyết định khác")
    brought(row, world.coordinator, only_good=True)
    task.refresh_from_db()
    assert (row.refused, task.product) == (1, "Quyết định khác")


def test_a_deadline_in_force_moves_only_by_a_decision(world: World, programme: Programme) -> None:
    live(world, programme)
    book = exported(world.coordinator)
    book.worksheets[0].cell(2, column(book, "Thời hạn"), dt.datetime(2026, 1, 15))
    raw = saved(book)
    assert "cần văn bản quyết định" in said(checked(programme, raw, world.coordinator))[0]
    choices = {"document": "12/QĐ-UBND", "reason": "Theo chỉ đạo"}
    row = brought(checked(programme, raw, world.coordinator, **choices), world.coordinator)
    task = Task.objects.get()
    assert (row.done, task.last_day) == (1, dt.date(2026, 1, 15))
    assert task.deadline_changes.filter(deciding_document="12/QĐ-UBND").exists()


def due(year: int, month: int, day: int) -> dict[str, Any]:
    last = dt.date(year, month, day)
    return {"deadline_key": last.isoformat(), "last_day": last, "deadline_raw": f"{last:%d/%m/%Y}"}


def test_new_drafts_are_taken_back_unless_they_went_on(world: World, programme: Programme) -> None:
    raw = book_of([a_row(1), a_row(2)])
    row = brought(checked(programme, raw, world.coordinator), world.coordinator)
    given = Task.objects.order_by("order")[0]
    actions.go_live(task=given, by=actor(world.coordinator))
    undo_import(row=row, by=actor(world.coordinator))
    run_import(row.pk)
    row.refresh_from_db()
    assert (row.state, row.kept) == (ImportState.UNDONE, 1)
    assert list(Task.objects.all()) == [given]
    assert AuditEvent.objects.filter(action="task.unmake").count() == 1


PROGRESS = ("Mã nhiệm vụ", "Tình hình thực hiện", "Tiến độ (%)", "Khó khăn, vướng mắc")


def test_progress_is_recorded_once_for_the_own_body(world: World, programme: Programme) -> None:
    task = bring_to(world, make_task(world, programme, code="T-1"), State.LIVE)
    other = make_task(world, programme, code="T-2", lead=world.stc, coordinating=[])
    bring_to(world, other, State.LIVE)
    rows = [["T-1", "Đã lấy ý kiến", 0.4, "Thiếu kinh phí"], ["T-2", "Xong", 0.9, None]]
    raw = book_of(rows, PROGRESS)
    row = checked(programme, raw, world.snv_officer, ImportKind.PROGRESS)
    assert said(row) == [
        "Ô A3: không có nhiệm vụ mã “T-2” trong chương trình này. Sửa mã, hoặc chọn đúng "
        "chương trình."
    ]
    brought(row, world.snv_officer, only_good=True)
    update = ProgressUpdate.objects.get()
    assert (update.task, update.percent, update.organisation) == (task, 40, world.snv)


RESULTS = ("Mã", "Ngày hoàn thành", "Số, ký hiệu văn bản", "Ngày ban hành", "Ghi chú")


def test_a_result_is_claimed_and_still_waits_for_its_confirmation(
    world: World, programme: Programme
) -> None:
    with noon(dt.date(2025, 9, 1)):
        task = bring_to(world, make_task(world, programme, code="T-1"), State.LIVE)
    rows = [["T-1", dt.date(2025, 9, 20), "12/QĐ-UBND", "19/9/2025", ""]]
    raw = book_of(rows, RESULTS)
    row = checked(programme, raw, world.snv_officer, ImportKind.RESULTS)
    brought(row, world.snv_officer)
    task.refresh_from_db()
    assert (row.done, task.lifecycle, task.done_on) == (1, State.CLAIMED, dt.date(2025, 9, 20))
    assert task.evidence.get().document_number == "12/QĐ-UBND"


def test_results_are_refused_with_the_day_and_the_proof_named(
    world: World, programme: Programme
) -> None:
    bring_to(world, make_task(world, programme, code="T-1"), State.LIVE)
    raw = book_of([["T-1", "31/12/2025", "", "", ""]], RESULTS)
    row = checked(programme, raw, world.snv_officer, ImportKind.RESULTS)
    assert said(row) == [
        "Ô C2 trống. Báo cáo hoàn thành cần số văn bản chứng minh, ví dụ 12/QĐ-UBND.",
        "Ô B2: ngày 31/12/2025 ở sau hôm nay. Sửa lại.",
    ]


def test_a_head_names_the_officers_of_its_own_body(world: World, programme: Programme) -> None:
    task = bring_to(world, make_task(world, programme, code="T-1"), State.LIVE)
    rows = [["T-1", world.snv_officer.full_name]]
    row = checked(
        programme, book_of(rows, ("Mã", "Cán bộ xử lý")), world.snv_head, ImportKind.ASSIGNMENTS
    )
    brought(row, world.snv_head)
    assert task.assignments.get(part=Part.LEAD).officer == world.snv_officer


@pytest.mark.parametrize(
    ("who", "kind"),
    [
        ("snv_officer", ImportKind.TASKS),
        ("snv_head", ImportKind.TASKS),
        ("snv_officer", ImportKind.ASSIGNMENTS),
        ("inspector", ImportKind.PROGRESS),
        ("clerk", ImportKind.RESULTS),
    ],
)
def test_nobody_brings_in_what_is_not_theirs(
    world: World, programme: Programme, who: str, kind: ImportKind
) -> None:
    with pytest.raises(PermissionRefused):
        read(programme, book_of([a_row(1)]), getattr(world, who), kind)


def test_an_import_belongs_to_who_brought_it(world: World, programme: Programme) -> None:
    row = checked(programme, book_of([a_row(1)]), world.coordinator)
    with pytest.raises(PermissionRefused):
        start_import(row=row, by=actor(world.leader), only_good=True)
    cancel_import(row=row, by=actor(world.coordinator))
    with pytest.raises(ImportRefused):
        start_import(row=row, by=actor(world.coordinator), only_good=True)


def test_words_meant_once_are_remembered_for_the_body(world: World, programme: Programme) -> None:
    head = ["Phần việc phải làm", "Đầu mối", *HEAD[6:]]
    raw = book_of([["Lập danh mục", "Sở Nội vụ", "31/12/2025", "UBND tỉnh"]], head)
    row = read(programme, raw, world.coordinator)
    assert set(row.columns) == {"deadline", "deciding"}
    columns = {Field.TITLE: 0, Field.LEAD: 1, Field.DEADLINE: 2, Field.DECIDING: 3}
    map_and_check(row=row, columns=columns, choices={}, by=actor(world.coordinator))
    again = read(programme, raw, world.coordinator)
    assert again.columns == {"title": 0, "lead": 1, "deadline": 2, "deciding": 3}

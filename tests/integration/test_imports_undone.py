"""What an import brought is taken back; what a failure stopped goes on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest

from tests.factories import World, actor, make_world
from tests.integration.test_imports import PROGRESS, RESULTS, brought, checked
from tests.task_factories import bring_to, make_programme, make_task, noon
from tests.unit.imports.books import a_row, book_of
from tiendo.domain.lifecycle import State
from tiendo.imports import bringing
from tiendo.imports.bringing import run_import
from tiendo.imports.errors import ImportRefused
from tiendo.imports.models import ImportKind, ImportRow, ImportState, SheetImport
from tiendo.imports.running import resume_import, start_import, undo_import
from tiendo.imports.writing.undoing import rows_changed_since
from tiendo.programmes.models import Programme
from tiendo.tasks import actions
from tiendo.tasks.actions.difficulty_steps import assign_difficulty
from tiendo.tasks.models import Difficulty, ProgressUpdate, Task
from tiendo.tasks.queries import percents_said, with_status
from tiendo.tasks.spans import audit_spans

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


def tasks_of(world: World, programme: Programme, number: int) -> list[Task]:
    due = {"deadline_key": "2025-12-31", "last_day": dt.date(2025, 12, 31)}
    codes = [f"T-{place}" for place in range(1, number + 1)]
    with noon(dt.date(2025, 10, 1)):
        return [
            bring_to(world, make_task(world, programme, code=code, **due), State.LIVE)
            for code in codes
        ]


def report(world: World, programme: Programme, *rows: list[object]) -> SheetImport:
    """Progress brought in by the officer at work."""
    raw = book_of(rows, PROGRESS)
    by = world.snv_officer
    return brought(checked(programme, raw, by, ImportKind.PROGRESS), by)


def undone(row: SheetImport, world: World) -> list[str]:
    """The words of the rows that stay once an import was taken back."""
    with noon(TODAY + dt.timedelta(days=2)):
        undo_import(row=row, by=actor(world.snv_officer))
        run_import(row.pk)
    row.refresh_from_db()
    assert row.state == ImportState.UNDONE
    return list(row.rows.filter(outcome="kept").values_list("said", flat=True))


def figure(task: Task) -> Decimal | None:
    said = percents_said([task.pk], TODAY).get(task.pk)
    return said.percent if said else None


def standing(task: Task) -> str:
    return with_status(Task.objects.filter(pk=task.pk), TODAY).get().status


def test_progress_taken_back_leaves_the_figures_as_they_were(
    world: World, programme: Programme
) -> None:
    first, other = tasks_of(world, programme, 2)
    by = actor(world.snv_officer)
    with noon(dt.date(2025, 11, 3)):
        actions.record_update(task=other, done="Đã khảo sát", percent=Decimal(20), by=by)
    row = report(world, programme, ["T-1", "Đã lấy ý kiến", 40, ""], ["T-2", "Xong", 90, ""])
    assert (figure(first), figure(other), standing(first)) == (40, 90, "in_progress")
    assert undone(row, world) == []
    assert (figure(first), figure(other)) == (None, 20)
    assert (standing(first), standing(other)) == ("not_started", "in_progress")
    first.refresh_from_db()
    assert first.last_update_at is None
    back = ProgressUpdate.objects.get(task=other, takes_back__isnull=False)
    assert back.done == "Đã khảo sát\nHoàn tác lượt nhập “danh-muc.xlsx”."
    assert ProgressUpdate.objects.filter(task=first).count() == 2
    assert audit_spans() == ()
    actions.record_update(task=first, done="Bắt đầu khảo sát", by=by)
    assert standing(first) == "in_progress"


def test_a_difficulty_of_the_file_is_closed_with_it(world: World, programme: Programme) -> None:
    tasks_of(world, programme, 2)
    row = report(
        world, programme, ["T-1", "Một", 10, "Thiếu kinh phí"], ["T-2", "Hai", 10, "Thiếu người"]
    )
    handled = Difficulty.objects.get(what="Thiếu người")
    assign_difficulty(
        difficulty=handled,
        level="department",
        responsible=world.stc,
        due_on=dt.date(2025, 12, 1),
        by=actor(world.coordinator),
    )
    (kept,) = undone(row, world)
    assert kept.startswith(f"Vướng mắc {handled.code} ")
    assert Difficulty.objects.get(what="Thiếu kinh phí").state == "closed"


def test_progress_that_went_on_since_stays_and_says_why(world: World, programme: Programme) -> None:
    newer, approved, claimed = tasks_of(world, programme, 3)
    row = report(world, programme, *([f"T-{n}", "Đang làm", 30, ""] for n in (1, 2, 3)))
    by, head = actor(world.snv_officer), actor(world.snv_head)
    actions.record_update(task=newer, done="Gần xong", percent=Decimal(80), by=by)
    actions.approve_update(update=approved.updates.get(), by=head)
    proof = actions.NewEvidence(document_number="12/QĐ-UBND")
    with noon(dt.date(2025, 11, 11)):
        actions.claim(task=claimed, done_on=TODAY, evidence=[proof], by=by)
    assert rows_changed_since(row) == 2  # a claim is seen when its row is taken back
    kept = undone(row, world)
    assert [words.split(" nên ")[0] for words in sorted(kept)] == [
        "Nhiệm vụ đã có cập nhật mới hơn",
        "Nhiệm vụ đã sang bước khác sau cập nhật này",
        "Thủ trưởng đã duyệt cập nhật này",
    ]
    assert figure(newer) == 80
    assert not ProgressUpdate.objects.filter(takes_back__isnull=False).exists()


def test_a_claim_is_sent_back_by_a_head_with_its_proof_withdrawn(
    world: World, programme: Programme
) -> None:
    tasks_of(world, programme, 1)
    raw = book_of([["T-1", TODAY, "12/QĐ-UBND", TODAY, ""]], RESULTS)
    for person, kept in ((world.snv_officer, 1), (world.snv_head, 0)):
        row = brought(checked(programme, raw, person, ImportKind.RESULTS), person)
        undo_import(row=row, by=actor(person))
        run_import(row.pk)
        row.refresh_from_db()
        task = Task.objects.get()
        assert row.kept == kept, row.rows.get().said
        if kept:
            assert row.rows.get().said.startswith("Chỉ thủ trưởng trả lại được")
            actions.send_back(task=task, reason="Nhập nhầm", by=actor(world.snv_head))
    assert task.lifecycle == State.LIVE
    assert task.evidence.filter(withdrawn_at__isnull=False).count() == 1


def broken(*_arguments: object) -> None:
    raise RuntimeError("the disk is full")


def failed(row: SheetImport, monkeypatch: pytest.MonkeyPatch, at: str) -> str:
    """Let the job fail once; the words of the page."""
    with monkeypatch.context() as patch:
        patch.setattr(bringing, at, broken)
        with pytest.raises(RuntimeError):
            (bringing.check_import if at == "check_rows" else run_import)(row.pk)
    row.refresh_from_db()
    assert row.state == ImportState.FAILED
    return row.error


def test_a_failure_half_way_is_gone_on_with(
    world: World, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "CHUNK", 2)
    by = world.coordinator
    row = checked(programme, book_of([a_row(number) for number in range(5)]), by)
    start_import(row=row, by=actor(by), only_good=True)
    assert bringing._run_chunk(row.pk, only_good=True)
    assert "lỗi của hệ thống" in failed(row, monkeypatch, "save_outcomes")
    assert (row.failed_in, Task.objects.count()) == ("running", 2)
    resume_import(row=row, by=actor(by))
    run_import(row.pk)
    row.refresh_from_db()
    assert (row.state, row.done, row.error, Task.objects.count()) == ("done", 5, "", 5)
    undo_import(row=row, by=actor(by))
    assert "Hoàn tác tiếp" in failed(row, monkeypatch, "save_outcomes")
    assert (row.failed_in, Task.objects.count()) == ("undoing", 5)
    resume_import(row=row, by=actor(by))
    run_import(row.pk)
    assert Task.objects.count() == 0


def test_all_or_nothing_and_a_check_that_failed_begin_anew(
    world: World, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = world.coordinator
    row = checked(programme, book_of([a_row(1), a_row(2, code="NV-99")]), by)
    start_import(row=row, by=actor(by), only_good=False)
    failed(row, monkeypatch, "save_outcomes")
    assert (row.failed_in, Task.objects.count()) == ("running", 0)
    make_task(world, programme, code="NV-99")
    resume_import(row=row, by=actor(by))
    row.refresh_from_db()
    assert (row.state, row.counts) == ("checked", {"new": 1, "changed": 1})
    SheetImport.objects.update(state=ImportState.CHECKING)
    assert "Kiểm tra lại các dòng" in failed(row, monkeypatch, "check_rows")
    resume_import(row=row, by=actor(by))
    brought(SheetImport.objects.get(), by)
    assert Task.objects.count() == 2


def test_an_import_nothing_is_heard_of_is_sent_again(world: World, programme: Programme) -> None:
    by = world.coordinator
    row = checked(programme, book_of([a_row(1)]), by)
    start_import(row=row, by=actor(by), only_good=True)
    with pytest.raises(ImportRefused) as caught:
        resume_import(row=row, by=actor(by))
    assert caught.value.code == "wrong_step"
    with noon(TODAY + dt.timedelta(days=1)):
        row.refresh_from_db()
        assert row.is_silent
        resume_import(row=row, by=actor(by))
        row.refresh_from_db()
        assert not row.is_silent
        run_import(row.pk)
        run_import(row.pk)
    assert ImportRow.objects.get().outcome == "done" and Task.objects.count() == 1

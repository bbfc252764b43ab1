"""Kill -9 in the middle of an action: nothing lost, doubled or half done.

A child process takes the action and kills itself at one of its statements; what is left must be the
state before or the state after, and doing it again must give what one undisturbed run gives.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from tests.document_factories import extract_plan, register_plan, text_of
from tests.factories import World, actor, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon
from tests.unit.accounts.workbooks import person, workbook
from tests.unit.imports.books import a_row, book_of
from tiendo.accounts.actor import Actor
from tiendo.accounts.importing import running
from tiendo.accounts.models import AccountImport, Invitation, Membership, User
from tiendo.audit.models import AuditEvent, SealBatch, SealedEvent
from tiendo.audit.sealer import seal_pending
from tiendo.audit.verify import verify_trail
from tiendo.documents.readings import PARSER
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.imports import bringing
from tiendo.imports import running as sheets
from tiendo.imports.fields import Field
from tiendo.imports.models import ImportKind, SheetImport
from tiendo.imports.reading import read_file
from tiendo.intake import extraction
from tiendo.intake.actions import NewProgramme, approve_run, decide_drafts
from tiendo.intake.extraction import EXTRACT_JOB
from tiendo.intake.models import ExtractionRun
from tiendo.organisations.models import BodyGroup, Kind, Level
from tiendo.overview.asking import Asked
from tiendo.overview.exports import (
    ask_for_export,
    cancel_export,
    drop_expired,
    exports_folder,
    make_export,
)
from tiendo.overview.models import Export, Format
from tiendo.overview.sheets import VIEWS
from tiendo.programmes.models import Programme
from tiendo.search.models import SearchEntry
from tiendo.tasks import actions
from tiendo.tasks.models import (
    Assignment,
    Evidence,
    LifecycleEvent,
    ProgressUpdate,
    StatusSpan,
    Task,
)
from tiendo.tasks.spans import audit_spans

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("private_files")]

TODAY = dt.date(2025, 9, 10)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
Counts = Mapping[str, int]
# At how many of its statements a work is killed.
POINTS = 8
# How often an import of tasks is killed, each time further on.
ROUNDS = 5


@pytest.fixture(autouse=True)
def _today():
    with noon(TODAY):
        yield


@pytest.fixture
def world() -> World:
    return make_world()


def in_child(work: Callable[[], object], kill_at: int | None) -> tuple[bool, int]:
    """Run the work in a child process that kills itself before its ``kill_at``-th statement.

    Returns whether it came to its end, and how many statements it sent (0 where it was killed).
    """
    connections.close_all()
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        _work_and_end(work, kill_at, writer)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        said = pipe.read()
    _pid, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return False, 0
    assert os.WEXITSTATUS(status) == 0, said
    return True, int(said)


def _work_and_end(work: Callable[[], object], kill_at: int | None, writer: int) -> None:
    """In the child; never returns.

    The socket of an inherited connection is the parent's, and a browser test before this one may
    have left one that ``close_all`` did not see.
    """
    inherited = connections["default"]
    del connections["default"]
    sent = 0

    def count(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal sent
        sent += 1
        if sent == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*arguments)

    try:
        with connection.execute_wrapper(count):
            work()
        os.write(writer, str(sent).encode())
    except BaseException as error:  # noqa: BLE001 - whatever it was, the parent is told
        os.write(writer, repr(error).encode())
        os._exit(1)
    del inherited
    os._exit(0)


def kill_everywhere(work: Callable[[], object], look: Callable[[], Counts]) -> None:
    """Kill the work at some of its statements: what is left is as before it, or all of it."""
    before = look()
    statements, after = outcome_of(work, look)
    step = max(1, statements // POINTS)
    for kill_at in sorted({*range(1, statements + 1, step), statements}):
        finished, _sent = in_child(work, kill_at)
        left = look()
        assert left == after or not finished
        assert left in (before, after), f"killed before statement {kill_at} of {statements}"
        if left == after:
            return
    assert in_child(work, None)[0]
    assert look() == after


def outcome_of(work: Callable[[], object], look: Callable[[], Counts]) -> tuple[int, Counts]:
    """How many statements the work sends and what it leads to; what it does is undone."""
    sent = 0

    def count(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal sent
        sent += 1
        return execute(*arguments)

    with transaction.atomic():
        with connection.execute_wrapper(count):
            work()
        after = look()
        transaction.set_rollback(True)
    # The outermost block of the work was a savepoint here: two statements that are none there.
    return sent - 2, after


def rows() -> Counts:
    """How many rows the actions of these tests write."""
    return {
        "tasks": Task.objects.count(),
        "live": Task.objects.filter(lifecycle=State.LIVE).count(),
        "claimed": Task.objects.filter(lifecycle=State.CLAIMED).count(),
        "events": LifecycleEvent.objects.count(),
        "evidence": Evidence.objects.count(),
        "spans": StatusSpan.objects.count(),
        "trail": AuditEvent.objects.exclude(action__startswith="account.").count(),
    }


def test_a_killed_claim_is_no_claim(world: World) -> None:
    task = bring_to(world, make_task(world, make_programme(world)), State.LIVE)
    officer = User.objects.get(pk=world.snv_officer.pk)
    url = reverse("task-claim", args=[task.pk])

    def claim() -> None:
        client = Client()
        client.force_login(officer, backend=BACKEND)
        data = {
            "version": task.version,
            "done_on": f"{TODAY:%d/%m/%Y}",
            "proof_files": SimpleUploadedFile("ket-qua.txt", "Kết quả thực hiện".encode()),
        }
        assert client.post(url, data).status_code == 302

    kill_everywhere(claim, claims)
    assert LifecycleEvent.objects.filter(task=task, action="claim").count() == 1
    assert audit_spans() == ()


def claims() -> Counts:
    """What a claim writes; its file is kept before, in a step of its own."""
    return {name: number for name, number in rows().items() if name != "trail"}


def test_a_killed_expansion_makes_no_child(world: World) -> None:
    group = BodyGroup.objects.create(
        name="UBND các xã, phường",
        slug="xa-phuong",
        folded_names=["ubnd cac xa, phuong"],
        kinds=[Kind.COMMUNE, Kind.WARD],
        level=Level.COMMUNE,
        source="tests",
    )
    parent = make_task(world, make_programme(world), lead=group, coordinating=[])
    by = actor(world.coordinator)

    def expand() -> None:
        actions.expand_lead(task=parent, by=by)

    kill_everywhere(expand, rows)
    assert Task.objects.filter(parent=parent).count() == 2
    assert in_child(expand, None)[0]
    assert Task.objects.filter(parent=parent).count() == 2


def test_a_killed_approval_of_drafts_makes_no_task(world: World) -> None:
    run = extract_plan(world)
    by = actor(world.coordinator)
    ids = list(run.drafts.values_list("pk", flat=True))
    decide_drafts(run=run, draft_ids=ids, decision="accept", by=by)
    programme = NewProgramme("Kế hoạch", "KH", world.ubnd, world.skhcn, dt.date(2025, 7, 15))

    def approve() -> None:
        approve_run(run=run, programme=programme, by=by)

    kill_everywhere(approve, rows)
    assert Task.objects.count() == 6


def test_a_killed_sealing_leaves_no_half_of_a_batch(world: World) -> None:
    bring_to(world, make_task(world, make_programme(world)), State.CONFIRMED)

    def seals() -> Counts:
        return {"batches": SealBatch.objects.count(), "sealed": SealedEvent.objects.count()}

    kill_everywhere(seal_pending, seals)
    assert seals() == {"batches": 1, "sealed": AuditEvent.objects.count()}
    assert verify_trail().problems == ()


def test_a_killed_import_of_accounts_goes_on_where_it_was(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two rows at a time: whatever was brought in stays, with its events, and nothing twice."""
    monkeypatch.setattr(running, "CHUNK", 2)
    by = actor(world.administrator)
    statements = 0
    for round_number in range(POINTS):
        numbers = range(10 * round_number, 10 * round_number + 5)
        raw = workbook([person(number) for number in numbers])
        row = running.check_import(file_name="a.xlsx", raw=raw, by=by)
        running.start_import(row=row, by=by, only_good=False)
        kill_at = 1 + round_number * statements // POINTS if round_number else None
        finished, sent = in_child(partial(running.run_import, row.pk), kill_at)
        statements = statements or sent
        row.refresh_from_db()
        assert finished == (kill_at is None)
        assert brought_in(row) == dict.fromkeys(brought_in(row), row.done)
        assert in_child(partial(running.run_import, row.pk), None)[0]
        assert in_child(partial(running.run_import, row.pk), None)[0]
        assert brought_in(row) == dict.fromkeys(brought_in(row), 5)
        done = AuditEvent.objects.filter(action="accountimport.done", object_id=str(row.pk))
        assert done.count() == 1


def brought_in(row: AccountImport) -> Counts:
    """What an import wrote, each of it once for a row."""
    people = User.objects.filter(pk__in=row.posts.values("user"))
    ids = [str(pk) for pk in people.values_list("pk", flat=True)]
    created = AuditEvent.objects.filter(action="account.created", object_type="accounts.user")
    return {
        "posts": row.posts.count(),
        "people": people.count(),
        "memberships": Membership.objects.filter(user__in=people).count(),
        "invitations": Invitation.objects.filter(account_import=row).count(),
        "events": created.filter(object_id__in=ids).count(),
    }


def test_a_killed_import_of_tasks_goes_on_where_it_was(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two rows at a time: a task comes with its bodies, its event and its search entry."""
    monkeypatch.setattr(bringing, "CHUNK", 2)
    programme, by = make_programme(world), actor(world.coordinator)
    statements = 0
    for round_number in range(ROUNDS):
        row = sheet_of_five(programme, by, 10 * round_number)
        kill_at = 1 + round_number * statements // ROUNDS if round_number else None
        finished, sent = in_child(partial(bringing.run_import, row.pk), kill_at)
        statements = statements or sent
        row.refresh_from_db()
        assert finished == (kill_at is None)
        assert made_by(row) == dict.fromkeys(made_by(row), row.done)
        assert in_child(partial(bringing.run_import, row.pk), None)[0]
        assert in_child(partial(bringing.run_import, row.pk), None)[0]
        row.refresh_from_db()
        assert (row.state, row.done) == ("done", 5)
        assert made_by(row) == dict.fromkeys(made_by(row), 5)
        done = AuditEvent.objects.filter(action="sheetimport.done", object_id=str(row.pk))
        assert done.count() == 1
    assert Task.objects.count() == 5 * ROUNDS


def test_a_killed_import_of_all_or_nothing_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "CHUNK", 2)
    row = sheet_of_five(make_programme(world), actor(world.coordinator), 0, only_good=False)
    kill_everywhere(partial(bringing.run_import, row.pk), lambda: made_by(row))
    assert made_by(row) == dict.fromkeys(made_by(row), 5)


def test_a_killed_taking_back_of_progress_goes_on_where_it_was(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two rows at a time: each update is taken back once, in whichever moment it was killed."""
    monkeypatch.setattr(bringing, "CHUNK", 2)
    programme, by = make_programme(world), actor(world.snv_officer)
    for number in range(5):
        bring_to(world, make_task(world, programme, code=f"T-{number}"), State.LIVE)
    raw = book_of([[f"T-{n}", "Nhầm", 40] for n in range(5)], ("Mã", "Kết quả", "Tỷ lệ"))
    kind = ImportKind.PROGRESS
    row = read_file(kind=kind, programme=programme, file_name="td.xlsx", raw=raw, by=by)
    columns = {Field(name): place for name, place in row.columns.items()}
    sheets.map_and_check(row=row, columns=columns, choices={}, by=by)
    sheets.start_import(row=row, by=by, only_good=True)
    bringing.run_import(row.pk)
    sheets.undo_import(row=row, by=by)
    for kill_at in (20, 60, 70):
        assert not in_child(partial(bringing.run_import, row.pk), kill_at)[0]
        taken = ProgressUpdate.objects.filter(takes_back__isnull=False).count()
        assert taken == row.rows.filter(outcome="undone").count() < 5
    for _worker in range(2):
        assert in_child(partial(bringing.run_import, row.pk), None)[0]
    row.refresh_from_db()
    assert (row.state, row.kept) == ("undone", 0)
    assert ProgressUpdate.objects.filter(takes_back__isnull=False).count() == 5


def sheet_of_five(
    programme: Programme, by: Actor, first: int, *, only_good: bool = True
) -> SheetImport:
    """A checked sheet of five new tasks that waits for its job."""
    raw = book_of([a_row(number) for number in range(first, first + 5)])
    row = read_file(kind=ImportKind.TASKS, programme=programme, file_name="nv.xlsx", raw=raw, by=by)
    columns = {Field(name): place for name, place in row.columns.items()}
    sheets.map_and_check(row=row, columns=columns, choices={}, by=by)
    row.refresh_from_db()
    return sheets.start_import(row=row, by=by, only_good=only_good)


def made_by(row: SheetImport) -> Counts:
    """What an import of tasks made, each of it once for a row."""
    tasks = Task.objects.filter(pk__in=row.rows.values("task"))
    ids = list(tasks.values_list("pk", flat=True))
    leads = Assignment.objects.filter(task__in=ids, part="lead")
    created = AuditEvent.objects.filter(action="task.create", object_type="tasks.task")
    return {
        "rows": row.rows.filter(outcome="done").count(),
        "tasks": tasks.count(),
        "leads": leads.count(),
        "events": created.filter(object_id__in=[str(pk) for pk in ids]).count(),
        "entries": SearchEntry.objects.filter(kind="task", object_id__in=ids).count(),
    }


def test_a_job_of_a_killed_worker_is_done_once_by_the_next(world: World) -> None:
    document = register_plan(world)
    text = text_of(document)
    run = ExtractionRun.objects.create(
        text=text, parser=PARSER, created_by=world.coordinator, created_at=clock.now()
    )
    app.configure_task(EXTRACT_JOB).defer(run_id=run.pk)

    def die(*_arguments: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def work_until_killed() -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(extraction, "link_across_files", die)
            work_off()

    assert not in_child(work_until_killed, None)[0]
    run.refresh_from_db()
    assert (run.state, run.drafts.count()) == ("running", 0)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"
        )
    with suppress(AlreadyEnqueued):  # the worker of a moment ago may have deferred it
        app.configure_task("config.retry_stalled", queueing_lock="config.retry_stalled").defer(
            timestamp=0
        )
    assert in_child(work_off, None)[0]
    run.refresh_from_db()
    drafts = run.drafts.count()
    assert run.state == "review"
    assert in_child(work_off, None)[0]
    assert run.drafts.count() == drafts > 0
    jobs = ProcrastinateJob.objects.filter(task_name=EXTRACT_JOB)
    assert [job.status for job in jobs] == ["succeeded"]


def test_a_file_whose_worker_is_killed_is_made_whole_or_leaves_nothing(
    world: World, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path / "data"
    bring_to(world, make_task(world, make_programme(world)), State.LIVE)

    def asked() -> Export:
        terms = Asked(actor(world.leader), TODAY)
        return ask_for_export(view=VIEWS["nhiem-vu"], asked=terms, form=Format.CSV)

    def files() -> list[str]:
        return sorted(path.name for path in exports_folder().glob("*"))

    first = asked()
    finished, statements = in_child(partial(make_export, first.pk), None)
    assert finished and files() == [f"{first.pk}-nhiem-vu.csv"]
    for kill_at in (3, statements // 2, statements - 1):
        export = asked()
        assert not in_child(partial(make_export, export.pk), kill_at)[0]
        assert Export.objects.get(pk=export.pk).path == ""
        Export.objects.filter(pk=export.pk).update(beat_at=None)
        make_export(export.pk)
        assert Export.objects.get(pk=export.pk).sha256 == Export.objects.get(pk=first.pk).sha256
        made = AuditEvent.objects.filter(action="export.make", object_id=str(export.pk))
        assert made.count() == 1
    stopped = asked()
    before = files()
    assert not in_child(partial(make_export, stopped.pk), statements - 1)[0]
    cancel_export(export=stopped, by=actor(world.leader))
    drop_expired()
    assert files() == before


def work_off() -> None:
    """Do the jobs that wait, and those they lead to, as `tiendo worker` does."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(
            wait=False, install_signal_handlers=False, listen_notify=False, delete_jobs="never"
        )

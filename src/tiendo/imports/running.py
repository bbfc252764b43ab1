"""Imports started, brought in by a job, stopped, taken back.

The job brings in some rows at a time, each time with its events and its progress in one
transaction: stopped anywhere, it goes on where it was, and nothing comes twice. Where all rows or
none are wanted, one transaction holds them all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from procrastinate.contrib.django import app

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.accounts.queries import load_actor
from tiendo.audit.trail import SYSTEM, Author, record
from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.domain.parameters import parameter_on
from tiendo.domain.refusals import Refusal
from tiendo.imports.checking.running import check_rows
from tiendo.imports.errors import ImportRefused
from tiendo.imports.fields import Field
from tiendo.imports.mapping import own_import, set_columns
from tiendo.imports.models import (
    OPEN_STATES,
    ImportKind,
    ImportRow,
    ImportState,
    Outcome,
    RowStatus,
    SheetImport,
)
from tiendo.imports.permissions import require_kind
from tiendo.imports.writing.new_tasks import make_tasks
from tiendo.imports.writing.outcomes import save_outcomes
from tiendo.imports.writing.rows import bring_in, refusal_words, take_back
from tiendo.organisations.models import Organisation
from tiendo.outbox.actions import emit

CHECK_JOB = "imports.check"
RUN_JOB = "imports.run"
CHUNK = 1000
_TAKEN = (RowStatus.NEW, RowStatus.CHANGED)
_ENDED = (ImportState.DONE, ImportState.CANCELLED, ImportState.FAILED)


class _RowRefused(Exception):
    """A row is refused where all rows or none are wanted."""


def map_and_check(
    *, row: SheetImport, columns: Mapping[Field, int], choices: Mapping[str, object], by: Actor
) -> None:
    """Set the columns and check every row: now, or by a job where there are many.

    Errors: as ``set_columns``.
    """
    with transaction.atomic():
        current = set_columns(row=row, columns=columns, choices=choices, by=by)
        _check(current)


@transaction.atomic
def repair_bodies(*, row: SheetImport, bodies: Mapping[str, Organisation], by: Actor) -> None:
    """Say which body each name means, in every cell that holds it; all rows are checked again.

    Errors: PermissionRefused; ImportRefused wrong_step.
    """
    current = own_import(row, by)
    if current.state != ImportState.CHECKED:
        raise ImportRefused("wrong_step", state=current.get_state_display())
    meant = {fold(name): body.pk for name, body in bodies.items()}
    current.repairs = {**current.repairs, **meant}
    current.state = ImportState.CHECKING
    current.save(update_fields=["repairs", "state"])
    record(
        by=_author(current), action="sheetimport.repair", target=current, after={"rows": len(meant)}
    )
    _check(current)


def _check(row: SheetImport) -> None:
    rows = row.sheets[row.sheet]["rows"]
    if rows <= parameter_on("sheet_import_rows_at_once", clock.today()):
        check_rows(row.pk)
    else:
        app.configure_task(CHECK_JOB).defer(import_id=row.pk)


@transaction.atomic
def start_import(*, row: SheetImport, by: Actor, only_good: bool) -> SheetImport:
    """Have the good rows brought in by a job; all or none unless ``only_good``.

    Errors: PermissionRefused; ImportRefused wrong_step, has_errors, brings_nothing,
    same_file_under_way.
    """
    current = own_import(row, by)
    author = require_kind(by, ImportKind(current.kind), current.programme)
    if current.state != ImportState.CHECKED:
        raise ImportRefused("wrong_step", state=current.get_state_display())
    bad = current.counts.get("wrong", 0) + current.counts.get("conflict", 0)
    if bad and not only_good:
        raise ImportRefused("has_errors", count=str(bad))
    if not current.total:
        raise ImportRefused("brings_nothing")
    _check_alone(current)
    current.only_good, current.state = only_good, ImportState.WAITING
    current.done = current.refused = 0
    current.save(update_fields=["only_good", "state", "done", "refused"])
    after = {"rows": current.total}
    record(by=author, action="sheetimport.start", target=current, after=after)
    app.configure_task(RUN_JOB).defer(import_id=current.pk)
    return current


def same_file(row: SheetImport) -> SheetImport | None:
    """The last import of the same file that was brought in or is under way. Cost: one query."""
    taken = (ImportState.WAITING, ImportState.RUNNING, ImportState.DONE, ImportState.UNDOING)
    others = SheetImport.objects.filter(
        sha256=row.sha256, kind=row.kind, programme=row.programme, state__in=taken
    )
    return others.exclude(pk=row.pk).select_related("created_by").first()


def _check_alone(row: SheetImport) -> None:
    """Refuse a file that is under way already; the lock of its programme decides who is first."""
    type(row.programme).objects.select_for_update(of=("self",)).get(pk=row.programme_id)
    other = same_file(row)
    if other is not None and other.is_open:
        at = other.created_at.astimezone(clock.LOCAL_ZONE)
        raise ImportRefused(
            "same_file_under_way", person=str(other.created_by), at=f"{at:%H:%M %d/%m/%Y}"
        )


@transaction.atomic
def cancel_import(*, row: SheetImport, by: Actor) -> SheetImport:
    """Stop an import, or throw a read file away; what was brought in stays until taken back.

    Errors: PermissionRefused; ImportRefused wrong_step where it has ended.
    """
    current = own_import(row, by)
    if current.state in (*_ENDED, ImportState.UNDOING, ImportState.UNDONE):
        raise ImportRefused("wrong_step", state=current.get_state_display())
    _end(current, ImportState.CANCELLED)
    after = {"rows": current.done}
    record(by=_author(current), action="sheetimport.cancel", target=current, after=after)
    return current


@transaction.atomic
def undo_import(*, row: SheetImport, by: Actor) -> SheetImport:
    """Have a job take back what an import brought; what was changed since stays, and is named.

    Errors: PermissionRefused; ImportRefused wrong_step.
    """
    current = own_import(row, by)
    if current.state not in _ENDED or not current.done:
        raise ImportRefused("wrong_step", state=current.get_state_display())
    _check_alone(current)
    current.state, current.kept = ImportState.UNDOING, 0
    current.save(update_fields=["state", "kept"])
    record(by=_author(current), action="sheetimport.undo", target=current)
    app.configure_task(RUN_JOB).defer(import_id=current.pk)
    return current


def run_import(import_id: int) -> None:
    """Bring in, or take back, the rows of an import that waits or was left; safe to repeat."""
    row = SheetImport.objects.get(pk=import_id)
    try:
        if row.state == ImportState.UNDOING:
            while _undo_chunk(import_id):
                pass
        elif row.only_good:
            while _run_chunk(import_id, only_good=True):
                pass
        else:
            _run_whole(import_id)
    except PermissionRefused:
        _fail(import_id, str(ImportRefused("not_permitted")))
    except Exception:
        _fail(import_id, str(ImportRefused("worker_failed")))
        raise


def _run_whole(import_id: int) -> None:
    try:
        with transaction.atomic():
            while _run_chunk(import_id, only_good=False):
                pass
    except _RowRefused as refused:
        _fail(import_id, str(refused))


@transaction.atomic
def _run_chunk(import_id: int, *, only_good: bool) -> bool:
    """Bring in the next rows; whether there may be more."""
    current = _locked(import_id)
    if current.state not in (ImportState.WAITING, ImportState.RUNNING):
        return False
    waiting = current.rows.filter(status__in=_TAKEN, outcome="").select_related(
        "task__programme__coordinator"
    )
    rows = list(waiting.defer("changes", "problems", "title")[:CHUNK])
    by = load_actor(current.created_by, clock.today())
    refused = _bring(current, rows, by)
    if refused and not only_good:
        number, why = next(iter(sorted(refused.items())))
        raise _RowRefused(str(ImportRefused("row_refused", row=number, why=why)))
    _note(current, rows, refused)
    if len(rows) == CHUNK:
        return True
    _end(current, ImportState.DONE)
    after = {"rows": current.done, "refused": current.refused}
    record(by=_author(current), action="sheetimport.done", target=current, after=after)
    emit("sheetimport.done", target=current, users=[current.created_by_id])
    return False


def _bring(current: SheetImport, rows: Sequence[ImportRow], by: Actor) -> dict[int, str]:
    """Do what rows ask for; why each other was refused, by its number."""
    new = [one for one in rows if _is_new(one)]
    others = [one for one in rows if not _is_new(one)]
    refused = make_tasks(current, new, by) if new else {}
    for one in others:
        try:
            with transaction.atomic():
                bring_in(current, one, by)
        except (Refusal, PermissionRefused) as why:
            refused[one.number] = refusal_words(why)
    return refused


def _is_new(one: ImportRow) -> bool:
    return one.status == RowStatus.NEW and one.task_id is None


def _note(current: SheetImport, rows: Sequence[ImportRow], refused: Mapping[int, str]) -> None:
    for one in rows:
        one.said = refused.get(one.number, "")
        one.outcome = Outcome.REFUSED if one.said else Outcome.DONE
    save_outcomes(rows)
    current.done += len(rows) - len(refused)
    current.refused += len(refused)
    current.heard_at, current.state = clock.now(), ImportState.RUNNING
    current.save(update_fields=["done", "refused", "heard_at", "state"])


@transaction.atomic
def _undo_chunk(import_id: int) -> bool:
    """Take back the last rows still there; whether there may be more."""
    current = _locked(import_id)
    if current.state != ImportState.UNDOING:
        return False
    taken = current.rows.filter(outcome=Outcome.DONE).select_related("task__programme")
    rows = list(taken.order_by("-number")[:CHUNK])
    by = load_actor(current.created_by, clock.today())
    for one in rows:
        with transaction.atomic():
            one.said = take_back(current, one, by)
        one.outcome = Outcome.KEPT if one.said else Outcome.UNDONE
    save_outcomes(rows)
    current.kept += sum(one.outcome == Outcome.KEPT for one in rows)
    current.heard_at = clock.now()
    current.save(update_fields=["kept", "heard_at"])
    if len(rows) == CHUNK:
        return True
    _end(current, ImportState.UNDONE)
    after = {"rows": current.done, "kept": current.kept}
    record(by=_author(current), action="sheetimport.undone", target=current, after=after)
    return False


def _fail(import_id: int, words: str) -> None:
    with transaction.atomic():
        current = _locked(import_id)
        if current.state in (ImportState.WAITING, ImportState.RUNNING, ImportState.UNDOING):
            current.error = words
            current.save(update_fields=["error"])
            _end(current, ImportState.FAILED)
            record(by=SYSTEM, action="sheetimport.fail", target=current)


def _end(row: SheetImport, state: ImportState) -> None:
    row.state, row.ended_at = state, clock.now()
    row.save(update_fields=["state", "ended_at"])


def _author(row: SheetImport) -> Author:
    return Author(row.created_by_id, row.organisation_id)


def _locked(pk: int) -> SheetImport:
    rows = SheetImport.objects.select_for_update(of=("self",))
    return rows.select_related("created_by", "programme__coordinator").get(pk=pk)


def drop_old() -> int:
    """Delete imports past their days, rows and all; what they brought stays. The number deleted."""
    today = clock.today()
    limit = clock.now() - dt.timedelta(days=parameter_on("sheet_import_kept_days", today))
    old = SheetImport.objects.filter(created_at__lt=limit).exclude(state__in=OPEN_STATES)
    count = old.count()
    old.delete()
    return count

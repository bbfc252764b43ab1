"""The job of an import: it brings in its rows, or takes them back.

Some rows at a time, each time with their events and the progress in one transaction: stopped
anywhere, it goes on where it was, and nothing comes twice. Where all rows or none are wanted, one
transaction holds them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.accounts.queries import load_actor
from tiendo.audit.trail import SYSTEM, Author, record
from tiendo.domain import clock
from tiendo.domain.refusals import Refusal
from tiendo.imports.checking.running import check_rows
from tiendo.imports.errors import ImportRefused
from tiendo.imports.models import (
    OPEN_STATES,
    ImportRow,
    ImportState,
    Outcome,
    RowStatus,
    SheetImport,
)
from tiendo.imports.writing.new_tasks import make_tasks
from tiendo.imports.writing.outcomes import save_outcomes
from tiendo.imports.writing.rows import bring_in, refusal_words
from tiendo.imports.writing.undoing import take_back
from tiendo.outbox.actions import emit

CHUNK = 1000
_TAKEN = (RowStatus.NEW, RowStatus.CHANGED)


class _RowRefused(Exception):
    """A row is refused where all rows or none are wanted."""


def check_import(import_id: int) -> None:
    """Check the rows of an import that waits for it; what fails is said. Safe to repeat."""
    try:
        check_rows(import_id)
    except Exception:
        _fail(import_id, str(ImportRefused("check_failed")))
        raise


def run_import(import_id: int) -> None:
    """Bring in, or take back, the rows of an import that waits or was left; safe to repeat."""
    row = _begin(import_id)
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
        is_undo = row.state == ImportState.UNDOING
        _fail(import_id, str(ImportRefused("undo_failed" if is_undo else "worker_failed")))
        raise


@transaction.atomic
def _begin(import_id: int) -> SheetImport:
    """The import, as one that a worker has in hand."""
    row = _locked(import_id)
    if row.state == ImportState.WAITING:
        row.state = ImportState.RUNNING
    row.heard_at = clock.now()
    row.save(update_fields=["state", "heard_at"])
    return row


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
    rows = list(waiting[:CHUNK])
    by = load_actor(current.created_by, clock.today())
    refused = _bring(current, rows, by)
    if refused and not only_good:
        number, why = next(iter(sorted(refused.items())))
        raise _RowRefused(str(ImportRefused("row_refused", row=number, why=why)))
    _note(current, rows, refused)
    if len(rows) == CHUNK:
        return True
    end_import(current, ImportState.DONE)
    after = {"rows": current.done, "refused": current.refused}
    record(by=author_of(current), action="sheetimport.done", target=current, after=after)
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
    end_import(current, ImportState.UNDONE)
    after = {"rows": current.done, "kept": current.kept}
    record(by=author_of(current), action="sheetimport.undone", target=current, after=after)
    return False


def _fail(import_id: int, words: str) -> None:
    with transaction.atomic():
        current = _locked(import_id)
        if current.state in OPEN_STATES:
            current.error, current.failed_in = words, current.state
            end_import(current, ImportState.FAILED)
            record(by=SYSTEM, action="sheetimport.fail", target=current)


def end_import(row: SheetImport, state: ImportState) -> None:
    """Note that an import has ended, and how."""
    row.state, row.ended_at = state, clock.now()
    row.save(update_fields=["state", "ended_at", "error", "failed_in"])


def author_of(row: SheetImport) -> Author:
    """Who brought an import, for the trail."""
    return Author(row.created_by_id, row.organisation_id)


def _locked(pk: int) -> SheetImport:
    rows = SheetImport.objects.select_for_update(of=("self",))
    return rows.select_related("created_by", "programme__coordinator").get(pk=pk)

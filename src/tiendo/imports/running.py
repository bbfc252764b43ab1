"""Imports checked, started, stopped, gone on with, taken back: what a person presses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from procrastinate.contrib.django import app

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import record
from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.domain.parameters import parameter_on
from tiendo.imports.bringing import author_of, end_import
from tiendo.imports.checking.running import check_rows
from tiendo.imports.errors import ImportRefused
from tiendo.imports.fields import Field
from tiendo.imports.mapping import own_import, set_columns
from tiendo.imports.models import (
    OPEN_STATES,
    ImportKind,
    ImportState,
    SheetImport,
)
from tiendo.imports.permissions import require_kind
from tiendo.organisations.models import Organisation

CHECK_JOB = "imports.check"
RUN_JOB = "imports.run"
_ENDED = (ImportState.DONE, ImportState.CANCELLED, ImportState.FAILED)


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
        by=author_of(current),
        action="sheetimport.repair",
        target=current,
        after={"rows": len(meant)},
    )
    _check(current)


def _check(row: SheetImport) -> None:
    rows = row.sheets[row.sheet]["rows"]
    if rows <= parameter_on("sheet_import_rows_at_once", clock.today()):
        check_rows(row.pk)
    else:
        _queue(row, CHECK_JOB)


def _queue(row: SheetImport, job: str) -> None:
    row.heard_at = clock.now()
    row.save(update_fields=["heard_at"])
    app.configure_task(job).defer(import_id=row.pk)


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
    _queue(current, RUN_JOB)
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
    end_import(current, ImportState.CANCELLED)
    after = {"rows": current.done}
    record(by=author_of(current), action="sheetimport.cancel", target=current, after=after)
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
    current.state, current.failed_in, current.error = ImportState.UNDOING, "", ""
    current.save(update_fields=["state", "failed_in", "error"])
    record(by=author_of(current), action="sheetimport.undo", target=current)
    _queue(current, RUN_JOB)
    return current


@transaction.atomic
def resume_import(*, row: SheetImport, by: Actor) -> SheetImport:
    """Go on where a failure stopped an import, or nothing was heard of it; nothing comes twice.

    Where all rows or none were wanted, none is there: all are checked again first.
    Errors: PermissionRefused; ImportRefused wrong_step, same_file_under_way.
    """
    current = own_import(row, by)
    author = require_kind(by, ImportKind(current.kind), current.programme)
    if current.state != ImportState.FAILED and not current.is_silent:
        raise ImportRefused("wrong_step", state=current.get_state_display())
    if current.state == ImportState.FAILED:
        _check_alone(current)
        current.state, current.failed_in = _state_to_resume(current), ""
        current.error, current.ended_at = "", None
        current.save(update_fields=["state", "failed_in", "error", "ended_at"])
    record(by=author, action="sheetimport.resume", target=current)
    if current.state == ImportState.CHECKING:
        _check(current)
    else:
        _queue(current, RUN_JOB)
    return current


def _state_to_resume(row: SheetImport) -> ImportState:
    if row.failed_in == ImportState.UNDOING:
        return ImportState.UNDOING
    is_under_way = row.only_good and row.failed_in != ImportState.CHECKING
    return ImportState.WAITING if is_under_way else ImportState.CHECKING


def drop_old() -> int:
    """Delete imports past their days, rows and all; what they brought stays. The number deleted."""
    today = clock.today()
    limit = clock.now() - dt.timedelta(days=parameter_on("sheet_import_kept_days", today))
    old = SheetImport.objects.filter(created_at__lt=limit).exclude(state__in=OPEN_STATES)
    count = old.count()
    old.delete()
    return count

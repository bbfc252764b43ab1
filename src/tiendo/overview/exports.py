"""What people and the worker do with exports: ask for one, make it, stop it, let it go."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from procrastinate.contrib.django import app

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.accounts.models import User
from tiendo.accounts.queries import load_actor
from tiendo.audit.trail import SYSTEM, Author, Value, record
from tiendo.composer.sheet_xlsx import MOST_ROWS
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.outbox.actions import emit
from tiendo.overview.asking import Asked, View
from tiendo.overview.beginning import not_begun
from tiendo.overview.errors import OverviewError
from tiendo.overview.models import Export, Format
from tiendo.overview.sheets import VIEWS
from tiendo.overview.writing import write_view
from tiendo.reporting.made_files import OPEN, MadeState
from tiendo.reporting.making import (
    Written,
    begin,
    drop_past,
    kept_path,
    mark_done,
    mark_failed,
    write_whole,
)

EXPORT_JOB = "overview.make_export"
MOST_IN_WORD = 5_000
SILENT_FOR = dt.timedelta(minutes=10)
_AT_ONCE = {
    Format.XLSX: "export_rows_at_once",
    Format.CSV: "export_rows_at_once",
    Format.DOCX: "export_document_rows_at_once",
}


class _Stopped(Exception):
    """Its asker stopped the export while it was written."""


def exports_folder() -> Path:
    """Where exports wait to be fetched; outside backups, as they are made again at any time."""
    return Path(settings.DATA_DIR) / "exports"


def check(view: View, asked: Asked, form: Format) -> int:
    """How many rows an export will have. Errors: PermissionRefused; OverviewError filter_gone,
    too_long, too_long_for_word."""
    asked.actor.require(view.permission)
    if labels := view.gone(asked):
        raise OverviewError("filter_gone", labels=", ".join(labels))
    rows = view.count(asked)
    if not rows and view.conditions is None and (refusal := not_begun(asked)):
        raise refusal
    if form == Format.XLSX and rows > MOST_ROWS:
        raise OverviewError("too_long", rows=str(rows), most=str(MOST_ROWS))
    if form == Format.DOCX and rows > MOST_IN_WORD:
        raise OverviewError("too_long_for_word", rows=str(rows), most=str(MOST_IN_WORD))
    return rows


def is_short(rows: int, form: Format) -> bool:
    """Whether so few rows are written while one waits."""
    return rows <= parameter_on(_AT_ONCE[form], clock.today())


@transaction.atomic
def ask_for_export(*, view: View, asked: Asked, form: Format) -> Export:
    """Have a view written in the background; the same file that is on its way is not begun twice.

    Errors: those of ``check``; OverviewError too_many_open.
    """
    rows = check(view, asked, form)
    author = asked.actor.require(view.permission)
    # One at a time for each person, so that the limit holds.
    User.objects.select_for_update(no_key=True).get(pk=asked.actor.user_id)
    under_way = find_exports(asked.actor).filter(state__in=OPEN)
    if same := under_way.filter(**_terms(view, asked, form)).first():
        return same
    most = parameter_on("export_open_most", clock.today())
    if (number := under_way.count()) >= most:
        raise OverviewError("too_many_open", number=number, most=most)
    export = Export.objects.create(
        **_terms(view, asked, form),
        total=rows,
        asked_by_id=asked.actor.user_id,
        asked_at=clock.now(),
    )
    app.configure_task(EXPORT_JOB).defer(export_id=export.pk)
    after: dict[str, Value] = {"view": view.name, "format": str(form), "rows": rows}
    record(by=author, action="export.ask", target=export, after=after)
    return export


def made_lately(view: View, asked: Asked, form: Format) -> Export | None:
    """The same file, where the person had it made a few minutes ago and it is kept. One query."""
    minutes = parameter_on("export_same_within_minutes", clock.today())
    since = clock.now() - dt.timedelta(minutes=minutes)
    found = find_exports(asked.actor).filter(**_terms(view, asked, form), state=MadeState.DONE)
    return found.filter(ended_at__gte=since).exclude(path="").first()


def _terms(view: View, asked: Asked, form: Format) -> dict[str, Any]:
    """What makes two exports the same."""
    return {
        "view": view.name,
        "format": form,
        "values": dict(asked.values),
        "ordering": asked.ordering,
        "day": asked.day,
        "known_at": asked.known_at,
    }


@transaction.atomic
def delete_export(*, export: Export, by: Actor) -> None:
    """Delete the file of an export before its day; that it was made stays on record.

    Errors: PermissionRefused; OverviewError still_open, gone.
    """
    if export.asked_by_id != by.user_id:
        raise PermissionRefused("export.delete")
    current = Export.objects.select_for_update().get(pk=export.pk)
    if current.is_open:
        raise OverviewError("still_open")
    if not current.path:
        raise OverviewError("gone")
    path, current.path = exports_folder() / current.path, ""
    current.save(update_fields=["path"])
    record(by=Author(by.user_id), action="export.delete", target=current)
    transaction.on_commit(partial(path.unlink, missing_ok=True))


@transaction.atomic
def cancel_export(*, export: Export, by: Actor) -> None:
    """Stop an export that is not finished. Errors: PermissionRefused; OverviewError."""
    if export.asked_by_id != by.user_id:
        raise PermissionRefused("export.cancel")
    current = Export.objects.select_for_update().get(pk=export.pk)
    if not current.is_open:
        raise OverviewError("already_ended")
    current.state, current.ended_at = MadeState.CANCELLED, clock.now()
    current.save(update_fields=["state", "ended_at"])
    record(by=Author(by.user_id), action="export.cancel", target=current)


def make_export(export_id: int) -> None:
    """Write an export that was asked for, as what its asker may see now. Running twice does no
    harm: one that is made stays, one whose worker died is begun anew.

    Errors: FileUnderWay. What the system did not foresee is written on the export and raised.
    """
    export = begin(Export.objects.select_related("asked_by"), export_id, SILENT_FOR)
    if export is None:
        return
    try:
        actor = load_actor(export.asked_by, clock.today())
        view, form = VIEWS[export.view], Format(export.format)
        # What stands only as it is today is told as of the day on which it is read.
        day = export.day if view.has_day else clock.today()
        asked = Asked(actor, day, export.known_at, export.values, export.ordering)
        check(view, asked, form)
        _write(export, view, asked, form)
    except _Stopped:
        return
    except PermissionRefused:
        _fail(export, OverviewError("not_permitted"))
    except OverviewError as refused:
        _fail(export, refused)
    except Exception:
        _fail(export, OverviewError("worker_failed"))
        raise


def find_exports(actor: Actor) -> QuerySet[Export]:
    """The exports a person asked for, the newest first."""
    return Export.objects.filter(asked_by_id=actor.user_id)


def path_of(export: Export) -> Path:
    """The file of a finished export. Errors: OverviewError gone."""
    path = kept_path(exports_folder(), export)
    if path is None:
        raise OverviewError("gone")
    return path


def drop_expired(today: dt.date | None = None) -> int:
    """Delete the files of exports past their day; the rows and hashes stay. The number deleted."""
    return drop_past(Export.objects.all(), exports_folder(), today or clock.today())


def _write(export: Export, view: View, asked: Asked, form: Format) -> None:
    rows = 0

    def write(target: Path) -> None:
        nonlocal rows
        rows = write_view(view, asked, form, target, lambda done: _tell(export, done))

    written = write_whole(exports_folder(), f"{export.pk}-{view.name}.{form}", write)
    if not _finish(export, written, rows):
        (exports_folder() / written.name).unlink(missing_ok=True)


def _tell(export: Export, done: int) -> None:
    """Say how far the file is. Errors: _Stopped where its asker stopped it."""
    running = Export.objects.filter(pk=export.pk, state=MadeState.RUNNING)
    if not running.update(done=done, beat_at=clock.now()):
        raise _Stopped


@transaction.atomic
def _finish(export: Export, written: Written, rows: int) -> bool:
    """Whether the file counts: one that was stopped meanwhile does not."""
    current = Export.objects.select_for_update().get(pk=export.pk)
    if current.state != MadeState.RUNNING:
        return False
    mark_done(current, written, parameter_on("export_kept_days", clock.today()))
    current.done = current.total = rows
    current.save()
    after: dict[str, Value] = {"file_hash": written.sha256, "size": written.size, "rows": rows}
    record(by=Author(current.asked_by_id), action="export.make", target=current, after=after)
    emit("export.made", target=current, users=[current.asked_by_id])
    return True


@transaction.atomic
def _fail(export: Export, why: OverviewError) -> None:
    current = Export.objects.select_for_update().get(pk=export.pk)
    mark_failed(current, str(why))
    current.save(update_fields=["state", "ended_at", "error"])
    record(by=SYSTEM, action="export.fail", target=current, after={"error": why.code})

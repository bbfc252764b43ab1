"""What people and the worker do with exports: ask for one, make it, stop it, let it go."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from procrastinate.contrib.django import app

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.accounts.queries import load_actor
from tiendo.audit.trail import SYSTEM, Author, Value, record
from tiendo.composer.sheet_xlsx import MOST_ROWS
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.outbox.actions import emit
from tiendo.overview.asking import Asked, View
from tiendo.overview.errors import OverviewError
from tiendo.overview.models import Export, Format
from tiendo.overview.sheets import VIEWS
from tiendo.overview.writing import write_view
from tiendo.reporting.made_files import MadeState

EXPORT_JOB = "overview.make_export"
MOST_IN_WORD = 5_000
SILENT_FOR = dt.timedelta(minutes=10)
_OPEN = (MadeState.WAITING, MadeState.RUNNING)
_AT_ONCE = {
    Format.XLSX: "export_rows_at_once",
    Format.CSV: "export_rows_at_once",
    Format.DOCX: "export_document_rows_at_once",
}


class ExportUnderWay(Exception):
    """Somebody wrote at the file a moment ago; the job comes again to see whether that lasts."""


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
    """Have a view written in the background. Errors: those of ``check``."""
    rows = check(view, asked, form)
    author = asked.actor.require(view.permission)
    export = Export.objects.create(
        view=view.name,
        format=form,
        values=dict(asked.values),
        ordering=asked.ordering,
        day=asked.day,
        known_at=asked.known_at,
        total=rows,
        asked_by_id=asked.actor.user_id,
        asked_at=clock.now(),
    )
    app.configure_task(EXPORT_JOB).defer(export_id=export.pk)
    after: dict[str, Value] = {"view": view.name, "format": str(form), "rows": rows}
    record(by=author, action="export.ask", target=export, after=after)
    return export


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

    Errors: ExportUnderWay. What the system did not foresee is written on the export and raised.
    """
    export = _begin(export_id)
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
    path = exports_folder() / export.path
    if not export.path or not path.is_file():
        raise OverviewError("gone")
    return path


def drop_expired(today: dt.date | None = None) -> int:
    """Delete the files of exports past their day; the rows and hashes stay. The number deleted."""
    expired = Export.objects.filter(expires_on__lt=today or clock.today()).exclude(path="")
    dropped = 0
    for export in expired:
        (exports_folder() / export.path).unlink(missing_ok=True)
        dropped += Export.objects.filter(pk=export.pk).update(path="")
    return dropped


def _begin(export_id: int) -> Export | None:
    with transaction.atomic():
        rows = Export.objects.select_for_update(of=("self",))
        export = rows.select_related("asked_by").get(pk=export_id)
        if export.state not in _OPEN:
            return None
        if export.beat_at is not None and export.beat_at > clock.now() - SILENT_FOR:
            raise ExportUnderWay
        export.state, export.beat_at, export.done = MadeState.RUNNING, clock.now(), 0
        export.save(update_fields=["state", "beat_at", "done"])
    return export


def _write(export: Export, view: View, asked: Asked, form: Format) -> None:
    folder = exports_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{export.pk}-{view.name}.{form}"
    partial = folder / f"{name}.part"
    try:
        rows = write_view(view, asked, form, partial, lambda done: _tell(export, done))
        partial.chmod(0o600)
        with partial.open("rb") as made:
            digest = hashlib.file_digest(made, "sha256").hexdigest()
        size = partial.stat().st_size
        os.replace(partial, folder / name)
    finally:
        partial.unlink(missing_ok=True)
    if not _finish(export, name, digest, size, rows):
        (folder / name).unlink(missing_ok=True)


def _tell(export: Export, done: int) -> None:
    """Say how far the file is. Errors: _Stopped where its asker stopped it."""
    running = Export.objects.filter(pk=export.pk, state=MadeState.RUNNING)
    if not running.update(done=done, beat_at=clock.now()):
        raise _Stopped


@transaction.atomic
def _finish(export: Export, name: str, digest: str, size: int, rows: int) -> bool:
    """Whether the file counts: one that was stopped meanwhile does not."""
    current = Export.objects.select_for_update().get(pk=export.pk)
    if current.state != MadeState.RUNNING:
        return False
    today = clock.today()
    current.state, current.ended_at = MadeState.DONE, clock.now()
    current.path, current.sha256, current.size = name, digest, size
    current.done = current.total = rows
    current.expires_on = today + dt.timedelta(days=parameter_on("export_kept_days", today))
    current.save()
    after: dict[str, Value] = {"file_hash": digest, "size": size, "rows": rows}
    record(by=Author(current.asked_by_id), action="export.make", target=current, after=after)
    emit("export.made", target=current, users=[current.asked_by_id])
    return True


@transaction.atomic
def _fail(export: Export, why: OverviewError) -> None:
    current = Export.objects.select_for_update().get(pk=export.pk)
    current.state, current.ended_at, current.error = MadeState.FAILED, clock.now(), str(why)
    current.save(update_fields=["state", "ended_at", "error"])
    record(by=SYSTEM, action="export.fail", target=current, after={"error": why.code})

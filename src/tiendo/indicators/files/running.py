"""Files checked, started, thrown away, taken back: what a person presses."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.audit.trail import Author, record
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.indicators.files.bringing import check_file, locked
from tiendo.indicators.files.errors import FigureFileError
from tiendo.indicators.models import FigureFile, FileState
from tiendo.organisations.models import Organisation

CHECK_JOB = "indicators.check_file"
BRING_JOB = "indicators.bring_file"
UNDO_JOB = "indicators.undo_file"
_CHECKABLE = (FileState.CHECKING, FileState.CHECKED, FileState.FAILED)
_ENDED = (FileState.DONE, FileState.UNDONE, FileState.CANCELLED)


@transaction.atomic
def check_rows(*, file: FigureFile, by: Actor) -> FigureFile:
    """Check every row of a file: now, or by a job where there are many.

    Errors: PermissionRefused; FigureFileError wrong_step.
    """
    current, author = _own(file, by)
    if current.state not in _CHECKABLE or current.failed_in == FileState.UNDOING:
        raise FigureFileError("wrong_step", state=current.get_state_display())
    current.state, current.failed_in, current.error = FileState.CHECKING, "", ""
    current.ended_at = None
    current.save(update_fields=["state", "failed_in", "error", "ended_at"])
    record(by=author, action="figurefile.check", target=current, after={"rows": current.rows})
    if current.rows <= parameter_on("figure_file_rows_at_once", clock.today()):
        check_file(current.pk)
        current.refresh_from_db()
    else:
        _queue(current, CHECK_JOB)
    return current


@transaction.atomic
def start_file(*, file: FigureFile, by: Actor, only_good: bool) -> FigureFile:
    """Have the figures kept by a job; all or none unless ``only_good``.

    Errors: PermissionRefused; FigureFileError wrong_step, has_errors, brings_nothing,
    same_file_under_way.
    """
    current, author = _own(file, by)
    if current.state != FileState.CHECKED:
        raise FigureFileError("wrong_step", state=current.get_state_display())
    if current.bad and not only_good:
        raise FigureFileError("has_errors", count=current.bad)
    if not current.total:
        raise FigureFileError("brings_nothing")
    _require_alone(current)
    current.only_good, current.state = only_good, FileState.WAITING
    current.save(update_fields=["only_good", "state"])
    record(by=author, action="figurefile.start", target=current, after={"rows": current.total})
    _queue(current, BRING_JOB)
    return current


@transaction.atomic
def cancel_file(*, file: FigureFile, by: Actor) -> FigureFile:
    """Throw a file away, or stop it before its turn; what was kept stays until taken back.

    Errors: PermissionRefused; FigureFileError wrong_step.
    """
    current, author = _own(file, by)
    if current.state in (*_ENDED, FileState.UNDOING):
        raise FigureFileError("wrong_step", state=current.get_state_display())
    current.state, current.failed_in, current.ended_at = FileState.CANCELLED, "", clock.now()
    current.save(update_fields=["state", "failed_in", "ended_at"])
    record(by=author, action="figurefile.cancel", target=current)
    return current


@transaction.atomic
def undo_rows(*, file: FigureFile, by: Actor) -> FigureFile:
    """Have a job take back what a file brought; what was corrected or confirmed since stays.

    Errors: PermissionRefused; FigureFileError wrong_step.
    """
    current, author = _own(file, by)
    has_failed = current.state == FileState.FAILED and current.failed_in == FileState.UNDOING
    if (current.state != FileState.DONE and not has_failed) or not current.brought:
        raise FigureFileError("wrong_step", state=current.get_state_display())
    _require_alone(current)
    current.state, current.failed_in, current.error = FileState.UNDOING, "", ""
    current.save(update_fields=["state", "failed_in", "error"])
    record(by=author, action="figurefile.undo", target=current, after={"rows": current.done})
    _queue(current, UNDO_JOB)
    return current


@transaction.atomic
def resume_file(*, file: FigureFile, by: Actor) -> FigureFile:
    """Queue a file again of which nothing was heard; nothing comes twice.

    Errors: PermissionRefused; FigureFileError wrong_step.
    """
    current, author = _own(file, by)
    if not current.is_silent:
        raise FigureFileError("wrong_step", state=current.get_state_display())
    jobs = {FileState.CHECKING: CHECK_JOB, FileState.UNDOING: UNDO_JOB}
    record(by=author, action="figurefile.resume", target=current)
    _queue(current, jobs.get(FileState(current.state), BRING_JOB))
    return current


def _own(file: FigureFile, by: Actor) -> tuple[FigureFile, Author]:
    """The file, locked, for who brought it. Errors: PermissionRefused."""
    current = locked(file.pk)
    if current.created_by_id != by.user_id:
        raise PermissionRefused("observation.enter")
    return current, by.require("observation.enter", at=current.organisation_id)


def _require_alone(file: FigureFile) -> None:
    """Refuse a file that is under way already; the lock of its body decides who is first."""
    Organisation.objects.select_for_update(of=("self",)).get(pk=file.organisation_id)
    busy = (FileState.WAITING, FileState.RUNNING, FileState.UNDOING)
    others = FigureFile.objects.filter(
        sha256=file.sha256, organisation=file.organisation_id, state__in=busy
    )
    other = others.exclude(pk=file.pk).select_related("created_by").first()
    if other is not None:
        at = other.created_at.astimezone(clock.LOCAL_ZONE)
        raise FigureFileError(
            "same_file_under_way", person=other.created_by.full_name, at=f"{at:%H:%M %d/%m/%Y}"
        )


def _queue(file: FigureFile, job: str) -> None:
    file.heard_at = clock.now()
    file.save(update_fields=["heard_at"])
    app.configure_task(job).defer(file_id=file.pk)

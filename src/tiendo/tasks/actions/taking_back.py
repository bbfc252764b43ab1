"""Taking back an update recorded by mistake: both stay to be read, the work stands as before."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Value
from tiendo.domain.difficulties import DifficultyCourse
from tiendo.tasks.actions.difficulty_steps import close_difficulty
from tiendo.tasks.actions.progress import AT_WORK
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Difficulty, LifecycleEvent, ProgressUpdate
from tiendo.tasks.writing import Write, finish_write, lock_task


@transaction.atomic
def take_back_update(*, update: ProgressUpdate, reason: str, by: Actor) -> ProgressUpdate:
    """Take back the newest update of a piece of work, by an update with the figures before it.

    The difficulty it raised is closed with the reason. Missing: where nobody gave a figure before,
    the work has none again.
    Errors: PermissionRefused; TaskError reason_needed, wrong_state, update_taken_back,
    update_approved, update_not_newest, work_went_on, difficulty_went_on.
    """
    write = lock_task(update.task)
    author = by.require("task.update", at=update.organisation_id)
    if not reason.strip():
        raise TaskError("reason_needed", action="take_back_update")
    _check_newest(write, update)
    difficulty = _raised_by(update)
    before = _standing_before(update)
    figures = before.filter(percent__isnull=False).order_by("-as_of", "-recorded_at", "-pk").first()
    words = before.filter(organisation=update.organisation_id, occurrence=update.occurrence_id)
    said = words.order_by("-recorded_at", "-pk").values_list("done", flat=True).first()
    back = ProgressUpdate.objects.create(
        task=write.task,
        occurrence_id=update.occurrence_id,
        organisation_id=update.organisation_id,
        done="\n".join(part for part in (said, reason.strip()) if part),
        percent=figures.percent if figures else None,
        done_count=figures.done_count if figures else None,
        total_count=figures.total_count if figures else None,
        count_unit=figures.count_unit if figures else "",
        as_of=update.as_of,
        recorded_at=write.moment,
        by_id=by.user_id,
        takes_back=update,
    )
    standing = ProgressUpdate.objects.filter(task=write.task, taken_back_by=None, takes_back=None)
    write.task.last_update_at = standing.aggregate(last=Max("recorded_at"))["last"]
    after: dict[str, Value] = {
        "update": back.pk,
        "percent": None if back.percent is None else str(back.percent),
    }
    finish_write(
        write,
        by=author,
        action="task.take_back_update",
        before={"update": update.pk},
        after=after,
        reason=reason.strip(),
        fields=["last_update_at"],
        is_edit=False,
    )
    if difficulty is not None:
        close_difficulty(difficulty=difficulty, reason=reason, by=by)
    return back


def _check_newest(write: Write, update: ProgressUpdate) -> None:
    """Refuse where something came of the update, or after it."""
    task = write.task
    if task.lifecycle not in AT_WORK:
        raise TaskError("wrong_state", action="take_back_update", state=task.lifecycle)
    if ProgressUpdate.objects.filter(takes_back=update).exists():
        raise TaskError("update_taken_back")
    if ProgressUpdate.objects.filter(pk=update.pk, approved_at__isnull=False).exists():
        raise TaskError("update_approved")
    since = {"task": task, "recorded_at__gte": update.recorded_at}
    if ProgressUpdate.objects.filter(**since, pk__gt=update.pk).exists():
        raise TaskError("update_not_newest")
    steps = LifecycleEvent.objects.filter(task=task, recorded_at__gt=update.recorded_at)
    if steps.exclude(action="go_live", occurrence__isnull=False).exists():
        raise TaskError("work_went_on")


def _raised_by(update: ProgressUpdate) -> Difficulty | None:
    """The difficulty that the update entered in the register, if nothing was done about it."""
    raised = Difficulty.objects.filter(origin=update).first()
    if raised is None:
        return None
    if raised.version > 1 or raised.state != DifficultyCourse.OPEN:
        raise TaskError("difficulty_went_on", difficulty=raised.code)
    return raised


def _standing_before(update: ProgressUpdate) -> QuerySet[ProgressUpdate]:
    """What was said of the task by the day of an update, but for it and what was taken back."""
    told = ProgressUpdate.objects.filter(task=update.task_id, as_of__lte=update.as_of)
    return told.filter(taken_back_by=None, takes_back=None).exclude(pk=update.pk)

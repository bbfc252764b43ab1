"""What rows brought is taken back, by the actions that people use for it; what would stay."""

from __future__ import annotations

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.domain.refusals import Refusal
from tiendo.imports.models import ImportKind, ImportRow, Outcome, SheetImport
from tiendo.imports.writing.changing import change_task
from tiendo.imports.writing.rows import refusal_words
from tiendo.tasks import actions
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Evidence, ProgressUpdate, Task


def rows_changed_since(row: SheetImport) -> int:
    """How many of the rows brought in would stay, as their tasks went on since. Cost: one query."""
    taken = row.rows.filter(outcome=Outcome.DONE)
    changed = _reported_since if row.kind == ImportKind.PROGRESS else _edited_since
    return changed(taken).count()


def _edited_since(rows: QuerySet[ImportRow]) -> QuerySet[ImportRow]:
    told = rows.annotate(left=Cast(KT("undo__version"), IntegerField()))
    return told.filter(Q(task__isnull=True) | ~Q(task__version=F("left")))


def _reported_since(rows: QuerySet[ImportRow]) -> QuerySet[ImportRow]:
    told = rows.annotate(made=Cast(KT("undo__update"), IntegerField()))
    newer = ProgressUpdate.objects.filter(task=OuterRef("task"), pk__gt=OuterRef("made"))
    approved = ProgressUpdate.objects.filter(pk=OuterRef("made"), approved_at__isnull=False)
    return told.filter(Exists(newer) | Exists(approved))


def take_back(row: SheetImport, one: ImportRow, by: Actor) -> str:
    """Undo what a row did; why it stays where it does. Empty: it is undone."""
    if one.task is None:
        return _("Nhiệm vụ không còn trong hệ thống.")
    if row.kind != ImportKind.PROGRESS and one.task.version != one.undo.get("version"):
        return _("Nhiệm vụ đã có thay đổi sau khi nhập nên giữ nguyên.")
    try:
        _undo(row, one, one.task, by)
    except (Refusal, PermissionRefused) as refused:
        if row.kind == ImportKind.RESULTS and isinstance(refused, PermissionRefused):
            return _("Chỉ thủ trưởng trả lại được báo cáo hoàn thành. Đề nghị thủ trưởng trả lại.")
        return refusal_words(refused)
    return ""


def _undo(row: SheetImport, one: ImportRow, task: Task, by: Actor) -> None:
    reason = _("Hoàn tác lượt nhập “%(file)s”.") % {"file": row.file_name}
    if row.kind == ImportKind.PROGRESS:
        update = ProgressUpdate.objects.select_related("task").get(pk=one.undo["update"])
        actions.take_back_update(update=update, reason=reason, by=by)
    elif one.undo.get("is_new"):
        actions.unmake_draft(task=task, version=one.undo["version"], by=by)
        one.task = None
    elif row.kind == ImportKind.RESULTS:
        _send_back(one, task, reason, by)
    else:
        _change_back(row, one, task, reason, by)


def _send_back(one: ImportRow, task: Task, reason: str, by: Actor) -> None:
    """The claim is sent back, and the proof that came with it withdrawn."""
    actions.send_back(task=task, reason=reason, by=by, version=one.undo["version"])
    proofs = Evidence.objects.filter(task=task, pk=one.undo.get("evidence"), withdrawn_at=None)
    for proof in proofs.select_related("task"):
        actions.withdraw_evidence(evidence=proof, reason=reason, by=by)


def _change_back(row: SheetImport, one: ImportRow, task: Task, reason: str, by: Actor) -> None:
    back = {at: value for at, value in one.undo.items() if at not in ("version", "checked")}
    if any(value is None for at, value in back.items() if at in ("lead", "confirmer")):
        raise TaskError("lead_is_replaced")
    decision = {"document": str(row.choices.get("document", "")), "reason": reason}
    change_task(task, by, values=back, decision=decision, version=one.undo["version"])

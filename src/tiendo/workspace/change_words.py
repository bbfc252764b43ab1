"""The words of change requests on screen: steps, the look of a state, terms side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.programmes.permissions import may_run
from tiendo.tasks.actions.change_deciding import (
    apply_change,
    appraise_change,
    decide_change,
    return_change,
)
from tiendo.tasks.actions.changes import send_change, withdraw_change
from tiendo.tasks.models import ChangeRequest, ChangeState, ChangeStep, Lifecycle
from tiendo.workspace.noun_steps import NounStep, StepButton, StepLink, history_entry, step_links

STEPS: Mapping[str, NounStep] = {
    step.name: step
    for step in (
        NounStep(
            noun="change",
            name="send",
            run=send_change,
            path="gui",
            word=_("Gửi thẩm tra"),
            icon="send",
            button=_("Gửi cơ quan điều phối thẩm tra"),
            done=_("Đã gửi cơ quan điều phối thẩm tra."),
        ),
        NounStep(
            noun="change",
            name="appraise",
            run=appraise_change,
            path="tham-tra",
            word=_("Thẩm tra"),
            icon="clipboard-check",
            button=_("Trình lãnh đạo quyết định"),
            done=_("Đã ghi ý kiến thẩm tra."),
        ),
        NounStep(
            noun="change",
            name="decide",
            run=decide_change,
            path="quyet-dinh",
            word=_("Quyết định"),
            icon="gavel",
            button=_("Ghi quyết định"),
            done=_("Đã ghi quyết định."),
        ),
        NounStep(
            noun="change",
            name="apply",
            run=apply_change,
            path="ap-dung",
            word=_("Áp dụng vào nhiệm vụ"),
            icon="check",
            button=_("Áp dụng vào nhiệm vụ"),
            done=_("Đã áp dụng vào nhiệm vụ."),
        ),
        NounStep(
            noun="change",
            name="return",
            run=return_change,
            path="tra-lai",
            word=_("Trả lại để bổ sung"),
            icon="arrow-back-up",
            button=_("Trả lại cơ quan đề nghị"),
            done=_("Đã trả lại cơ quan đề nghị."),
        ),
        NounStep(
            noun="change",
            name="withdraw",
            run=withdraw_change,
            path="rut",
            word=_("Rút đề nghị"),
            icon="x",
            button=_("Rút đề nghị này"),
            done=_("Đã rút đề nghị."),
            is_danger=True,
        ),
    )
}
_EDIT = StepButton(noun="change", name="edit", word=_("Sửa đề nghị"), icon="edit")
ACTION_WORDS: Mapping[str, Promise] = {
    "draft": _("Soạn đề nghị"),
    "edit": _EDIT.word,
    **{name: step.word for name, step in STEPS.items()},
}
# The look of a state, in the colours of statuses.
LOOKS: Mapping[str, tuple[str, str]] = {
    "drafted": ("draft", "pencil"),
    "sent": ("awaiting", "hourglass"),
    "returned": ("due_soon", "arrow-back-up"),
    "appraised": ("awaiting", "gavel"),
    "accepted": ("in_progress", "check"),
    "amended": ("in_progress", "check"),
    "refused": ("cancelled", "x"),
    "applied": ("done_on_time", "circle-check"),
    "withdrawn": ("cancelled", "arrow-back-up"),
}


def links_of(row: ChangeRequest, names: Iterable[str]) -> Iterator[StepLink]:
    """The buttons of a request, by the names of its steps."""
    return step_links((_EDIT if name == "edit" else STEPS[name] for name in names), row.pk)


def give_link(actor: Actor, row: ChangeRequest) -> Iterator[StepLink]:
    """The way to give a granted new task to its body, while it is a draft."""
    task = row.task
    if row.state != ChangeState.APPLIED or task is None or task.lifecycle != Lifecycle.DRAFT:
        return
    if may_run(actor, row.programme, "task.go_live"):
        url = reverse("task-go-live", args=[task.pk])
        yield StepLink(_("Giao nhiệm vụ"), "send", url, "btn-primary")


def history_of(steps: Iterable[ChangeStep]) -> list[dict[str, object]]:
    """The steps of a request for the page, newest first."""
    return [_entry(step) for step in steps][::-1]


def _entry(step: ChangeStep) -> dict[str, object]:
    title = f"{ACTION_WORDS[step.action]}: {step.get_to_state_display()}"
    files = [{"name": step.document}] if step.document else []
    return history_entry(step, LOOKS[step.to_state], title, files)

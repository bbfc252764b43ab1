"""The table of steps: for each, its form, the action it calls, and the words when it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.tasks import actions
from tiendo.tasks.models import Task
from tiendo.workspace.forms.evidence import ClaimForm
from tiendo.workspace.forms.task_updates import UpdateForm
from tiendo.workspace.forms.tasks import (
    AssignForm,
    DeadlineForm,
    DirectForm,
    EditForm,
    GoLiveForm,
    NoteForm,
    OfficerForm,
    ReasonForm,
    ResumeForm,
    RuleForm,
    StepForm,
)

Run = Callable[..., object]


@dataclass(frozen=True, slots=True)
class StepPage:
    """One step: its form, the action it calls, and what is said when it is done."""

    action: str
    form: type[StepForm]
    run: Run
    done: Promise
    template: str = "tasks/step.html"
    done_by_head: Promise | None = None


def _expand(*, task: Task, by: Actor, version: int) -> object:
    """Give it to each body of the group; doing it again adds only those missing."""
    return actions.expand_lead(task=task, by=by, version=version)


STEPS: Mapping[str, StepPage] = {
    step.action: step
    for step in (
        StepPage(
            "update",
            UpdateForm,
            actions.record_update,
            _("Đã gửi cập nhật tiến độ tới thủ trưởng."),
            "tasks/update.html",
            _("Đã ghi cập nhật tiến độ."),
        ),
        StepPage(
            "claim",
            ClaimForm,
            actions.claim,
            _("Đã báo cáo hoàn thành; chờ thủ trưởng duyệt."),
            "tasks/claim.html",
            _("Đã báo cáo hoàn thành; việc tiếp theo là duyệt."),
        ),
        StepPage(
            "approve",
            NoteForm,
            actions.approve,
            _("Đã duyệt và gửi cơ quan xác nhận."),
            "tasks/decide.html",
        ),
        StepPage(
            "send_back",
            ReasonForm,
            actions.send_back,
            _("Đã trả lại người xử lý."),
            "tasks/decide.html",
        ),
        StepPage(
            "confirm",
            NoteForm,
            actions.confirm,
            _("Đã xác nhận hoàn thành."),
            "tasks/decide.html",
        ),
        StepPage(
            "return",
            ReasonForm,
            actions.return_claim,
            _("Đã trả lại cơ quan chủ trì."),
            "tasks/decide.html",
        ),
        StepPage("reopen", ReasonForm, actions.reopen, _("Đã mở lại nhiệm vụ.")),
        StepPage("suspend", DirectForm, actions.suspend, _("Đã tạm dừng nhiệm vụ.")),
        StepPage("cancel", DirectForm, actions.cancel, _("Đã hủy nhiệm vụ.")),
        StepPage("supersede", DirectForm, actions.supersede, _("Đã ghi nhiệm vụ được thay thế.")),
        StepPage("resume", ResumeForm, actions.resume, _("Nhiệm vụ được tiếp tục.")),
        StepPage("go_live", GoLiveForm, actions.go_live, _("Đã giao nhiệm vụ.")),
        StepPage("name_officer", OfficerForm, actions.name_officer, _("Đã phân công người xử lý.")),
        StepPage(
            "change_deadline", DeadlineForm, actions.change_deadline, _("Đã điều chỉnh thời hạn.")
        ),
        StepPage(
            "change_rule",
            RuleForm,
            actions.change_rule,
            _("Đã đổi định kỳ; kỳ đang mở giữ nguyên hạn."),
        ),
        StepPage("assign", AssignForm, actions.assign, _("Đã phân công cơ quan.")),
        StepPage("expand", StepForm, _expand, _("Đã giao cho từng cơ quan của nhóm.")),
        StepPage("edit", EditForm, actions.edit_task, _("Đã lưu nội dung nhiệm vụ.")),
    )
}

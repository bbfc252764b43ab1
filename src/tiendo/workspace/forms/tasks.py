"""Forms of what people do with one task. Each carries the version its reader saw."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.models import User
from tiendo.domain import clock
from tiendo.domain.deadlines import join_rules
from tiendo.intake.deadlines import ReadDeadline, read_deadline
from tiendo.intake.errors import ReviewRefused
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import organisations_on
from tiendo.tasks.models import Part
from tiendo.workspace.forms.days import DayField


class StepForm(forms.Form):
    """What every step sends: the version of the task its reader saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def particulars(self) -> dict[str, Any]:
        """What was typed, as the action's arguments."""
        return dict(self.cleaned_data)


class NoteForm(StepForm):
    """A step that needs no reason."""

    note = forms.CharField(
        label=_("Ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ResumeForm(StepForm):
    """Letting a suspended task go on."""

    reason = forms.CharField(
        label=_("Lý do"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    deciding_document = forms.CharField(
        label=_("Văn bản quyết định (số, ký hiệu)"), required=False, max_length=120
    )


class ReasonForm(StepForm):
    """A step that says why."""

    reason = forms.CharField(
        label=_("Lý do"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Nêu lý do rồi gửi lại; người nhận sẽ đọc lý do này.")},
    )


class DirectForm(ReasonForm):
    """A decision about a task, with the document that decided it."""

    deciding_document = forms.CharField(
        label=_("Văn bản quyết định (số, ký hiệu)"),
        max_length=120,
        error_messages={"required": _("Nhập số, ký hiệu của văn bản quyết định rồi gửi lại.")},
    )


class GoLiveForm(StepForm):
    """From which day a draft is given."""

    on = DayField(label=_("Giao từ ngày"), required=False)


class OfficerForm(StepForm):
    """Who handles the task in the body."""

    officer = forms.ModelChoiceField(
        label=_("Người xử lý"), queryset=User.objects.none(), empty_label=_("Chọn người xử lý")
    )

    def offer(self, people: Iterable[int]) -> None:
        """Offer these people, in order of names."""
        chosen = User.objects.filter(pk__in=list(people)).order_by("full_name", "pk")
        self.fields["officer"].queryset = chosen  # type: ignore[attr-defined]


class DeadlineForm(DirectForm):
    """Another last day, decided by a document."""

    last_day = DayField(
        label=_("Thời hạn mới (ngày cuối cùng)"),
        error_messages={"required": _("Nhập thời hạn mới rồi gửi lại.")},
    )
    field_order = ("last_day", "reason", "deciding_document")

    def particulars(self) -> dict[str, Any]:
        """What was typed; the key of a day is the day itself."""
        return {**self.cleaned_data, "deadline_key": self.cleaned_data["last_day"].isoformat()}


class RuleForm(DirectForm):
    """Another rhythm of a recurring task, decided by a document."""

    deadline_raw = forms.CharField(
        label=_("Định kỳ mới"),
        max_length=200,
        help_text=_("Ví dụ: hằng quý; hằng năm, trước ngày 25/11; 6 tháng, hằng năm"),
        error_messages={"required": _("Nhập định kỳ mới rồi gửi lại.")},
    )
    field_order = ("deadline_raw", "reason", "deciding_document")
    recurrence = ""

    def clean_deadline_raw(self) -> str:
        """The rhythm as typed, read by the rules of documents."""
        try:
            read = read_deadline(self.cleaned_data["deadline_raw"])
        except ReviewRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        self.recurrence = join_rules(read.keys)
        return read.raw

    def particulars(self) -> dict[str, Any]:
        """What was typed, with the rule it means."""
        return {**self.cleaned_data, "recurrence": self.recurrence}


class AssignForm(StepForm):
    """A body and the part it takes."""

    part = forms.ChoiceField(label=_("Vai trò"), choices=Part.choices)
    body = forms.ModelChoiceField(
        label=_("Cơ quan"),
        queryset=Organisation.objects.none(),
        empty_label=_("Chọn cơ quan"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = organisations_on(clock.today())
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]

    def particulars(self) -> dict[str, Any]:
        """What was typed, for the action."""
        typed = self.cleaned_data
        return {**typed, "part": Part(typed["part"])}


class EditForm(StepForm):
    """What stands in a task in force."""

    title = forms.CharField(label=_("Nội dung nhiệm vụ"), widget=forms.Textarea(attrs={"rows": 3}))
    product = forms.CharField(
        label=_("Sản phẩm"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    deciding_text = forms.CharField(
        label=_("Ai quyết định, ban hành sản phẩm"), required=False, max_length=200
    )


class DraftEditForm(EditForm):
    """What stands in a draft, its deadline included."""

    deadline_raw = forms.CharField(
        label=_("Thời hạn"),
        required=False,
        max_length=200,
        help_text=_("Ví dụ: 31/12/2025; tháng 9/2025; quý IV/2025; hằng năm, trước ngày 25/11"),
    )
    deadline: ReadDeadline | None = None

    def clean_deadline_raw(self) -> str:
        """The deadline as typed, read by the rules of documents."""
        try:
            self.deadline = read_deadline(self.cleaned_data["deadline_raw"])
        except ReviewRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return self.deadline.raw

    def particulars(self) -> dict[str, Any]:
        """What was typed, with what the deadline means."""
        typed = dict(self.cleaned_data)
        if self.deadline is None or "deadline_raw" not in self.changed_data:
            return {name: value for name, value in typed.items() if name != "deadline_raw"}
        dated = [key for key in self.deadline.keys if not key.startswith("R:")]
        recurring = [key for key in self.deadline.keys if key.startswith("R:")]
        return {
            **typed,
            "deadline_key": dated[-1] if dated else "",
            "recurrence": join_rules(recurring),
            "last_day": self.deadline.last_day,
        }

"""Forms about programmes: a new one of the own body, its facts, its end, a task, the due day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.intake.deadlines import ReadDeadline, read_deadline
from tiendo.intake.errors import ReviewRefused
from tiendo.intake.tasking import split_keys
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import organisations_on
from tiendo.programmes.models import Programme, ProgrammeState
from tiendo.programmes.queries import list_programmes
from tiendo.tasks.models import Task
from tiendo.workspace.forms.days import DayField

DEADLINE_HINT = _("Ví dụ: 31/12/2025; tháng 9/2025; quý IV/2025; hằng năm, trước ngày 25/11")


class DeadlineTextField(forms.CharField):
    """A deadline typed as documents write it; its value is what it means."""

    def __init__(self, **kwargs: Any) -> None:
        values: dict[str, Any] = {
            "label": _("Thời hạn"),
            "max_length": 200,
            "help_text": DEADLINE_HINT,
            "widget": forms.TextInput({"placeholder": _("ngày, tháng hoặc quý")}),
        }
        super().__init__(**(values | kwargs))

    def clean(self, value: Any) -> ReadDeadline | None:
        """What was typed, read by the rules of documents; None where nothing was."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return read_deadline(typed)
        except ReviewRefused as refused:
            raise forms.ValidationError(str(refused)) from refused


def deadline_fields(read: ReadDeadline | None) -> dict[str, Any]:
    """A typed deadline as the fields of a task; empty where none was typed."""
    if read is None:
        return {}
    key, recurrence = split_keys(read.keys)
    return {
        "deadline_raw": read.raw,
        "deadline_key": key,
        "recurrence": recurrence,
        "last_day": read.last_day,
    }


class ProgrammeForm(forms.Form):
    """The facts of a programme."""

    title = forms.CharField(
        label=_("Tên chương trình, kế hoạch"), widget=forms.Textarea(attrs={"rows": 2})
    )
    short_title = forms.CharField(
        label=_("Tên gọi tắt"), max_length=150, help_text=_("Ví dụ: Kế hoạch 25 của Sở Nội vụ")
    )
    implements = forms.ModelChoiceField(
        label=_("Thực hiện chương trình cấp trên"),
        queryset=Programme.objects.none(),
        required=False,
        empty_label=_("Không thuộc chương trình nào"),
    )
    ends_on = DayField(label=_("Kết thúc ngày"), required=False)

    def __init__(self, *args: Any, programme: Programme | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = list_programmes().filter(state=ProgrammeState.ACTIVE)
        if programme is not None:
            is_held = Q(implemented_by=programme)
            offered = list_programmes().filter(Q(state=ProgrammeState.ACTIVE) | is_held)
            offered = offered.exclude(pk=programme.pk).distinct()
        self.fields["implements"].queryset = offered  # type: ignore[attr-defined]


class NewProgrammeForm(ProgrammeForm):
    """A programme of the own body."""

    body = forms.ModelChoiceField(
        label=_("Cơ quan lập và điều hành"),
        queryset=Organisation.objects.none(),
        empty_label=None,
    )
    starts_on = DayField(label=_("Bắt đầu từ ngày"))
    field_order = ("body", "title", "short_title", "implements", "starts_on", "ends_on")

    def __init__(self, *args: Any, bodies: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = organisations_on(clock.today()).filter(pk__in=bodies)
        self.fields["body"].queryset = offered  # type: ignore[attr-defined]
        self.fields["body"].initial = next(iter(bodies), None)
        self.fields["starts_on"].initial = clock.today()

    def facts(self) -> dict[str, Any]:
        """What the action takes: the body issues it and runs it."""
        typed = dict(self.cleaned_data)
        body = typed.pop("body")
        return {**typed, "owner": body, "coordinator": body}


class CloseProgrammeForm(forms.Form):
    """Why a programme ends."""

    reason = forms.CharField(
        label=_("Lý do"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Nêu lý do kết thúc rồi gửi lại.")},
    )


class FilingDueForm(forms.Form):
    """By when each body issues its own plan."""

    due = DeadlineTextField(
        label=_("Hạn ban hành kế hoạch của các cơ quan"),
        required=False,
        help_text=_("Như trong văn bản, ví dụ: trước ngày 15/7/2025. Để trống: không đặt hạn."),
    )

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        read: ReadDeadline | None = self.cleaned_data["due"]
        if read is None:
            return {"raw": "", "key": "", "last_day": None}
        key, _recurrence = split_keys(read.keys)
        return {"raw": read.raw, "key": key, "last_day": read.last_day}


class OwnTaskForm(forms.Form):
    """A task of an own programme, entered by hand."""

    title = forms.CharField(label=_("Nội dung nhiệm vụ"), widget=forms.Textarea(attrs={"rows": 3}))
    product = forms.CharField(label=_("Sản phẩm"), widget=forms.Textarea(attrs={"rows": 2}))
    deadline = DeadlineTextField()
    lead = forms.ModelChoiceField(
        label=_("Chủ trì"), queryset=Organisation.objects.none(), empty_label=None
    )
    deciding_text = forms.CharField(label=_("Ai quyết định, ban hành sản phẩm"), max_length=200)
    parent = forms.ModelChoiceField(
        label=_("Phục vụ nhiệm vụ của chương trình cấp trên"),
        queryset=Task.objects.none(),
        required=False,
        empty_label=_("Không gắn với nhiệm vụ nào"),
    )
    goes_live = forms.BooleanField(
        label=_("Giao ngay"),
        required=False,
        initial=True,
        help_text=_("Bỏ chọn để lưu bản nháp và giao sau."),
    )

    def __init__(
        self, *args: Any, leads: QuerySet[Organisation], served: QuerySet[Task], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = leads  # type: ignore[attr-defined]
        self.fields["parent"].queryset = served  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """The fields of the task."""
        typed = self.cleaned_data
        names = ("title", "product", "lead", "deciding_text", "parent")
        return {name: typed[name] for name in names} | deadline_fields(typed["deadline"])


def own_bodies_of(actor: Actor) -> frozenset[int]:
    """The bodies for which a person may set up a programme."""
    return actor.bodies_for("programme.run_own")

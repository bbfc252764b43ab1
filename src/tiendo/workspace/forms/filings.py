"""Forms about the plans that bodies file: the facts of one, what it covers, taking it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.tasks.actions import PlanFacts
from tiendo.tasks.models import Task
from tiendo.tasks.queries.filings import rows_of_body
from tiendo.workspace.forms.days import DayField


class CoveredField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """The rows a plan covers, each named by code and words."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.code}. {obj.title[:160]}"


class FilingForm(forms.Form):
    """The plan of a body: number, date, title, which of its rows it covers."""

    number = forms.CharField(
        label=_("Số, ký hiệu kế hoạch"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Nhập số, ký hiệu của kế hoạch.")},
    )
    issued_on = DayField(
        label=_("Ngày ban hành"), error_messages={"required": _("Nhập ngày ban hành.")}
    )
    title = forms.CharField(
        label=_("Trích yếu"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Nhập trích yếu của kế hoạch.")},
    )
    own_programme = forms.ModelChoiceField(
        label=_("Chương trình riêng lập theo kế hoạch này"),
        queryset=Programme.objects.none(),
        required=False,
        empty_label=_("Chưa lập trong hệ thống"),
    )
    covers = CoveredField(
        label=_("Nhiệm vụ được giao mà kế hoạch đã đưa vào"),
        queryset=Task.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=_("Lý do đính chính"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Nêu lý do đính chính rồi lưu lại.")},
    )

    def __init__(
        self,
        *args: Any,
        programme: Programme,
        body: Organisation,
        is_correction: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        rows: QuerySet[Task] = rows_of_body(programme, body, clock.today())
        self.fields["covers"].queryset = rows  # type: ignore[attr-defined]
        own = Programme.objects.filter(implements=programme, owner=body)
        self.fields["own_programme"].queryset = own  # type: ignore[attr-defined]
        if not own.exists():
            del self.fields["own_programme"]
        if not is_correction:
            del self.fields["reason"]

    def plan(self) -> PlanFacts:
        """What the action takes."""
        typed = self.cleaned_data
        return PlanFacts(
            number=typed["number"],
            issued_on=typed["issued_on"],
            title=typed["title"],
            own_programme=typed.get("own_programme"),
        )


class WithdrawForm(forms.Form):
    """Why a record is taken back."""

    reason = forms.CharField(
        label=_("Lý do rút bản ghi"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Nêu lý do rồi gửi lại.")},
    )

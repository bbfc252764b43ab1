"""Forms of sub-tasks: the parts into which a task is split, and its place below another."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.models import User
from tiendo.intake.deadlines import ReadDeadline
from tiendo.organisations.models import Organisation
from tiendo.tasks.actions import NewPart
from tiendo.workspace.forms.programmes import DeadlineTextField, deadline_fields

ROWS = 3
MOST_ROWS = 20


class WeightField(forms.CharField):
    """A weight above zero, with a comma or a point; empty is one."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def clean(self, value: Any) -> Decimal:
        """The weight typed."""
        typed = str(super().clean(value) or "").strip()
        if not typed:
            return Decimal(1)
        try:
            weight = Decimal(typed.replace(",", "."))
        except InvalidOperation:
            weight = Decimal(0)
        if not weight.is_finite() or not 0 < weight <= 1000:
            raise forms.ValidationError(_now("Nhập một số lớn hơn 0, ví dụ 1 hoặc 2,5."))
        return weight.quantize(Decimal("0.0001"))


class PartForm(forms.Form):
    """One part of a task. A row left empty is none."""

    title = forms.CharField(
        label=_("Nội dung"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    product = forms.CharField(label=_("Sản phẩm"), required=False)
    lead = forms.ChoiceField(label=_("Chủ trì"))
    officer = forms.ChoiceField(label=_("Người xử lý"), required=False)
    deadline = DeadlineTextField(required=False)
    weight = WeightField(label=_("Trọng số"), required=False)

    def __init__(
        self,
        *args: Any,
        leads: Mapping[str, Organisation],
        people: Mapping[str, User],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._leads, self._people = leads, people
        lead, officer = self.fields["lead"], self.fields["officer"]
        assert isinstance(lead, forms.ChoiceField)  # noqa: S101 - for the type checker
        assert isinstance(officer, forms.ChoiceField)  # noqa: S101 - for the type checker
        lead.choices = [(pk, str(body)) for pk, body in leads.items()]
        nobody = [("", _("Phân công sau"))]
        officer.choices = [*nobody, *((pk, str(person)) for pk, person in people.items())]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed into the row."""
        typed = (self[name].value() or "" for name in ("title", "product", "deadline", "officer"))
        return not any(str(value).strip() for value in typed)

    def clean(self) -> dict[str, Any]:
        """A row that says something says what, and what comes of it."""
        typed: dict[str, Any] = super().clean() or {}
        if not self.is_empty:
            for name, words in (("title", _("Nhập nội dung.")), ("product", _("Nhập sản phẩm."))):
                if not str(typed.get(name) or "").strip():
                    self.add_error(name, words)
        read: ReadDeadline | None = typed.get("deadline")
        if read is not None and read.last_day is None:
            self.add_error("deadline", _("Nhập một ngày, tháng hoặc quý cụ thể."))
        return typed

    def part(self) -> NewPart:
        """The part as the action takes it."""
        typed = self.cleaned_data
        deadline = deadline_fields(typed["deadline"])
        deadline.pop("recurrence", None)
        return NewPart(
            title=typed["title"],
            product=typed["product"],
            lead=self._leads[typed["lead"]],
            officer=self._people.get(typed["officer"]),
            weight=typed["weight"],
            **deadline,
        )


class SplitForm(forms.Form):
    """What goes for all parts of one split."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Lý do có thời hạn sau nhiệm vụ cha"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Chỉ cần khi một nhiệm vụ con có thời hạn sau thời hạn của nhiệm vụ này."),
    )


class PlaceForm(forms.Form):
    """The task below which a task is put; empty takes it out."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    parent_code = forms.CharField(
        label=_("Mã nhiệm vụ cha"),
        required=False,
        max_length=30,
        help_text=_("Ví dụ: PL2-07. Để trống để tách khỏi nhiệm vụ cha."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    weight = WeightField(
        label=_("Trọng số trong nhiệm vụ cha"), required=False, help_text=_("Để trống là 1.")
    )
    reason = forms.CharField(
        label=_("Lý do"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

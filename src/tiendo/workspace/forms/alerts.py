"""Forms about alerts: filters, muting, values of rules, a person's channels, endpoints."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.alerts.choices import GROUP_WORDS, Choice, Group, Mail
from tiendo.alerts.models import DeliveryState
from tiendo.alerts.rulebook import ValueInForce
from tiendo.alerts.wording import LEVELS, WORDS
from tiendo.organisations.models import Organisation
from tiendo.workspace.forms.choices import programme_field
from tiendo.workspace.forms.days import DayField

_ANY = ("", _("Tất cả"))


class AlertFilterForm(forms.Form):
    """What the list of alerts is narrowed to."""

    quy_tac = forms.ChoiceField(
        label=_("Loại"),
        required=False,
        choices=[_ANY, *((rule.value, words.name) for rule, words in WORDS.items())],
    )
    muc = forms.TypedChoiceField(
        label=_("Mức"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[_ANY, *LEVELS.items()],
    )
    co_quan = forms.ModelChoiceField(
        label=_("Cơ quan"),
        required=False,
        queryset=Organisation.objects.none(),
        empty_label=_("Tất cả"),
    )
    da_het = forms.BooleanField(label=_("Cả cảnh báo đã hết"), required=False)

    def __init__(self, *args: Any, bodies: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if bodies is None:
            del self.fields["co_quan"]
        else:
            field = self.fields["co_quan"]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
            field.queryset = bodies


class MuteForm(forms.Form):
    """Until when nobody is told, and why."""

    until = DayField(label=_("Tạm tắt đến hết ngày"))
    reason = forms.CharField(label=_("Lý do"), max_length=300, widget=forms.Textarea({"rows": 3}))


class RuleValueForm(forms.Form):
    """Another value of a rule, from a day on, with its source."""

    parameter = forms.ChoiceField(label=_("Tham số"))
    value = forms.IntegerField(label=_("Giá trị mới"), min_value=0, max_value=3660)
    since = DayField(label=_("Hiệu lực từ ngày"))
    source = forms.CharField(
        label=_("Căn cứ"),
        max_length=300,
        help_text=_("Số văn bản hoặc người quyết định, ví dụ: 215/UBND-KGVX."),
    )

    def __init__(self, *args: Any, values: Iterable[ValueInForce], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["parameter"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(value.parameter, value.words) for value in values]


class ProgrammeChoiceForm(forms.Form):
    """Whose rules are shown: those of all programmes, or of one."""

    chuong_trinh = programme_field()


class HourInput(forms.TimeInput):
    """A text input that shows 21:00; a browser's own time input follows its language."""

    def __init__(self) -> None:
        own = {"placeholder": "21:00", "inputmode": "numeric", "pattern": r"[0-2]?\d:[0-5]\d"}
        super().__init__(own, format="%H:%M")


class ChannelForm(forms.Form):
    """What a person wants to be told, how, and when not."""

    quiet_from = forms.TimeField(
        label=_("Không gửi thư từ (giờ:phút)"), input_formats=["%H:%M"], widget=HourInput
    )
    quiet_to = forms.TimeField(label=_("Đến (giờ:phút)"), input_formats=["%H:%M"], widget=HourInput)

    def __init__(self, data: Any = None, *, choice: Choice) -> None:
        initial: dict[str, object] = {"quiet_from": choice.quiet_from, "quiet_to": choice.quiet_to}
        for group, wish in choice.wishes.items():
            initial |= {f"bell_{group}": wish.bell, f"mail_{group}": wish.mail}
        super().__init__(data, initial=initial)
        for group, words in GROUP_WORDS.items():
            self.fields[f"bell_{group}"] = forms.BooleanField(
                label=_("Hiện trên chuông"), required=False
            )
            self.fields[f"mail_{group}"] = forms.ChoiceField(
                label=_("Thư điện tử"),
                choices=Mail.choices,
                widget=forms.Select({"class": "form-select"}),
            )
            self.fields[f"bell_{group}"].widget.attrs["aria-label"] = str(words)

    def rows(self) -> list[tuple[object, forms.BoundField, forms.BoundField]]:
        """The fields by group: its words, the bell, the mail."""
        return [
            (words, self[f"bell_{group}"], self[f"mail_{group}"])
            for group, words in GROUP_WORDS.items()
        ]

    def wishes(self) -> dict[Group, tuple[bool, str]]:
        """What was chosen, by group."""
        given = self.cleaned_data
        return {group: (given[f"bell_{group}"], given[f"mail_{group}"]) for group in Group}

    def quiet(self) -> tuple[dt.time, dt.time]:
        """The hours of quiet."""
        return self.cleaned_data["quiet_from"], self.cleaned_data["quiet_to"]


class EndpointForm(forms.Form):
    """The address of another system."""

    url = forms.CharField(
        label=_("Địa chỉ nhận (https)"),
        max_length=500,
        widget=forms.URLInput({"placeholder": "https://"}),
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=200, required=False)
    events = forms.CharField(
        label=_("Sự kiện"),
        required=False,
        max_length=1000,
        help_text=_("Tên sự kiện cách nhau bằng dấu phẩy, ví dụ task.assigned; để trống: tất cả."),
    )

    def clean_events(self) -> list[str]:
        """The names, each once."""
        names = (name.strip() for name in self.cleaned_data["events"].split(","))
        found = sorted({name for name in names if name})
        if any(len(name) > 80 for name in found):
            raise forms.ValidationError(_("Tên sự kiện dài quá 80 ký tự. Kiểm tra lại dấu phẩy."))
        return found


class SwitchForm(forms.Form):
    """Why an endpoint is switched off."""

    reason = forms.CharField(label=_("Lý do tắt"), max_length=300, required=False)


class DeliveryFilterForm(forms.Form):
    """Which deliveries are listed."""

    trang_thai = forms.ChoiceField(
        label=_("Trạng thái"), required=False, choices=[_ANY, *DeliveryState.choices]
    )

"""The form that links a task to one before or after it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

BEFORE, AFTER = "truoc", "sau"


class DependencyForm(forms.Form):
    """The other task by its code, and which of the two comes first."""

    direction = forms.ChoiceField(
        label=_("Nhiệm vụ kia"),
        choices=[
            (BEFORE, _("phải xong trước nhiệm vụ này")),
            (AFTER, _("chờ nhiệm vụ này xong")),
        ],
        initial=BEFORE,
        widget=forms.RadioSelect,
    )
    code = forms.CharField(
        label=_("Mã nhiệm vụ kia"),
        max_length=30,
        help_text=_("Ví dụ: PL2-07."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    note = forms.CharField(
        label=_("Ghi chú"),
        required=False,
        max_length=300,
        help_text=_("Ví dụ: cần danh mục dữ liệu làm đầu vào."),
    )

"""Forms about packages: that one was sent."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.workspace.forms.days import DayField


class PackageSentForm(forms.Form):
    """The number of the letter and the day the package went out."""

    number = forms.CharField(
        label=_("Số, ký hiệu công văn"),
        max_length=60,
        required=False,
        help_text=_("Để trống khi công văn đã được cấp số trên hệ thống."),
    )
    sent_on = DayField(label=_("Ngày gửi"))

"""Forms about packages: that one was sent."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.documents.models import Document
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


class DocumentSearchForm(forms.Form):
    """Words of the document whose issue begins a cycle; empty for those that fit."""

    q = forms.CharField(
        label=_("Tìm văn bản"),
        max_length=120,
        required=False,
        help_text=_("Số, ký hiệu hoặc trích yếu của văn bản đã ban hành, ví dụ 05/KH-UBND."),
    )


class PackageBeginForm(forms.Form):
    """The registered document whose issue begins a cycle."""

    document = forms.ModelChoiceField(
        queryset=Document.objects.filter(issued_on__isnull=False).exclude(number_raw=""),
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Chưa chọn văn bản. Chọn một văn bản trong danh sách."),
            "invalid_choice": _("Văn bản chưa có số, ngày ban hành. Chọn văn bản khác."),
        },
    )


class SetAsideForm(forms.Form):
    """Why an offered document need not be sent."""

    reason = forms.CharField(
        label=_("Lý do không phải gửi"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

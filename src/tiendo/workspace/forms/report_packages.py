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


class PackageBeginForm(forms.Form):
    """The registered document whose issue begins a cycle, by its number."""

    number = forms.CharField(
        label=_("Số, ký hiệu văn bản đã ban hành"),
        max_length=60,
        help_text=_("Văn bản phải có trong kho với số và ngày ban hành, ví dụ 05/KH-UBND."),
    )

    def clean_number(self) -> Document:
        """The document that was issued last under the number. Errors: one that is not known."""
        given = " ".join(self.cleaned_data["number"].split())
        issued = Document.objects.filter(number_raw__iexact=given, issued_on__isnull=False)
        found = issued.order_by("-issued_on", "-pk").first()
        if found is None:
            words = _("Kho chưa có văn bản ban hành số này. Đăng ký văn bản rồi nhập lại số.")
            raise forms.ValidationError(words)
        return found

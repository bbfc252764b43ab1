"""Forms about whom signatures are believed from."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class TrustForm(forms.Form):
    """A certificate of an authority, or a revocation list."""

    file = forms.FileField(
        label=_("Chứng thư hoặc danh sách thu hồi"),
        help_text=_("Tệp .cer, .crt, .pem, .der hoặc .crl, tệp PEM chứa được nhiều mục."),
        widget=forms.FileInput(attrs={"accept": ".cer,.crt,.pem,.der,.crl"}),
    )
    source = forms.CharField(
        label=_("Nguồn"),
        max_length=300,
        help_text=_("Nơi lấy tệp, ví dụ địa chỉ trang của tổ chức cấp chứng thư."),
    )

    def clean_file(self) -> bytes:
        """The bytes of the file."""
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(_("Tệp quá lớn nên không phải tệp loại này."))
        return bytes(file.read())

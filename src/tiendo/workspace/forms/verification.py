"""The form of the page of verification: a file to compare, of which nothing is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _


class CompareForm(forms.Form):
    """A file that somebody holds."""

    file = forms.FileField(label=_("Tệp đang có"), widget=forms.FileInput(attrs={"accept": ".pdf"}))

    def clean_file(self) -> UploadedFile[Any]:
        """The file, not larger than one that could have been issued."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
            limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
            words = _now("Tệp lớn hơn %(limit)d MB nên không phải văn bản này.")
            raise forms.ValidationError(words % {"limit": limit})
        return file

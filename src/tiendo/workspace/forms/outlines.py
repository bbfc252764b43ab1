"""Forms about outlines: what a version rests on, the file of one, the programme of a preview."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import current_programme, list_programmes
from tiendo.reporting.models import OutlineVersion
from tiendo.reporting.outlines.actions import OutlineFacts
from tiendo.workspace.forms.days import DayField

MOST_BYTES = 2**20


class OutlineForm(forms.Form):
    """What a version is laid down with beside its headings; a change has its reason.

    The browser asks for nothing: buttons that move headings send it half filled.
    """

    use_required_attribute = False

    number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Tên đề cương"), max_length=300)
    source = forms.CharField(
        label=_("Căn cứ"),
        max_length=300,
        help_text=_("Văn bản quy định đề cương; nêu rõ nếu do cơ quan tự xây dựng."),
    )
    since = DayField(label=_("Áp dụng từ ngày"))
    is_verified = forms.BooleanField(label=_("Đã đối chiếu với văn bản"), required=False)
    reason = forms.CharField(
        label=_("Lý do sửa"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, seen: OutlineVersion | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if seen is None:
            del self.fields["reason"]
            del self.fields["number"]
        else:
            del self.fields["title"]

    @staticmethod
    def initial_of(seen: OutlineVersion | None) -> dict[str, Any]:
        """What stands, from today on."""
        if seen is None:
            return {"since": clock.today()}
        since: dt.date = max(clock.today(), seen.since)
        return {
            "number": seen.number,
            "source": seen.source,
            "since": since,
            "is_verified": seen.is_verified,
        }

    def facts(self, content: dict[str, Any]) -> OutlineFacts:
        """The version that a valid form and the headings describe."""
        given = self.cleaned_data
        return OutlineFacts(content, given["source"], given["since"], given["is_verified"])


class PreviewForm(forms.Form):
    """Which programme an outline is tried with."""

    programme = forms.ModelChoiceField(
        label=_("Xem thử với số liệu của"), queryset=Programme.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = list_programmes()  # type: ignore[attr-defined]
        self.fields["programme"].initial = current_programme()

    @property
    def chosen(self) -> Programme | None:
        """The programme that was sent; None where it is none."""
        found: Programme | None = self.cleaned_data.get("programme") if self.is_valid() else None
        return found


class ValuesForm(forms.Form):
    """Which values are looked for, and the programme they are told of."""

    q = forms.CharField(
        label=_("Tìm giá trị"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    programme = forms.ModelChoiceField(
        label=_("Số liệu của"), queryset=Programme.objects.none(), required=False, empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = list_programmes()  # type: ignore[attr-defined]
        self.fields["programme"].initial = current_programme()

    @property
    def words(self) -> str:
        """What is looked for; "" is everything."""
        found: str = self.cleaned_data.get("q", "") if self.is_valid() else ""
        return found

    @property
    def chosen(self) -> Programme | None:
        """The programme that was sent, else the one people work on."""
        found = self.cleaned_data.get("programme") if self.is_valid() else None
        return found or current_programme()


class ConfigurationField(forms.FileField):
    """A configuration file, which is small."""

    max_bytes = MOST_BYTES


class ConfigurationFileForm(forms.Form):
    """A configuration file."""

    use_required_attribute = False

    file = ConfigurationField(
        label=_("Tệp cấu hình"),
        help_text=_("Tệp YAML (.yaml), tải về từ đây hoặc viết theo mẫu có sẵn."),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )

    def clean_file(self) -> str:
        """The text of the file. Errors: one that is too large or no text in UTF-8."""
        file = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("Tệp quá lớn nên không phải tệp cấu hình."))
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            words = _("Tệp không phải chữ UTF-8. Lưu lại dạng UTF-8 rồi chọn lại.")
            raise forms.ValidationError(words) from error

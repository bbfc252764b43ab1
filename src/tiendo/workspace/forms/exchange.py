"""Forms of exchange by file: their list, a form of theirs, the day of entering."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.programmes.models import Programme
from tiendo.programmes.queries import list_programmes


class ListForm(forms.Form):
    """Their list as a file, for a programme."""

    programme = forms.ModelChoiceField(
        label=_("Chương trình"), queryset=Programme.objects.none(), empty_label=None
    )
    file = forms.FileField(
        label=_("Danh mục của hệ thống quốc gia"),
        help_text=_("Tệp Excel (.xlsx) hoặc CSV xuất từ hệ thống quốc gia, giữ nguyên tên cột."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["programme"].queryset = list_programmes()  # type: ignore[attr-defined]


class FormTextForm(forms.Form):
    """A form of another system as text."""

    text = forms.CharField(
        label=_("Biểu mẫu"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false", "class": "is-code"}),
        help_text=_(
            "Sửa tên cột, từ chỉ trạng thái, dạng ngày cho đúng tệp thật; ghi ngày bắt đầu dùng ở "
            "“since” và nơi lấy mẫu ở “source”. Tên đầu tiên của mỗi cột được dùng khi xuất."
        ),
    )

"""Forms about the files of regimes: one to be checked, one that was seen to be laid down."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.domain.configuration import MOST_CHARACTERS
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import current_programme, list_programmes
from tiendo.workspace.forms.outlines import ConfigurationFileForm


class _ForProgramme(forms.Form):
    """What is laid down for a programme."""

    programme = forms.ModelChoiceField(
        label=_("Chương trình"), queryset=Programme.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = list_programmes()  # type: ignore[attr-defined]
        self.fields["programme"].initial = current_programme()


class RegimeFileForm(_ForProgramme, ConfigurationFileForm):
    """A file to be checked for a programme."""


class RegimeTextForm(_ForProgramme):
    """The text of a file that was checked, and the version that was seen then."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=_("Nội dung tệp"),
        max_length=MOST_CHARACTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false", "class": "is-code"}),
    )
    reason = forms.CharField(
        label=_("Lý do sửa"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Cần khi chế độ đã có; để trống thì lấy lý do ghi trong tệp."),
    )

"""Forms of the years of continuous tasks: the lead's report, and the judgement from outside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.tasks.models import JudgedResult
from tiendo.workspace.forms.evidence import EvidenceForm
from tiendo.workspace.forms.tasks import StepForm


class YearReportForm(EvidenceForm):
    """What was done in a year, and how the lead would judge it."""

    year = forms.TypedChoiceField(label=_("Năm báo cáo"), coerce=int)
    result = forms.ChoiceField(
        label=_("Mức đề nghị"), choices=JudgedResult.choices, widget=forms.RadioSelect
    )
    done = forms.CharField(
        label=_("Kết quả trong năm"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Ghi kết quả trong năm rồi gửi lại.")},
    )

    def offer(self, years: Iterable[int]) -> None:
        """Offer these years."""
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]

    def particulars(self) -> dict[str, Any]:
        """What was typed, without the evidence."""
        typed = self.cleaned_data
        result = JudgedResult(typed["result"])
        return {"year": typed["year"], "result": result, "done": typed["done"]}


class JudgeForm(StepForm):
    """How a year is judged, and on what grounds."""

    result = forms.ChoiceField(
        label=_("Mức đánh giá"), choices=JudgedResult.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("Nhận xét, căn cứ"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Nêu căn cứ của mức đánh giá rồi gửi lại.")},
    )

    def particulars(self) -> dict[str, Any]:
        """What was typed."""
        typed = self.cleaned_data
        return {"result": JudgedResult(typed["result"]), "words": typed["words"]}

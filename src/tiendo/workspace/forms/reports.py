"""Forms about reports: a new one, composing again, approval, correction, the list's filter."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.domain.periods import Cadence, period_around
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import current_programme, list_programmes
from tiendo.reporting.letterhead import default_title
from tiendo.reporting.models import Report, ReportState
from tiendo.reporting.outlines.reading import outline_of
from tiendo.reporting.queries import ReportFilter
from tiendo.workspace.forms.choices import programme_field
from tiendo.workspace.forms.days import DayField

# No step issues a report yet.
_OCCURRING = [(state.value, state.label) for state in (ReportState.DRAFT, ReportState.APPROVED)]
TITLE_LIMIT, ADDRESSEE_LIMIT = 400, 250
# What people write is asked for under this and the name of its place in the outline.
NARRATIVE_FIELD = "loi_van_"
ADDRESSEE_HINT = _("Nhiều nơi nhận thì ngăn bằng dấu chấm phẩy.")


def _paragraphs(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=hint or _("Mỗi dòng thành một đoạn."),
    )


class CompileForm(forms.Form):
    """A report to compile: on what, for which period, as of which day, to whom."""

    programme = forms.ModelChoiceField(
        label=_("Chương trình"), queryset=Programme.objects.none(), empty_label=None
    )
    period_start = DayField(label=_("Kỳ báo cáo từ ngày"))
    period_end = DayField(label=_("Đến ngày"))
    as_of = DayField(
        label=_("Số liệu tính đến ngày"),
        required=False,
        help_text=_("Để trống: ngày cuối kỳ, hoặc hôm nay nếu kỳ chưa hết."),
    )
    title = forms.CharField(
        label=_("Tên báo cáo"),
        max_length=TITLE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    addressee = forms.CharField(
        label=_("Kính gửi"), max_length=ADDRESSEE_LIMIT, required=False, help_text=ADDRESSEE_HINT
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = list_programmes()  # type: ignore[attr-defined]

    @staticmethod
    def first_values() -> dict[str, Any]:
        """The programme in view, the quarter up to today, the usual title."""
        programme, today = current_programme(), clock.today()
        return {
            "programme": programme,
            "period_start": period_around(Cadence.QUARTERLY, today).start,
            "period_end": today,
            "title": default_title(programme) if programme else "",
        }

    def clean(self) -> dict[str, Any]:
        """The typed values; the period must be in order and the day of the figures not ahead."""
        typed = super().clean() or self.cleaned_data
        start, end, as_of = (typed.get(name) for name in ("period_start", "period_end", "as_of"))
        if start and end and end < start:
            self.add_error("period_end", _("Ngày cuối kỳ đứng trước ngày đầu kỳ."))
        _refuse_future(self, as_of)
        return typed


class RecompileForm(forms.Form):
    """A draft to compile again: its day, its title and the words people add."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    as_of = DayField(label=_("Số liệu tính đến ngày"))
    title = forms.CharField(
        label=_("Tên báo cáo"), max_length=TITLE_LIMIT, widget=forms.Textarea(attrs={"rows": 2})
    )
    addressee = forms.CharField(
        label=_("Kính gửi"), max_length=ADDRESSEE_LIMIT, required=False, help_text=ADDRESSEE_HINT
    )

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places = outline_of(report).narratives
        for place in self._places:
            label = f"{place.label} (Mục {place.marker})"
            self.fields[NARRATIVE_FIELD + place.name] = _paragraphs(label, place.hint)

    @staticmethod
    def initial_of(report: Report) -> dict[str, Any]:
        """The draft as it stands."""
        return {
            "version": report.version,
            "as_of": report.as_of,
            "title": report.title,
            "addressee": report.addressee,
            **{NARRATIVE_FIELD + name: words for name, words in report.narrative.items()},
        }

    @property
    def places(self) -> list[forms.BoundField]:
        """The fields of what people write, in the order of the outline."""
        return [self[NARRATIVE_FIELD + place.name] for place in self._places]

    def clean(self) -> dict[str, Any]:
        """The typed values; the day of the figures must not be ahead."""
        typed = super().clean() or self.cleaned_data
        _refuse_future(self, typed.get("as_of"))
        return typed

    def narrative(self) -> dict[str, str]:
        """The words by section."""
        typed = self.cleaned_data
        return {place.name: typed[NARRATIVE_FIELD + place.name] for place in self._places}


class ApproveForm(forms.Form):
    """The version that is approved, with what its checks found: those that were seen.

    ``reason`` is asked for where something is open.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    # Its page prints the fingerprint of what it lists, also when the form is shown again.
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Lý do duyệt khi còn điểm chưa sửa"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Lý do được giữ cùng báo cáo, ghi vào nhật ký và phiếu trình."),
    )


class CorrectForm(forms.Form):
    """Why an approved report is corrected."""

    reason = forms.CharField(
        label=_("Lý do đính chính"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Lý do được in vào phần mở đầu của bản đính chính."),
    )


class ReportFilterForm(forms.Form):
    """What the list of reports is narrowed to."""

    chuong_trinh = programme_field()
    trang_thai = forms.ChoiceField(
        label=_("Trạng thái"),
        required=False,
        choices=[("", _("Mọi trạng thái")), *ReportState.choices],
    )

    def narrowed(self) -> ReportFilter:
        """The filter; a field that cannot be understood narrows nothing."""
        typed = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        programme = typed.get("chuong_trinh")
        return ReportFilter(programme.pk if programme else None, typed.get("trang_thai") or "")


def _refuse_future(form: forms.Form, day: dt.date | None) -> None:
    if day is not None and day > clock.today():
        form.add_error("as_of", _("Ngày này còn ở phía trước. Chọn hôm nay hoặc một ngày đã qua."))

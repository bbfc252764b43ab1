"""Forms of re-checks: the period to draw from, what an item came to."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.domain.periods import ONE_DAY
from tiendo.tasks.actions import Scope
from tiendo.tasks.models import RecheckResult
from tiendo.workspace.forms.choices import programme_field
from tiendo.workspace.forms.days import DayField
from tiendo.workspace.forms.evidence import EvidenceForm


def last_month(today: dt.date) -> tuple[dt.date, dt.date]:
    """The month before this one, which is over."""
    last = today.replace(day=1) - ONE_DAY
    return last.replace(day=1), last


class ScopeForm(forms.Form):
    """From which confirmations a round is drawn."""

    tu = DayField(label=_("Xác nhận từ ngày"))
    den = DayField(label=_("Đến hết ngày"))
    chuong_trinh = programme_field()

    @classmethod
    def first_values(cls) -> dict[str, dt.date]:
        """The month before this one."""
        first, last = last_month(clock.today())
        return {"tu": first, "den": last}

    def scope(self) -> Scope:
        """What was typed, of a valid form."""
        typed = self.cleaned_data
        return Scope(typed["tu"], typed["den"], typed["chuong_trinh"])


class DrawForm(ScopeForm):
    """The draw itself, with the reason for drawing again."""

    reason = forms.CharField(
        label=_("Lý do rút thăm lần nữa"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Chỉ cần khi kỳ này đã được rút thăm."),
    )


class ResultForm(EvidenceForm):
    """What the re-check of one item came to, with what proves it."""

    version = None  # type: ignore[assignment]
    result = forms.ChoiceField(
        label=_("Kết quả phúc tra"),
        choices=RecheckResult.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn một kết quả rồi gửi lại.")},
    )
    note = forms.CharField(
        label=_("Nhận xét"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bắt buộc khi không đúng hoặc không kiểm tra được."),
    )
    reopens = forms.BooleanField(
        label=_("Mở lại nhiệm vụ để cơ quan chủ trì làm tiếp"), required=False
    )
    correction = forms.CharField(
        label=_("Lý do sửa kết quả đã ghi"), required=False, max_length=1000
    )

    field_order = ("result", "note", "proof_files", "document_number", "document_date", "declared")

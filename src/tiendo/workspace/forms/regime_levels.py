"""The form of one step of a regime's chain: who reports, to whom, by when."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.domain.regime_rules import read_due
from tiendo.domain.regime_words import BASES, UNITS
from tiendo.domain.regimes import CountedFrom, DueKind, DueRule, Shift, Unit
from tiendo.organisations.models import BodyGroup, Organisation
from tiendo.organisations.queries import organisations_on
from tiendo.regimes.actions import LevelFacts
from tiendo.regimes.models import RegimeLevel
from tiendo.reporting.models import OutlineVersion
from tiendo.workspace.forms.choices import choose
from tiendo.workspace.forms.regime_fields import (
    MONTHS,
    OutlineChoice,
    number_field,
    offered_outlines,
)

LEVELS = 3
_DUES = [
    (DueKind.DAY.value, _("Một ngày trong tháng")),
    (DueKind.AFTER.value, _("Một số ngày sau một mốc")),
]
_SHIFTS = [
    (Shift.NONE.value, _("Giữ nguyên ngày")),
    (Shift.BEFORE.value, _("Ngày làm việc liền trước")),
    (Shift.AFTER.value, _("Ngày làm việc kế tiếp")),
]


class LevelForm(forms.Form):
    """One step of the chain: who reports, to whom, by when. Empty where nobody is named."""

    group = forms.ModelChoiceField(
        label=_("Nhóm cơ quan báo cáo"),
        queryset=BodyGroup.objects.none(),
        required=False,
        empty_label=_("Không theo nhóm"),
    )
    body = forms.ModelChoiceField(
        label=_("Hoặc một cơ quan"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Không chọn"),
    )
    addressee = forms.ModelChoiceField(
        label=_("Gửi đến"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Ngoài danh mục"),
    )
    addressee_text = forms.CharField(
        label=_("Nơi nhận ngoài danh mục"),
        max_length=250,
        required=False,
        help_text=_("Chỉ in trên báo cáo; hệ thống không tổng hợp thay nơi nhận này."),
    )
    order = forms.IntegerField(
        label=_("Bước gửi"),
        min_value=1,
        max_value=9,
        required=False,
        help_text=_("Cùng số là cùng gửi một lượt. Để trống: theo thứ tự trên trang."),
    )
    outline = OutlineChoice(
        label=_("Đề cương riêng"),
        queryset=OutlineVersion.objects.none(),
        required=False,
        empty_label=_("Theo đề cương của chế độ"),
    )
    due_kind = forms.ChoiceField(label=_("Hạn nộp"), choices=_DUES)
    due_day = number_field(_("Ngày"), 1, 31, 10)
    due_month = forms.TypedChoiceField(
        label=_("Của tháng"),
        choices=MONTHS,
        coerce=int,
        required=False,
        initial=0,
        empty_value=None,
    )
    is_strict = forms.BooleanField(
        label=_("Ghi “trước ngày”: ngày cuối là hôm trước"), required=False
    )
    number = number_field(_("Số ngày"), 0, 366, 2)
    unit = forms.ChoiceField(
        label=_("Tính theo"), choices=[(unit.value, UNITS[unit]) for unit in Unit], required=False
    )
    counted_from = forms.ChoiceField(
        label=_("Sau"), choices=[(base.value, BASES[base]) for base in CountedFrom], required=False
    )
    shift = forms.ChoiceField(label=_("Gặp ngày nghỉ"), choices=_SHIFTS, required=False)
    method = forms.CharField(
        label=_("Cách gửi"), max_length=200, required=False, initial=_("Trên hệ thống")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = organisations_on(clock.today(), divisions=False)
        choose(self, "group", BodyGroup.objects.order_by("name"))
        choose(self, "body", bodies)
        choose(self, "addressee", bodies)
        choose(self, "outline", offered_outlines(self.initial.get("outline")))

    @property
    def is_empty(self) -> bool:
        """Whether nobody is named to report."""
        typed = self.cleaned_data
        return typed.get("group") is None and typed.get("body") is None

    def facts(self, place: int, listed: dict[str, dt.date]) -> LevelFacts:
        """The level as typed; ``listed`` are the days of listed cycles, which go before.

        Its ``place`` on the page orders it where no order was typed.
        """
        typed = self.cleaned_data
        return LevelFacts(
            due=self._due(listed),
            order=typed["order"] or place,
            group=typed["group"],
            body=typed["body"],
            addressee=typed["addressee"],
            addressee_text="" if typed["addressee"] else typed["addressee_text"],
            method=typed["method"],
            outline=typed["outline"],
        )

    def _due(self, listed: dict[str, dt.date]) -> DueRule:
        typed = self.cleaned_data
        shift = Shift(typed["shift"] or Shift.NONE)
        if listed and typed["due_kind"] != DueKind.AFTER:
            return DueRule(DueKind.LISTED, days=listed, shift=shift)
        if typed["due_kind"] == DueKind.DAY:
            return DueRule(
                DueKind.DAY,
                day=typed["due_day"] or 31,
                months_after=typed["due_month"] or 0,
                is_strict=typed["is_strict"],
                shift=shift,
            )
        return DueRule(
            DueKind.AFTER,
            number=typed["number"] if typed["number"] is not None else 0,
            unit=Unit(typed["unit"] or Unit.WORKING),
            counted_from=CountedFrom(typed["counted_from"] or CountedFrom.CLOSING),
            shift=shift,
        )

    @staticmethod
    def initial_of(level: RegimeLevel) -> dict[str, Any]:
        """A level as it was typed."""
        due = read_due(level.due)
        return {
            "order": level.order,
            "outline": level.outline_id,
            "group": level.group_id,
            "body": level.body_id,
            "addressee": level.addressee_id,
            "addressee_text": level.addressee_text,
            "due_kind": DueKind.AFTER.value if due.kind is DueKind.AFTER else DueKind.DAY.value,
            "due_day": due.day,
            "due_month": due.months_after,
            "is_strict": due.is_strict,
            "number": due.number,
            "unit": due.unit.value,
            "counted_from": due.counted_from.value,
            "shift": due.shift.value,
            "method": level.method,
        }

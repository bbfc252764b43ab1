"""Forms about indicators: the filter of the dictionary."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.indicators.models import Indicator, IndicatorState, IndicatorValue, Origin, Target
from tiendo.indicators.models.dictionary import Frequency
from tiendo.organisations.models import Organisation
from tiendo.overview.sheets.indicators import LACKS, VERIFIED
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import list_programmes


class IndicatorFilterForm(forms.Form):
    """What the dictionary is narrowed to, as the address says it."""

    q = forms.CharField(label=_("Tìm mã, tên chỉ tiêu"), required=False, max_length=200)
    chu_quan = forms.ModelChoiceField(
        label=_("Đơn vị theo dõi"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Mọi đơn vị"),
    )
    co_quan = forms.ModelChoiceField(
        label=_("Số liệu của cơ quan"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Đơn vị theo dõi"),
    )
    chuong_trinh = forms.ModelChoiceField(
        label=_("Mục tiêu của chương trình"),
        queryset=Programme.objects.none(),
        required=False,
        empty_label=_("Mọi chương trình"),
    )
    trang_thai = forms.ChoiceField(
        label=_("Trạng thái"),
        required=False,
        choices=[("", _("Mọi trạng thái")), *IndicatorState.choices],
    )
    kiem_chung = forms.ChoiceField(
        label=_("Kiểm chứng"), required=False, choices=[("", _("Tất cả")), *VERIFIED.items()]
    )
    nguon = forms.ChoiceField(
        label=_("Cách có số liệu"), required=False, choices=[("", _("Tất cả")), *Origin.choices]
    )
    ky = forms.ChoiceField(
        label=_("Kỳ số liệu"), required=False, choices=[("", _("Mọi kỳ")), *Frequency.choices]
    )
    thieu = forms.ChoiceField(
        label=_("Còn thiếu"), required=False, choices=[("", _("Tất cả")), *LACKS.items()]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = Organisation.objects.filter(pk__in=Indicator.objects.values("owner"))
        aimed = Organisation.objects.filter(pk__in=Target.objects.order_by().values("organisation"))
        programmes = list_programmes()
        self.fields["chu_quan"].queryset = owners.order_by("sort_key")  # type: ignore[attr-defined]
        self.fields["co_quan"].queryset = aimed.order_by("sort_key")  # type: ignore[attr-defined]
        self.fields["chuong_trinh"].queryset = programmes  # type: ignore[attr-defined]


class ValueFilterForm(forms.Form):
    """Of which body the values of an indicator are shown."""

    co_quan = forms.ModelChoiceField(
        label=_("Cơ quan"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Mọi cơ quan"),
    )

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = IndicatorValue.objects.filter(indicator=indicator).values("organisation")
        bodies = Organisation.objects.filter(pk__in=told).order_by("sort_key")
        self.fields["co_quan"].queryset = bodies  # type: ignore[attr-defined]

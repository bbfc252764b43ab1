"""The form that says what a task contributes to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from tiendo.domain.collation import fold
from tiendo.indicators.models import Indicator, IndicatorState, IndicatorVersion
from tiendo.workspace.forms.searching import offer, search_field, search_from


class _IndicatorChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Model) -> str:
        assert isinstance(obj, Indicator)  # noqa: S101 - the queryset holds nothing else
        versions = obj.versions.all()
        return f"{obj.code}: {versions[len(versions) - 1].name[:90]}" if versions else obj.code


class ContributionForm(forms.Form):
    """An indicator, found by its words, and where it is said."""

    tim = search_field(_("Tìm chỉ tiêu"))
    indicator = _IndicatorChoice(label=_("Chỉ tiêu"), queryset=Indicator.objects.none())
    note = forms.CharField(
        label=_("Ghi chú"),
        required=False,
        max_length=300,
        help_text=_("Ví dụ: mục III.2 của kế hoạch."),
    )

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = search_from(self, address, ["indicator"])
        rows = Indicator.objects.filter(state=IndicatorState.ACTIVE).prefetch_related("versions")
        found = rows
        for word in fold(words or "").split():
            named = IndicatorVersion.objects.filter(folded__contains=word).values("indicator")
            found = found.filter(pk__in=named) | found.filter(code__icontains=word)
        offer(self, "indicator", rows.order_by("code"), found.order_by("code"))

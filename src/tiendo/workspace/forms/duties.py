"""Forms about duties to report: the filter of their calendar, releasing, moving, opening again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import organisations_on
from tiendo.regimes.models import Regime
from tiendo.regimes.queries import DutyFilter
from tiendo.regimes.wording import STATE_WORDS
from tiendo.workspace.forms.choices import choose
from tiendo.workspace.forms.days import DayField


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Lý do"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReasonForm(forms.Form):
    """Why a duty is released, or a cycle opened again."""

    reason = _reason()


class MoveForm(forms.Form):
    """The new last day of a duty, with the reason."""

    last_day = DayField(label=_("Hạn nộp mới"))
    reason = _reason()


class DutyFilterForm(forms.Form):
    """What the calendar of duties is narrowed to."""

    che_do = forms.ModelChoiceField(
        label=_("Chế độ báo cáo"),
        queryset=Regime.objects.none(),
        required=False,
        empty_label=_("Mọi chế độ"),
    )
    co_quan = forms.ModelChoiceField(
        label=_("Cơ quan"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Mọi cơ quan"),
    )
    trang_thai = forms.ChoiceField(label=_("Trạng thái"), required=False)

    def __init__(self, *args: Any, sees_all: bool, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "che_do", Regime.objects.order_by("title"))
        choices = [("", _("Mọi trạng thái")), *STATE_WORDS.items()]
        self.fields["trang_thai"].choices = choices  # type: ignore[attr-defined]
        if sees_all:
            choose(self, "co_quan", organisations_on(on, divisions=False))
        else:
            del self.fields["co_quan"]

    def narrowed(self, since: dt.date, until: dt.date) -> DutyFilter:
        """The filter; a field that cannot be understood narrows nothing."""
        typed = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        regime, body = typed.get("che_do"), typed.get("co_quan")
        return DutyFilter(
            since=since,
            until=until,
            regime=regime.pk if regime else None,
            body=body.pk if body else None,
            state=typed.get("trang_thai") or "",
        )


class DutyCountsForm(forms.Form):
    """What duties are counted by, and of which last days."""

    theo = forms.ChoiceField(
        label=_("Đếm theo"),
        required=False,
        choices=[("body", _("Cơ quan")), ("regime", _("Chế độ báo cáo")), ("cycle", _("Kỳ"))],
    )
    tu = DayField(label=_("Hạn nộp từ ngày"), required=False)
    den = DayField(label=_("Đến ngày"), required=False)
    che_do = forms.ModelChoiceField(
        label=_("Chế độ báo cáo"),
        queryset=Regime.objects.none(),
        required=False,
        empty_label=_("Mọi chế độ"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "che_do", Regime.objects.order_by("title"))

    def clean(self) -> dict[str, Any]:
        """The typed values. Errors: a last day before the first."""
        typed = super().clean() or self.cleaned_data
        since, until = typed.get("tu"), typed.get("den")
        if since and until and until < since:
            self.add_error("den", _("Ngày cuối đứng trước ngày đầu. Đổi lại hai ngày."))
        return typed

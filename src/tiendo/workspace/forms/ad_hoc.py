"""The form of an ad hoc request."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.domain.periods import Period
from tiendo.organisations.models import BodyGroup, Organisation
from tiendo.organisations.queries import organisations_on
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import list_programmes
from tiendo.regimes.actions import AdHocFacts
from tiendo.workspace.form_fields import PickMany
from tiendo.workspace.forms.choices import choose
from tiendo.workspace.forms.days import DayField
from tiendo.workspace.forms.regime_fields import words_field


class AdHocForm(forms.Form):
    """A report asked for once: the two minutes of an ad hoc request."""

    title = forms.CharField(label=_("Tên báo cáo"), max_length=300)
    asked = words_field(_("Nội dung yêu cầu"), 3)
    programme = forms.ModelChoiceField(
        label=_("Chương trình"), queryset=Programme.objects.none(), empty_label=None
    )
    groups = forms.ModelMultipleChoiceField(
        label=_("Nhóm cơ quan phải báo cáo"),
        queryset=BodyGroup.objects.none(),
        required=False,
        widget=PickMany,
    )
    bodies = forms.ModelMultipleChoiceField(
        label=_("Và các cơ quan khác"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=PickMany,
    )
    addressee = forms.ModelChoiceField(
        label=_("Gửi đến"), queryset=Organisation.objects.none(), empty_label=None
    )
    last_day = DayField(label=_("Hạn nộp"))
    basis = forms.CharField(
        label=_("Theo văn bản, chỉ đạo"),
        max_length=300,
        help_text=_("Số, ngày công văn; chưa có thì ghi cuộc họp hoặc người chỉ đạo, ngày."),
    )
    period_start = DayField(
        label=_("Số liệu từ ngày"), required=False, help_text=_("Để trống: từ đầu năm.")
    )
    period_end = DayField(
        label=_("Số liệu đến ngày"), required=False, help_text=_("Để trống: đến hạn nộp.")
    )
    headings = words_field(
        _("Các mục của báo cáo"), 4, required=False, help_text=_("Mỗi dòng một mục.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = organisations_on(clock.today(), divisions=False)
        choose(self, "programme", list_programmes())
        choose(self, "addressee", bodies)
        choose(self, "groups", BodyGroup.objects.order_by("name"))
        choose(self, "bodies", bodies)

    def clean(self) -> dict[str, Any]:
        """The typed values; the period must be in order."""
        typed = super().clean() or self.cleaned_data
        if self.errors:
            return typed
        end = typed["period_end"] or typed["last_day"]
        start = typed["period_start"] or end.replace(month=1, day=1)
        if end < start:
            self.add_error("period_end", _("Ngày cuối kỳ đứng trước ngày đầu kỳ."))
        else:
            typed["period"] = Period(start, end)
        return typed

    def facts(self) -> AdHocFacts:
        """The request as typed."""
        typed = self.cleaned_data
        plain = ("title", "asked", "programme", "last_day", "period", "basis", "addressee")
        return AdHocFacts(
            **{name: typed[name] for name in plain},
            bodies=tuple(typed["bodies"]),
            groups=tuple(typed["groups"]),
            headings=tuple(typed["headings"].splitlines()),
        )

"""Forms about figures: what the table shows, one figure, remarks, the filters."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.documents.models import Document
from tiendo.documents.queries import search_documents
from tiendo.domain import clock
from tiendo.domain.periods import Cadence, Period, period_label
from tiendo.indicators.entry_periods import offered_periods, period_named
from tiendo.indicators.grid_lines import groups_of
from tiendo.indicators.models import Indicator, ObservationState, Qualifier
from tiendo.indicators.models.dictionary import Frequency
from tiendo.indicators.observed import RETURNED, FigureFilter
from tiendo.organisations.models import Kind, Organisation
from tiendo.organisations.queries import organisations_on
from tiendo.tasks.recurrence import period_name
from tiendo.workspace.forms.budgets import area
from tiendo.workspace.forms.days import DayField
from tiendo.workspace.forms.searching import offer, search_field, search_from

BODY, GROUP = "co-quan", "nhom"
COLUMNS = (4, 1, 2, 8, 12, 16)


def entering_bodies(
    actor: Actor, permission: str = "observation.enter"
) -> QuerySet[Organisation, Organisation]:
    """The bodies whose figures a person enters, or confirms: any for some, own ones for others."""
    bodies = organisations_on(clock.today()).exclude(kind=Kind.DIVISION)
    if is_everywhere(actor, permission):
        return bodies
    return bodies.filter(pk__in=actor.bodies_for(permission))


def bodies_entered_for(actor: Actor, indicator: Indicator) -> QuerySet[Organisation, Organisation]:
    """The bodies whose figures of an indicator a person enters: one's own, and whom its one figure
    is of where one's own body owns it."""
    if is_everywhere(actor, "observation.enter"):
        return entering_bodies(actor)
    own = actor.bodies_for("observation.enter")
    owned = indicator.versions.filter(indicator__owner__in=own)
    bodies = organisations_on(clock.today(), divisions=False)
    return bodies.filter(Q(pk__in=own) | Q(pk__in=owned.values("subject")))


def is_everywhere(actor: Actor, permission: str) -> bool:
    """Whether a permission tied to a body is held at all of them."""
    return actor.may(permission, at=0)


def period_choices(cadence: Cadence, day: dt.date | None = None) -> list[tuple[str, str]]:
    """The periods of a frequency up to the one that runs, the latest first."""
    found = offered_periods(cadence, day or clock.today())
    labels = [period_label(cadence, period) for period in found]
    return [(label, period_name(label)) for label in labels]


def period_of(cadence: Cadence, label: str) -> Period:
    """The period of a code among those offered; the one that runs for any other."""
    return period_named(cadence, label, clock.today())


class GridForm(forms.Form):
    """What the table shows: one body through some periods, or a group of indicators of many
    bodies in one period."""

    q = forms.CharField(label=_("Tìm chỉ tiêu"), required=False, max_length=200)
    kieu = forms.ChoiceField(
        label=_("Bảng"),
        required=False,
        choices=[(BODY, _("Một cơ quan")), (GROUP, _("Nhiều cơ quan"))],
    )
    co_quan = forms.ModelChoiceField(
        label=_("Cơ quan"), queryset=Organisation.objects.none(), required=False, empty_label=None
    )
    nhom = forms.ChoiceField(label=_("Nhóm chỉ tiêu"), required=False)
    tan_suat = forms.ChoiceField(label=_("Tần suất"), required=False, choices=Frequency.choices)
    ky = forms.ChoiceField(label=_("Kỳ"), required=False)
    so_ky = forms.TypedChoiceField(
        label=_("Số kỳ"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[(count, str(count)) for count in sorted(COLUMNS)],
    )
    phan_to = forms.BooleanField(label=_("Hiện phân tổ"), required=False)

    def __init__(self, given: Any, *, actor: Actor, cadence: Cadence) -> None:
        super().__init__(given)
        bodies = entering_bodies(actor)
        self.fields["co_quan"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["ky"].choices = period_choices(cadence)  # type: ignore[attr-defined]
        if given.get("kieu") == GROUP:
            self.fields["q"].label = _("Tìm cơ quan")
        groups = [(group, group) for group in groups_of(cadence)]
        self.fields["nhom"].choices = groups  # type: ignore[attr-defined]
        self.first_group = groups[0][0] if groups else ""


class FigureForm(forms.Form):
    """One figure with all that can be said of it. ``seen`` is the revision on screen."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    qualifier = forms.ChoiceField(
        label=_("Mức chính xác"), choices=Qualifier.choices, required=False
    )
    value = forms.CharField(label=_("Số liệu"), required=False, max_length=200)
    is_missing = forms.BooleanField(label=_("Chưa có số liệu"), required=False)
    as_of = DayField(
        label=_("Ngày số liệu"),
        required=False,
        help_text=_("Để trống: ngày cuối kỳ, hoặc hôm nay nếu kỳ chưa hết."),
    )
    note = area(_("Ghi chú, lý do chưa có số liệu"), 2, required=False)
    reason = area(_("Lý do nhập muộn hoặc đính chính"), 2, required=False)
    names = area(
        _("Tên những đối tượng được đếm"),
        3,
        required=False,
        help_text=_("Mỗi dòng một tên: tên; địa bàn dưới xã; xã. Ví dụ: Thôn 5; ; xã Ea Trang."),
    )
    tim = search_field(_("Tìm văn bản có số liệu này"))
    document = forms.ModelChoiceField(
        label=_("Văn bản nguồn"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=_("Không trích văn bản"),
    )
    quote = area(_("Câu nguyên văn trong văn bản"), 2, required=False)

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = search_from(self, address, ["document"])
        documents = Document.objects.order_by("-pk")
        offer(self, "document", documents, search_documents(documents, words))

    @property
    def raw(self) -> str:
        """The figure as people write it, with the word that makes it less than exact."""
        typed, qualifier = self.cleaned_data["value"].strip(), self.cleaned_data["qualifier"]
        if not typed or qualifier in ("", Qualifier.EXACT) or not typed[0].isdigit():
            return str(typed)
        return f"{Qualifier(qualifier).label} {typed}"


class PlaceForm(forms.Form):
    """Which figure of an indicator is meant: of which body, period and breakdown."""

    co_quan = forms.ModelChoiceField(
        label=_("Cơ quan"), queryset=Organisation.objects.none(), required=False, empty_label=None
    )
    ky = forms.ChoiceField(label=_("Kỳ"), required=False)
    phan_to = forms.ChoiceField(label=_("Phân tổ"), required=False)

    def __init__(
        self,
        given: Any,
        *,
        bodies: QuerySet[Organisation, Organisation],
        cadence: Cadence,
        parts: list[tuple[str, str]],
    ) -> None:
        super().__init__(given)
        self.fields["co_quan"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["ky"].choices = period_choices(cadence)  # type: ignore[attr-defined]
        self.fields["phan_to"].choices = parts  # type: ignore[attr-defined]


class RemarkForm(forms.Form):
    """What is said of a figure."""

    text = area(_("Nội dung trao đổi"), 3)


class SureForm(forms.Form):
    """What is asked before a step that cannot be taken back."""


class ReturnForm(SureForm):
    """With what words figures are sent back."""

    text = area(_("Lời nhắn cho người nhập"), 3)


class FigureFilterForm(forms.Form):
    """What the list of figures is narrowed to."""

    q = forms.CharField(label=_("Tìm mã, tên chỉ tiêu"), required=False, max_length=200)
    co_quan = forms.ModelChoiceField(
        label=_("Cơ quan"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Mọi cơ quan"),
    )
    trang_thai = forms.ChoiceField(
        label=_("Trạng thái"),
        required=False,
        choices=[
            ("", _("Mọi trạng thái")),
            *ObservationState.choices,
            (RETURNED, _("Bị trả lại")),
        ],
    )

    def __init__(self, given: Any) -> None:
        super().__init__(given)
        bodies = organisations_on(clock.today()).exclude(kind=Kind.DIVISION)
        self.fields["co_quan"].queryset = bodies  # type: ignore[attr-defined]


def filter_in(form: FigureFilterForm) -> FigureFilter:
    """What a form narrows figures to."""
    typed: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    body = typed.get("co_quan")
    return FigureFilter(
        text=(typed.get("q") or "").replace("\x00", ""),
        body=body.pk if body else None,
        state=typed.get("trang_thai") or "",
    )


class CompletenessForm(forms.Form):
    """Which periods of which frequency are counted."""

    tan_suat = forms.ChoiceField(label=_("Tần suất"), required=False, choices=Frequency.choices)
    ky = forms.ChoiceField(label=_("Kỳ"), required=False)

    def __init__(self, given: Any, *, cadence: Cadence, day: dt.date) -> None:
        super().__init__(given)
        self.fields["ky"].choices = period_choices(cadence, day)  # type: ignore[attr-defined]

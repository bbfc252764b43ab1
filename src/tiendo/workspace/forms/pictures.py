"""What a picture shows, as fields of its address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.budgets.queries import years_of
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.overview.asking import Asked
from tiendo.overview.conditions import id_in, kept
from tiendo.overview.pictures.asking import (
    BETWEEN,
    BODY,
    CONDITIONS,
    GROUP,
    GROUPS,
    INDICATOR,
    INDICATORS,
    PERIOD,
    PROGRAMME,
    YEAR,
)
from tiendo.overview.pictures.kinds import PictureKind
from tiendo.overview.pictures.reading import (
    label_of,
    measured_indicators,
    name_of,
    periods_seen,
)
from tiendo.programmes.queries import list_programmes

Choices = list[tuple[str, str]]
_LONGEST = 90


class PictureForm(forms.Form):
    """The fields a kind of picture asks for, with what there is to choose for this person."""

    chi_tieu = forms.ChoiceField(label=_("Chỉ tiêu"), required=False)
    cac_chi_tieu = forms.MultipleChoiceField(
        label=_("Các chỉ tiêu"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 4}),
        help_text=_("Nhiều nhất 12 chỉ tiêu; không chọn: các chỉ tiêu có nhiều số liệu nhất."),
    )
    co_quan = forms.ChoiceField(label=_("Cơ quan"), required=False)
    nhom = forms.ChoiceField(label=_("Nhóm cơ quan"), required=False)
    ky = forms.ChoiceField(label=_("Kỳ"), required=False)
    nam = forms.ChoiceField(label=_("Năm ngân sách"), required=False)
    chuong_trinh = forms.ChoiceField(label=_("Chương trình"), required=False)

    def __init__(self, kind: PictureKind, asked: Asked) -> None:
        super().__init__(initial=picture_initial(asked.values))
        self.fields = offered_fields(kind.asks, asked)


def offered_fields(asks: Sequence[str], asked: Asked) -> dict[str, forms.Field]:
    """The fields of what is asked, in its order, with what there is to choose."""
    fields: dict[str, forms.Field] = {}
    for name in asks:
        field = deepcopy(PictureForm.base_fields[name])
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        choices = _CHOICES[name](asked)
        if name == BODY and YEAR in asks:
            choices[0] = ("", _now("Mọi cơ quan"))
        field.choices = choices
        fields[name] = field
    return fields


def picture_fields(
    asks: Sequence[str], actor: Actor, data: Any, stored: Mapping[str, str]
) -> dict[str, forms.Field]:
    """The same fields for a block, whose choices follow what was sent or is stored."""
    values = dict(stored) if data is None else kept(CONDITIONS, given_in(data))
    return offered_fields(asks, Asked(actor, clock.today(), None, values))


def given_in(data: QueryDict) -> dict[str, str]:
    """What an address or a form gives, several indicators as one value."""
    given = {name: value for name, value in data.items() if isinstance(value, str)}
    given[INDICATORS] = BETWEEN.join(data.getlist(INDICATORS))
    return given


def picture_values(asks: Sequence[str], cleaned: Mapping[str, Any]) -> dict[str, str]:
    """What a block stores of a valid form."""
    given = {name: cleaned.get(name) or "" for name in asks}
    plain = {
        name: BETWEEN.join(value) if isinstance(value, list) else str(value)
        for name, value in given.items()
    }
    return kept(CONDITIONS, plain)


def picture_initial(values: Mapping[str, str]) -> dict[str, Any]:
    """What the fields show of stored values."""
    many = values.get(INDICATORS, "")
    return {**values, INDICATORS: many.split(BETWEEN) if many else []}


def _indicators(asked: Asked) -> Choices:
    return [
        (str(pk), f"{code} · {name}"[:_LONGEST]) for pk, code, name in measured_indicators(asked)
    ]


def _one_indicator(asked: Asked) -> Choices:
    return [("", _now("Chọn chỉ tiêu")), *_indicators(asked)]


def _bodies(asked: Asked) -> Choices:
    rows = Organisation.objects.exclude(kind="division").filter(validity__contains=asked.day)
    named = rows.order_by("sort_key", "pk").values_list("pk", "name")
    return [("", _now("Cơ quan theo dõi")), *((str(pk), name) for pk, name in named)]


def _groups(asked: Asked) -> Choices:
    return [("", _now("Các cơ quan báo cáo")), *((key, str(name)) for key, name in GROUPS.items())]


def _periods(asked: Asked) -> Choices:
    latest = ("", _now("Kỳ gần nhất có số liệu"))
    indicator = id_in(asked.values, INDICATOR)
    if indicator is None:
        given = asked.values.get(PERIOD)
        return [latest, (given, given)] if given else [latest]
    periods = periods_seen(asked, indicator)
    return [latest, *((label_of(each), name_of(each)) for each in periods)]


def _years(asked: Asked) -> Choices:
    latest = ("", _now("Năm gần nhất có dự toán"))
    return [latest, *((str(year), str(year)) for year in years_of(asked.actor))]


def _programmes(asked: Asked) -> Choices:
    rows = [(str(each.pk), each.short_title) for each in list_programmes()]
    return [("", _now("Mọi chương trình")), *rows]


_CHOICES = {
    INDICATOR: _one_indicator,
    INDICATORS: _indicators,
    BODY: _bodies,
    GROUP: _groups,
    PERIOD: _periods,
    YEAR: _years,
    PROGRAMME: _programmes,
}

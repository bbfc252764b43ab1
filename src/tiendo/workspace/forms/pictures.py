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
from tiendo.domain.collation import fold
from tiendo.indicators.models import Indicator
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
    find_indicator,
)
from tiendo.overview.pictures.choosing import (
    Among,
    Offered,
    bodies_told,
    offered_indicators,
)
from tiendo.overview.pictures.kinds import PICTURES, PictureKind
from tiendo.overview.pictures.reading import label_of, latest_versions, name_of, periods_seen
from tiendo.programmes.queries import list_programmes
from tiendo.workspace.forms.searching import OFFERED, SEARCH, search_field, search_from

Choices = list[tuple[str, str]]
_LONGEST = 90
# More choices than these are searched.
_EASILY_READ = 12
_MORE = _("Còn nhiều chỉ tiêu khác: gõ để thấy.")


class PictureForm(forms.Form):
    """The fields a kind of picture asks for, with what there is to choose for this person.

    ``address`` is where a search among very many indicators brings other choices from.
    """

    chi_tieu = forms.ChoiceField(label=_("Chỉ tiêu"), required=False)
    cac_chi_tieu = forms.MultipleChoiceField(
        label=_("Các chỉ tiêu"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nhiều nhất 12 chỉ tiêu; không chọn: các chỉ tiêu có nhiều số liệu nhất."),
    )
    co_quan = forms.ChoiceField(label=_("Cơ quan"), required=False)
    nhom = forms.ChoiceField(label=_("Nhóm cơ quan"), required=False)
    ky = forms.ChoiceField(label=_("Kỳ"), required=False)
    nam = forms.ChoiceField(label=_("Năm ngân sách"), required=False)
    chuong_trinh = forms.ChoiceField(label=_("Chương trình"), required=False)

    def __init__(
        self,
        kind: PictureKind,
        asked: Asked,
        offered: Sequence[Offered],
        *,
        address: str,
        sought: str = "",
    ) -> None:
        super().__init__(initial={**picture_initial(asked.values), SEARCH: sought})
        searched = [each for each in kind.asks if each in (INDICATOR, INDICATORS)]
        found = _found(offered, sought)
        self.fields = offered_fields(kind.asks, asked, found[:OFFERED])
        if searched and len(offered) > _EASILY_READ:
            self.fields = {SEARCH: search_field(_("Tìm chỉ tiêu")), **self.fields}
            self.fields[SEARCH].help_text = "" if len(found) <= OFFERED else _MORE
            search_from(self, address, searched)


def _found(offered: Sequence[Offered], sought: str) -> list[Offered]:
    """Those whose code or name holds every word."""
    words = fold(sought).split()
    return [each for each in offered if all(w in fold(f"{each.code} {each.name}") for w in words)]


def offered_fields(
    asks: Sequence[str], asked: Asked, offered: Sequence[Offered]
) -> dict[str, forms.Field]:
    """The fields of what is asked, in its order, with what there is to choose; what is chosen
    already is among it."""
    fields: dict[str, forms.Field] = {}
    for name in asks:
        field = deepcopy(PictureForm.base_fields[name])
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = _choices(name, asks, asked, offered)
        fields[name] = field
    return fields


def _choices(name: str, asks: Sequence[str], asked: Asked, offered: Sequence[Offered]) -> Choices:
    if name in (INDICATOR, INDICATORS):
        named = _indicators(asked, asked.values.get(name, ""), offered)
        empty = [("", _now("Mọi chỉ tiêu") if BODY in asks[:1] else _now("Chọn chỉ tiêu"))]
        return named if name == INDICATORS else [*empty, *named]
    if name == BODY:
        return _every_body(asked) if YEAR in asks else _bodies(asked)
    return _CHOICES[name](asked)


def picture_fields(
    block: str, asks: Sequence[str], actor: Actor, data: Any, stored: Mapping[str, str]
) -> dict[str, forms.Field]:
    """The same fields for a block, whose choices follow what was sent or is stored."""
    values = dict(stored) if data is None else kept(CONDITIONS, given_in(data))
    asked = Asked(actor, clock.today(), None, values)
    among = next((each.among for each in PICTURES.values() if each.block == block), Among.ANY)
    is_asked = INDICATOR in asks or INDICATORS in asks
    return offered_fields(asks, asked, offered_indicators(asked, among) if is_asked else ())


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


def _indicators(asked: Asked, chosen: str, offered: Sequence[Offered]) -> Choices:
    """Those chosen, then those offered."""
    rows = {str(each.pk): each for each in offered}
    lacking = [int(each) for each in chosen.split(BETWEEN) if each and each not in rows]
    versions = latest_versions(Indicator.objects.filter(pk__in=lacking)) if lacking else ()
    named = [
        *((str(each.indicator_id), each.indicator.code, each.name) for each in versions),
        *((pk, each.code, each.name) for pk, each in rows.items()),
    ]
    return [(pk, f"{code} · {name}"[:_LONGEST]) for pk, code, name in named]


def _bodies(asked: Asked) -> Choices:
    """The bodies that have to do with the indicator."""
    empty = _now("Cơ quan theo dõi") if asked.values.get(INDICATOR) else _now("Cả tỉnh")
    rows = bodies_told(asked, find_indicator(asked.values))
    chosen = asked.values.get(BODY)
    named = [(str(pk), name) for pk, name in rows.values_list("pk", "name")]
    if chosen and chosen not in dict(named):
        others = Organisation.objects.filter(pk=chosen).values_list("pk", "name")
        named += [(str(pk), name) for pk, name in others]
    return [("", empty), *named]


def _every_body(asked: Asked) -> Choices:
    rows = Organisation.objects.exclude(kind="division").filter(validity__contains=asked.day)
    named = rows.order_by("sort_key", "pk").values_list("pk", "name")
    return [("", _now("Mọi cơ quan")), *((str(pk), name) for pk, name in named)]


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
    GROUP: _groups,
    PERIOD: _periods,
    YEAR: _years,
    PROGRAMME: _programmes,
}

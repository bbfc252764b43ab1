"""Forms about own dashboards: beginning one, its layout, its sharing, its blocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.accounts.models import RoleCode
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.organisations.models import Organisation
from tiendo.overview.dashboards.charts import charts_there_are
from tiendo.overview.dashboards.counting import COUNTS, RATE
from tiendo.overview.dashboards.filtering import FILTER, VALUES, filters_for
from tiendo.overview.dashboards.kinds import BlockKind
from tiendo.overview.dashboards.permissions import may_share
from tiendo.overview.dashboards.pictured import ASKED
from tiendo.overview.dashboards.starters import STARTERS, BlockPlan
from tiendo.overview.dashboards.tables import views_for_blocks
from tiendo.overview.filters import FROM, LEAD, PROGRAMME, STATUS, TEXT, TO, in_words
from tiendo.overview.models import Dashboard, Paper, SavedFilter, Sharing
from tiendo.programmes.queries import list_programmes
from tiendo.workspace.forms.choices import programme_field
from tiendo.workspace.forms.days import DayField
from tiendo.workspace.forms.pictures import picture_fields, picture_initial, picture_values
from tiendo.workspace.task_filters import status_options, status_words

_OFFERED = (PROGRAMME, LEAD, STATUS, FROM, TO, TEXT)
_DAYS = (7, 14, 30, 60, 90)
_ORDERINGS = (
    ("deadline", _("Hạn gần trước")),
    ("-deadline", _("Hạn xa trước")),
    ("plan", _("Theo kế hoạch")),
    ("lead", _("Theo cơ quan chủ trì")),
    ("status", _("Theo trạng thái")),
    ("title", _("Theo tên nhiệm vụ")),
)


class NewDashboardForm(forms.Form):
    """The title, and what to start from."""

    title = forms.CharField(label=_("Tên bảng"), max_length=120)
    starter = forms.ChoiceField(
        label=_("Bắt đầu từ"), widget=forms.RadioSelect, initial=next(iter(STARTERS))
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["starter"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(row.code, f"{row.title}: {row.about}") for row in STARTERS.values()]


class LayoutForm(forms.Form):
    """The title, the columns and the paper."""

    title = forms.CharField(label=_("Tên bảng"), max_length=120)
    columns = forms.TypedChoiceField(
        label=_("Số cột trên màn hình rộng"), coerce=int, choices=[(n, str(n)) for n in (1, 2, 3)]
    )
    paper = forms.ChoiceField(label=_("Khổ giấy in"), choices=Paper.choices)
    is_landscape = forms.BooleanField(label=_("In ngang"), required=False)


class ShareForm(forms.Form):
    """Who else sees a dashboard: what the person may choose from."""

    sharing = forms.ChoiceField(label=_("Ai được xem"), widget=forms.RadioSelect)
    role = forms.ChoiceField(
        label=_("Vai trò"), required=False, choices=[("", _("Chọn vai trò")), *RoleCode.choices]
    )

    def __init__(self, *args: Any, actor: Actor, dashboard: Dashboard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = dashboard.organisation_id
        held = [each for each in Sharing if may_share(actor, each, body)]
        field = self.fields["sharing"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        names = {Sharing.BODY: dashboard.organisation.name}
        field.choices = [(each.value, names.get(each) or each.label) for each in held]
        if Sharing.ROLE not in held:
            del self.fields["role"]


class BlockForm(forms.Form):
    """What a block of a kind shows: only the fields its kind asks for."""

    title = forms.CharField(
        label=_("Tiêu đề"), required=False, max_length=120, help_text=_("Để trống: tên của khối.")
    )
    width = forms.TypedChoiceField(
        label=_("Rộng"),
        coerce=int,
        choices=[(1, _("Một cột")), (2, _("Hai cột")), (3, _("Ba cột"))],
    )
    saved = forms.ModelChoiceField(
        label=_("Theo bộ lọc đã lưu"),
        required=False,
        queryset=SavedFilter.objects.none(),
        empty_label=_("Không, dùng các điều kiện dưới đây"),
        help_text=_("Bộ lọc đổi thì khối đổi theo; các điều kiện dưới đây khi đó không dùng."),
    )
    chuong_trinh = programme_field()
    chu_tri = forms.ModelChoiceField(
        label=_("Chủ trì"),
        required=False,
        queryset=Organisation.objects.none(),
        empty_label=_("Mọi cơ quan"),
    )
    trang_thai = forms.ChoiceField(label=_("Trạng thái"), required=False)
    tu = DayField(label=_("Hạn từ ngày"), required=False)
    den = DayField(label=_("Hạn đến ngày"), required=False)
    q = forms.CharField(label=_("Có các từ"), required=False, max_length=200)
    drop = forms.BooleanField(label=_("Bỏ các điều kiện khác của khối"), required=False)
    counts = forms.MultipleChoiceField(
        label=_("Các số liệu"), widget=forms.CheckboxSelectMultiple, choices=()
    )
    share = forms.BooleanField(label=_("Kèm tỷ lệ trong tổng số"), required=False)
    change = forms.BooleanField(label=_("Kèm thay đổi so với tuần trước"), required=False)
    chart = forms.ChoiceField(label=_("Biểu đồ"))
    view = forms.ChoiceField(label=_("Biểu"))
    ordering = forms.ChoiceField(label=_("Thứ tự"), choices=_ORDERINGS)
    days = forms.TypedChoiceField(
        label=_("Trong"),
        coerce=int,
        choices=[(n, _("%(days)d ngày tới") % {"days": n}) for n in _DAYS],
    )
    rows = forms.IntegerField(label=_("Số dòng nhiều nhất"), min_value=1)
    text = forms.CharField(label=_("Nội dung"), max_length=2000, widget=forms.Textarea({"rows": 4}))

    def __init__(
        self,
        data: Any = None,
        *,
        kind: BlockKind,
        actor: Actor,
        config: Mapping[str, Any],
        title: str = "",
        width: int = 1,
        owner: int | None = None,
    ) -> None:
        self._kept = _plain(config.get("values"))
        initial = _initial(config, self._kept, title, width)
        if kind.asks_picture:
            initial |= picture_initial(_plain(config.get(ASKED)))
        super().__init__(data, initial=initial)
        self.kind, self._actor, self.config, self._owner = kind, actor, config, owner
        self._keep_asked()
        self._offer()
        if kind.asks_picture:
            stored = _plain(config.get(ASKED))
            self.fields |= picture_fields(kind.code, kind.asks_picture, actor, data, stored)

    def plan(self) -> BlockPlan:
        """The block that a valid form describes."""
        given = self.cleaned_data
        config = {name: given[name] for name in self.kind.asks if name in given}
        if PROGRAMME in self.fields and not self.kind.asks_picture:
            config[VALUES] = self._values()
        if self.kind.asks_picture:
            config[ASKED] = picture_values(self.kind.asks_picture, given)
        if (saved := given.get("saved")) is not None:
            config |= {FILTER: saved.pk, VALUES: {}}
        return BlockPlan(self.kind.code, config, given["title"].strip(), given["width"])

    def _keep_asked(self) -> None:
        asks = {"title", "width", *self.kind.asks}
        if "values" in self.kind.asks:
            asks |= {*_OFFERED, "saved"} | ({"drop"} if self._others() else set())
        if "programme" in self.kind.asks:
            asks.add(PROGRAMME)
        for name in [name for name in self.fields if name not in asks]:
            del self.fields[name]

    def _offer(self) -> None:
        lists: dict[str, list[tuple[str, Any]]] = {
            "counts": [*((row.code, row.label) for row in COUNTS.values()), _RATE_CHOICE],
            "chart": [(code, row.title) for code, row in charts_there_are().items()],
            "view": [
                (name, row.title)
                for name, row in views_for_blocks().items()
                if self._actor.may(row.permission)
            ],
            STATUS: self._statuses(),
        }
        for name, choices in lists.items():
            if isinstance(field := self.fields.get(name), forms.ChoiceField):
                field.choices = choices
        if isinstance(field := self.fields.get("rows"), forms.IntegerField):
            field.max_value = parameter_on("dashboard_most_rows", clock.today())
            field.validators.append(_at_most(field.max_value))
            field.widget.attrs["max"] = field.max_value
        queries: dict[str, Any] = {
            LEAD: Organisation.objects.order_by("sort_key", "pk"),
            PROGRAMME: list_programmes(),
            "saved": filters_for(self._actor, self._owner),
        }
        for name, rows in queries.items():
            if isinstance(field := self.fields.get(name), forms.ModelChoiceField):
                field.queryset = rows
        if "drop" in self.fields:
            self.fields["drop"].help_text = "; ".join(
                f"{label}: {words}" for label, words in in_words(self._others(), self._actor)
            )

    def _statuses(self) -> list[tuple[str, Any]]:
        """What is offered, and the statuses kept where they are none of these."""
        options = [("", _now("Mọi trạng thái")), *status_options()]
        kept = self._kept.get(STATUS, "")
        known = {value for value, _words in options}
        return options if kept in known else [*options, (kept, status_words(kept))]

    def _others(self) -> dict[str, str]:
        """The conditions that the form does not offer: those of a saved filter, mostly."""
        return {name: value for name, value in self._kept.items() if name not in _OFFERED}

    def _values(self) -> dict[str, str]:
        given = self.cleaned_data
        values = {} if given.get("drop") else self._others()
        for name in _OFFERED:
            if value := given.get(name):
                values[name] = value.isoformat() if isinstance(value, dt.date) else _word(value)
        return values


_RATE_CHOICE = (RATE, _("Tỷ lệ đúng hạn"))


def _word(value: Any) -> str:
    return str(getattr(value, "pk", value)).replace("\x00", "").strip()


def _plain(values: Any) -> dict[str, str]:
    if not isinstance(values, dict):
        return {}
    return {str(name): str(value) for name, value in values.items()}


def _initial(
    config: Mapping[str, Any], values: Mapping[str, str], title: str, width: int
) -> dict[str, Any]:
    days = {name: _day(values[name]) for name in (FROM, TO) if name in values}
    return {**config, **values, **days, "saved": config.get(FILTER), "title": title, "width": width}


def _day(given: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(given)
    except ValueError:
        return None


def _at_most(most: int) -> Any:
    def check(value: int) -> None:
        if value > most:
            words = _now("Nhiều nhất %(most)d dòng. Danh sách dài hơn mở ở trang riêng của nó.")
            raise forms.ValidationError(words % {"most": most})

    return check

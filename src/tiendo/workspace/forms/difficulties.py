"""Forms of the register of difficulties: its filter, raising one, every step of one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.accounts.models import User
from tiendo.accounts.queries import people_of_house
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import organisations_on
from tiendo.overview.sheets.difficulties import BANDS, LEVELS, STATES
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import list_programmes
from tiendo.tasks.models import Difficulty, DifficultyKind, SolvingLevel, Task
from tiendo.tasks.queries import visible_tasks
from tiendo.tasks.queries.difficulties import DifficultyFilter
from tiendo.workspace.access import number_in
from tiendo.workspace.forms.choices import choose, programme_field
from tiendo.workspace.forms.days import DayField
from tiendo.workspace.forms.tasks import NoteForm, ReasonForm, StepForm

MOST_TASKS = 20


class DifficultyFilterForm(forms.Form):
    """The filter of the register; what cannot be understood narrows nothing."""

    q = forms.CharField(label=_("Tìm nội dung"), required=False, max_length=200)
    chuong_trinh = programme_field()
    trang_thai = forms.ChoiceField(
        label=_("Trạng thái"), required=False, choices=[("", _("Mọi trạng thái")), *STATES.items()]
    )
    cap = forms.ChoiceField(
        label=_("Cấp giải quyết"), required=False, choices=[("", _("Mọi cấp")), *LEVELS.items()]
    )
    nhom = forms.ChoiceField(
        label=_("Nhóm"), required=False, choices=[("", _("Mọi nhóm")), *DifficultyKind.choices]
    )
    tuoi = forms.ChoiceField(
        label=_("Thời gian vướng"),
        required=False,
        choices=[("", _("Bất kỳ")), *((band.value, words) for band, words in BANDS.items())],
    )
    tre = forms.BooleanField(label=_("Quá hạn trả lời"), required=False)

    def chosen(self, query: Any) -> DifficultyFilter:
        """The filter, with the bodies that links of other pages name."""
        self.full_clean()
        typed = self.cleaned_data
        programme = typed.get("chuong_trinh")
        return DifficultyFilter(
            programme=programme.pk if programme else None,
            state=typed.get("trang_thai") or "",
            level=typed.get("cap") or "",
            kind=typed.get("nhom") or "",
            band=typed.get("tuoi") or "",
            is_late=bool(typed.get("tre")),
            raised_by=number_in(query.get("noi_neu", "")),
            responsible=number_in(query.get("tra_loi", "")),
            task=number_in(query.get("nhiem_vu", "")),
            text=(typed.get("q") or "").replace("\x00", ""),
        )


class RaiseForm(forms.Form):
    """A difficulty to enter directly."""

    organisation = forms.ModelChoiceField(
        label=_("Cơ quan gặp vướng mắc"), queryset=Organisation.objects.none(), empty_label=None
    )
    programme = forms.ModelChoiceField(
        label=_("Chương trình"), queryset=Programme.objects.none(), empty_label=None
    )
    task_codes = forms.CharField(
        label=_("Mã nhiệm vụ liên quan"),
        required=False,
        max_length=600,
        help_text=_("Nhiều nhiệm vụ thì ngăn bằng dấu phẩy."),
    )
    what = forms.CharField(
        label=_("Khó khăn, vướng mắc"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Ghi khó khăn, vướng mắc rồi gửi lại.")},
    )
    cause = forms.CharField(
        label=_("Nguyên nhân"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    proposal = forms.CharField(
        label=_("Kiến nghị"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    kind = forms.ChoiceField(
        label=_("Nhóm"), required=False, choices=[("", _("Chưa rõ")), *DifficultyKind.choices]
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        bodies = organisations_on(clock.today()).filter(pk__in=actor.bodies_for("difficulty.raise"))
        choose(self, "organisation", bodies)
        choose(self, "programme", list_programmes())

    def clean(self) -> dict[str, Any]:
        """The typed values; ``tasks`` are those the person sees of the programme, by code."""
        typed: dict[str, Any] = super().clean() or {}
        codes = [code.strip() for code in (typed.get("task_codes") or "").split(",")]
        wanted = list(dict.fromkeys(code for code in codes if code))
        if len(wanted) > MOST_TASKS:
            self.add_error(
                "task_codes",
                _now("Mỗi vướng mắc gắn tối đa %(count)d nhiệm vụ.") % {"count": MOST_TASKS},
            )
            return typed
        seen = visible_tasks(self.actor).filter(programme=typed.get("programme"), code__in=wanted)
        found: dict[str, Task] = {task.code: task for task in seen}
        unknown = [code for code in wanted if code not in found]
        if unknown:
            words = _now("Không thấy nhiệm vụ có mã %(codes)s trong chương trình này.")
            self.add_error("task_codes", words % {"codes": ", ".join(unknown)})
        typed["tasks"] = list(found.values())
        return typed

    def particulars(self) -> dict[str, Any]:
        """What was typed, for the action."""
        return {name: value for name, value in self.cleaned_data.items() if name != "task_codes"}


class _GiveForm(StepForm):
    """The level, the body and the day of an answer."""

    level = forms.ChoiceField(label=_("Cấp giải quyết"), choices=SolvingLevel.choices)
    responsible = forms.ModelChoiceField(
        label=_("Cơ quan trả lời"),
        queryset=Organisation.objects.none(),
        empty_label=_("Chọn cơ quan"),
    )
    due_on = DayField(label=_("Hạn trả lời"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "responsible", organisations_on(clock.today()))


class GiveForm(_GiveForm):
    """A difficulty given to a body."""

    kind = forms.ChoiceField(
        label=_("Nhóm"), required=False, choices=[("", _("Chưa rõ")), *DifficultyKind.choices]
    )
    cause = forms.CharField(
        label=_("Nguyên nhân"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    note = forms.CharField(
        label=_("Ghi chú cho cơ quan trả lời"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class NameForm(StepForm):
    """Who answers at the responsible body."""

    person = forms.ModelChoiceField(
        label=_("Người trả lời"), queryset=User.objects.none(), empty_label=_("Chọn người")
    )

    def __init__(self, *args: Any, house: Organisation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if house is not None:
            choose(self, "person", people_of_house(house, clock.today()))


class PassUpForm(_GiveForm):
    """A difficulty passed to a higher level."""

    reason = forms.CharField(
        label=_("Vì sao vượt thẩm quyền"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Nêu lý do rồi gửi lại; nơi nêu vướng mắc sẽ đọc.")},
    )


class AnswerForm(StepForm):
    """An answer, with its document where there is one."""

    answer = forms.CharField(
        label=_("Nội dung trả lời"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Nhập nội dung trả lời rồi gửi lại.")},
    )
    document_number = forms.CharField(
        label=_("Số, ký hiệu văn bản trả lời"), required=False, max_length=60
    )
    document_date = DayField(label=_("Ngày văn bản"), required=False)

    def clean(self) -> dict[str, Any]:
        """A day without a number names no document."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("document_date") and not typed.get("document_number"):
            self.add_error("document_number", _("Nhập số, ký hiệu của văn bản."))
        return typed


def first_values(row: Difficulty, step: str) -> dict[str, Any]:
    """What a form of a step begins with."""
    days = parameter_on("difficulty_answer_within_days", clock.today())
    due_on = row.due_on if step == "assign" else None
    values: dict[str, Any] = {
        "version": row.version,
        "kind": row.kind,
        "cause": row.cause,
        "level": row.level,
        "responsible": row.responsible_id,
        "person": row.person_id,
        "due_on": due_on or clock.today() + dt.timedelta(days=days),
    }
    if step == "pass_up":
        values["responsible"] = None
    return values


def form_of(row: Difficulty, step: str, data: Any) -> StepForm:
    """The form of a step on a difficulty, with what was typed where it was sent."""
    initial = first_values(row, step)
    if step == "name":
        return NameForm(data, initial=initial, house=row.responsible)
    return _FORMS[step](data, initial=initial)


_FORMS: dict[str, type[StepForm]] = {
    "answer": AnswerForm,
    "assign": GiveForm,
    "pass_up": PassUpForm,
    "solve": NoteForm,
    "close": ReasonForm,
    "reopen": ReasonForm,
}

"""Forms about money: lines, amounts, corrections, lists of the treasury, the filter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.budgets.models import Area, BudgetLine, Nature, Project, Source
from tiendo.budgets.permissions import visible_lines, visible_projects
from tiendo.budgets.queries import years_of
from tiendo.documents.models import Document
from tiendo.documents.queries import search_documents
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import organisations_on
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import list_programmes
from tiendo.tasks.models import Task
from tiendo.tasks.queries import search, visible_tasks
from tiendo.workspace.forms.days import DayField
from tiendo.workspace.forms.money import MoneyField
from tiendo.workspace.forms.searching import offer, search_field, search_from

_UNTOLD = ("", _("Không tách"))


def area(label: Any, rows: int, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    """Several lines of words."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=4000, required=required, widget=widget, help_text=help_text
    )


def recording_bodies(actor: Actor) -> Any:
    """The bodies a person records money of: any for some, the own ones for others."""
    bodies = organisations_on(clock.today())
    own = actor.bodies_for("budget.record")
    other = bodies.exclude(pk__in=own).first()
    if other is not None and actor.may("budget.record", at=other.pk):
        return bodies
    return bodies.filter(pk__in=own)


class _TaskChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Model) -> str:
        assert isinstance(obj, Task)  # noqa: S101 - the queryset holds nothing else
        return f"{obj.code}: {obj.title[:90]}"


class LineForm(forms.Form):
    """What a line of the budget is for, and what it is told apart by."""

    title = forms.CharField(label=_("Nội dung chi"), max_length=300)
    year = forms.IntegerField(label=_("Năm ngân sách"), min_value=2000, max_value=2100)
    body = forms.ModelChoiceField(
        label=_("Cơ quan sử dụng"), queryset=Organisation.objects.none(), empty_label=None
    )
    source = forms.ChoiceField(label=_("Nguồn"), choices=[_UNTOLD, *Source.choices], required=False)
    nature = forms.ChoiceField(
        label=_("Tính chất"), choices=[_UNTOLD, *Nature.choices], required=False
    )
    area = forms.ChoiceField(label=_("Lĩnh vực"), choices=[_UNTOLD, *Area.choices], required=False)
    programme = forms.ModelChoiceField(
        label=_("Chương trình"),
        queryset=Programme.objects.none(),
        required=False,
        empty_label=_("Không theo chương trình"),
    )
    project = forms.ModelChoiceField(
        label=_("Dự án"),
        queryset=Project.objects.none(),
        required=False,
        empty_label=_("Không thuộc dự án"),
    )
    tim = search_field(_("Tìm nhiệm vụ"))
    task = _TaskChoice(
        label=_("Nhiệm vụ"),
        queryset=Task.objects.none(),
        required=False,
        empty_label=_("Không gắn nhiệm vụ"),
    )
    chapter_code = forms.CharField(label=_("Mã chương"), max_length=10, required=False)
    sector_code = forms.CharField(label=_("Mã loại – khoản"), max_length=10, required=False)
    item_code = forms.CharField(label=_("Mã tiểu mục"), max_length=10, required=False)
    programme_code = forms.CharField(label=_("Mã CTMT, dự án"), max_length=10, required=False)

    def __init__(self, *args: Any, actor: Actor, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = recording_bodies(actor)  # type: ignore[attr-defined]
        self.fields["programme"].queryset = list_programmes()  # type: ignore[attr-defined]
        offer(self, "project", visible_projects(actor))
        words = search_from(self, address, ["task"])
        tasks = visible_tasks(actor).order_by("code", "pk")
        offer(self, "task", tasks, search(tasks, words) if words else tasks)


class CarryForm(forms.Form):
    """What of a line's money is carried into the next year, and by which decision."""

    body = forms.ModelChoiceField(
        label=_("Cơ quan sử dụng năm sau"),
        queryset=Organisation.objects.none(),
        empty_label=None,
    )
    amount_vnd = MoneyField(label=_("Số tiền chuyển nguồn"))
    day = DayField(label=_("Ngày quyết định"))
    symbol = forms.CharField(label=_("Số, ký hiệu quyết định"), max_length=60)
    note = area(_("Ghi chú"), 2, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = recording_bodies(actor)  # type: ignore[attr-defined]


class AmountForm(forms.Form):
    """An amount with its day and paper. ``kind``: step, commitment or payment."""

    stage = forms.ChoiceField(label=_("Bước"))
    partner = forms.CharField(label=_("Nhà thầu, đối tác"), max_length=250, required=False)
    amount_vnd = MoneyField(label=_("Số tiền"))
    is_cumulative = forms.BooleanField(
        label=_("Là số lũy kế từ đầu năm đến ngày này"),
        required=False,
        help_text=_("Các khoản từ ngày này trở về trước được coi là đã nằm trong số lũy kế."),
    )
    day = DayField(label=_("Ngày"))
    symbol = forms.CharField(label=_("Số chứng từ, văn bản"), max_length=60, required=False)
    tim = search_field(_("Tìm văn bản đã đăng ký"))
    document = forms.ModelChoiceField(
        label=_("Văn bản"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=_("Chưa đăng ký văn bản"),
    )
    note = area(_("Ghi chú"), 2, required=False)
    reason = area(_("Lý do đính chính"), 3)

    def __init__(
        self,
        *args: Any,
        kind: str,
        address: str,
        stages: list[tuple[str, Any]] | None = None,
        is_correction: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if stages:
            self.fields["stage"].choices = stages  # type: ignore[attr-defined]
        kept = {"step": {"stage"} if stages else set(), "commitment": {"partner"}}
        own = kept.get(kind, {"is_cumulative"})
        for name in {"stage", "partner", "is_cumulative"} - own:
            del self.fields[name]
        if not is_correction:
            del self.fields["reason"]
        if kind == "payment":
            self.fields["amount_vnd"].may_be_negative = True  # type: ignore[attr-defined]
            self.fields["amount_vnd"].help_text = _(
                "Kèm đơn vị, ví dụ 1.234,5 triệu. Tiền thu hồi ghi số âm."
            )
        words = search_from(self, address, ["document"])
        documents = Document.objects.order_by("-pk")
        offer(self, "document", documents, search_documents(documents, words))


class ReasonForm(forms.Form):
    """Why."""

    reason = area(_("Lý do"), 3)


class StatementForm(forms.Form):
    """A list of the treasury."""

    file = forms.FileField(
        label=_("Tệp của Kho bạc"),
        help_text=_("XLSX hoặc CSV, có cột ngày và số tiền; nên có số chứng từ và tên đơn vị."),
    )
    year = forms.IntegerField(label=_("Năm ngân sách"), min_value=2000, max_value=2100)
    as_of = DayField(label=_("Số liệu đến ngày"))


class _LineChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Model) -> str:
        assert isinstance(obj, BudgetLine)  # noqa: S101 - the queryset holds nothing else
        return f"{obj.title[:90]} – {obj.body.short_name or obj.body.name}"


class TakeRowForm(forms.Form):
    """The line that a row of the treasury is paid from."""

    line = _LineChoice(label=_("Dòng dự toán"), queryset=BudgetLine.objects.none())

    def __init__(self, *args: Any, lines: list[BudgetLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["line"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = BudgetLine.objects.filter(pk__in=[row.pk for row in lines])
        choices = [(row.pk, field.label_from_instance(row)) for row in lines]
        # Of several nobody but the reader knows which: none is chosen beforehand.
        nothing = [("", _("Chọn dòng dự toán"))] if len(lines) != 1 else []
        field.choices = [*nothing, *choices]


class BudgetFilterForm(forms.Form):
    """What the lines are narrowed to."""

    q = forms.CharField(label=_("Tìm nội dung, mã"), required=False, max_length=200)
    nam = forms.TypedChoiceField(label=_("Năm"), required=False, coerce=int, empty_value=None)
    chuong_trinh = forms.ModelChoiceField(
        label=_("Chương trình"),
        queryset=Programme.objects.none(),
        required=False,
        empty_label=_("Mọi chương trình"),
    )
    co_quan = forms.ModelChoiceField(
        label=_("Cơ quan"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Mọi cơ quan"),
    )
    nguon = forms.ChoiceField(
        label=_("Nguồn"), required=False, choices=[("", _("Mọi nguồn")), *Source.choices]
    )
    tinh_chat = forms.ChoiceField(
        label=_("Tính chất"), required=False, choices=[("", _("Mọi tính chất")), *Nature.choices]
    )
    linh_vuc = forms.ChoiceField(
        label=_("Lĩnh vực"), required=False, choices=[("", _("Mọi lĩnh vực")), *Area.choices]
    )

    @classmethod
    def of(cls, actor: Actor, given: Any) -> BudgetFilterForm:
        """The filter of a page, with the years there are. Cost: one query."""
        return cls(given, actor=actor, years=years_of(actor) or [clock.today().year])

    def __init__(self, *args: Any, actor: Actor, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nam"].choices = [  # type: ignore[attr-defined]
            (year, str(year)) for year in years
        ]
        self.fields["chuong_trinh"].queryset = list_programmes()  # type: ignore[attr-defined]
        spending = visible_lines(actor).order_by().values("body")
        self.fields["co_quan"].queryset = (  # type: ignore[attr-defined]
            Organisation.objects.filter(pk__in=spending).order_by("sort_key")
        )

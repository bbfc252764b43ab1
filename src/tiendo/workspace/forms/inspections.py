"""Forms about inspections: planning, team, outline, visits, findings, decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.models import User
from tiendo.accounts.queries import find_accounts
from tiendo.domain import clock
from tiendo.domain.inspections import SEVERITIES
from tiendo.domain.lists import choices_on
from tiendo.inspections.models import Finding, Inspection, State, TeamRole
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import organisations_on
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import list_programmes
from tiendo.tasks.models import Evidence, Task
from tiendo.workspace.evidence_cards import evidence_name
from tiendo.workspace.form_fields import PickMany
from tiendo.workspace.forms.days import DayField
from tiendo.workspace.forms.documents import DECLARATION
from tiendo.workspace.forms.searching import offer, search_field, search_from

LIMIT = 20_000


def _area(label: Any, rows: int = 4, help_text: Any = "", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LIMIT,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class InspectionForm(forms.Form):
    """A new inspection."""

    code = forms.CharField(label=_("Mã"), max_length=30)
    title = forms.CharField(
        label=_("Tên cuộc kiểm tra"), max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    scope = _area(_("Nội dung, phạm vi"), 3, required=False)
    programme = forms.ModelChoiceField(
        label=_("Chương trình"),
        queryset=Programme.objects.none(),
        required=False,
        empty_label=_("Không theo chương trình"),
    )
    bodies = forms.ModelMultipleChoiceField(
        label=_("Cơ quan được kiểm tra"),
        queryset=Organisation.objects.none(),
        widget=PickMany,
        help_text=_("Chọn được nhiều cơ quan."),
    )
    period_start = DayField(label=_("Thời kỳ kiểm tra từ ngày"))
    period_end = DayField(label=_("Đến ngày"))
    planned_start = DayField(label=_("Dự kiến kiểm tra từ ngày"))
    planned_end = DayField(label=_("Dự kiến xong ngày"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = list_programmes()  # type: ignore[attr-defined]
        bodies = organisations_on(clock.today())
        self.fields["bodies"].queryset = bodies  # type: ignore[attr-defined]


class MemberForm(forms.Form):
    """A person for the team, by name, sign-in name or body."""

    tim = search_field(_("Tìm người, cơ quan"))
    user = forms.ModelChoiceField(label=_("Người"), queryset=User.objects.none())
    role = forms.ChoiceField(label=_("Vai trò trong đoàn"), choices=TeamRole.choices)

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = search_from(self, address, ["user"])
        people = find_accounts(words).prefetch_related(None)
        offer(self, "user", User.objects.filter(is_active=True), people)


class OutlineForm(forms.Form):
    """The outline, one item a line."""

    items = _area(_("Đề cương, mỗi dòng một nội dung"), 8)


class DecideForm(forms.Form):
    """The decision."""

    number = forms.CharField(label=_("Số quyết định"), max_length=60)
    day = DayField(label=_("Ngày quyết định"))


class ReasonForm(forms.Form):
    """Why."""

    reason = _area(_("Lý do"), 3)


class FileForm(forms.Form):
    """A signed copy."""

    file = forms.FileField(label=_("Bản đã ký"))
    declared = forms.BooleanField(label=DECLARATION, required=False)


class ConcludeForm(forms.Form):
    """The conclusion, with its signed copy where there is one."""

    text = _area(_("Kết luận"), 6)
    number = forms.CharField(label=_("Số văn bản kết luận"), max_length=60)
    day = DayField(label=_("Ngày kết luận"))
    file = forms.FileField(label=_("Bản đã ký"), required=False)
    declared = forms.BooleanField(label=DECLARATION, required=False)


class AnswerForm(forms.Form):
    """An answer to an item of the outline."""

    text = _area(_("Trả lời"), 5)
    document_number = forms.CharField(
        label=_("Số văn bản dẫn chứng"), max_length=60, required=False
    )
    file = forms.FileField(label=_("Tệp kèm theo"), required=False)
    declared = forms.BooleanField(label=DECLARATION, required=False)


class _OfBodyForm(forms.Form):
    """A form about one of the inspected bodies."""

    organisation = forms.ModelChoiceField(
        label=_("Cơ quan"), queryset=Organisation.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = Organisation.objects.filter(inspections__inspection=inspection)
        self.fields["organisation"].queryset = bodies.order_by(  # type: ignore[attr-defined]
            "sort_key"
        )


class VisitForm(_OfBodyForm):
    """The record of a visit, short enough for a phone."""

    day = DayField(label=_("Ngày"))
    place = forms.CharField(label=_("Địa điểm"), max_length=250)
    present = _area(_("Thành phần, mỗi dòng một người"), 4)
    content = _area(_("Nội dung làm việc"), 8)


class _EvidenceChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A piece of evidence by its task and its name."""

    def label_from_instance(self, obj: Model) -> str:
        assert isinstance(obj, Evidence)  # noqa: S101 - the queryset holds nothing else
        return f"{obj.task.code}: {evidence_name(obj)}"


class FindingForm(_OfBodyForm):
    """What was found. Evidence brings its task."""

    severity = forms.ChoiceField(label=_("Mức độ"))
    text = _area(_("Kết quả kiểm tra"), 4)
    tim = search_field(_("Tìm nhiệm vụ, minh chứng"))
    task = forms.ModelChoiceField(
        label=_("Nhiệm vụ liên quan"),
        queryset=Task.objects.none(),
        required=False,
        empty_label=_("Không gắn nhiệm vụ"),
    )
    evidence = _EvidenceChoice(
        label=_("Minh chứng của nhiệm vụ"),
        queryset=Evidence.objects.none(),
        required=False,
        empty_label=_("Không dẫn minh chứng nào"),
        help_text=_("Chọn minh chứng mà kết quả kiểm tra nói tới."),
    )
    document_number = forms.CharField(
        label=_("Số văn bản dẫn chứng"), max_length=60, required=False
    )
    file = forms.FileField(label=_("Tệp, ảnh chụp"), required=False)
    declared = forms.BooleanField(label=DECLARATION, required=False)

    def __init__(
        self,
        *args: Any,
        inspection: Inspection,
        tasks: QuerySet[Task],
        address: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, inspection=inspection, **kwargs)
        offered = choices_on(SEVERITIES, clock.today())
        self.fields["severity"].choices = [  # type: ignore[attr-defined]
            (choice.code, choice.word) for choice in offered
        ]
        words = search_from(self, address, ["task", "evidence"])
        offer(self, "task", tasks, tasks.filter(_names(words)) if words else tasks)
        held = Evidence.objects.filter(task__in=tasks.order_by(), withdrawn_at=None)
        held = held.select_related("task").order_by("task__code", "pk")
        named = Q(original_name__unaccent__icontains=words) | Q(document_number__icontains=words)
        found = held.filter(named | _names(words, "task__")) if words else held
        offer(self, "evidence", held, found)

    def clean(self) -> dict[str, Any]:
        """Evidence stands for its task where none is chosen."""
        typed: dict[str, Any] = super().clean() or {}
        evidence: Evidence | None = typed.get("evidence")
        if evidence is not None and typed.get("task") is None:
            typed["task"] = evidence.task
        return typed


def _names(words: str, task: str = "") -> Q:
    """The tasks of which code or text holds the words, diacritics aside."""
    return Q(**{f"{task}code__icontains": words}) | Q(
        **{f"{task}title__unaccent__icontains": words}
    )


class ExplainForm(forms.Form):
    """The body's explanation."""

    text = _area(_("Giải trình"), 5)


class JudgeForm(forms.Form):
    """Whether the explanation is accepted."""

    is_accepted = forms.ChoiceField(
        label=_("Ý kiến của đoàn"),
        choices=[("yes", _("Chấp nhận giải trình")), ("no", _("Không chấp nhận"))],
        widget=forms.RadioSelect,
    )
    text = _area(_("Nhận xét"), 3, required=False)


class RecommendForm(_OfBodyForm):
    """What is recommended."""

    text = _area(_("Kiến nghị"), 3)
    product = forms.CharField(label=_("Sản phẩm"), max_length=300)
    last_day = DayField(label=_("Hoàn thành đến hết ngày"))
    finding = forms.ModelChoiceField(
        label=_("Từ kết quả kiểm tra"),
        queryset=Finding.objects.none(),
        required=False,
        empty_label=_("Không gắn kết quả"),
    )

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, inspection=inspection, **kwargs)
        self.fields["finding"].queryset = inspection.findings.all()  # type: ignore[attr-defined]


class AdoptForm(forms.Form):
    """The programme in which a recommendation becomes a task."""

    programme = forms.ModelChoiceField(
        label=_("Chương trình theo dõi"), queryset=Programme.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = list_programmes()  # type: ignore[attr-defined]


class InspectionFilterForm(forms.Form):
    """What the list is narrowed to."""

    q = forms.CharField(label=_("Tìm tên, mã"), required=False, max_length=200)
    trang_thai = forms.ChoiceField(
        label=_("Trạng thái"),
        required=False,
        choices=[("", _("Mọi trạng thái")), *State.choices],
    )

"""Forms about directives: a new one, a report, a decision with its reason, the list's filter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.models import User
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import organisations_on
from tiendo.overview.sheets.directives import STATES
from tiendo.tasks.queries.directives import DirectiveFilter
from tiendo.workspace.form_fields import PickMany
from tiendo.workspace.forms.days import DayField
from tiendo.workspace.forms.documents import DECLARATION

TEXT_LIMIT = 4000


class DirectiveForm(forms.Form):
    """What to do, who does it, by when."""

    text = forms.CharField(
        label=_("Nội dung chỉ đạo"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Nhập việc cần làm rồi gửi lại.")},
    )
    bodies = forms.ModelMultipleChoiceField(
        label=_("Cơ quan thực hiện"),
        queryset=Organisation.objects.none(),
        widget=PickMany,
        help_text=_("Chọn được nhiều cơ quan; mỗi cơ quan báo cáo phần của mình."),
        error_messages={"required": _("Chọn ít nhất một cơ quan rồi gửi lại.")},
    )
    person = forms.ModelChoiceField(
        label=_("Người phụ trách"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Để cơ quan phân công"),
    )
    last_day = DayField(label=_("Hoàn thành đến hết ngày"))

    def __init__(self, *args: Any, people: QuerySet[User] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bodies"].queryset = organisations_on(  # type: ignore[attr-defined]
            clock.today()
        )
        if people is not None:
            self.fields["person"].queryset = people  # type: ignore[attr-defined]


class ReportDirectiveForm(forms.Form):
    """The result in words, with a document's number or a file where there is one."""

    words = forms.CharField(
        label=_("Kết quả thực hiện"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Nhập kết quả rồi gửi lại.")},
    )
    document_number = forms.CharField(
        label=_("Số, ký hiệu văn bản đã ban hành"), max_length=60, required=False
    )
    document_date = DayField(label=_("Ngày văn bản"), required=False)
    file = forms.FileField(label=_("Tệp kèm theo"), required=False)
    declared = forms.BooleanField(label=DECLARATION, required=False)


class WordsForm(forms.Form):
    """A decision that says why."""

    words = forms.CharField(
        label=_("Lý do"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Nêu lý do rồi gửi lại; cơ quan thực hiện sẽ đọc.")},
    )


class CloseDirectiveForm(forms.Form):
    """Closing what was reported; words are free."""

    words = forms.CharField(
        label=_("Ý kiến"),
        max_length=TEXT_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DirectiveFilterForm(forms.Form):
    """What the list of directives is narrowed to."""

    q = forms.CharField(label=_("Tìm trong nội dung"), required=False, max_length=200)
    trang_thai = forms.ChoiceField(
        label=_("Trạng thái"),
        required=False,
        choices=[("", _("Mọi trạng thái")), *STATES.items()],
    )
    co_quan = forms.ModelChoiceField(
        label=_("Cơ quan"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Mọi cơ quan"),
    )
    tre = forms.BooleanField(label=_("Quá hạn"), required=False)
    cua_toi = forms.BooleanField(label=_("Tôi đã giao"), required=False)

    def __init__(self, *args: Any, bodies: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["co_quan"].queryset = bodies  # type: ignore[attr-defined]

    def narrowed(self) -> DirectiveFilter:
        """The filter; a field that cannot be understood narrows nothing."""
        typed = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        body = typed.get("co_quan")
        return DirectiveFilter(
            state=typed.get("trang_thai") or "",
            body=body.pk if body else None,
            is_late=bool(typed.get("tre")),
            mine=bool(typed.get("cua_toi")),
            text=(typed.get("q") or "").replace("\x00", ""),
        )

"""Forms about meetings: preparing, decisions, the notice, the list's filter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.accounts.models import User
from tiendo.accounts.queries import find_accounts
from tiendo.documents.models import Document
from tiendo.documents.queries import search_documents
from tiendo.domain import clock
from tiendo.domain.meetings import DecisionKind
from tiendo.meetings.models import DecisionChoice, Meeting, State
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import organisations_on
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import list_programmes
from tiendo.workspace.form_fields import PickMany
from tiendo.workspace.forms.days import DayField
from tiendo.workspace.forms.searching import offer, search_field, search_from

LIMIT = 4000


def _area(label: Any, rows: int, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LIMIT,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class MeetingForm(forms.Form):
    """Whose meeting, on what, when, led by whom."""

    title = forms.CharField(label=_("Tên phiên họp"), max_length=300)
    body = forms.ModelChoiceField(
        label=_("Cơ quan họp"), queryset=Organisation.objects.none(), empty_label=None
    )
    covers_all = forms.BooleanField(
        label=_("Xem công việc của mọi cơ quan trong tỉnh"), required=False
    )
    programmes = forms.ModelMultipleChoiceField(
        label=_("Chương trình"),
        queryset=Programme.objects.none(),
        required=False,
        widget=PickMany,
        help_text=_("Không chọn thì xem mọi chương trình."),
    )
    day = DayField(label=_("Ngày họp"))
    begins_at = forms.TimeField(
        label=_("Giờ họp"),
        required=False,
        widget=forms.TimeInput(attrs={"placeholder": "08:00"}, format="%H:%M"),
    )
    since = DayField(
        label=_("Tính thay đổi từ ngày"),
        required=False,
        help_text=_("Để trống: từ phiên trước, chưa có phiên nào thì từ một tháng trước."),
    )
    place = forms.CharField(label=_("Địa điểm"), max_length=200, required=False)
    tim = search_field(_("Tìm người chủ trì"))
    chair = forms.ModelChoiceField(label=_("Người chủ trì"), queryset=User.objects.none())
    agenda = _area(_("Chương trình họp, mỗi dòng một mục"), 5, required=False)

    def __init__(
        self, *args: Any, actor: Actor, address: str, meeting: Meeting | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programmes"].queryset = list_programmes()  # type: ignore[attr-defined]
        if meeting is not None:
            del self.fields["body"], self.fields["covers_all"]
        else:
            self.fields["body"].queryset = _own_bodies(actor)  # type: ignore[attr-defined]
            if not actor.may("task.view_all"):
                del self.fields["covers_all"]
        words = search_from(self, address, ["chair"])
        people = find_accounts(words).prefetch_related(None)
        offer(self, "chair", User.objects.filter(is_active=True), people)


def _own_bodies(actor: Actor) -> Any:
    """The bodies a person holds meetings of: any for some, one's own for heads."""
    bodies = organisations_on(clock.today())
    own = actor.bodies_for("meeting.hold")
    everywhere = bodies.exclude(pk__in=own).first()
    if everywhere is not None and actor.may("meeting.hold", at=everywhere.pk):
        return bodies
    return bodies.filter(pk__in=own)


class DecisionForm(forms.Form):
    """What was decided, and what becomes of it."""

    text = _area(_("Kết luận"), 4)
    kind = forms.ChoiceField(
        label=_("Hình thức"), choices=DecisionChoice.choices, widget=forms.RadioSelect
    )
    bodies = forms.ModelMultipleChoiceField(
        label=_("Cơ quan thực hiện"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=PickMany,
        help_text=_("Chọn được nhiều cơ quan."),
    )
    lead = forms.ModelChoiceField(
        label=_("Cơ quan chủ trì"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Cơ quan đầu tiên đã chọn"),
        help_text=_("Với nhiệm vụ: cơ quan này chủ trì, các cơ quan khác phối hợp."),
    )
    last_day = DayField(label=_("Hoàn thành đến hết ngày"), required=False)
    product = forms.CharField(label=_("Sản phẩm (nhiệm vụ)"), max_length=300, required=False)
    programme = forms.ModelChoiceField(
        label=_("Chương trình theo dõi (nhiệm vụ)"),
        queryset=Programme.objects.none(),
        required=False,
        empty_label=_("Chưa chọn"),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = organisations_on(clock.today())
        self.fields["bodies"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["lead"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["programme"].queryset = list_programmes()  # type: ignore[attr-defined]
        only = list(meeting.programmes.all()[:2])
        if len(only) == 1:
            self.initial.setdefault("programme", only[0].pk)
        self.initial.setdefault("kind", DecisionKind.DIRECTIVE.value)

    def clean(self) -> dict[str, Any]:
        """The bodies in a list, the lead first."""
        typed: dict[str, Any] = super().clean() or {}
        lead, bodies = typed.pop("lead", None), list(typed.get("bodies") or [])
        typed["bodies"] = [lead, *(body for body in bodies if body != lead)] if lead else bodies
        return typed


class IssueForm(forms.Form):
    """The notice of the conclusions."""

    number = forms.CharField(label=_("Số, ký hiệu thông báo"), max_length=60)
    day = DayField(label=_("Ngày thông báo"))
    tim = search_field(_("Tìm văn bản đã đăng ký"))
    notice = forms.ModelChoiceField(
        label=_("Văn bản thông báo"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=_("Chưa đăng ký văn bản"),
    )

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = search_from(self, address, ["notice"])
        documents = Document.objects.order_by("-pk")
        offer(self, "notice", documents, search_documents(documents, words))


class CancelForm(forms.Form):
    """Why a meeting is not held."""

    reason = _area(_("Lý do hủy"), 3)


class MeetingFilterForm(forms.Form):
    """What the list is narrowed to."""

    q = forms.CharField(label=_("Tìm tên phiên họp"), required=False, max_length=200)
    trang_thai = forms.ChoiceField(
        label=_("Trạng thái"),
        required=False,
        choices=[("", _("Mọi trạng thái")), *State.choices],
    )

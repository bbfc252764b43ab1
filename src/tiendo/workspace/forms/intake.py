"""Forms of the review: one draft, many drafts, approval."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.intake.approval import NewProgramme
from tiendo.intake.attention import REASONS
from tiendo.intake.models import Draft, ExtractionRun
from tiendo.intake.queries import DraftFilter
from tiendo.intake.review import DraftChanges, Filling
from tiendo.organisations.models import Kind, Organisation
from tiendo.organisations.queries import organisations_on, successor_today
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import list_programmes
from tiendo.workspace.forms.days import DayField

_BODY_HINT = _("Tên như trong danh mục; tên lạ được giữ dạng chữ và đánh dấu.")
_DEADLINE_HINT = _("Ví dụ: 31/12/2025; tháng 9/2025; quý IV/2025; hằng năm, trước ngày 25/11")
# A list of bodies to choose from leaves out what does not own or run a programme.
_NOT_LEADING = (Kind.COMMUNE, Kind.WARD, Kind.DIVISION)


BODY_LIST = "body-names"


def _body_field() -> forms.CharField:
    """A lead body by name, with the list of bodies offered while typing."""
    widget = forms.TextInput(attrs={"list": BODY_LIST, "autocomplete": "off"})
    label = _("Cơ quan chủ trì")
    return forms.CharField(
        label=label, max_length=250, required=False, help_text=_BODY_HINT, widget=widget
    )


def body_names() -> list[str]:
    """The names of the bodies of today, in Vietnamese order."""
    return list(organisations_on(clock.today()).values_list("name", flat=True))


class DraftForm(forms.Form):
    """All fields of a draft under review."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Nội dung"), widget=forms.Textarea(attrs={"rows": 4}))
    lead_text = _body_field()
    coordinating_text = forms.CharField(
        label=_("Cơ quan phối hợp"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Ngăn cách bằng dấu chấm phẩy."),
    )
    deadline_raw = forms.CharField(
        label=_("Thời hạn"), max_length=200, required=False, help_text=_DEADLINE_HINT
    )
    product = forms.CharField(label=_("Sản phẩm"), required=False, max_length=1000)
    deciding_text = forms.CharField(
        label=_("Thẩm quyền ban hành, quyết định"), required=False, max_length=200
    )

    @staticmethod
    def initial_of(draft: Draft) -> dict[str, Any]:
        """The form's first values: the draft as it stands."""
        return {
            "version": draft.version,
            "title": draft.title,
            "lead_text": draft.lead_text,
            "coordinating_text": "; ".join(body.raw_text for body in draft.coordinating.all()),
            "deadline_raw": draft.deadline_raw,
            "product": draft.product,
            "deciding_text": draft.deciding_text,
        }

    def changes(self) -> DraftChanges:
        """What was typed, for the action."""
        typed = {key: value for key, value in self.cleaned_data.items() if key != "version"}
        return DraftChanges(**typed)


class SplitForm(forms.Form):
    """The parts of a draft, one per line."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    titles = forms.CharField(
        label=_("Các nhiệm vụ sau khi tách"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Mỗi dòng một nhiệm vụ. Dòng có nguyên văn trong mục thì giữ đúng đoạn trích của mình; "
            "bôi chọn chữ ở đoạn gốc để thêm một dòng."
        ),
    )


class LinkForm(forms.Form):
    """The clause a draft carries out: one of those offered, or one by its number."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    path = forms.CharField(required=False, max_length=120)
    typed = forms.CharField(
        label=_("Số mục khác"),
        required=False,
        max_length=120,
        help_text=_("Số mục trong thân văn bản, ví dụ II.1.đ. Để trống nếu không gắn."),
    )

    def chosen(self) -> str:
        """The path of the clause; what was typed goes before what was ticked."""
        return str(self.cleaned_data["typed"] or self.cleaned_data["path"])


class FillForm(forms.Form):
    """Values for many drafts at once."""

    lead_text = _body_field()
    deadline_raw = forms.CharField(
        label=_("Thời hạn"), max_length=200, required=False, help_text=_DEADLINE_HINT
    )
    product = forms.CharField(label=_("Sản phẩm"), max_length=1000, required=False)
    deciding_text = forms.CharField(
        label=_("Thẩm quyền ban hành, quyết định"), max_length=200, required=False
    )
    only_empty = forms.BooleanField(
        label=_("Chỉ điền vào ô còn trống"), required=False, initial=True
    )

    def filling(self) -> Filling:
        """What was typed, for the action."""
        return Filling(**self.cleaned_data)


class ReviewFilterForm(forms.Form):
    """What the list of drafts is narrowed to."""

    trang_thai = forms.ChoiceField(
        label=_("Trạng thái"),
        required=False,
        choices=[
            ("", _("Mọi trạng thái")),
            ("proposed", _("Chờ rà soát")),
            ("accepted", _("Chấp nhận")),
            ("orientation", _("Định hướng")),
            ("rejected", _("Từ chối")),
            ("merged", _("Đã gộp")),
            ("split", _("Đã tách")),
        ],
    )
    loai = forms.ChoiceField(
        label=_("Loại"),
        required=False,
        choices=[("", _("Mọi loại")), ("task", _("Nhiệm vụ")), ("target", _("Chỉ tiêu"))],
    )
    phan = forms.ChoiceField(
        label=_("Phần"),
        required=False,
        choices=[("", _("Mọi phần")), ("body", _("Thân văn bản")), ("appendix", _("Phụ lục"))],
    )
    thieu = forms.ChoiceField(
        label=_("Còn thiếu"),
        required=False,
        choices=[
            ("", _("Không lọc")),
            ("lead", _("Cơ quan chủ trì")),
            ("deadline", _("Thời hạn")),
            ("product", _("Sản phẩm")),
            ("deciding", _("Thẩm quyền")),
        ],
    )
    loc = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    nghi_ngo = forms.BooleanField(label=_("Mục cần xem trước lên đầu"), required=False)

    def narrowed(self) -> DraftFilter:
        """The filter; a value that is not offered narrows nothing."""
        self.is_valid()
        typed = self.cleaned_data
        reason = typed.get("loc", "")
        return DraftFilter(
            state=typed.get("trang_thai", ""),
            kind=typed.get("loai", ""),
            part=typed.get("phan", ""),
            lacking=typed.get("thieu", ""),
            reason=reason if reason in {*REASONS, "urgent"} else "",
            looks_first=bool(typed.get("nghi_ngo")) or reason == "urgent",
        )


class ApprovalForm(forms.Form):
    """Into which programme the accepted drafts go: one there is, or a new one."""

    programme = forms.ModelChoiceField(
        label=_("Chương trình"),
        queryset=Programme.objects.none(),
        required=False,
        empty_label=_("Lập chương trình mới từ văn bản này"),
    )
    title = forms.CharField(
        label=_("Tên chương trình"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    short_title = forms.CharField(label=_("Tên ngắn"), max_length=150, required=False)
    owner = forms.ModelChoiceField(
        label=_("Cơ quan ban hành chương trình"),
        queryset=Organisation.objects.none(),
        required=False,
    )
    coordinator = forms.ModelChoiceField(
        label=_("Cơ quan điều phối"), queryset=Organisation.objects.none(), required=False
    )
    starts_on = DayField(label=_("Từ ngày"), required=False)
    ends_on = DayField(label=_("Đến ngày"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = organisations_on(clock.today()).exclude(kind__in=_NOT_LEADING)
        self.fields["programme"].queryset = list_programmes()  # type: ignore[attr-defined]
        self.fields["owner"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["coordinator"].queryset = bodies  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(run: ExtractionRun, actor: Actor) -> dict[str, Any]:
        """What the document itself says about the programme."""
        document = run.text.rendition.document
        owner = successor_today(document.issuer) if document.issuer else None
        return {
            "title": f"{document.type_name} {document.title}".strip(),
            "short_title": str(document)[:150],
            "owner": owner,
            "coordinator": actor.posts[0].organisation_id if actor.posts else None,
            "starts_on": document.issued_on or clock.today(),
        }

    def clean(self) -> dict[str, Any]:
        """A new programme needs its data; an existing one needs none."""
        typed: dict[str, Any] = super().clean() or {}
        if not typed.get("programme"):
            for name in ("title", "short_title", "owner", "coordinator", "starts_on"):
                if not typed.get(name) and name not in self.errors:
                    self.add_error(name, _("Cần điền để lập chương trình mới."))
        return typed

    def target(self) -> Programme | NewProgramme:
        """What was chosen, for the action."""
        typed = self.cleaned_data
        chosen: Programme | None = typed["programme"]
        if chosen is not None:
            return chosen
        names = ("title", "short_title", "owner", "coordinator", "starts_on", "ends_on")
        return NewProgramme(**{name: typed[name] for name in names})

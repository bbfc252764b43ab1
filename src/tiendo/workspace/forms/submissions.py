"""Forms about submissions: words of a place, sending, returning, remarks, the filters of lists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tiendo.domain.report_duties import DutyState
from tiendo.regimes.models import Cycle
from tiendo.regimes.submissions.queries import HANDED_IN, TO_DO, QueueFilter
from tiendo.reporting.writings import LIMIT
from tiendo.workspace.forms.choices import programme_field

_REASON_LIMIT = 2000
_REMARK_LIMIT = 4000
_PICKED = re.compile(r"(\d{1,15}):(\d{1,15})")
# As many as a page of the queue lists.
_MOST_AT_ONCE = 150
_GROUPS: dict[str, tuple[str, ...]] = {
    "can-lam": TO_DO,
    "da-gui": HANDED_IN,
    "sap-toi": (DutyState.NOT_OPEN,),
    "tat-ca": (),
}
_QUEUE_KINDS = {"muon": "late", "lai": "again", "moi": "unseen"}
_BEGUN = (*TO_DO, *HANDED_IN)


class WordsForm(forms.Form):
    """The words of a place, the version and the words they began from.

    What they began from is kept on the machine with words that did not arrive, as what is typed
    is: a saving of the page by itself stands in no version to come back to.
    """

    base_version = forms.IntegerField(
        min_value=0, max_value=2**31 - 1, widget=forms.TextInput(attrs={"hidden": True})
    )
    text = forms.CharField(
        label=_("Lời văn"),
        required=False,
        max_length=LIMIT,
        widget=forms.Textarea(attrs={"rows": 14, "data-words": ""}),
        help_text=_("Mỗi dòng thành một đoạn. Dòng bắt đầu bằng “- ” thành gạch đầu dòng."),
    )
    base = forms.CharField(
        required=False, max_length=2 * LIMIT, strip=False, widget=forms.Textarea({"hidden": True})
    )


class VersionForm(forms.Form):
    """The version of the report that was seen."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class SendForm(VersionForm):
    """What is sent: the version that was seen, with what its checks found, and the reasons asked.

    ``open_reason`` is asked for where the checks found something, ``reason`` after the lock.
    """

    # The page prints the fingerprint of what it lists, also when the form is shown again.
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    open_reason = forms.CharField(
        label=_("Lý do gửi khi còn điểm chưa sửa"),
        required=False,
        max_length=_REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Lý do được giữ cùng báo cáo và ghi vào nhật ký."),
    )

    reason = forms.CharField(
        label=_("Lý do gửi sau khi khóa kỳ"),
        max_length=_REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, is_closed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_closed:
            del self.fields["reason"]


class TakeBackForm(forms.Form):
    """Why a submission is taken back."""

    reason = forms.CharField(
        label=_("Lý do rút lại"),
        max_length=_REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nơi nhận được báo kèm lý do này."),
    )


class ReopenForm(forms.Form):
    """Why a report that was approved is opened again."""

    reason = forms.CharField(
        label=_("Lý do mở lại"),
        max_length=_REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Lý do được ghi vào các bước của báo cáo."),
    )


class SeenForm(forms.Form):
    """The sending that was looked at."""

    seen = forms.IntegerField(min_value=1, max_value=2**62, widget=forms.HiddenInput)


class SeveralForm(forms.Form):
    """Those ticked in the queue, each with the sending that was looked at ("12:340")."""

    chon = forms.CharField(required=False)

    def seen(self) -> dict[int, int]:
        """The step that was seen by the submission's id; what cannot be understood is left out."""
        picked = self.data.getlist("chon") if isinstance(self.data, QueryDict) else []
        found = (_PICKED.fullmatch(each) for each in picked[:_MOST_AT_ONCE])
        return {int(each[1]): int(each[2]) for each in found if each}


class ReturnForm(SeenForm):
    """Why a submission is returned."""

    reason = forms.CharField(
        label=_("Lý do trả lại"),
        required=False,
        max_length=_REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Để trống nếu các góp ý đã nói đủ."),
    )


class RemarkForm(forms.Form):
    """A remark on a paragraph or row, on one of its figures, or on the whole."""

    figure = forms.ChoiceField(label=_("Góp ý cho"), required=False)
    text = forms.CharField(
        label=_("Góp ý"), max_length=_REMARK_LIMIT, widget=forms.Textarea(attrs={"rows": 4})
    )
    paragraph = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    version = forms.IntegerField(
        min_value=1, max_value=2**31 - 1, required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, figures: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = ("", _("cả đoạn hoặc cả dòng"))
        self.fields["figure"].choices = [whole, *figures.items()]  # type: ignore[attr-defined]
        if not figures:
            self.fields["figure"].widget = forms.HiddenInput()


class AnswerForm(forms.Form):
    """What the body says to a remark."""

    text = forms.CharField(
        label=_("Trả lời"), max_length=_REMARK_LIMIT, widget=forms.Textarea(attrs={"rows": 4})
    )


class DutyFilterForm(forms.Form):
    """What the list of a body's reports is narrowed to."""

    nhom = forms.ChoiceField(
        label=_("Báo cáo"),
        required=False,
        choices=[
            ("", _("Đã đến kỳ")),
            ("can-lam", _("Cần làm")),
            ("da-gui", _("Đã gửi")),
            ("sap-toi", _("Sắp tới")),
            ("tat-ca", _("Tất cả")),
        ],
    )

    def states(self) -> tuple[str, ...]:
        """The states chosen, none for all; without a choice those whose period has begun."""
        return _GROUPS.get(self.cleaned_data["nhom"], _BEGUN) if self.is_valid() else _BEGUN


class QueueFilterForm(forms.Form):
    """What the queue of the receiver is narrowed to."""

    q = forms.CharField(label=_("Cơ quan"), required=False, max_length=200)
    chuong_trinh = programme_field()
    ky = forms.ModelChoiceField(
        label=_("Kỳ báo cáo"),
        required=False,
        empty_label=_("Mọi kỳ"),
        queryset=Cycle.objects.none(),
    )

    loc = forms.ChoiceField(
        label=_("Chỉ xem"),
        required=False,
        choices=[
            ("", _("Mọi báo cáo")),
            ("muon", _("Gửi muộn")),
            ("lai", _("Gửi lại sau khi trả")),
            ("moi", _("Chưa ai mở")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = Cycle.objects.filter(duties__submission__state="sent").distinct()
        field = self.fields["ky"]
        field.queryset = waiting.select_related("version__regime")  # type: ignore[attr-defined]
        field.label_from_instance = _cycle_words  # type: ignore[attr-defined]

    def chosen(self) -> QueueFilter:
        """What it narrows to; a field that cannot be understood narrows nothing."""
        typed = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        cycle, programme = typed.get("ky"), typed.get("chuong_trinh")
        return QueueFilter(
            cycle=cycle.pk if cycle else None,
            programme=programme.pk if programme else None,
            body=typed.get("q", ""),
            only=_QUEUE_KINDS.get(typed.get("loc", ""), ""),
        )


def _cycle_words(cycle: Cycle) -> str:
    return f"{cycle.version.regime.title} ({cycle.name})"

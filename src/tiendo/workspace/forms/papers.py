"""Forms about outgoing papers: what each step asks for, the register's filter, the books."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.issuing.models import OutgoingPaper, PaperState
from tiendo.issuing.queries import PaperFilter
from tiendo.reporting.letterhead import addressees_of, recipients_of
from tiendo.reporting.models import Channel, SigningForm
from tiendo.workspace.forms.days import DayField

WORDS_LIMIT = 2000
YEARS = 10


def _words(label: Any, *, required: bool, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=WORDS_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=hint,
    )


class ReviewForm(forms.Form):
    """What the reviewer says of the draft."""

    opinion = _words(
        _("Ý kiến soát xét"),
        required=False,
        hint=_("In vào phiếu trình; để trống nghĩa là nhất trí."),
    )


class SubmitForm(forms.Form):
    """Who is to sign, how, and what he should know."""

    signer_name = forms.CharField(label=_("Họ và tên người ký"), max_length=150)
    signing = forms.ChoiceField(label=_("Hình thức ký"), choices=SigningForm.choices)
    note = _words(_("Nội dung cần trình thêm"), required=False)
    is_public = forms.BooleanField(
        label=_("Công khai: in mã QR ở chân văn bản để ai cũng xác minh được"),
        required=False,
        help_text=_("Phiếu trình nêu rõ điều này; văn thư còn đổi được khi cấp số."),
    )


class SignForm(forms.Form):
    """Signing asks for nothing but the button."""


class ReasonForm(forms.Form):
    """Why something goes back."""

    reason = _words(_("Lý do"), required=True)


class NumberForm(forms.Form):
    """The number and the day of a paper."""

    number = forms.IntegerField(label=_("Số"), min_value=1, max_value=999_999)
    day = DayField(label=_("Ngày văn bản"))
    is_public = forms.BooleanField(
        label=_("Công khai: in mã QR ở chân văn bản để ai cũng xác minh được"), required=False
    )

    def __init__(self, *args: Any, site: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = _("Mã dẫn đến trang xác minh ở %(site)s. Cấp số rồi thì không đổi được nữa.")
        self.fields["is_public"].help_text = words % {"site": site}


class TakeForm(forms.Form):
    """The file that comes back signed."""

    file = forms.FileField(
        label=_("Tệp PDF đã ký số"), widget=forms.FileInput(attrs={"accept": ".pdf"})
    )
    with_seal = forms.BooleanField(
        label=_("Ký thêm bằng khóa của cơ quan sau khi kiểm tra"), required=False
    )

    def __init__(self, *args: Any, has_key: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_key:
            del self.fields["with_seal"]


class IssueForm(forms.Form):
    """To whom a paper goes, and how."""

    recipients = forms.CharField(
        label=_("Nơi nhận"),
        max_length=WORDS_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Mỗi dòng một nơi nhận."),
    )
    channel = forms.ChoiceField(label=_("Gửi bằng"), choices=Channel.choices)
    copies = forms.IntegerField(label=_("Số lượng bản"), min_value=1, max_value=9999, initial=1)

    @staticmethod
    def first_values(paper: OutgoingPaper) -> dict[str, Any]:
        """The recipients the report prints, but for the archive."""
        report = paper.report
        printed = [*addressees_of(report), *recipients_of(report)]
        names = [each for each in printed if not each.startswith(("Như trên", "Lưu:"))]
        return {"recipients": "\n".join(names), "channel": Channel.EXCHANGE, "copies": 1}

    def names(self) -> list[str]:
        """The recipients, one from each line."""
        return [line.strip() for line in self.cleaned_data["recipients"].splitlines()]


class BookForm(forms.Form):
    """A series of numbers: when it begins and ends, how many digits are printed."""

    body = forms.TypedChoiceField(label=_("Cơ quan"), coerce=int)
    series = forms.CharField(label=_("Tên sổ"), max_length=60, initial="BC")
    since = DayField(label=_("Từ ngày"))
    until = DayField(
        label=_("Trước ngày"),
        required=False,
        help_text=_("Để trống: sổ chạy tiếp qua các năm, như sổ theo nhiệm kỳ của cơ quan Đảng."),
    )
    padding = forms.IntegerField(label=_("Số chữ số"), min_value=2, max_value=6, initial=2)

    def __init__(self, *args: Any, bodies: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = bodies  # type: ignore[attr-defined]

    @staticmethod
    def first_values() -> dict[str, Any]:
        """The book of this year."""
        year = clock.today().year
        return {"since": dt.date(year, 1, 1), "until": dt.date(year + 1, 1, 1)}


class PaperFilterForm(forms.Form):
    """What the list of papers is narrowed to."""

    trang_thai = forms.ChoiceField(
        label=_("Trạng thái"),
        required=False,
        choices=[("", _("Mọi trạng thái")), *PaperState.choices],
    )

    def narrowed(self) -> PaperFilter:
        """The filter; a value that cannot be understood narrows nothing."""
        typed = self.cleaned_data if self.is_valid() else {}
        return PaperFilter(state=typed.get("trang_thai") or "")


class YearForm(forms.Form):
    """The year of the register."""

    nam = forms.ChoiceField(label=_("Năm"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = clock.today().year
        years = [(str(year), str(year)) for year in range(now, now - YEARS, -1)]
        self.fields["nam"].choices = years  # type: ignore[attr-defined]

    def year(self) -> int:
        """The year asked for, or this one."""
        typed = self.cleaned_data.get("nam") if self.is_valid() else ""
        return int(typed or clock.today().year)

"""Forms about urging letters: how they are written, and that they went."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import successors
from tiendo.programmes.models import Programme
from tiendo.reporting.models import Channel, SigningForm
from tiendo.reporting.urging.actions import Terms
from tiendo.workspace.forms.choices import programme_field
from tiendo.workspace.forms.days import DayField

ANSWER_IN_DAYS = "urging_answer_days"


class UrgingForm(forms.Form):
    """Which programme and day, who issues and signs, by when to answer."""

    chuong_trinh = programme_field()
    ngay = DayField(label=_("Quá hạn tính đến hết ngày"))
    issuer = forms.ModelChoiceField(
        label=_("Cơ quan ban hành"), queryset=Organisation.objects.none(), empty_label=None
    )
    signing = forms.ChoiceField(label=_("Hình thức ký"), choices=SigningForm.choices)
    unit_symbol = forms.RegexField(
        label=_("Ký hiệu đơn vị soạn thảo"),
        regex=r"^[^\W\d_]{1,10}$",
        error_messages={"invalid": _("Nhập chữ cái viết tắt của đơn vị soạn thảo, ví dụ TH.")},
    )
    answer_by = DayField(label=_("Trả lời trước ngày"), required=False)
    is_single = forms.BooleanField(
        label=_("Một văn bản chung, mỗi cơ quan một bảng"), required=False
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issuer"].queryset = issuers_for(actor)  # type: ignore[attr-defined]

    def terms(self) -> Terms:
        """How the letters are written, as typed."""
        typed = self.cleaned_data
        return Terms(
            issuer=typed["issuer"],
            signing=SigningForm(typed["signing"]),
            unit_symbol=typed["unit_symbol"],
            answer_by=typed["answer_by"],
            is_single=typed["is_single"],
        )


def issuers_for(actor: Actor) -> Any:
    """Who may issue: the body of the person, and the owners of programmes as they are today."""
    own = {post.organisation_id for post in actor.posts if "urge.issue" in post.permissions}
    owners = Programme.objects.values_list("owner_id", flat=True).distinct()
    heirs = successors(owners, clock.today())
    alive = {body.pk for bodies in heirs.values() for body in bodies}
    return Organisation.objects.filter(pk__in=own | alive).order_by("sort_key", "pk")


class SentForm(forms.Form):
    """That letters went: the number of each stands in a field of its own beside the letter."""

    issued_on = DayField(label=_("Ngày ký"))
    sent_on = DayField(label=_("Ngày gửi"))
    channel = forms.ChoiceField(label=_("Gửi bằng"), choices=Channel.choices)

    def clean_sent_on(self) -> dt.date:
        """The day of sending, which is not ahead."""
        day: dt.date = self.cleaned_data["sent_on"]
        if day > clock.today():
            raise ValidationError(_now("Ngày gửi còn ở phía trước. Ghi sau khi văn bản đã đi."))
        return day

    def sent_at(self) -> dt.datetime:
        """The moment of sending: now for today, noon for a day that has passed."""
        day: dt.date = self.cleaned_data["sent_on"]
        return min(clock.now(), clock.local_noon(day)) if day < clock.today() else clock.now()

"""Forms of files of figures."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.domain.periods import ONE_DAY, Cadence, Period, period_around, period_label
from tiendo.indicators.files.periods import read_period
from tiendo.organisations.models import Kind, Organisation
from tiendo.organisations.queries import organisations_on
from tiendo.workspace.access import PageRequest

_BACK = {Cadence.MONTHLY: 6, Cadence.QUARTERLY: 5, Cadence.HALFYEARLY: 3, Cadence.YEARLY: 3}
CADENCES = tuple(_BACK)


def bodies_entered(actor: Actor, on: dt.date) -> list[Organisation]:
    """The bodies whose figures a person enters, the own one first."""
    own = actor.first_body("observation.enter")
    bodies = [
        body
        for body in organisations_on(on, divisions=False)
        if body.kind != Kind.DIVISION and actor.may("observation.enter", at=body.pk)
    ]
    return sorted(bodies, key=lambda body: body.pk != own)


def recent_periods(cadence: Cadence, on: dt.date) -> list[Period]:
    """The last periods of a cadence, the present one first."""
    found = [period_around(cadence, on)]
    while len(found) < _BACK[cadence]:
        found.append(period_around(cadence, found[-1].start - ONE_DAY))
    return found


def period_words(cadence: Cadence, period: Period) -> str:
    """A period as people call it: "Quý IV/2025"."""
    year = period.start.year
    if cadence is Cadence.YEARLY:
        return _g("Năm %(year)s") % {"year": year}
    if cadence is Cadence.HALFYEARLY:
        first = period.start.month == 1
        words = _g("6 tháng đầu năm %(year)s") if first else _g("6 tháng cuối năm %(year)s")
        return words % {"year": year}
    if cadence is Cadence.QUARTERLY:
        roman = ("I", "II", "III", "IV")[(period.start.month - 1) // 3]
        return _g("Quý %(quarter)s/%(year)s") % {"quarter": roman, "year": year}
    return _g("Tháng %(month)s/%(year)s") % {"month": period.start.month, "year": year}


def period_choices(on: dt.date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Recent periods of every cadence, grouped."""
    labels = {
        Cadence.MONTHLY: _g("Tháng"),
        Cadence.QUARTERLY: _g("Quý"),
        Cadence.HALFYEARLY: _g("6 tháng"),
        Cadence.YEARLY: _g("Năm"),
    }
    return [
        (
            labels[cadence],
            [
                (period_label(cadence, period), period_words(cadence, period))
                for period in recent_periods(cadence, on)
            ],
        )
        for cadence in CADENCES
    ]


class FigureFileForm(forms.Form):
    """A file of figures of a body; the period may be named by its rows."""

    organisation = forms.ChoiceField(label=_("Cơ quan"))
    period = forms.ChoiceField(
        label=_("Kỳ"),
        required=False,
        help_text=_("Dùng cho dòng không ghi kỳ."),
    )
    file = forms.FileField(
        label=_("Tệp"),
        help_text=_("Excel (.xlsx) hoặc CSV. Phải có cột Mã chỉ tiêu và Giá trị."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.txt"}),
    )
    replaces = forms.BooleanField(
        label=_("Ghi đè số liệu đang có bằng bản đính chính"),
        help_text=_("Không chọn thì dòng khác với số liệu đang có được báo là xung đột."),
        required=False,
    )

    def __init__(self, request: PageRequest) -> None:
        is_sent = request.method == "POST"
        super().__init__(request.POST if is_sent else None, request.FILES if is_sent else None)
        today = clock.today()
        self._bodies = {str(body.pk): body for body in bodies_entered(request.actor, today)}
        bodies = [(pk, body.name) for pk, body in self._bodies.items()]
        self.fields["organisation"].choices = bodies  # type: ignore[attr-defined]
        periods = [("", _g("Trong tệp")), *period_choices(today)]
        self.fields["period"].choices = periods  # type: ignore[attr-defined]

    def body(self) -> Organisation:
        """The body chosen."""
        return self._bodies[self.cleaned_data["organisation"]]

    def chosen_period(self) -> Period | None:
        """The period chosen, None where rows name theirs."""
        return read_period(self.cleaned_data["period"])


class TemplateForm(forms.Form):
    """The body and the period of a workbook to fill in."""

    co_quan = forms.ChoiceField(label=_("Cơ quan"))
    ky = forms.ChoiceField(label=_("Kỳ"))

    def __init__(self, request: PageRequest, *, is_sent: bool) -> None:
        super().__init__(request.GET if is_sent else None)
        today = clock.today()
        self._bodies = {str(body.pk): body for body in bodies_entered(request.actor, today)}
        bodies = [(pk, body.name) for pk, body in self._bodies.items()]
        self.fields["co_quan"].choices = bodies  # type: ignore[attr-defined]
        self.fields["ky"].choices = period_choices(today)  # type: ignore[attr-defined]

    def chosen(self) -> tuple[Organisation, Cadence, Period]:
        """The body, and the period with its cadence."""
        code = self.cleaned_data["ky"]
        for cadence in CADENCES:
            for period in recent_periods(cadence, clock.today()):
                if period_label(cadence, period) == code:
                    return self._bodies[self.cleaned_data["co_quan"]], cadence, period
        raise LookupError(code)

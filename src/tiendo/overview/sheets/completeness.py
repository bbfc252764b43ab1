"""Whether bodies entered the figures of a period, and in time, with the periods before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import Behind, CellKind, Sheet, SheetColumn, Value, Values
from tiendo.domain.periods import Cadence, Period, period_label
from tiendo.indicators.asked import frequencies_asked
from tiendo.indicators.completeness import Counts, Part, Tally, completeness, counted_bodies
from tiendo.indicators.entry_periods import period_named, periods_up_to
from tiendo.indicators.models.dictionary import Frequency
from tiendo.organisations.models import Organisation
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked, View
from tiendo.tasks.recurrence import period_name
from vanban.quantities import Missing

CONDITIONS = (
    those.choice("tan_suat", _("Tần suất"), dict(Frequency.choices)),
    those.sought("ky", _("Kỳ")),
)
BEFORE = 5
BODY, PART = "co_quan", "phan"


@dataclass(frozen=True, slots=True)
class _Counted:
    """The periods counted, the one asked for last, and the bodies something is expected of."""

    cadence: Cadence
    periods: tuple[Period, ...]
    bodies: Sequence[Organisation]
    counts: Counts

    @property
    def period(self) -> Period:
        """The period asked for."""
        return self.periods[-1]


def written_out(asked: Asked) -> Asked:
    """What is asked with its frequency and period: where none is given, the frequency with most
    figures and the period that runs on the day in view. Cost: two queries without a frequency."""
    cadence = asked.values.get("tan_suat") or _usual_cadence(asked)
    period = period_named(Cadence(cadence), asked.values.get("ky", ""), asked.day)
    label = period_label(Cadence(cadence), period)
    return replace(asked, values={**asked.values, "tan_suat": str(cadence), "ky": label})


def _usual_cadence(asked: Asked) -> Cadence:
    found = frequencies_asked(list(counted_bodies(asked.actor)), asked.day)
    return max(found, key=found.__getitem__, default=Cadence.QUARTERLY)


def cadence_in(values: Mapping[str, str]) -> Cadence:
    """The frequency of what is written out."""
    return Cadence(values["tan_suat"])


def period_in(asked: Asked) -> Period:
    """The period of what is written out."""
    return period_named(cadence_in(asked.values), asked.values["ky"], asked.day)


def build(asked: Asked) -> Sheet:
    """The bodies that figures are expected of. Cost: three queries, two more without frequency."""
    asked = written_out(asked)
    found = _counted(asked)
    rows = [_row(found, body) for body in found.bodies]
    return Sheet(
        VIEW.name, str(VIEW.title), _columns(found), rows, _totals(found), asked.stated(CONDITIONS)
    )


def count(asked: Asked) -> int:
    """How many bodies there will be. Cost: as ``build``."""
    return len(_counted(written_out(asked)).bodies)


VIEW = View(
    "day-du",
    _("Số liệu đầy đủ, đúng hạn"),
    "indicator.view",
    build,
    count,
    conditions=CONDITIONS,
)


def _counted(asked: Asked) -> _Counted:
    cadence, period = cadence_in(asked.values), period_in(asked)
    periods = periods_up_to(cadence, period, BEFORE + 1)
    everyone = list(counted_bodies(asked.actor))
    counts = completeness(everyone, cadence, periods, asked.day, asked.known_at)
    known = {body for body, _start in counts}
    bodies = [body for body in everyone if body.pk in known]
    return _Counted(cadence, periods, bodies, counts)


def _columns(found: _Counted) -> tuple[SheetColumn, ...]:
    share = _g("Đã nhập / phải nhập của kỳ")
    return (
        SheetColumn("body", _g("Cơ quan"), width=40),
        SheetColumn("expected", _g("Phải nhập"), CellKind.COUNT, 10),
        SheetColumn("entered", _g("Đã nhập"), CellKind.COUNT, 10, _g("Đúng hạn cộng muộn")),
        SheetColumn("on_time", _g("Đúng hạn"), CellKind.COUNT, 10),
        SheetColumn("late", _g("Muộn"), CellKind.COUNT, 10),
        SheetColumn("missing", _g("Quá hạn chưa nhập"), CellKind.COUNT, 12),
        SheetColumn("awaited", _g("Chưa nhập, còn hạn"), CellKind.COUNT, 12),
        SheetColumn("declared", _g("Báo chưa có số liệu"), CellKind.COUNT, 12),
        *(
            SheetColumn(f"share_{place}", _name(found, period), CellKind.RATIO, 12, share)
            for place, period in enumerate(found.periods)
        ),
    )


def _name(found: _Counted, period: Period) -> str:
    return period_name(period_label(found.cadence, period))


def _row(found: _Counted, body: Organisation) -> Values:
    tally = found.counts.get((body.pk, found.period.start), Tally())
    behind = _values(found, body, found.period)
    return (
        body.name,
        Behind(tally.expected, behind),
        tally.entered,
        Behind(tally.on_time, {**behind, PART: Part.ON_TIME}),
        Behind(tally.late, {**behind, PART: Part.LATE}),
        Behind(tally.missing, {**behind, PART: Part.MISSING}),
        Behind(tally.awaited, {**behind, PART: Part.AWAITED}),
        tally.declared,
        *(_share(found, body, period) for period in found.periods),
    )


def _values(found: _Counted, body: Organisation, period: Period) -> dict[str, str]:
    label = period_label(found.cadence, period)
    return {"tan_suat": str(found.cadence), "ky": label, BODY: str(body.pk)}


def _share(found: _Counted, body: Organisation, period: Period) -> Value | Behind:
    tally = found.counts.get((body.pk, period.start), Tally())
    share = _entered_of(tally)
    return share if isinstance(share, Missing) else Behind(share, _values(found, body, period))


def _entered_of(tally: Tally) -> Decimal | Missing:
    """What was entered of what is expected; nothing is said while all of it may still come."""
    if not tally.expected:
        return Missing.UNDEFINED
    if not tally.due:
        return Missing.NOT_DUE
    return Decimal(tally.entered) / tally.expected


def _totals(found: _Counted) -> Values:
    sums = [
        sum((found.counts.get((body.pk, period.start), Tally()) for body in found.bodies), Tally())
        for period in found.periods
    ]
    whole = sums[-1]
    return (
        _g("Tổng"),
        whole.expected,
        whole.entered,
        whole.on_time,
        whole.late,
        whole.missing,
        whole.awaited,
        whole.declared,
        *(_entered_of(each) for each in sums),
    )

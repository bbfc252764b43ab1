"""How long overdue work has been overdue, by lead body."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, Min, Q, QuerySet, Value, When
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import Behind, CellKind, Sheet, SheetColumn, Values
from tiendo.composer.sheets import Value as CellValue
from tiendo.domain.parameters import parameter_on
from tiendo.organisations.models import Organisation
from tiendo.overview.asking import Asked, View
from tiendo.overview.filters import LEAD, narrowed
from tiendo.reporting.formulas import OVERDUE
from tiendo.tasks.models import Task
from tiendo.tasks.queries import select_tasks, with_due_day, with_lead
from vanban.quantities import Missing


@dataclass(frozen=True, slots=True)
class Band:
    """Overdue since between two numbers of days, both included; ``most`` None: and longer."""

    least: int
    most: int | None

    @property
    def words(self) -> str:
        """ "8–30 ngày"."""
        if self.most is None:
            return _g("Trên %(days)s ngày") % {"days": self.least - 1}
        return _g("%(least)s–%(most)s ngày") % {"least": self.least, "most": self.most}

    def first_day(self, on: dt.date) -> dt.date | None:
        """The earliest last day of tasks in the band."""
        return None if self.most is None else on - dt.timedelta(days=self.most)

    def last_day(self, on: dt.date) -> dt.date:
        """The latest last day of tasks in the band."""
        return on - dt.timedelta(days=self.least)

    def holds(self, on: dt.date) -> Q:
        """Of tasks annotated by ``with_due_day``: those in the band on a day."""
        first = self.first_day(on)
        since = Q(due_on__gte=first) if first else Q()
        return since & Q(due_on__lte=self.last_day(on))


@dataclass(frozen=True, slots=True)
class Ageing:
    """The overdue tasks of one lead body by band, and the earliest last day among them.

    ``undated`` are those whose last day is not known as of the day.
    """

    counts: tuple[int, ...]
    undated: int
    earliest: dt.date | None

    @property
    def total(self) -> int:
        """All that is overdue."""
        return sum(self.counts) + self.undated


def bands_on(on: dt.date) -> tuple[Band, ...]:
    """The bands in force on a day."""
    names = ("ageing_short_days", "ageing_middle_days", "ageing_long_days")
    limits = [parameter_on(name, on) for name in names]
    starts = [1, *(limit + 1 for limit in limits)]
    return tuple(map(Band, starts, [*limits, None]))


def build(asked: Asked) -> Sheet:
    """The lead bodies with overdue work, most of it first. Cost: two queries."""
    bands, aged = bands_on(asked.day), ageing_of(asked)
    bodies = Organisation.objects.in_bulk([pk for pk in aged if pk is not None])
    has_undated = any(row.undated for row in aged.values())
    rows = [
        (_name(bodies, lead), *_row(asked, bands, row, _own(asked, lead), has_undated))
        for lead, row in sorted(aged.items(), key=lambda pair: _most_first(pair, bodies))
    ]
    whole = _row(asked, bands, together(aged.values(), bands), asked.values, has_undated)
    return Sheet(
        VIEW.name,
        str(VIEW.title),
        tuple(_columns(bands, has_undated)),
        rows,
        (_g("Toàn bộ"), *whole),
        asked.stated(),
    )


def count(asked: Asked) -> int:
    """How many bodies there will be. Cost: one query."""
    return len(ageing_of(asked))


VIEW = View("tuoi-qua-han", _("Thời gian quá hạn"), "dashboard.view", build, count)


def ageing_of(asked: Asked) -> Mapping[int | None, Ageing]:
    """The overdue tasks by lead body (None: not known) and band. Cost: one query."""
    bands = bands_on(asked.day)
    numbers: defaultdict[int | None, list[int]] = defaultdict(lambda: [0] * (len(bands) + 1))
    earliest: dict[int | None, dt.date | None] = {}
    for lead, place, number, first in _grouped(asked, bands):
        numbers[lead][place] += number
        known = [day for day in (earliest.get(lead), first) if day is not None]
        earliest[lead] = min(known, default=None)
    return {
        lead: Ageing(tuple(counts[:-1]), counts[-1], earliest[lead])
        for lead, counts in numbers.items()
    }


def together(rows: Iterable[Ageing], bands: Sequence[Band]) -> Ageing:
    """The rows of several bodies as one."""
    listed = list(rows)
    counts = tuple(sum(row.counts[place] for row in listed) for place in range(len(bands)))
    days = [row.earliest for row in listed if row.earliest is not None]
    return Ageing(counts, sum(row.undated for row in listed), min(days, default=None))


def _grouped(
    asked: Asked, bands: Sequence[Band]
) -> QuerySet[Task, tuple[int | None, int, int, dt.date | None]]:
    tasks = select_tasks(asked.actor, asked.tasks, asked.day, asked.known_at)
    late = Q(is_part=False, status__in=[str(status) for status in OVERDUE.statuses])
    dated = with_due_day(with_lead(tasks.filter(late), asked.day), asked.day, asked.known_at)
    places = (When(band.holds(asked.day), then=Value(n)) for n, band in enumerate(bands))
    place = Case(*places, default=Value(len(bands)), output_field=IntegerField())
    aged = dated.annotate(place=place).order_by().values_list("lead_id", "place")
    return aged.annotate(number=Count("pk"), earliest=Min("due_on", filter=~Q(place=len(bands))))


def _columns(bands: Sequence[Band], has_undated: bool) -> Iterator[SheetColumn]:
    yield SheetColumn("body", _g("Cơ quan chủ trì"), width=44)
    yield SheetColumn("total", _g("Quá hạn"), CellKind.COUNT, 10, OVERDUE.label)
    days = _g("Số ngày từ sau ngày cuối của thời hạn đến ngày xem số liệu")
    for place, band in enumerate(bands):
        yield SheetColumn(f"band_{place}", band.words, CellKind.COUNT, 12, days)
    if has_undated:
        told = _g("Kỳ quá hạn vào ngày xem nay đã khép, không tính lại được số ngày")
        yield SheetColumn("undated", _g("Không rõ số ngày"), CellKind.COUNT, 12, told)
    longest = _g("Số ngày quá hạn của nhiệm vụ quá hạn lâu nhất")
    yield SheetColumn("longest", _g("Lâu nhất (ngày)"), CellKind.COUNT, 10, longest)


def _row(
    asked: Asked,
    bands: Sequence[Band],
    row: Ageing,
    values: Mapping[str, str] | None,
    has_undated: bool,
) -> Values:
    def behind(number: int, band: Band | None = None) -> CellValue | Behind:
        if values is None:
            return number
        days = (band.first_day(asked.day), band.last_day(asked.day)) if band else (None, None)
        late = narrowed(values, statuses=OVERDUE.statuses, first=days[0], last=days[1])
        return Behind(number, late)

    longest = Missing.NO_DATA if row.earliest is None else (asked.day - row.earliest).days
    return (
        behind(row.total),
        *(behind(number, band) for number, band in zip(row.counts, bands, strict=True)),
        *((row.undated,) if has_undated else ()),
        longest,
    )


def _own(asked: Asked, lead: int | None) -> Mapping[str, str] | None:
    """The filter of one lead body; of tasks without one there is none."""
    return None if lead is None else narrowed(asked.values, {LEAD: lead})


def _name(bodies: Mapping[int, Organisation], lead: int | None) -> str:
    return _g("Chưa rõ cơ quan chủ trì") if lead is None else bodies[lead].name


def _most_first(
    pair: tuple[int | None, Ageing], bodies: Mapping[int, Organisation]
) -> tuple[int, bool, bytes]:
    lead, row = pair
    key = b"" if lead is None else bytes(bodies[lead].sort_key)
    return -row.total, lead is None, key

"""What a picture is asked: plain values that stand in its address, so that a link reopens it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.domain.periods import Cadence, Period, period_around, period_label
from tiendo.indicators.models import Indicator, IndicatorVersion
from tiendo.organisations.models import Level, Organisation
from tiendo.overview.conditions import Condition, body, choice, number, programme, read_id

INDICATOR, INDICATORS, BODY, GROUP = "chi_tieu", "cac_chi_tieu", "co_quan", "nhom"
PERIOD, YEAR, PROGRAMME, PAGE = "ky", "nam", "chuong_trinh", "trang"
BETWEEN = "."
MOST_INDICATORS = 12

GROUPS: Mapping[str, Promise] = {
    "xa": _("Các xã, phường"),
    "tinh": _("Cơ quan cấp tỉnh"),
}
_LEVELS = {"xa": Level.COMMUNE, "tinh": Level.PROVINCE}


class NotAsked(Exception):
    """What the picture needs to know and was not told; ``str()`` says what to choose."""


def read_ids(given: str) -> str:
    """Ids joined as they are kept, each once; empty where there is none."""
    found = dict.fromkeys(filter(None, (read_id(each) for each in given.split(BETWEEN))))
    return BETWEEN.join(list(found)[:MOST_INDICATORS])


def read_period(given: str) -> str:
    """The label of a period ("2025-Q3"); empty where it is none."""
    return given if period_of(given) is not None else ""


def period_of(label: str) -> Period | None:
    """The period of a label: a year, half a year, a quarter or a month."""
    year, _dash, rest = label.partition("-")
    if not (year.isascii() and year.isdecimal() and len(year) == 4 and int(year) >= 1900):
        return None
    for cadence, start in _starts(int(year), rest):
        period = period_around(cadence, start)
        if period_label(cadence, period) == label:
            return period
    return None


def _starts(year: int, rest: str) -> Iterator[tuple[Cadence, dt.date]]:
    if not rest:
        yield Cadence.YEARLY, dt.date(year, 1, 1)
    elif rest in {"H1", "H2"}:
        yield Cadence.HALFYEARLY, dt.date(year, 1 if rest == "H1" else 7, 1)
    elif rest in {"Q1", "Q2", "Q3", "Q4"}:
        yield Cadence.QUARTERLY, dt.date(year, 3 * int(rest[1]) - 2, 1)
    elif rest.isascii() and rest.isdecimal() and 1 <= int(rest) <= 12:
        yield Cadence.MONTHLY, dt.date(year, int(rest), 1)


def _indicator_words(value: str, actor: Actor) -> str | None:
    names = (
        IndicatorVersion.objects.filter(indicator__in=[int(each) for each in value.split(BETWEEN)])
        .order_by("indicator_id", "-number")
        .distinct("indicator_id")
        .values_list("name", flat=True)
    )
    return "; ".join(names) or None


CONDITIONS = (
    Condition(INDICATOR, _("Chỉ tiêu"), read_id, _indicator_words),
    Condition(INDICATORS, _("Các chỉ tiêu"), read_ids, _indicator_words),
    body(BODY, _("Cơ quan")),
    choice(GROUP, _("Nhóm cơ quan"), GROUPS),
    Condition(PERIOD, _("Kỳ"), read_period, lambda value, actor: value),
    number(YEAR, _("Năm ngân sách"), 2000, 2100),
    programme(PROGRAMME),
    number(PAGE, _("Trang"), 1, 9_999),
)


def page_of(values: Mapping[str, str]) -> int:
    """Which of the pages of a long picture is asked for."""
    return int(values.get(PAGE) or 1)


def group_bodies(name: str) -> QuerySet[Organisation]:
    """The bodies of a group, in their order. Cost: no query of its own."""
    found = Organisation.objects.exclude(kind="division").filter(level=_LEVELS[name])
    if name == "xa":
        found = found.filter(kind__in=("commune", "ward"))
    return found.order_by("sort_key", "pk")


def valid_in(period: Period) -> Q:
    """That a body was there on the last day of a period, or today's part of it."""
    return Q(validity__contains=period.end) | Q(validity__contains=period.start)


def find_indicator(values: Mapping[str, str]) -> Indicator | None:
    """The indicator of kept values. Cost: one query."""
    given = values.get(INDICATOR)
    return Indicator.objects.select_related("owner").filter(pk=given).first() if given else None

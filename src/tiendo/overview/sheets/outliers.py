"""Figures of recent periods that lie far from their series, or from other bodies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.indicators.figures import print_value
from tiendo.indicators.models import Indicator
from tiendo.indicators.outlying import Outlier, find_outlying
from tiendo.overview.asking import Asked, View


def since() -> dt.date:
    """From when on periods that ended are looked at."""
    today = clock.today()
    return today - dt.timedelta(days=parameter_on("outlier_list_days", today))


def found_of(asked: Asked) -> list[Outlier]:
    """The figures that a person may see and should look at. Cost: eight queries."""
    indicators = Indicator.objects.values_list("pk", flat=True)
    return find_outlying(asked.actor, indicators, since=since())


def build(asked: Asked) -> Sheet:
    """One row for each figure. Cost: as ``found_of``."""
    rows = _rows(found_of(asked))
    return Sheet(VIEW.name, str(VIEW.title), _columns(), rows, None, asked.stated(()))


def count(asked: Asked) -> int:
    """How many there will be. Cost: as ``found_of``."""
    return len(found_of(asked))


VIEW = View(
    "so-lieu-bat-thuong",
    _("Số liệu bất thường"),
    "indicator.view",
    build,
    count,
    conditions=(),
    has_day=False,
    has_knowledge=False,
)


def _columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("code", _g("Mã chỉ tiêu"), width=14),
        SheetColumn("indicator", _g("Chỉ tiêu"), width=44),
        SheetColumn("body", _g("Cơ quan"), width=36),
        SheetColumn("breakdown", _g("Phân tổ"), width=20),
        SheetColumn("start", _g("Kỳ từ ngày"), CellKind.DAY, 12),
        SheetColumn("end", _g("Đến ngày"), CellKind.DAY, 12),
        SheetColumn("value", _g("Giá trị"), width=20),
        SheetColumn("why", _g("Vì sao"), width=60),
    )


def _rows(found: list[Outlier]) -> Iterator[Values]:
    for row in found:
        value = row.value
        yield (
            value.indicator.code,
            row.version.name,
            value.organisation.name,
            value.breakdown,
            value.period_start,
            value.period_end,
            print_value(value.value, row.version) if value.value is not None else "",
            " ".join(row.words),
        )

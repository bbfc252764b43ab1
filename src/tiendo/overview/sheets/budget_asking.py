"""What is asked of the sheets of money: the year and what its lines are narrowed to."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as _

from tiendo.budgets.models import Area, Nature, Source
from tiendo.budgets.queries import LineFilter, years_of
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked

FIRST_YEAR, LAST_YEAR = 2000, 2100
_EXACT = Decimal("0.000001")
UNTOLD = _("Không tách")
CONDITIONS = (
    those.sought(label=_("Tìm nội dung, mã")),
    those.number("nam", _("Năm ngân sách"), FIRST_YEAR, LAST_YEAR),
    those.programme(),
    those.body("co_quan", _("Cơ quan")),
    those.choice("nguon", _("Nguồn"), dict(Source.choices)),
    those.choice("tinh_chat", _("Tính chất"), dict(Nature.choices)),
    those.choice("linh_vuc", _("Lĩnh vực"), dict(Area.choices)),
)


def narrowed_by(asked: Asked) -> LineFilter:
    """The filter that is asked for: of the latest year with lines where none is named.

    Cost: one query where no year is named.
    """
    values = asked.values
    return LineFilter(
        year=those.id_in(values, "nam") or _latest(asked),
        programme=those.id_in(values, "chuong_trinh"),
        body=those.id_in(values, "co_quan"),
        source=values.get("nguon", ""),
        nature=values.get("tinh_chat", ""),
        area=values.get("linh_vuc", ""),
        text=values.get("q", ""),
    )


def ratio(value: Decimal) -> Decimal:
    """A ratio as files hold it: to the ten-thousandth of a per cent, half rounded up."""
    return value.quantize(_EXACT, ROUND_HALF_UP)


def _latest(asked: Asked) -> int:
    this_year = asked.day.year
    years = (year for year in years_of(asked.actor) if year <= this_year)
    return max(years, default=this_year)

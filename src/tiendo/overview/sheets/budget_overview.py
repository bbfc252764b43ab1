"""The money of a year by source, area, nature and body, with its rate and what it is a rate of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.budgets.models import Area, Nature, Source
from tiendo.budgets.queries import list_lines
from tiendo.budgets.sums import Group, Sums, sum_lines
from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Value, Values
from tiendo.domain.budget import Total, rate_of
from tiendo.organisations.models import Organisation
from tiendo.overview.asking import Asked, View
from tiendo.overview.sheets.budget_asking import CONDITIONS, UNTOLD, narrowed_by, ratio
from vanban.quantities import Missing

_WAY = ("source", "area", "nature", "body")
_WORDS: tuple[Mapping[str, str | Promise], ...] = (
    dict(Source.choices),
    dict(Area.choices),
    dict(Nature.choices),
)


def build(asked: Asked) -> Sheet:
    """The sums of the filter, those told apart first. Cost: three queries."""
    year, sums = narrowed_by(asked).year, _sums(asked)
    totals = (_g("Tổng"), None, None, None, *_money(sums.whole, asked, year, is_told=True))
    rows = list(_rows(asked, sums, year))
    stated = asked.stated(CONDITIONS)
    return Sheet(VIEW.name, str(VIEW.title), _columns(), rows, totals, stated)


def count(asked: Asked) -> int:
    """How many rows there will be. Cost: two queries."""
    return len(_sums(asked).groups[_WAY])


VIEW = View(
    "tong-hop-ngan-sach",
    _("Tổng hợp ngân sách"),
    "budget.view",
    build,
    count,
    conditions=CONDITIONS,
)


def _sums(asked: Asked) -> Sums:
    lines = list_lines(asked.actor, narrowed_by(asked))
    return sum_lines(lines, asked.day, asked.known_at, [_WAY])


def _columns() -> tuple[SheetColumn, ...]:
    rate = _g(
        "Đã giải ngân ÷ dự toán được giao, đến ngày tính; “Chưa có số liệu” khi còn tiền mà nguồn "
        "số liệu không tách theo các cột này"
    )
    return (
        SheetColumn("source", _g("Nguồn"), width=22),
        SheetColumn("area", _g("Lĩnh vực"), width=24),
        SheetColumn("nature", _g("Tính chất"), width=18),
        SheetColumn("body", _g("Cơ quan"), width=34),
        SheetColumn("lines", _g("Số dòng"), CellKind.COUNT, 9),
        SheetColumn("allotted", _g("Dự toán được giao (đồng)"), CellKind.MONEY, 22),
        SheetColumn("committed", _g("Đã cam kết (đồng)"), CellKind.MONEY, 20),
        SheetColumn("paid", _g("Đã giải ngân (đồng)"), CellKind.MONEY, 20),
        SheetColumn("rate", _g("Tỷ lệ giải ngân"), CellKind.RATIO, 14, rate),
    )


def _rows(asked: Asked, sums: Sums, year: int) -> Iterator[Values]:
    groups = sums.groups[_WAY]
    bodies = Organisation.objects.in_bulk([group[3] for group in groups])
    is_told = not any(_is_untold(group, total) for group, total in groups.items())
    for group in sorted(groups, key=lambda each: _place(each, bodies)):
        *told, body = group
        words = (str(_WORDS[place].get(str(code), UNTOLD)) for place, code in enumerate(told))
        money = _money(groups[group], asked, year, is_told=is_told)
        yield (*words, bodies[int(body or 0)].name, *money)


def _is_untold(group: Group, total: Total) -> bool:
    """Whether there is money that is not told apart: it may belong to any other group."""
    has_money = total.allotted is not None or total.paid is not None
    return has_money and "" in group


def _place(group: Group, bodies: Mapping[int, Organisation]) -> tuple[object, ...]:
    order = [list(words) for words in _WORDS]
    places = [
        order[at].index(str(code)) if code else len(order[at]) for at, code in enumerate(group[:3])
    ]
    return (*places, bytes(bodies[int(group[3] or 0)].sort_key))


def _money(total: Total, asked: Asked, year: int, *, is_told: bool) -> tuple[Value, ...]:
    rate = rate_of(total.paid, total.allotted, asked.day, year)
    unknown = rate.state or Missing.NO_DATA
    return (
        total.lines,
        *(
            Missing.NO_DATA if amount is None else amount
            for amount in (total.allotted, total.committed, total.paid)
        ),
        ratio(rate.value) if rate.value is not None and is_told else unknown,
    )

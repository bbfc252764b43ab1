"""The league table of lead bodies: on-time rates made comparable, each beside its kind."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from statistics import median

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import Behind, CellKind, Sheet, SheetColumn, Value, Values
from tiendo.domain.league import Standing, Tally, standings
from tiendo.domain.parameters import parameter_on
from tiendo.domain.status import OFFICIAL_COLUMNS, OfficialColumn
from tiendo.overview.asking import Asked, View
from tiendo.overview.filters import LEAD, narrowed
from tiendo.overview.sheets.counting import rate_value, ratio_value
from tiendo.tasks.queries import BodyCounts, counts_by_lead, select_tasks
from vanban.quantities import Missing


def build(asked: Asked) -> Sheet:
    """The bodies that lead tasks of the filter, the best placed first. Cost: two queries."""
    rows = _bodies(asked)
    drawn_by = parameter_on("league_drawn_by", asked.day)
    least = parameter_on("league_least_due", asked.day)
    tallies = {row.body.pk: tally_of(row) for row in rows if row.body}
    places = standings(tallies, drawn_by=drawn_by, least=least)
    medians = _medians(rows)
    listed = [
        _row(asked, row, places[row.body.pk], medians[row.body.kind])
        for row in sorted(rows, key=lambda row: _order(row, places))
        if row.body
    ]
    return Sheet(
        "xep-hang", str(VIEW.title), _columns(drawn_by, least), listed, None, asked.stated()
    )


def count(asked: Asked) -> int:
    """How many bodies there will be. Cost: two queries."""
    return len(_bodies(asked))


VIEW = View("xep-hang", _("Bảng so sánh các cơ quan"), "dashboard.view", build, count)


def tally_of(row: BodyCounts) -> Tally:
    """What the on-time rate of a body is made of."""
    rate = row.counts.on_time_rate
    return Tally(rate.numerator, rate.denominator)


def _bodies(asked: Asked) -> list[BodyCounts]:
    tasks = select_tasks(asked.actor, asked.tasks, asked.day, asked.known_at)
    return [row for row in counts_by_lead(tasks, asked.day) if row.body]


def _columns(drawn_by: int, least: int) -> tuple[SheetColumn, ...]:
    adjusted = _g(
        "(số đúng hạn + %(drawn)s × tỷ lệ chung) / (số đến hạn + %(drawn)s), để ít việc không "
        "làm tỷ lệ quá cao hoặc quá thấp"
    ) % {"drawn": drawn_by}
    place = _g("Theo tỷ lệ đã điều chỉnh; cơ quan có dưới %(least)s việc đến hạn không xếp hạng")
    return (
        SheetColumn("place", _g("Hạng"), CellKind.COUNT, 8, place % {"least": least}),
        SheetColumn("body", _g("Cơ quan"), width=44),
        SheetColumn("total", _g("Tổng số việc"), CellKind.COUNT, 10),
        SheetColumn("due", _g("Đã đến hạn"), CellKind.COUNT, 10, _g("Hoàn thành cộng quá hạn")),
        SheetColumn("on_time", _g("Hoàn thành đúng hạn"), CellKind.COUNT, 10),
        SheetColumn("overdue", _g("Quá hạn"), CellKind.COUNT, 10),
        SheetColumn("rate", _g("Tỷ lệ đúng hạn"), CellKind.RATIO, 10, _g("Đúng hạn / đã đến hạn")),
        SheetColumn("adjusted", _g("Tỷ lệ đã điều chỉnh"), CellKind.RATIO, 10, adjusted),
        SheetColumn(
            "median",
            _g("Trung vị cùng loại"),
            CellKind.RATIO,
            10,
            _g("Trung vị tỷ lệ đúng hạn của các cơ quan cùng loại"),
        ),
        SheetColumn("note", _g("Ghi chú"), width=20),
    )


def _row(asked: Asked, row: BodyCounts, standing: Standing, middle: Value) -> Values:
    own = {**asked.values, LEAD: str(row.body.pk) if row.body else ""}

    def listed(number: int, column: OfficialColumn) -> Behind:
        codes = (code for code, into in OFFICIAL_COLUMNS.items() if into is column)
        return Behind(number, narrowed(own, statuses=codes))

    return (
        Missing.UNDEFINED if standing.place is None else standing.place,
        row.body.name if row.body else "",
        Behind(row.counts.total, own),
        row.counts.on_time_rate.denominator,
        listed(row.counts.done_on_time, OfficialColumn.DONE_ON_TIME),
        listed(row.counts.overdue, OfficialColumn.OVERDUE),
        rate_value(row.counts.on_time_rate),
        ratio_value(standing.adjusted),
        middle,
        _g("Ít việc, không xếp hạng") if standing.is_small else "",
    )


def _medians(rows: list[BodyCounts]) -> dict[str, Value]:
    """The median rate of each kind of body; undefined where nothing of it was due."""
    rates: defaultdict[str, list[Decimal]] = defaultdict(list)
    for row in rows:
        value = row.counts.on_time_rate.value
        if row.body and value is not None:
            rates[row.body.kind].append(value)
    kinds = {row.body.kind for row in rows if row.body}
    return {kind: ratio_value(median(rates[kind]) if rates[kind] else None) for kind in kinds}


def _order(row: BodyCounts, places: dict[int, Standing]) -> tuple[bool, int, bytes]:
    if row.body is None:
        return True, 0, b""
    place = places[row.body.pk].place
    return place is None, place or 0, bytes(row.body.sort_key)

"""The values in force of indicators, entered and computed: by period, body and part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.indicators.breakdowns import items_of
from tiendo.indicators.definitions import Definitions
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.known_values import (
    Figure,
    entries_known,
    figure_known,
    figure_of,
    print_figure,
    values_on,
)
from tiendo.indicators.models import Dimension, Indicator, IndicatorVersion
from tiendo.indicators.recomputing import figures_apart
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked, View
from tiendo.overview.sheets.indicators import period_words

INDICATOR, BODY = "chi_tieu", "co_quan"
CONDITIONS = (
    those.record(INDICATOR, _("Chỉ tiêu"), lambda _actor: Indicator.objects.all()),
    those.body(BODY, _("Cơ quan")),
)
_ORDER = ("indicator__code", "-period_end", "-period_start", "organisation__sort_key", "breakdown")
_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One value in words; ``part`` is empty for the whole, ``trust`` tells how far it is relied on,
    ``coverage`` how much of what it was gathered over had a value, empty where all had."""

    version: IndicatorVersion
    figure: Figure
    value: str
    period: str
    part: str
    trust: str
    coverage: str


def build(asked: Asked) -> Sheet:
    """The values of the filter. Cost: five queries for each thousand."""
    rows = _rows(asked)
    return Sheet(VIEW.name, str(VIEW.title), _columns(), rows, None, asked.stated(CONDITIONS))


def count(asked: Asked) -> int:
    """How many values there will be. Cost: one query."""
    found = found_of(asked)
    return found.count() if isinstance(found, QuerySet) else len(found)


VIEW = View(
    "gia-tri", _("Số liệu của chỉ tiêu"), "indicator.view", build, count, conditions=CONDITIONS
)


def found_of(asked: Asked) -> Sequence[Any]:
    """Values, or entries as known at a moment, the newest of each indicator first.

    Cost: no query of its own where the tables hold all that the person is to see.
    """
    rows: QuerySet[Any] = (
        values_on(asked.actor, asked.day).select_related("indicator", "organisation", "observation")
        if asked.known_at is None
        else entries_known(asked.actor, asked.day, asked.known_at).select_related(
            "indicator", "organisation"
        )
    )
    given = {
        "indicator": those.id_in(asked.values, INDICATOR),
        "organisation": those.id_in(asked.values, BODY),
    }
    narrowed = {name: value for name, value in given.items() if value is not None}
    rows = rows.filter(**narrowed).order_by(*_ORDER, "pk")
    indicator, body = given.values()
    apart = figures_apart(
        asked.actor,
        asked.day,
        asked.known_at,
        indicators=None if indicator is None else [indicator],
        bodies=None if body is None else [body],
    )
    return _together(rows, apart, asked) if apart else cast(Sequence[Any], rows)


def _together(rows: Iterable[Any], apart: Iterable[Figure], asked: Asked) -> list[Figure]:
    """All of them in the order of the table. Cost: two queries."""
    figures = [*(_figure(each, asked) for each in rows), *apart]
    ids = {figure.indicator for figure in figures}
    codes = dict(Indicator.objects.filter(pk__in=ids).values_list("pk", "code"))

    def place(figure: Figure) -> tuple[Any, ...]:
        start, end = (-day.toordinal() for day in (figure.period.start, figure.period.end))
        body = bytes(figure.organisation.sort_key)
        return codes[figure.indicator], end, start, body, figure.breakdown

    return sorted(figures, key=place)


def _figure(each: Any, asked: Asked) -> Figure:
    if isinstance(each, Figure):
        return each
    return figure_of(each) if asked.known_at is None else figure_known(each, asked.known_at)


def indicators_in(found: Iterable[Any]) -> set[int]:
    """The indicators of some of them."""
    return {each.indicator if isinstance(each, Figure) else each.indicator_id for each in found}


def rows_of(asked: Asked, found: Iterable[Any], definitions: Definitions) -> list[ValueRow]:
    """Some of them in words, each by the definition of its own period. Cost: none."""
    dimensions = {
        dimension.code: dimension
        for versions in definitions.versions.values()
        for version in versions
        for dimension in version.dimensions.all()
    }
    return [_row(each, asked, definitions, dimensions) for each in found]


def _row(
    each: Any, asked: Asked, definitions: Definitions, dimensions: Mapping[str, Dimension]
) -> ValueRow:
    figure = _figure(each, asked)
    version = version_in(figure, definitions.versions[figure.indicator][0].indicator, definitions)
    measured, counted = figure.measured, figure.counted
    return ValueRow(
        version=version,
        figure=figure,
        value=print_figure(figure, version),
        period=period_words(figure.period),
        part=breakdown_words(figure.breakdown, dimensions),
        trust=trust_words(figure),
        coverage=f"{measured}/{counted}" if figure.is_partial else "",
    )


def trust_words(figure: Figure) -> str:
    """How far a figure may be relied on."""
    if figure.reliance is not None:
        return str(figure.reliance.label)
    return _g("Tạm tính") if figure.is_interim else _g("Tính tự động")


def version_in(figure: Figure, indicator: Indicator, definitions: Definitions) -> IndicatorVersion:
    """The definition of a figure's period; the first one for what lies before all of them."""
    try:
        return definitions.on(indicator, figure.period)
    except IndicatorError:
        return definitions.versions[indicator.pk][0]


def breakdown_words(breakdown: str, dimensions: Mapping[str, Dimension]) -> str:
    """What a value is told apart by, in words: "Giới tính: nữ". Items are fetched."""
    words = []
    for code, item in items_of(breakdown).items():
        dimension = dimensions.get(code)
        names = {each.code: each.name for each in dimension.items.all()} if dimension else {}
        words.append(f"{dimension.name if dimension else code}: {names.get(item, item)}")
    return "; ".join(words)


def _columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("code", _g("Mã chỉ tiêu"), width=12),
        SheetColumn("name", _g("Chỉ tiêu"), width=60),
        SheetColumn("body", _g("Cơ quan"), width=32),
        SheetColumn("part", _g("Phân tổ"), width=24),
        SheetColumn("period", _g("Kỳ"), width=16),
        SheetColumn("value", _g("Giá trị"), width=22),
        SheetColumn("coverage", _g("Mức đầy đủ"), width=12),
        SheetColumn("as_of", _g("Số liệu đến ngày"), CellKind.DAY, 14),
        SheetColumn("trust", _g("Mức tin cậy"), width=20),
    )


def _rows(asked: Asked) -> Iterator[Values]:
    found, start = found_of(asked), 0
    while chunk := list(found[start : start + _CHUNK]):
        definitions = Definitions.of(indicators_in(chunk))
        yield from map(_values, rows_of(asked, chunk, definitions))
        start += _CHUNK


def _values(row: ValueRow) -> Values:
    body = row.figure.organisation
    return (
        row.version.indicator.code,
        row.version.name,
        body.short_name or body.name,
        row.part or None,
        row.period,
        row.value,
        row.coverage or None,
        row.figure.as_of,
        row.trust,
    )

"""How a computed value came about, as its page prints it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from tiendo.domain.formulas import Explained, Reference, Value, formula_in_words
from tiendo.indicators.lineage import Input, Lineage, Relations
from tiendo.indicators.models import IndicatorValue, IndicatorVersion
from tiendo.organisations.models import Organisation
from tiendo.overview.sheets.indicators import period_words
from vanban.quantities import Missing, format_number, format_percent

# As many steps as one page shows, and as many below one step.
MOST_STEPS, MOST_BELOW = 200, 12
_PLACES = 6


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of a computation with those it was made of; ``left`` more are in the table below.

    Missing: body and period are empty where they are those of the step above.
    """

    words: str
    value: str
    body: Organisation | None
    period: str
    coverage: str
    below: tuple[StepRow, ...]
    left: int


@dataclass(frozen=True, slots=True)
class InputRow:
    """One figure a value was computed of, in words."""

    code: str
    version: IndicatorVersion | None
    breakdown: str
    body: Organisation | None
    period: str
    value: str
    stored: IndicatorValue | None
    is_hidden: bool


def value_words(value: Value) -> str:
    """A figure of a step in its unit, as exactly as fits; why there is none; yes or no."""
    reading = value.reading
    if isinstance(reading, Missing):
        return str(reading.words)
    if isinstance(reading, bool):
        return _("đúng") if reading else _("sai")
    if value.unit is not None and value.unit.is_percent:
        return format_percent(reading, 4)
    unit = value.unit.shown if value.unit is not None and not value.unit.is_open else ""
    return f"{format_number(_short(reading))} {unit}".strip()


def _short(number: Decimal) -> Decimal:
    rounded = round(number, _PLACES)
    whole = rounded.to_integral_value()
    return whole if rounded == whole else rounded.normalize()


def opened_steps(lineage: Lineage, relations: Relations) -> StepRow:
    """The computation from the result down; long lists are cut, the table tells all figures."""
    names = {code: found.name for code, found in relations.versions.items()}
    left = [MOST_STEPS]

    def row(step: Explained, above: Explained | None) -> StepRow:
        # The result is told in the unit of its indicator.
        value = step.value if above is not None else lineage.explanation.value
        left[0] -= 1
        shown = [] if left[0] <= 0 else step.inputs[:MOST_BELOW]
        below = tuple(row(each, step) for each in shown if left[0] > 0)
        body, period = _place_words(lineage, step, above)
        coverage = step.value.coverage
        return StepRow(
            words=formula_in_words(step.node, names),
            value=value_words(value),
            body=body,
            period=period,
            coverage="" if coverage is None else f"{coverage.reported}/{coverage.expected}",
            below=below,
            left=len(step.inputs) - len(below),
        )

    return row(lineage.explanation.root, None)


def _place_words(
    lineage: Lineage, step: Explained, above: Explained | None
) -> tuple[Organisation | None, str]:
    place = lineage.place_of(step)
    if place is None:
        return None, _("trước kỳ đầu tiên")
    if above is not None and above.place is not None and step.place is not None:
        is_same_body = above.place.body == step.place.body
        is_same_period = above.place.period == step.place.period
    else:
        is_same_body = is_same_period = above is not None
    body, period = place
    return (
        None if is_same_body and not isinstance(step.node, Reference) else body,
        "" if is_same_period and not isinstance(step.node, Reference) else period_words(period),
    )


def input_rows(inputs: Iterable[Input], relations: Relations) -> list[InputRow]:
    """Figures in words. Cost: none."""
    return [
        InputRow(
            code=each.code,
            version=relations.versions.get(each.code),
            breakdown=each.breakdown,
            body=each.body,
            period=period_words(each.period) if each.period else _("trước kỳ đầu tiên"),
            value=_("Chưa xác nhận") if each.is_hidden else value_words(each.value),
            stored=each.stored,
            is_hidden=each.is_hidden,
        )
        for each in inputs
    ]

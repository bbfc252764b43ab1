"""Live measures: "indicator:HT.03", told apart "indicator:NL.01:giao-su", and the things a count
counts by name "indicator:HT.05.names".

The number is printed as its definition says; the unit of all but shares stands in the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from tiendo.composer.model import Inline, Run
from tiendo.domain.live_sentences import Gap
from tiendo.domain.readings import PERCENT
from tiendo.indicators.models import IndicatorVersion, Qualifier
from tiendo.reporting.drafting import Draft
from tiendo.reporting.facts.indicators import (
    OBSERVATION,
    IndicatorFact,
    MeasureFacts,
    Told,
    asked_codes,
    read_indicators,
)
from tiendo.reporting.measures import STORED_PLACES, Measure, missing
from tiendo.reporting.models import ValueState
from tiendo.reporting.values.words import unknown
from vanban.quantities import format_number

NAME = re.compile(
    r"indicator:(?P<code>[A-Z][A-Z0-9]*(?:[._-][A-Z0-9]+)*)"
    r"(?P<items>(?::[a-z0-9-]+)*)(?P<names>\.names)?"
)
NO_NAMES = "chưa nêu tên"
_QUALIFIERS: Mapping[str, str] = {
    Qualifier.ABOUT: "khoảng",
    Qualifier.OVER: "hơn",
    Qualifier.UNDER: "dưới",
}


def measures_of(draft: Draft) -> MeasureFacts:
    """All indicators that the outline of the report names, read once."""
    return draft.keep("indicators", lambda: _read(draft))


def _read(draft: Draft) -> MeasureFacts:
    outline = draft.outline
    blocks = [block for _, _, heading in outline.walk() for block in heading.blocks]
    blocks += [block for appendix in outline.appendices for block in appendix.blocks]
    sentences = [outline.opening, outline.closing, *(h.title for _, _, h in outline.walk())]
    codes = set(asked_codes([*sentences, *(block.options for block in blocks)]))
    return read_indicators(draft.by, draft.subject, codes)


def find(draft: Draft, gap: Gap) -> Inline:
    """A figure of an indicator, or the names behind it. Errors: unknown_value."""
    asked = NAME.fullmatch(gap.name)
    fact = measures_of(draft).indicators.get(asked["code"]) if asked else None
    if asked is None or fact is None or gap.form:
        raise unknown(gap)
    items = frozenset(filter(None, asked["items"].split(":")))
    told = fact.parts.get(items) if items else fact.own
    if asked["names"]:
        return Run("; ".join(told.names) if told and told.names else NO_NAMES)
    return draft.book.put(measure_of(fact, told, items))


def measure_of(
    fact: IndicatorFact, told: Told | None, items: frozenset[str] = frozenset()
) -> Measure:
    """A figure of an indicator as it is kept: a share as a ratio, without a unit."""
    key = ".".join(("indicator", as_key(fact.code), *map(as_key, sorted(items))))
    label = fact.version.name
    if told is None:
        return missing(
            key, label, "indicator.value", fact.lacking, unit=_unit(fact.version),
            record_type=OBSERVATION,
        )  # fmt: skip
    if fact.own is not told and not items:
        key, label = f"{key}.of{told.figure.organisation.pk}", f"{label}: {_body(told)}"
    formula = "indicator.computed" if told.version.formula else "indicator.value"
    unit, ids = _unit(told.version), told.observations
    if told.figure.value is None:
        state = ValueState(told.figure.state)
        return missing(key, label, formula, state, ids=ids, unit=unit, record_type=OBSERVATION)
    value = told.figure.value.quantize(STORED_PLACES, ROUND_HALF_UP)
    printed = print_number(told)
    return Measure(key, label, formula, value, ValueState.VALUE, unit, printed, OBSERVATION, ids)


def print_number(told: Told) -> str:
    """The number without its unit ("khoảng 99,9%", "4.507"); one less than exact says so."""
    number = as_number(told.figure.value or Decimal(0), told.version)
    if told.figure.qualifier == Qualifier.EXACT:
        return number
    return f"{_QUALIFIERS[told.figure.qualifier]} {number}"


def as_number(value: Decimal, version: IndicatorVersion) -> str:
    """A value rounded as its definition says, without its unit and idle zeros ("100%", "36,7%")."""
    is_share = version.unit == PERCENT
    shown = (value * 100 if is_share else value).quantize(
        Decimal(1).scaleb(-version.decimals), ROUND_HALF_UP
    )
    whole = shown.to_integral_value()
    number = format_number(whole if shown == whole else shown.normalize())
    return f"{number}%" if is_share else number


def _body(told: Told) -> str:
    return " ".join(told.figure.organisation.name.split())


def _unit(version: IndicatorVersion) -> str:
    return "" if version.unit == PERCENT else version.unit


def as_key(code: str) -> str:
    """A code as keys of figures are written."""
    return code.lower().replace("-", "_")

"""A formula while it is typed: what it comes to in words and units, or where it is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tiendo.domain.formulas import FormulaRefusal, find_references, formula_in_words, parse_formula
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.formula_book import check_new, unit_of
from tiendo.indicators.models import IndicatorVersion
from tiendo.overview.sheets.indicators import unit_words


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a formula. ``error`` says what is wrong; ``before``, ``wrong`` and ``after``
    are its text with the place to blame, empty where there is none.

    ``named``: the indicators it names.
    """

    error: str = ""
    before: str = ""
    wrong: str = ""
    after: str = ""
    told: str = ""
    unit: str = ""
    named: tuple[IndicatorVersion, ...] = ()


def checked_formula(typed: Mapping[str, Any], code: str) -> Checked | None:
    """A formula as it would be checked when it is sent; None where none is typed.

    Cost: about eight queries.
    """
    text = str(typed.get("formula") or "").replace("\x00", "")
    if not text.strip():
        return None
    version = IndicatorVersion(
        unit=str(typed.get("unit") or "").strip(),
        unit_base=str(typed.get("unit_base") or "").strip(),
        frequency=str(typed.get("frequency") or ""),
    )
    try:
        own = code or str(typed.get("code") or "").strip() or "MOI"
        check_new(own, text, version)
        return _told(text, version)
    except FormulaRefusal as refusal:
        start, end = refusal.span.start, refusal.span.end
        if end <= start or end > len(text) or _is_of_another(refusal, code):
            return Checked(str(refusal), named=_named(text))
        return Checked(str(refusal), text[:start], text[start:end], text[end:], named=_named(text))
    except IndicatorError as refusal:
        return Checked(str(refusal), named=_named(text))


def _is_of_another(refusal: FormulaRefusal, code: str) -> bool:
    """Whether the place lies in the formula of another indicator."""
    formula = refusal.params.get("formula")
    return formula is not None and formula not in (code, "MOI")


def _told(text: str, version: IndicatorVersion) -> Checked:
    named = _named(text)
    names = {each.indicator.code: each.name for each in named}
    told = formula_in_words(parse_formula(text).root, names)
    return Checked(told=told, unit=unit_of(version).shown or unit_words(version), named=named)


def _named(text: str) -> tuple[IndicatorVersion, ...]:
    """The indicators that a text names; none where it cannot be read."""
    try:
        codes = {reference.code for reference in find_references(parse_formula(text).root)}
    except FormulaRefusal:
        return ()
    found = IndicatorVersion.objects.filter(indicator__code__in=codes).select_related("indicator")
    latest = {each.indicator.code: each for each in found.order_by("indicator", "number")}
    return tuple(latest[code] for code in sorted(latest))

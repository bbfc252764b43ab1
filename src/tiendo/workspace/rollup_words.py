"""A roll-up in words: its value, what it is computed from, how much of it is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from tiendo.domain.lifecycle import State
from tiendo.domain.rollup import RollUp, RollUpState
from tiendo.tasks.models import Lifecycle
from tiendo.workspace.templatetags.vn import number, percent

# Why there is no value.
_REASONS: Mapping[RollUpState, str] = {
    RollUpState.NO_DATA: "no_data",
    RollUpState.UNDEFINED: "undefined",
    RollUpState.NOT_DUE: "not_due",
}
_MOST_TERMS = 6


@dataclass(frozen=True, slots=True)
class RollUpWords:
    """What a page says of a roll-up. Missing: ``value`` is empty where there is none."""

    value: str
    ratio: Decimal | None
    state: str
    coverage: str
    formula: str
    computed: str
    states: tuple[tuple[str, int], ...]


def rollup_words(whole: RollUp) -> RollUpWords:
    """A roll-up as a page shows it."""
    return RollUpWords(
        value=percent(whole.ratio) if whole.ratio is not None else "",
        ratio=whole.ratio,
        state=_REASONS.get(whole.state, "value"),
        coverage=_coverage(whole),
        formula=_("Tổng (trọng số × tỷ lệ) ÷ tổng trọng số của các nhiệm vụ con có số liệu"),
        computed=_computed(whole),
        states=tuple((str(Lifecycle(str(state)).label), n) for state, n in _in_order(whole)),
    )


def _in_order(whole: RollUp) -> Iterator[tuple[State, int]]:
    for state in State:
        if whole.by_state.get(state):
            yield state, whole.by_state[state]


def _coverage(whole: RollUp) -> str:
    """ "tính trên 61/102 nhiệm vụ có số liệu", and what was left out."""
    words = _("tính trên %(measured)s/%(counted)s nhiệm vụ có số liệu") % {
        "measured": number(whole.measured),
        "counted": number(whole.counted),
    }
    left_out = whole.total - whole.counted
    if left_out:
        return _(
            "%(words)s; không tính %(count)s nhiệm vụ chưa giao, đã hủy hoặc được thay thế"
        ) % {
            "words": words,
            "count": number(left_out),
        }
    return words


def _computed(whole: RollUp) -> str:
    """ "(3 × 40 + 1 × 0) ÷ 4 = 30%"; sums alone where there are many parts."""
    if whole.percent is None:
        return ""
    terms = [
        f"{exact(part.weight)} × {exact(part.known_percent)}"
        for part in whole.inputs
        if part.is_counted and part.known_percent is not None
    ]
    upper = f"({' + '.join(terms)})" if len(terms) <= _MOST_TERMS else exact(whole.numerator)
    return f"{upper} ÷ {exact(whole.denominator)} = {percent(whole.ratio)}"


def exact(value: Decimal | None) -> str:
    """A number with the decimals it has: 2,5; 40; empty for none."""
    if value is None:
        return ""
    whole = value.to_integral_value()
    if value == whole:
        return number(whole)
    plain = value.normalize()
    exponent = plain.as_tuple().exponent
    return number(plain, -exponent if isinstance(exponent, int) else 2)

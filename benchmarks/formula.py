"""`bench formula`: one formula over 3,321 communes × 12 months, beside the same arithmetic by hand.

The floor of each formula is a loop in plain Python, written for it alone, over the same lists of
decimals and states, in the same 34 digits, with the same result down to why a figure is missing. It
looks up no names, knows no units, checks no entry and tells no coverage. What is measured beside it
is all that the product does after a formula was checked: entries looked at (states, floats,
infinities), the four states, coverage, undefined where a denominator is zero. Three in a hundred
figures are missing, one in a hundred denominators is zero. Both tell equal figures, cell by cell,
or the run fails. Seconds are of the processor, so that a busy machine distorts them less. The
result is the worst ratio of the formulas; bar 2.
"""

from __future__ import annotations

import datetime as dt
import gc
import random
import time
from collections.abc import Callable
from decimal import Decimal, localcontext
from statistics import median

from tiendo.domain.formulas import (
    Indicator,
    Missing,
    Reading,
    Reference,
    World,
    build_world,
    check_formula,
    evaluate,
    parse_formula,
    read_unit,
)
from tiendo.domain.formulas.values import ARITHMETIC
from tiendo.domain.periods import Cadence

COMMUNES, PROVINCES, MONTHS = 3321, 34, 12
ROUNDS = 15
ZERO = Decimal(0)
Row = list[Reading]


def main() -> dict[str, object]:
    """The worst ratio of four formulas, with the seconds of that one."""
    world, given = _world(), _entries()
    worst: tuple[float, float, float] = (0, 0, 0)
    for text, by_hand in CASES.items():
        ours, floor = _measure(world, given, text, by_hand)
        print(
            f"{ours * 1000:7.1f} ms  floor {floor * 1000:7.1f} ms  ratio {ours / floor:.2f}  {text}"
        )
        worst = max(worst, (ours / floor, ours, floor))
    ratio, value, floor = worst
    return {
        "name": "formula",
        "value": round(value, 4),
        "floor": round(floor, 4),
        "ratio": round(ratio, 2),
        "unit": "s",
    }


def _world() -> World:
    """A country: provinces, and communes spread over them."""
    provinces = [(number, 0) for number in range(1, PROVINCES + 1)]
    communes = [(1000 + number, 1 + number % PROVINCES) for number in range(COMMUNES)]
    bodies = [(0, None), *provinces, *communes]
    return build_world(bodies, Cadence.MONTHLY, dt.date(2026, 1, 1), width=MONTHS)


def _entries() -> dict[str, list[Reading]]:
    """Money in millions, people and households of every body and month, from a fixed seed."""
    chance = random.Random(57)  # noqa: S311 - figures to measure with, no secret
    size = (1 + PROVINCES + COMMUNES) * MONTHS
    return {code: [_reading(chance, code) for _cell in range(size)] for code in UNITS}


def _reading(chance: random.Random, code: str) -> Reading:
    drawn = chance.random()
    if drawn < 0.03:
        return chance.choice([*Missing])
    if code == "KH" and drawn > 0.99:
        return ZERO
    return Decimal(chance.randrange(1, 10**9)).scaleb(-3)


UNITS = {"GN": "triệu đồng", "KH": "triệu đồng", "DC": "triệu đồng"}


def _measure(
    world: World,
    given: dict[str, list[Reading]],
    text: str,
    by_hand: Callable[[World, dict[str, Row]], Row],
) -> tuple[float, float]:
    """The median seconds of the product and of the floor, taken in turns."""
    dictionary = {code: Indicator(read_unit(unit), {}) for code, unit in UNITS.items()}
    plan = check_formula(parse_formula(text), dictionary)
    named = {reference: given[reference.code] for reference in _named(text)}
    ours, floor = [], []
    for _round in range(ROUNDS):
        gc.collect()
        start = time.process_time()
        column = evaluate(plan, world, named).readings()
        ours.append(time.process_time() - start)
        gc.collect()
        with localcontext(ARITHMETIC):
            start = time.process_time()
            expected = by_hand(world, given)
            floor.append(time.process_time() - start)
    if column != expected:
        raise RuntimeError(f"not the figures of the floor: {text}")
    return median(ours), median(floor)


def _named(text: str) -> list[Reference]:
    return [Reference(code) for code in UNITS if f"[{code}]" in text]


def _rate(world: World, rows: dict[str, Row]) -> Row:
    found: Row = []
    for a, b in zip(rows["GN"], rows["KH"], strict=True):
        if a.__class__ is Decimal and b.__class__ is Decimal:
            found.append(a / b if b else Missing.UNDEFINED)
        else:
            found.append(Missing.UNDEFINED if b == 0 else _stronger(a, b))
    return found


def _stronger(a: Reading, b: Reading) -> Missing:
    for state in (Missing.UNDEFINED, Missing.NOT_DUE):
        if state in (a, b):
            return state
    return Missing.NO_DATA


def _sum_of_three(world: World, rows: dict[str, Row]) -> Row:
    found: Row = []
    for a, b, c in zip(rows["GN"], rows["KH"], rows["DC"], strict=True):
        if a.__class__ is Decimal and b.__class__ is Decimal and c.__class__ is Decimal:
            found.append((a + b - c) * 2)
        elif a.__class__ is Decimal and b.__class__ is Decimal:
            found.append(c)
        else:
            first = _stronger(a, b)
            found.append(first if c.__class__ is Decimal else _stronger(first, c))
    return found


def _choice(world: World, rows: dict[str, Row]) -> Row:
    half = Decimal("0.5")
    found: Row = []
    for a, b in zip(rows["GN"], rows["KH"], strict=True):
        if a.__class__ is not Decimal or b.__class__ is not Decimal:
            found.append(_stronger(a, b))
        elif a >= b * half:
            found.append(a - b)
        else:
            found.append(ZERO)
    return found


def _year_rate(world: World, rows: dict[str, Row]) -> Row:
    found: Row = []
    for first in range(0, len(rows["GN"]), MONTHS):
        total, known, lost = ZERO, 0, []
        for cell in range(first, first + MONTHS):
            spent, planned = rows["GN"][cell], rows["KH"][cell]
            if spent.__class__ is Decimal:
                total, known = total + spent, known + 1
            else:
                lost.append(spent)
            if planned.__class__ is Decimal and not planned:
                found.append(Missing.UNDEFINED)
            elif known and planned.__class__ is Decimal:
                found.append(total / planned)
            else:
                found.append(_stronger(planned, planned if known else _none_of(lost)))
    return found


def _none_of(lost: list[Reading]) -> Missing:
    if lost and set(lost) == {Missing.NOT_DUE}:
        return Missing.NOT_DUE
    return Missing.NO_DATA if Missing.NO_DATA in lost else Missing.UNDEFINED


def _children(world: World, rows: dict[str, Row]) -> Row:
    found: Row = []
    for children in world.children:
        for month in range(MONTHS):
            cells = [rows["GN"][child * MONTHS + month] for child in children]
            known = [value for value in cells if value.__class__ is Decimal]
            found.append(sum(known, ZERO) if known else _none_of(cells))
    return found


CASES: dict[str, Callable[[World, dict[str, Row]], Row]] = {
    "[GN] / [KH]": _rate,
    "([GN] + [KH] - [DC]) * 2": _sum_of_three,
    "if([GN] >= [KH] * 50%; [GN] - [KH]; 0)": _choice,
    "year_to_date([GN]) / [KH]": _year_rate,
    "sum_children([GN])": _children,
}

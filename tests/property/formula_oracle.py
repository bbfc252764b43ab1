"""Formulas computed the slow way: cell by cell, straight from the tree, with words for states.

It shares nothing with the product but the nodes and the arithmetic of decimals: no steps, columns,
folds or running sums. Units are not its matter (they are tested by fractions).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from tiendo.domain.formulas.nodes import Call, Negation, Number, Operation, Reference

STATES = ("no_data", "not_due", "undefined")  # the later one wins


@dataclass
class Answer:
    """A state with a figure or a truth, and every (there, wanted) that went into it."""

    state: str
    figure: object = None
    parts: tuple = ()

    @property
    def known(self) -> bool:
        return self.state == "value"

    def partial(self):
        """The share that says most of what is missing, where anything is."""
        shares = [
            (Fraction(there, wanted), -wanted, there) for there, wanted in self.parts if wanted
        ]
        if not shares:
            return None
        _share, wanted, there = min(shares)
        return None if there == -wanted else (there, -wanted)


class Oracle:
    def __init__(self, parents, months, waiting, outside, data):
        self.parents, self.months, self.waiting = parents, months, waiting
        self.outside, self.data = outside, data

    def answer(self, node, body, period):
        with localcontext(prec=34, rounding=ROUND_HALF_UP, traps=[]):
            return self.ask(node, body, period)

    def ask(self, node, body, period):
        if period < 0:
            return Answer("no_data")
        if isinstance(node, Number):
            figure = node.value / 100 if node.unit == "%" else node.value
            return Answer("value", figure)
        if isinstance(node, Reference):
            found = self.data.get((node.code, body, period))
            if found is None:
                return Answer("not_due" if period >= self.waiting else "no_data")
            return Answer(found) if isinstance(found, str) else Answer("value", found)
        if isinstance(node, Negation):
            return self.all_of([node.of], body, period, lambda x: -x)
        if isinstance(node, Operation):
            return self.operation(node, body, period)
        assert isinstance(node, Call)
        return getattr(self, f"do_{node.function}")(node.arguments, body, period)

    def all_of(self, nodes, body, period, compute):
        answers = [self.ask(node, body, period) for node in nodes]
        parts = sum((answer.parts for answer in answers), ())
        lost = [answer.state for answer in answers if not answer.known]
        if lost:
            return Answer(max(lost, key=STATES.index), None, parts)
        return Answer("value", compute(*(answer.figure for answer in answers)), parts)

    def operation(self, node, body, period):
        a, b = node.left, node.right
        if node.sign == "/":
            under = self.ask(b, body, period)
            if under.known and under.figure == 0:
                return Answer("undefined", None, self.ask(a, body, period).parts + under.parts)
        compute = {
            "+": lambda x, y: x + y,
            "-": lambda x, y: x - y,
            "*": lambda x, y: x * y,
            "/": lambda x, y: x / y,
            "=": lambda x, y: not (x < y or x > y),
            "<>": lambda x, y: x < y or x > y,
            "<": lambda x, y: y > x,
            "<=": lambda x, y: not x > y,
            ">": lambda x, y: y < x,
            ">=": lambda x, y: not x < y,
        }[node.sign.value]
        return self.all_of([a, b], body, period, compute)

    def do_if(self, arguments, body, period):
        condition = self.ask(arguments[0], body, period)
        if not condition.known:
            return condition
        chosen = self.ask(arguments[1 if condition.figure else 2], body, period)
        return Answer(chosen.state, chosen.figure, condition.parts + chosen.parts)

    def replace(self, states, arguments, body, period):
        first = self.ask(arguments[0], body, period)
        if first.state not in states:
            return first
        other = self.ask(arguments[1], body, period)
        return Answer(other.state, other.figure, first.parts + other.parts)

    def do_coalesce(self, *asked):
        return self.replace(STATES, *asked)

    def do_if_no_data(self, *asked):
        return self.replace(("no_data",), *asked)

    def do_if_undefined(self, *asked):
        return self.replace(("undefined",), *asked)

    def do_has(self, arguments, body, period):
        inner = self.ask(arguments[0], body, period)
        return Answer("value", inner.known, inner.parts)

    def do_and(self, arguments, body, period):
        return self.all_of(arguments, body, period, lambda *all_: False not in all_)

    def do_or(self, arguments, body, period):
        return self.all_of(arguments, body, period, lambda *all_: True in all_)

    def do_not(self, arguments, body, period):
        return self.all_of(arguments, body, period, lambda one: one is False)

    def do_min(self, arguments, body, period):
        return self.all_of(arguments, body, period, lambda *all_: sorted(all_)[0])

    def do_max(self, arguments, body, period):
        return self.all_of(arguments, body, period, lambda *all_: sorted(all_)[-1])

    def do_abs(self, arguments, body, period):
        return self.all_of(arguments, body, period, lambda x: x if x > 0 else -x)

    def do_round(self, arguments, body, period):
        places = arguments[1]
        count = -int(places.of.value) if isinstance(places, Negation) else int(places.value)

        def rounded(x):
            exact = abs(Fraction(x)) * Fraction(10) ** count
            whole = (2 * exact + 1) // 2
            back = Fraction(whole) / Fraction(10) ** count
            # Only what the arithmetic has digits for can have lain between two steps.
            return x if back == abs(Fraction(x)) else _decimal(back if x > 0 else -back)

        return self.all_of(arguments[:1], body, period, rounded)

    def below(self, body, period):
        return [
            (child, period)
            for child, parent in enumerate(self.parents)
            if parent == body and (child, period) not in self.outside
        ]

    def back(self, body, first, last):
        return [(body, at) for at in range(first, last + 1) if (body, at) not in self.outside]

    def gather(self, node, places, compute, *, counts=False, newest=False):
        answers = [self.ask(node, *place) for place in places]
        parts = sum((answer.parts for answer in answers), ())
        figures = [answer.figure for answer in answers if answer.known]
        wanted = [answer for answer in answers if answer.state != "not_due"]
        parts += ((len(figures), len(wanted)),)
        if newest:
            parts = next((a.parts for a in reversed(answers) if a.known), ())
        if counts:
            parts = ()
        if figures or (counts and wanted):
            return Answer("value", compute(figures), parts)
        states = {answer.state for answer in answers}
        if not states or "undefined" in states and "no_data" not in states:
            return Answer("undefined", None, parts)
        return Answer("not_due" if states == {"not_due"} else "no_data", None, parts)

    def do_sum_children(self, arguments, body, period):
        return self.gather(arguments[0], self.below(body, period), total)

    def do_avg_children(self, arguments, body, period):
        return self.gather(arguments[0], self.below(body, period), lambda x: total(x) / len(x))

    def do_min_children(self, arguments, body, period):
        return self.gather(arguments[0], self.below(body, period), lambda x: sorted(x)[0])

    def do_max_children(self, arguments, body, period):
        return self.gather(arguments[0], self.below(body, period), lambda x: sorted(x)[-1])

    def do_count_children(self, arguments, body, period):
        places = self.below(body, period)
        if is_condition(arguments[0]):
            return self.gather(arguments[0], places, lambda x: Decimal(x.count(True)))
        return self.gather(arguments[0], places, lambda x: Decimal(len(x)), counts=True)

    def do_ratio_children(self, arguments, body, period):
        both = []
        for place in self.below(body, period):
            both.append(self.all_of(arguments, *place, lambda x, y: (x, y)))
        pairs = [answer.figure for answer in both if answer.known]
        wanted = [answer for answer in both if answer.state != "not_due"]
        parts = sum((answer.parts for answer in both), ((len(pairs), len(wanted)),))
        if pairs:
            under = total([low for _high, low in pairs])
            if under == 0:
                return Answer("undefined", None, parts)
            return Answer("value", total([high for high, _low in pairs]) / under, parts)
        states = {answer.state for answer in both}
        if not states or "undefined" in states and "no_data" not in states:
            return Answer("undefined", None, parts)
        return Answer("not_due" if states == {"not_due"} else "no_data", None, parts)

    def do_previous(self, arguments, body, period):
        return self.ask(arguments[0], body, period - 1)

    def do_same_period_last_year(self, arguments, body, period):
        return self.ask(arguments[0], body, period - self.a_year)

    @property
    def a_year(self):
        return 4

    def do_year_to_date(self, arguments, body, period):
        january = period - (self.months[period] - 1) // 3
        return self.gather(arguments[0], self.back(body, january, period), total)

    def do_sum_last(self, arguments, body, period):
        return self.gather(arguments[0], self.window(arguments, body, period), total)

    def do_avg_last(self, arguments, body, period):
        places = self.window(arguments, body, period)
        return self.gather(arguments[0], places, lambda x: total(x) / len(x))

    def do_last(self, arguments, body, period):
        places = self.window(arguments, body, period)
        return self.gather(arguments[0], places, lambda x: x[-1], newest=True)

    def window(self, arguments, body, period):
        return self.back(body, period - int(arguments[1].value) + 1, period)


def is_condition(node) -> bool:
    if isinstance(node, Operation):
        return node.sign not in "+-*/"
    return isinstance(node, Call) and node.function in ("and", "or", "not", "has")


def total(figures):
    result = Decimal(0)
    for figure in figures:
        result = result + figure
    return result


def _decimal(value: Fraction) -> Decimal:
    with localcontext(prec=200):
        return Decimal(value.numerator) / Decimal(value.denominator)

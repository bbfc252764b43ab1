"""From the text of a formula to its tree, or to what is wrong at which place.

The language, as coordinators type it: numbers in Vietnamese writing (``1,5``; ``25%``;
``5 "tỷ đồng"``), indicators by code in brackets (``[KHCN.01]``), perhaps of some groups only
(``[KHCN.01 | gioi_tinh=nu; do_tuoi=duoi_35]``), ``+ - * /``, parentheses, comparisons, and the
functions of ``functions.yaml`` in English or Vietnamese with arguments between ``;``.
Division is null-safe: a zero denominator gives "undefined", never an error and never zero.

Dots group thousands only where they can mean nothing else: "1.500.000" and "1.234,5" are read,
"1.500" and "1.5" are refused, as one person's thousand is another's one and a half.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import NoReturn

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken, VisitError

from tiendo.domain.formulas.functions import Function, find_function, names_like
from tiendo.domain.formulas.nodes import (
    Call,
    Formula,
    Negation,
    Node,
    Number,
    Operation,
    Reference,
    Sign,
    walk,
)
from tiendo.domain.formulas.refusals import FormulaRefusal
from vanban.models import Span
from vanban.quantities import parse_number

MOST_CHARACTERS = 2000
MOST_DEPTH = 100
MOST_DIGITS = 30
_PLAIN = re.compile(r"\d+(?:,\d+)?\Z")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})\Z")
_SIGNS = {
    "−": Sign.MINUS,
    "–": Sign.MINUS,
    "×": Sign.TIMES,
    "÷": Sign.OVER,
    "≤": Sign.LE,
    "≥": Sign.GE,
    "≠": Sign.NE,
    "!=": Sign.NE,
    "==": Sign.EQ,
}
_QUOTES = '"“”'
_Part = Token | Node


def parse_formula(text: str) -> Formula:
    """The formula of a text; its spans are offsets in the text as NFC.

    Errors: FormulaRefusal with the place, for whatever is not in the language, is longer than
    ``MOST_CHARACTERS`` or deeper than ``MOST_DEPTH``.
    """
    content = unicodedata.normalize("NFC", text)
    whole = Span(0, len(content))
    if not content.strip():
        raise FormulaRefusal("empty", span=whole)
    if len(content) > MOST_CHARACTERS:
        raise FormulaRefusal(
            "too_long", span=whole, length=str(len(content)), most=str(MOST_CHARACTERS)
        )
    root = _tree(content)
    if any(depth > MOST_DEPTH for _node, depth in walk(root)):
        raise FormulaRefusal("too_deep", span=whole, most=str(MOST_DEPTH))
    return Formula(content, root)


def _tree(content: str) -> Node:
    try:
        root: Node = _grammar().parse(content)  # type: ignore[assignment]
    except VisitError as error:
        if isinstance(error.orig_exc, FormulaRefusal):
            raise error.orig_exc from None
        raise
    except UnexpectedInput as error:
        _refuse(content, error)
    return root


@cache
def _grammar() -> Lark:
    grammar = resources.files(__package__).joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", transformer=_Builder(), maybe_placeholders=False)


def _refuse(content: str, error: UnexpectedInput) -> NoReturn:
    """Says in our words what the parser stumbled over."""
    start, found = len(content), ""
    if isinstance(error, UnexpectedCharacters):
        start = error.pos_in_stream or 0
        found = content[start]
    elif isinstance(error, UnexpectedToken) and error.token.type != "$END":
        start, found = error.token.start_pos or 0, str(error.token)
    span = Span(start, start + len(found))
    name = _bare_name(error)
    if name is not None:
        raise FormulaRefusal("bare_name", span=_around([name]), found=str(name))
    if not found:
        raise FormulaRefusal("unfinished", span=Span(max(0, len(content.rstrip()) - 1), start))
    if found == ",":
        raise FormulaRefusal("comma_between", span=span)
    if isinstance(error, UnexpectedCharacters):
        raise FormulaRefusal("unknown_character", span=span, found=found)
    raise FormulaRefusal("unexpected", span=span, found=found)


def _bare_name(error: UnexpectedInput) -> Token | None:
    """The name before the place of the error, where only "(" could have followed."""
    if not isinstance(error, UnexpectedToken) or error.accepts != {"LPAR"}:
        return None
    last = error.interactive_parser.parser_state.value_stack[-1:]
    return next(
        (token for token in last if isinstance(token, Token) and token.type == "NAME"), None
    )


class _Builder(Transformer[Token, Node]):
    """Makes nodes while the text is read, so that nothing walks a tree of unknown depth."""

    def start(self, parts: list[Node]) -> Node:
        return parts[0]

    def group(self, parts: list[_Part]) -> Node:
        inner = parts[1]
        if isinstance(inner, Token):
            raise TypeError("a group holds a node")
        return replace(inner, span=_around(parts))

    def operation(self, parts: list[_Part]) -> Node:
        left, sign, right = parts
        if isinstance(left, Token) or isinstance(right, Token):
            raise TypeError("an operation has two sides")
        return Operation(_sign(str(sign)), left, right, _around(parts))

    comparison = operation

    def negation(self, parts: list[_Part]) -> Node:
        _minus, of = parts
        if isinstance(of, Token):
            raise TypeError("minus stands before a node")
        return Negation(of, _around(parts))

    def number(self, parts: list[Token]) -> Node:
        unit = " ".join(parts[1].strip(_QUOTES).split()) if len(parts) > 1 else ""
        span = _around([*parts])
        if len(parts) > 1 and not unit:
            raise FormulaRefusal("unknown_unit", span=span, unit=str(parts[1]))
        return Number(_value(str(parts[0]), span), unit, span)

    def filter(self, parts: list[Token]) -> Token:
        group, _equal, value = parts
        return Token("FILTER", f"{group}={value}", start_pos=group.start_pos, end_pos=value.end_pos)

    def reference(self, parts: list[Token]) -> Node:
        filters: dict[str, str] = {}
        for part in parts:
            if part.type != "FILTER":
                continue
            group, _, value = part.partition("=")
            if group in filters:
                raise FormulaRefusal("repeated_filter", span=_around([part]), group=group)
            filters[group] = value
        return Reference(str(parts[1]), tuple(sorted(filters.items())), _around([*parts]))

    def call(self, parts: list[_Part]) -> Node:
        name = str(parts[0])
        function = find_function(name)
        if function is None:
            near = "".join(f" – có phải {meant}?" for meant in names_like(name)[:1])
            raise FormulaRefusal("unknown_function", span=_around(parts[:1]), found=name, near=near)
        arguments = tuple(part for part in parts if not isinstance(part, Token))
        call = Call(function.name, arguments, _around(parts))
        _check_count(function, call)
        _check_literal(function, call)
        return call


def _around(parts: list[_Part]) -> Span:
    """From where the first part begins to where the last one ends."""
    first, last = parts[0], parts[-1]
    start = first.start_pos if isinstance(first, Token) else first.span.start
    end = last.end_pos if isinstance(last, Token) else last.span.end
    return Span(start or 0, end or 0)


def _sign(raw: str) -> Sign:
    return _SIGNS.get(raw) or Sign(raw)


def _value(raw: str, span: Span) -> Decimal:
    """The number of a numeral that can mean one thing only."""
    if sum(char.isdigit() for char in raw) > MOST_DIGITS:
        raise FormulaRefusal("bad_number", span=span, found=raw)
    if _PLAIN.match(raw):
        return Decimal(raw.replace(",", "."))
    if _GROUPED.match(raw):
        return parse_number(raw)
    raise FormulaRefusal("bad_number", span=span, found=raw)


def _check_count(function: Function, call: Call) -> None:
    given = len(call.arguments)
    if given < function.least or (function.most is not None and given > function.most):
        expected = str(function.least) if function.most else f"từ {function.least}"
        raise FormulaRefusal(
            "argument_count",
            span=call.span,
            function=function.name,
            expected=expected,
            given=str(given),
            example=function.example,
        )


def _check_literal(function: Function, call: Call) -> None:
    literal = function.literal
    if literal is None:
        return
    argument = call.arguments[literal.at]
    number = whole_number(argument)
    if number is None or not literal.least <= number <= literal.most:
        raise FormulaRefusal(
            "literal_needed",
            span=argument.span,
            function=function.name,
            least=str(literal.least),
            most=str(literal.most),
            example=function.example,
        )


def whole_number(node: Node) -> int | None:
    """The whole number a node writes. Missing: None where it is anything else."""
    if isinstance(node, Negation):
        below = whole_number(node.of) if isinstance(node.of, Number) else None
        return None if below is None else -below
    if isinstance(node, Number) and not node.unit and node.value == node.value.to_integral_value():
        return int(node.value)
    return None

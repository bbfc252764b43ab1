"""A formula written out: the text that is stored, the text that people edit, and plain words.

The first two are read back to an equal tree; ``parse_formula(canonical_text(node)).root == node``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from tiendo.domain.formulas.functions import load_functions
from tiendo.domain.formulas.nodes import (
    COMPARING,
    Call,
    Negation,
    Node,
    Number,
    Operation,
    Reference,
    Sign,
)
from vanban.quantities import format_number

_COMPARISON, _SUM, _PRODUCT, _MINUS, _ATOM = range(1, 6)
_STRENGTH = {Sign.PLUS: _SUM, Sign.MINUS: _SUM, Sign.TIMES: _PRODUCT, Sign.OVER: _PRODUCT}
_SIGN_WORDS = {
    Sign.PLUS: "cộng",
    Sign.MINUS: "trừ",
    Sign.TIMES: "nhân",
    Sign.OVER: "chia",
    Sign.EQ: "bằng",
    Sign.NE: "khác",
    Sign.LT: "nhỏ hơn",
    Sign.LE: "không lớn hơn",
    Sign.GT: "lớn hơn",
    Sign.GE: "không nhỏ hơn",
}


def canonical_text(node: Node) -> str:
    """The text that is stored: English function names, one space around each sign."""
    return _text(node, lambda name: name)


def vietnamese_text(node: Node) -> str:
    """The text that people edit: as stored, with Vietnamese function names."""
    return _text(node, lambda name: load_functions()[name].vi)


def _text(node: Node, name: Callable[[str], str]) -> str:
    match node:
        case Number(value, unit):
            return _number_text(value, unit)
        case Reference(code, filters):
            chosen = "; ".join(f"{group}={value}" for group, value in filters)
            return f"[{code} | {chosen}]" if chosen else f"[{code}]"
        case Negation(of):
            return f"-{_inside(of, _MINUS, name)}"
        case Operation(sign, left, right):
            strength = _strength(node)
            # Signs of equal strength group from the left; comparisons do not follow each other.
            weakest = strength + 1 if sign in COMPARING else strength
            return f"{_inside(left, weakest, name)} {sign} {_inside(right, strength + 1, name)}"
        case Call(function, arguments):
            return f"{name(function)}({'; '.join(_text(below, name) for below in arguments)})"


def _inside(node: Node, weakest: int, name: Callable[[str], str]) -> str:
    text = _text(node, name)
    return f"({text})" if _strength(node) < weakest else text


def _strength(node: Node) -> int:
    if isinstance(node, Operation):
        return _STRENGTH.get(node.sign, _COMPARISON)
    return _MINUS if isinstance(node, Negation) else _ATOM


def _number_text(value: Decimal, unit: str) -> str:
    """A number without dots, which a reader of the text could take for decimals."""
    text = f"{value:f}".replace(".", ",")
    if unit == "%":
        return f"{text}%"
    return f'{text} "{unit}"' if unit else text


def formula_in_words(node: Node, names: Mapping[str, str]) -> str:
    """A formula as a phrase: names of indicators in quotes instead of codes, words for signs."""
    match node:
        case Number(value, unit):
            number = format_number(value)
            return f"{number}%" if unit == "%" else f"{number} {unit}".rstrip()
        case Reference(code, filters):
            chosen = ", ".join(f"{group} là {value}" for group, value in filters)
            return f"“{names.get(code, code)}”" + (f" ({chosen})" if chosen else "")
        case Negation(of):
            return f"âm {_phrase(of, names)}"
        case Operation(sign, left, right):
            return f"{_phrase(left, names)} {_SIGN_WORDS[sign]} {_phrase(right, names)}"
        case Call(function, arguments):
            told = [_phrase(below, names) for below in arguments]
            return load_functions()[function].words_vi.format(*told, all="; ".join(told))


def _phrase(node: Node, names: Mapping[str, str]) -> str:
    words = formula_in_words(node, names)
    return f"({words})" if isinstance(node, Operation) else words

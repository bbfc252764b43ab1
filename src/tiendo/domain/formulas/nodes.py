"""A formula as a tree of five kinds of nodes. Where a node stood in the text is no part of what it
is: two formulas that differ only in spaces are equal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from tiendo.domain.formulas.refusals import NOWHERE
from vanban.models import Span


class Sign(StrEnum):
    """The signs between two sides, as canonical text has them."""

    PLUS = "+"
    MINUS = "-"
    TIMES = "*"
    OVER = "/"
    EQ = "="
    NE = "<>"
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


COMPARING = frozenset({Sign.EQ, Sign.NE, Sign.LT, Sign.LE, Sign.GT, Sign.GE})


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written: 25 with the unit "%" is the ratio 0.25; "" is a bare number."""

    value: Decimal
    unit: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Reference:
    """The figure of an indicator, perhaps only of some groups; filters are sorted by group."""

    code: str
    filters: tuple[tuple[str, str], ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Negation:
    """Minus something."""

    of: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Operation:
    """Two sides with an arithmetic or comparing sign between."""

    sign: Sign
    left: Node
    right: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function, by its English name, with its arguments."""

    function: str
    arguments: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


Node = Number | Reference | Negation | Operation | Call


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was read; spans of its nodes are offsets in ``text``, which is NFC."""

    text: str
    root: Node


def inputs_of(node: Node) -> tuple[Node, ...]:
    """The nodes right below a node, in the order of the text."""
    match node:
        case Negation(of):
            return (of,)
        case Operation(_, left, right):
            return (left, right)
        case Call(_, arguments):
            return arguments
        case _:
            return ()


def walk(root: Node) -> Iterator[tuple[Node, int]]:
    """Every node with its depth (the root has 1), in the order of the text; never recursive."""
    waiting = [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting.extend((below, depth + 1) for below in reversed(inputs_of(node)))


def find_references(root: Node) -> tuple[Reference, ...]:
    """Every figure a formula names, each once, with its first place, in the order of the text."""
    found: dict[Reference, Reference] = {}
    for node, _depth in walk(root):
        if isinstance(node, Reference):
            found.setdefault(node, node)
    return tuple(found.values())

"""Which formula needs which: order of computing, circles refused by name, what is in use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from tiendo.domain.formulas.nodes import Formula, Reference, find_references
from tiendo.domain.formulas.refusals import NOWHERE, FormulaRefusal
from vanban.models import Span


@dataclass(frozen=True, slots=True)
class Graph:
    """The indicators with a formula in the order in which they can be computed.

    ``needs``: by code, the codes its formula names; ``used_by``: by code, the formulas that
    name it. Both in the order of codes.
    """

    order: tuple[str, ...]
    needs: Mapping[str, tuple[str, ...]]
    used_by: Mapping[str, tuple[str, ...]]

    def entries_of(self, code: str) -> tuple[str, ...]:
        """The indicators without a formula that an indicator comes down to, in order of codes."""
        found: set[str] = set()
        waiting, seen = [code], {code}
        while waiting:
            below = self.needs.get(waiting.pop())
            if below is None:
                continue
            found.update(name for name in below if name not in self.needs)
            waiting.extend(name for name in below if name not in seen)
            seen.update(below)
        return tuple(sorted(found))

    def refuse_removal(self, code: str) -> None:
        """Errors: FormulaRefusal indicator_in_use, naming the formulas, where there are any."""
        users = self.used_by.get(code, ())
        if users:
            raise FormulaRefusal("indicator_in_use", code=code, users=", ".join(users))


def build_graph(formulas: Mapping[str, Formula], known: Iterable[str]) -> Graph:
    """The graph of a set of formulas by the code of their indicator; ``known``: every code.

    Errors: FormulaRefusal unknown_indicator, names_itself, cycle (naming its path);
    ``formula`` among the params is the code of the formula in whose text the place lies.
    """
    named = {code: find_references(formulas[code].root) for code in sorted(formulas)}
    codes = {*known, *formulas}
    for code, references in named.items():
        _check_names(code, references, codes)
    needs = {code: tuple(sorted({r.code for r in names})) for code, names in named.items()}
    try:
        order = TopologicalSorter(needs).static_order()
        computed = tuple(code for code in order if code in needs)
    except CycleError as error:
        path: list[str] = error.args[1][::-1]
        raise FormulaRefusal(
            "cycle",
            span=_span_of(named[path[0]], path[1]),
            formula=path[0],
            path=" → ".join(path),
        ) from None
    return Graph(computed, needs, _users(needs))


def _check_names(code: str, references: Iterable[Reference], codes: set[str]) -> None:
    for reference in references:
        if reference.code == code:
            raise FormulaRefusal("names_itself", span=reference.span, code=code)
        if reference.code not in codes:
            raise FormulaRefusal(
                "unknown_indicator", span=reference.span, formula=code, code=reference.code
            )


def _span_of(references: Iterable[Reference], code: str) -> Span:
    return next((found.span for found in references if found.code == code), NOWHERE)


def _users(needs: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    users: dict[str, list[str]] = {}
    for code, below in needs.items():
        for name in below:
            users.setdefault(name, []).append(code)
    return {name: tuple(found) for name, found in sorted(users.items())}

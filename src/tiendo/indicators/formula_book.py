"""The formulas of the dictionary: checked, in the order in which they can be computed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Exists, OuterRef
from psycopg.types.range import Range

from tiendo.domain.formulas import (
    Call,
    Formula,
    FormulaRefusal,
    Graph,
    Node,
    Plan,
    Unit,
    build_graph,
    canonical_text,
    check_formula,
    find_references,
    load_functions,
    parse_formula,
    read_unit,
)
from tiendo.domain.formulas import Indicator as Known
from tiendo.domain.formulas.functions import Kind
from tiendo.domain.formulas.nodes import walk
from tiendo.domain.formulas.world import PERIODS_A_YEAR
from tiendo.domain.periods import Cadence
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.models import Dimension, IndicatorVersion, Origin


@dataclass(frozen=True, slots=True)
class FormulaBook:
    """Every definition with a formula, and how indicators need each other.

    ``versions``: by code of the indicator, its definitions with a formula, in order of their days.
    """

    versions: Mapping[str, tuple[IndicatorVersion, ...]]
    plans: Mapping[int, Plan]
    graph: Graph

    @classmethod
    def load(cls, known_at: dt.datetime | None = None) -> FormulaBook:
        """The book as it stands, or as it was known at a moment.

        Cost: one query where there is no formula, else five.
        """
        versions = _versions(known_at)
        if not versions:
            return cls({}, {}, build_graph({}, ()))
        dictionary = known_indicators(known_at)
        plans = {
            version.pk: check_formula(read(version.formula), dictionary, unit_of(version))
            for found in versions.values()
            for version in found
        }
        # A past definition may need what the present one does not: the order suits both.
        formulas = _joined(versions)
        return cls(versions, plans, build_graph(formulas, dictionary))

    def after(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The computed indicators that some change with, in the order of computing."""
        waiting, found = list(codes), set[str]()
        while waiting:
            users = set(self.graph.used_by.get(waiting.pop(), ())) - found
            found |= users
            waiting += users
        return tuple(code for code in self.graph.order if code in found)


def _versions(known_at: dt.datetime | None = None) -> dict[str, tuple[IndicatorVersion, ...]]:
    """The definitions with a formula by code of the indicator. Cost: one query, two at a moment.

    At a past moment nothing was known of a definition's end that a later one brought.
    """
    found = IndicatorVersion.objects.filter(origin=Origin.FORMULA).order_by("indicator", "number")
    followed_later: set[int] = set()
    if known_at is not None:
        later = IndicatorVersion.objects.filter(
            indicator=OuterRef("indicator"), number=OuterRef("number") + 1, decided_at__gte=known_at
        )
        found = found.filter(decided_at__lt=known_at)
        followed_later = set(found.filter(Exists(later)).values_list("pk", flat=True))
    versions: dict[str, tuple[IndicatorVersion, ...]] = {}
    for version in found.select_related("indicator", "reporters"):
        if version.pk in followed_later:
            version.validity = Range(version.validity.lower, None)
        code = version.indicator.code
        versions[code] = (*versions.get(code, ()), version)
    return versions


def _joined(versions: Mapping[str, Collection[IndicatorVersion]]) -> dict[str, Formula]:
    """One formula for each indicator that names all that any of its definitions names."""
    joined = {}
    for code, found in versions.items():
        texts = dict.fromkeys(version.formula for version in found)
        joined[code] = read(_together(texts)) if len(texts) > 1 else read(next(iter(texts)))
    return joined


def _together(texts: Iterable[str]) -> str:
    """Formulas as the arguments of one, for what they name."""
    return f"max({'; '.join(f'({text})' for text in texts)})"


@lru_cache(maxsize=4096)
def read(text: str) -> Formula:
    """A formula, read once. Errors: FormulaRefusal."""
    return parse_formula(text)


def unit_of(version: IndicatorVersion) -> Unit:
    """The unit of a definition, with what a share is of. Errors: FormulaRefusal unknown_unit."""
    return read_unit(f"{version.unit} {version.unit_base}".strip())


def known_indicators(known_at: dt.datetime | None = None) -> dict[str, Known]:
    """What formulas must know of every indicator, by its latest definition known at a moment.

    Cost: three queries.
    """
    latest: dict[str, IndicatorVersion] = {}
    found = IndicatorVersion.objects.select_related("indicator").order_by("indicator", "number")
    if known_at is not None:
        found = found.filter(decided_at__lt=known_at)
    for version in found.prefetch_related("dimensions__items"):
        latest[version.indicator.code] = version
    return {code: known_as(version) for code, version in latest.items()}


def known_as(version: IndicatorVersion) -> Known:
    """What formulas must know of an indicator, by one of its definitions."""
    groups = {dimension.code: _items(dimension) for dimension in version.dimensions.all()}
    root = read(version.formula).root if version.origin == Origin.FORMULA else None
    return Known(unit_of(version), groups, root is not None, root)


def _items(dimension: Dimension) -> frozenset[str]:
    return frozenset(item.code for item in dimension.items.all())


def check_new(code: str, text: str, version: IndicatorVersion) -> str:
    """The canonical text of a formula that an indicator is given.

    Errors: FormulaRefusal: what is wrong in it, names that are none, units, a circle;
    IndicatorError frequency_differs, frequency_repeats.
    """
    formula = parse_formula(text)
    dictionary = known_indicators()
    others = {name: each for name, each in _joined(_versions()).items() if name != code}
    build_graph({**others, code: formula}, [*dictionary, code])
    _require_frequency(formula, version)
    check_formula(formula, dictionary, unit_of(version))
    return canonical_text(formula.root)


def _require_frequency(formula: Formula, version: IndicatorVersion) -> None:
    """What is named has a value in each period of the indicator: as often as it, or less often, one
    that holds for each shorter period; but then not in a function that goes from one to another."""
    codes = {reference.code for reference in find_references(formula.root)}
    gone_through = set(_gone_through(formula.root))
    ours = PERIODS_A_YEAR[Cadence(version.frequency)]
    found = IndicatorVersion.objects.filter(indicator__code__in=codes).select_related("indicator")
    for named in found.order_by("indicator", "number"):
        theirs, code = PERIODS_A_YEAR[Cadence(named.frequency)], named.indicator.code
        if theirs > ours or (theirs < ours and code in gone_through):
            raise IndicatorError(
                "frequency_differs" if theirs > ours else "frequency_repeats",
                code=code,
                theirs=named.get_frequency_display(),
                ours=version.get_frequency_display(),
            )


def _gone_through(root: Node) -> Iterator[str]:
    """The codes that stand in functions over periods."""
    for node, _depth in walk(root):
        if isinstance(node, Call) and load_functions()[node.function].kind in _OVER_PERIODS:
            yield from (reference.code for reference in find_references(node))


_OVER_PERIODS = frozenset({Kind.SHIFT, Kind.YEAR, Kind.WINDOW})


def require_unused(code: str) -> None:
    """Errors: FormulaRefusal indicator_in_use where a formula names the indicator."""
    FormulaBook.load().graph.refuse_removal(code)


def require_users_hold(code: str) -> None:
    """After a definition changed, the formulas that name its indicator still hold.

    Errors: IndicatorError breaks_formula, naming the first that does not and why. Cost: one query
    where there is no formula, else five.
    """
    users = [version for found in _versions().values() for version in found]
    users = [version for version in users if code in _codes_in(version.formula)]
    if not users:
        return
    dictionary = known_indicators()
    for version in users:
        try:
            check_formula(read(version.formula), dictionary, unit_of(version))
            _require_frequency(read(version.formula), version)
        except (FormulaRefusal, IndicatorError) as refusal:
            user = version.indicator.code
            raise IndicatorError("breaks_formula", users=user, why=str(refusal)) from refusal


def _codes_in(text: str) -> set[str]:
    return {reference.code for reference in find_references(read(text).root)}

"""Units of figures: what is measured and how many of the basic unit one is; a small algebra.

"triệu đồng" is (đồng¹, 10⁶), "người/vạn dân" is a pure number of scale 10⁻⁴, "% GRDP" a pure
number whose base is named. Percentages are ratios (0.25), so their scale is 1: they differ only in
how they are shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib import resources

import yaml

from tiendo.domain.formulas.refusals import FormulaRefusal
from vanban.money import SCALES
from vanban.quantities import NUMBER, parse_number

ONE = Decimal(1)
_WHOLE = Fraction(1)
Dimension = tuple[tuple[str, int], ...]
_MONEY = "đồng"
_WORDS = re.compile(r"[^\W\d_](?:[^\W\d_]|[ ,.-](?![ ,.-]|\Z))*\Z")
# "10.000 dân" in "người/10.000 dân".
_COUNTED = re.compile(rf"({NUMBER})\s+(\D+)\Z")
_POWERS = {2: "²", 3: "³"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit; equal where figures can be added as they are. ``text`` is how people write it.

    ``base``: of what a percentage is taken ("GRDP"); "" where that is not said.
    ``is_open``: the unit of a zero that was written without one, which fits beside anything.
    """

    dimension: Dimension = ()
    scale: Fraction = _WHOLE
    base: str = ""
    is_open: bool = False
    text: str = field(default="", compare=False)

    @property
    def is_pure(self) -> bool:
        """Whether it measures nothing: a count of times, a ratio, a percentage."""
        return not self.dimension

    @property
    def is_percent(self) -> bool:
        """Whether its ratios are shown as percentages."""
        return self.is_pure and _starting(self.text, _table().percentages) is not None

    @property
    def shown(self) -> str:
        """The unit in words; a unit that was computed is told by its parts."""
        return self.text or _told(self)


PURE = Unit()
OPEN = Unit(is_open=True)


def read_unit(text: str) -> Unit:
    """The unit of its words: "triệu đồng", "%", "% GRDP", "người/vạn dân", "hồ sơ", "".

    Errors: FormulaRefusal unknown_unit where it is no words of a unit.
    """
    words = " ".join(unicodedata.normalize("NFC", text).split())
    percent = _starting(words, _table().percentages)
    if percent is not None:
        return Unit(base=words[len(percent) :].strip(" ()").removeprefix("của "), text=words)
    whole = _simple(words)
    if whole is not None:
        return replace(whole, text=words)
    over, slash, under = words.partition("/")
    top, bottom = _simple(over.strip()), _simple(under.strip())
    if slash and over.strip() and under.strip() and top is not None and bottom is not None:
        return replace(divided(top, bottom), text=words)
    raise FormulaRefusal("unknown_unit", unit=text)


def _simple(words: str) -> Unit | None:
    """A unit without a slash. Missing: None where the words are none."""
    table = _table()
    if words in table.plain:
        return PURE
    if words in table.measures:
        return table.measures[words]
    scale, _, rest = words.rpartition(" ")
    if table.names.get(rest) == _MONEY and scale.casefold().replace("tỉ", "tỷ") in SCALES:
        return Unit(((_MONEY, 1),), Fraction(SCALES[scale.casefold().replace("tỉ", "tỷ")]))
    counted = _COUNTED.match(words)
    if counted:
        one = _simple(counted[2])
        return one and replace(one, scale=one.scale * Fraction(parse_number(counted[1])))
    if not _WORDS.match(words):
        return None
    return Unit(((table.names.get(words, words), 1),))


def multiplied(left: Unit, right: Unit) -> Unit:
    """The unit of a product."""
    return _combined(left, right, 1)


def divided(left: Unit, right: Unit) -> Unit:
    """The unit of a quotient; the scales of a pure number stay, so a rate keeps its own."""
    return _combined(left, right, -1)


def _combined(left: Unit, right: Unit, power: int) -> Unit:
    powers = dict(left.dimension)
    for name, exponent in right.dimension:
        powers[name] = powers.get(name, 0) + power * exponent
    kept = tuple(sorted((name, exponent) for name, exponent in powers.items() if exponent))
    scale = left.scale * right.scale if power > 0 else left.scale / right.scale
    return Unit(kept, scale)


def factor_between(given: Unit, wanted: Unit) -> Decimal:
    """By what a figure in one unit is multiplied to stand in another of the same dimension."""
    factor = given.scale / wanted.scale
    return Decimal(factor.numerator) / Decimal(factor.denominator)


def _starting(words: str, starts: Iterable[str]) -> str | None:
    """The longest of the starts after which the words end or a space or bracket follows."""
    fitting = (s for s in starts if words == s or words.startswith((f"{s} ", f"{s}(")))
    return max(fitting, key=len, default=None)


def _told(unit: Unit) -> str:
    over = [_power(name, exponent) for name, exponent in unit.dimension if exponent > 0]
    under = [_power(name, -exponent) for name, exponent in unit.dimension if exponent < 0]
    scale = _scale_word(unit)
    words = f"{scale} {'·'.join(over) or ('1' if under else '')}".strip()
    return "/".join([words, *under]) if words else "số thuần"


def _power(name: str, exponent: int) -> str:
    return name + ("" if exponent == 1 else _POWERS.get(exponent, f"^{exponent}"))


def _scale_word(unit: Unit) -> str:
    if unit.scale == 1:
        return ""
    words = {Fraction(n): word for word, n in SCALES.items() if word != "tr" and "ngàn" not in word}
    return words.get(unit.scale) or f"{unit.scale} ×"


@dataclass(frozen=True, slots=True)
class _Table:
    measures: Mapping[str, Unit]
    names: Mapping[str, str]
    percentages: frozenset[str]
    plain: frozenset[str]


@cache
def _table() -> _Table:
    """units.yaml, read once."""
    text = resources.files(__package__).joinpath("units.yaml").read_text(encoding="utf-8")
    rows = yaml.safe_load(text)
    return _Table(
        measures={name: _measure(dict(row)) for name, row in rows["measures"].items()},
        names={name: names[0] for names in rows["same"] for name in names},
        percentages=frozenset(rows["percentages"]),
        plain=frozenset(rows["plain"]),
    )


def _measure(row: dict[str, object]) -> Unit:
    scale = Fraction(str(row.pop("scale")))
    return Unit(tuple((name, int(str(power))) for name, power in row.items()), scale)

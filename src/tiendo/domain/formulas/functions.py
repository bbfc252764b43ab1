"""The table of functions, read from functions.yaml: reading checks by it, help is made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from importlib import resources

import yaml

from tiendo.domain.collation import fold


class Kind(StrEnum):
    """How the arguments of a function are checked and computed."""

    CHOICE = "choice"
    LOGIC = "logic"
    HAS = "has"
    FALLBACK = "fallback"
    EXTREME = "extreme"
    SAME = "same"
    CHILDREN = "children"
    COUNT = "count"
    RATIO = "ratio"
    SHIFT = "shift"
    YEAR = "year"
    WINDOW = "window"


@dataclass(frozen=True, slots=True)
class Parameter:
    """The word for an argument."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Literal:
    """The argument that is a whole number written in the formula, and its bounds."""

    at: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Function:
    """One function. Missing: ``most`` is None where any number of arguments may follow."""

    name: str
    vi: str
    kind: Kind
    parameters: tuple[Parameter, ...]
    most: int | None
    literal: Literal | None
    meaning_vi: str
    meaning_en: str
    example: str
    words_vi: str

    @property
    def least(self) -> int:
        """How many arguments it needs."""
        return len(self.parameters)


@cache
def load_functions() -> Mapping[str, Function]:
    """Every function by its English name, in the order of help."""
    text = resources.files(__package__).joinpath("functions.yaml").read_text(encoding="utf-8")
    return {row["name"]: _function(row) for row in yaml.safe_load(text)}


def _function(row: dict[str, object]) -> Function:
    given = row["parameters"]
    if not isinstance(given, list):
        raise TypeError("parameters is a list")
    literal = row.get("literal")
    kept = {key: str(row[key]) for key in _TEXTS}
    return Function(
        **kept,
        kind=Kind(str(row["kind"])),
        parameters=tuple(Parameter(**parameter) for parameter in given),
        most=None if "most" in row else len(given),
        literal=Literal(**literal) if isinstance(literal, dict) else None,
    )


_TEXTS = ("name", "vi", "meaning_vi", "meaning_en", "example", "words_vi")


@cache
def _names() -> Mapping[str, Function]:
    """Functions by every way to write them: English, Vietnamese, Vietnamese without marks."""
    functions = load_functions().values()
    return {fold(name): function for function in functions for name in (function.vi, function.name)}


def find_function(name: str) -> Function | None:
    """The function of a name in either language, in any case, with or without marks."""
    return _names().get(fold(name))


def names_like(name: str) -> tuple[str, ...]:
    """Up to two functions whose name somebody may have meant."""
    near = get_close_matches(fold(name), _names(), n=2, cutoff=0.7)
    return tuple(_names()[found].name for found in near)

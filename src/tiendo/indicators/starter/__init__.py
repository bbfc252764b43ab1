"""The dictionary to begin with, as its file states it: indicators, targets, rules, figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

_YEARLY = "yearly"


@dataclass(frozen=True, slots=True)
class StarterTarget:
    """A target as its document prints it.

    Missing: ``by`` None where the text names no year, ``value`` for a target in words alone,
    ``high`` unless the comparator is a range.
    """

    comparator: str
    source: str
    value: str | None
    high: str | None
    by: int | None
    wording: str
    obligation: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class StarterIndicator:
    """An indicator; ``is_national``: its targets are the country's, not a province's."""

    code: str
    name: str
    unit: str
    unit_base: str
    decimals: int
    direction: str
    frequency: str
    formula: str
    dimensions: tuple[str, ...]
    is_national: bool
    watched_by: str
    targets: tuple[StarterTarget, ...]

    @property
    def source(self) -> str:
        """The documents that its targets stand in. Missing: empty where it has none."""
        return "; ".join(dict.fromkeys(target.source for target in self.targets))[:300]

    @property
    def is_verified(self) -> bool:
        """Whether a primary text was read for it."""
        return not self.targets or any(target.is_verified for target in self.targets)


@dataclass(frozen=True, slots=True)
class StarterDimension:
    """What values are told apart by; items as pairs of code and name."""

    code: str
    name: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StarterRule:
    """A rule that figures are checked by. Missing: what its kind does not need is empty."""

    code: str
    kind: str
    severity: str
    source: str
    low: str = ""
    high: str = ""
    dimension: str = ""
    formula: str = ""


@dataclass(frozen=True, slots=True)
class StarterName:
    """One of the things a count counts; ``body`` is the slug of a body, empty where it is none."""

    name: str
    place: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class StarterFigure:
    """A figure as the report prints it; ``body`` empty is the province's."""

    code: str
    raw: str
    as_of: dt.date
    parts: Mapping[str, str]
    body: str
    note: str
    names: tuple[StarterName, ...]


@dataclass(frozen=True, slots=True)
class Starter:
    """All of it. ``computed``: what the report prints of computed indicators, by their codes;
    ``absent``: what sources announce and do not contain."""

    since: dt.date
    dimensions: tuple[StarterDimension, ...]
    indicators: tuple[StarterIndicator, ...]
    rules: tuple[StarterRule, ...]
    figures: tuple[StarterFigure, ...]
    figures_source: str
    computed: Mapping[str, str]
    absent: tuple[str, ...]


@cache
def read_starter() -> Starter:
    """The dictionary that comes with the product."""
    text = (resources.files(__name__) / "dictionary.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    told = found["observed"]
    return Starter(
        since=found["since"],
        dimensions=tuple(_dimension(row) for row in found["dimensions"]),
        indicators=tuple(_indicator(row, found["sources"]) for row in found["indicators"]),
        rules=tuple(StarterRule(**row) for row in found["rules"]),
        figures=tuple(_figure(row, told["as_of"]) for row in told["figures"]),
        figures_source=told["source"],
        computed={row["code"]: row["printed"] for row in told["computed"]},
        absent=tuple(found["absent"]),
    )


def _dimension(row: dict[str, Any]) -> StarterDimension:
    items = tuple((item["code"], item["name"]) for item in row["items"])
    return StarterDimension(row["code"], row["name"], items)


def _indicator(row: dict[str, Any], sources: dict[str, Any]) -> StarterIndicator:
    return StarterIndicator(
        code=row["code"],
        name=row["name"],
        unit=row["unit"],
        unit_base=row.get("base", ""),
        decimals=row.get("decimals", 0),
        direction=row["direction"],
        frequency=row.get("frequency", _YEARLY),
        formula=row.get("formula", ""),
        dimensions=tuple(row.get("dimensions", ())),
        is_national=row.get("scope") == "nation",
        watched_by=row.get("watched_by", ""),
        targets=tuple(_target(each, sources) for each in row.get("targets", ())),
    )


def _target(row: dict[str, Any], sources: dict[str, Any]) -> StarterTarget:
    source = sources[row["from"]]
    return StarterTarget(
        comparator=row["cmp"],
        source=f"{source['text']} {row.get('item', '')}".strip(" ,"),
        value=row.get("value"),
        high=row.get("high"),
        by=source.get("by"),
        wording=row.get("wording", ""),
        obligation=row.get("obligation", "must"),
        is_verified=source["verified"],
    )


def _figure(row: dict[str, Any], as_of: dt.date) -> StarterFigure:
    return StarterFigure(
        code=row["code"],
        raw=row["raw"],
        as_of=row.get("as_of", as_of),
        parts=row.get("parts", {}),
        body=row.get("body", ""),
        note=row.get("note", ""),
        names=tuple(StarterName(**name) for name in row.get("names", ())),
    )

"""The province of this installation, as its data folder describes it.

Another province is another folder of ``data/``, named by the setting ``PROVINCE``.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from tiendo.domain.collation import fold
from tiendo.organisations.names import DATA, match_key

PROVINCE = "tỉnh"
_NO_PLAN = "Kế hoạch (ghi số, ngày ban hành trước khi áp dụng)"
_OF_PROVINCE_PARTY = re.compile(r"\bTỉnh(?= (?:ủy|đoàn)\b)")
# "cấp tỉnh" is the level of cities too, and so is "tỉnh, thành phố".
_OF_PROVINCE = re.compile(r"(?<!cấp )(?<!liên )\b[Tt]ỉnh\b(?!, thành phố)")


@dataclass(frozen=True, slots=True)
class BodyRow:
    """One body of a data folder. ``since`` and ``until`` are null where unknown or open."""

    slug: str
    name: str
    branch: str
    level: str
    kind: str
    source: str
    short: str = ""
    parent: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    code: str | None = None
    symbol: str = ""
    unit_code: str | None = None
    unit_code_version: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SuccessionRow:
    """One succession of a data folder, by slugs."""

    predecessor: str
    successor: str
    kind: str
    on: dt.date
    source: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One generic addressee: its families of bodies and the kinds they hold."""

    slug: str
    name: str
    families: frozenset[str]
    kinds: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Province:
    """A data folder, read. ``suffixes`` are the keys of the province's name behind a body's;
    ``unit`` is what it is: "tỉnh", or "thành phố" directly under the centre; ``plan`` is the plan
    that its bodies report on, as papers cite it."""

    slug: str
    name: str
    unit: str
    plan: str
    bodies: tuple[BodyRow, ...] = field(repr=False)
    successions: tuple[SuccessionRow, ...] = field(repr=False)
    groups: tuple[GroupRow, ...] = field(repr=False)
    suffixes: tuple[str, ...]


def current_province() -> Province:
    """The province of this installation."""
    return read_province(settings.PROVINCE)


@cache
def read_province(slug: str) -> Province:
    """The bodies, successions and groups of a data folder, the centre's included."""
    folder = DATA / slug
    facts = _read(folder / "province.yaml")
    own, centre = _read(folder / "bodies.yaml"), _read(DATA / "central.yaml")
    bodies = (*_bodies(centre), *_bodies(own), *_communes(folder, facts))
    return Province(
        slug=slug,
        name=facts["name"],
        unit=facts.get("unit", PROVINCE),
        plan=facts.get("plan", _NO_PLAN),
        bodies=bodies,
        successions=(*_successions(centre), *_successions(own)),
        groups=tuple(_groups(_read(DATA / "groups.yaml"))),
        suffixes=(match_key(facts["name"]),),
    )


def in_own_words(text: str) -> str:
    """What is worded for a province, as this installation says it: in a city directly under the
    centre "UBND tỉnh" is "UBND thành phố" and "Tỉnh ủy" is "Thành ủy"; "cấp tỉnh" stays."""
    unit = current_province().unit
    if unit == PROVINCE:
        return text
    said = _OF_PROVINCE_PARTY.sub("Thành", text)
    return _OF_PROVINCE.sub(
        lambda match: unit if match[0].islower() else unit[:1].upper() + unit[1:], said
    )


def unit_slug(type_name: str, name: str) -> str:
    """The slug of the committee of a commune or ward: "ubnd-xa-ea-trang"."""
    return "ubnd-" + re.sub(r"[^a-z0-9]+", "-", fold(f"{type_name} {name}").replace("'", ""))


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def _bodies(content: dict[str, Any]) -> Iterator[BodyRow]:
    for section in content["sections"]:
        for row in section["bodies"]:
            values = {**section["defaults"], **row}
            yield BodyRow(**{**values, "aliases": tuple(values.get("aliases", ()))})


def _successions(content: dict[str, Any]) -> Iterator[SuccessionRow]:
    for row in content.get("successions", ()):
        yield SuccessionRow(row["from"], row["to"], row["kind"], row["effective_on"], row["source"])


def _groups(content: dict[str, Any]) -> Iterator[GroupRow]:
    for row in content["groups"]:
        kinds = [kind for family in row["families"] for kind in content["kinds"][family]]
        yield GroupRow(
            slug=row["slug"],
            name=row["name"],
            families=frozenset(row["families"]),
            kinds=tuple(dict.fromkeys(kinds)),
            source=content["source"],
        )


def _communes(folder: Path, facts: dict[str, Any]) -> Iterator[BodyRow]:
    """The People's Committees of the communes and wards, from the list of units."""
    kinds = {"xã": "commune", "phường": "ward", "đặc khu": "commune"}
    with (folder / "communes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            unit = f"{row['type']} {row['name']}"
            yield BodyRow(
                slug=unit_slug(row["type"], row["name"]),
                name=f"Ủy ban nhân dân {unit}",
                short=f"UBND {unit}",
                branch="state",
                level="commune",
                kind=kinds[row["type"]],
                parent=facts["committee"],
                since=facts["merged_on"],
                unit_code=row["unit_code"],
                unit_code_version=facts["unit_code_version"],
                source=row["source"],
            )

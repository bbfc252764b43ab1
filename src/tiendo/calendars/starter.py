"""The days that come with the product, none of them held against its document yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

import yaml

from tiendo.domain.periods import ONE_DAY


@dataclass(frozen=True, slots=True)
class StarterDay:
    """A day of the file; ``kind`` is a code of ``DayKind``."""

    day: dt.date
    kind: str
    name: str
    source: str


def starter_days() -> Iterator[StarterDay]:
    """The days of ``data/starter.yaml``, each stretch day by day, in order."""
    text = resources.files("tiendo.calendars").joinpath("data/starter.yaml").read_text("utf-8")
    for row in yaml.safe_load(text):
        day, last = row["day"], row.get("until", row["day"])
        while day <= last:
            yield StarterDay(day, row["kind"], row["name"], row["source"])
            day += ONE_DAY

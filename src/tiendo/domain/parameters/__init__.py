"""Thresholds by effective day, each with its source; read from the YAML files beside this module.

A new value is a new version with its day: what was computed for an older day stays the same.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml


class UnknownParameter(LookupError):
    """No parameter of that name, or none in force on that day."""


@dataclass(frozen=True, slots=True)
class ParameterVersion:
    """One value from a day on, with where it comes from."""

    since: dt.date
    value: int
    source: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named threshold and its versions in order of their days."""

    name: str
    unit: str
    versions: tuple[ParameterVersion, ...]

    def on(self, day: dt.date) -> int:
        """The value in force on a day.

        Errors: UnknownParameter before the first version.
        """
        for version in reversed(self.versions):
            if version.since <= day:
                return version.value
        raise UnknownParameter(f"{self.name} on {day}")


def parameter_on(name: str, day: dt.date) -> int:
    """The value of a parameter on a day.

    Errors: UnknownParameter.
    """
    return find_parameter(name).on(day)


def find_parameter(name: str) -> Parameter:
    """The parameter with all its versions.

    Errors: UnknownParameter.
    """
    try:
        return load_parameters()[name]
    except KeyError:
        raise UnknownParameter(name) from None


@cache
def load_parameters() -> dict[str, Parameter]:
    """Every parameter by name."""
    folder = resources.files(__name__)
    files = (item for item in folder.iterdir() if item.name.endswith(".yaml"))
    return {
        parameter.name: parameter
        for file in files
        for parameter in parse_parameters(file.read_text(encoding="utf-8"))
    }


def parse_parameters(text: str) -> tuple[Parameter, ...]:
    """The parameters of one YAML text, their versions in order of days."""
    return tuple(
        Parameter(
            name,
            row["unit"],
            tuple(
                sorted(
                    (
                        ParameterVersion(item["since"], int(item["value"]), item["source"])
                        for item in row["versions"]
                    ),
                    key=lambda version: version.since,
                )
            ),
        )
        for name, row in yaml.safe_load(text).items()
    )

"""Thresholds by effective day, each with its source; read from the YAML files beside this module.

A new value is a new version with its day: what was computed for an older day stays the same. An
installation may lay down versions of its own in one file (``add_file``).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml


class UnknownParameter(LookupError):
    """No parameter of that name, or none in force on that day."""


class UnreadableParameters(ValueError):
    """A file of an installation that is no list of parameters."""


@dataclass(frozen=True, slots=True)
class ParameterVersion:
    """One value from a day on, with where it comes from.

    ``words`` name the source to people, empty where it is told to nobody; ``is_verified`` is false
    for a value that was recalled and not yet held against the text it is to come from.
    """

    since: dt.date
    value: int
    source: str
    words: str = ""
    is_verified: bool = True


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
        return self.version_on(day).value

    def version_on(self, day: dt.date) -> ParameterVersion:
        """The version in force on a day. Errors: as ``on``."""
        for version in reversed(self.versions):
            if version.since <= day:
                return version
        raise UnknownParameter(f"{self.name} on {day}")

    def with_more(self, more: tuple[ParameterVersion, ...]) -> Parameter:
        """The parameter with other versions; one of the same day takes the place of its own."""
        by_day = {version.since: version for version in (*self.versions, *more)}
        return replace(self, versions=tuple(by_day[day] for day in sorted(by_day)))


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


_files: list[Path] = []


def add_file(path: Path) -> None:
    """Take the versions that an installation lays down; called once by the settings.

    Errors: UnreadableParameters for a file that is none, or that names a parameter there is not.
    """
    try:
        found = parse_parameters(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
        raise UnreadableParameters(f"{path}: {error}") from error
    unknown = sorted({parameter.name for parameter in found} - load_parameters().keys())
    if unknown:
        raise UnreadableParameters(f"{path}: {', '.join(unknown)}")
    _files.append(path)
    load_parameters.cache_clear()


@cache
def load_parameters() -> dict[str, Parameter]:
    """Every parameter by name."""
    folder = resources.files(__name__)
    files = (item for item in folder.iterdir() if item.name.endswith(".yaml"))
    found = {
        parameter.name: parameter
        for file in files
        for parameter in parse_parameters(file.read_text(encoding="utf-8"))
    }
    for path in _files:
        for own in parse_parameters(path.read_text(encoding="utf-8")):
            found[own.name] = found[own.name].with_more(own.versions)
    return found


def parse_parameters(text: str) -> tuple[Parameter, ...]:
    """The parameters of one YAML text, their versions in order of days."""
    return tuple(
        Parameter(
            name,
            row["unit"],
            tuple(
                sorted(
                    (_version(item) for item in row["versions"]),
                    key=lambda version: version.since,
                )
            ),
        )
        for name, row in yaml.safe_load(text).items()
    )


def _version(item: dict[str, Any]) -> ParameterVersion:
    """One version as a file writes it. Errors: TypeError where its day or source is none."""
    since, source = item["since"], item["source"]
    if not isinstance(since, dt.date) or not isinstance(source, str):
        raise TypeError(f"a version needs its day and its source: {item}")
    is_verified = bool(item.get("verified", True))
    return ParameterVersion(since, int(item["value"]), source, item.get("words", ""), is_verified)

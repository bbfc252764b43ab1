"""Law 9: rules are data with dates and a source; an old day keeps its old value."""

from __future__ import annotations

import datetime as dt

import pytest

from tiendo.domain.parameters import (
    UnknownParameter,
    load_parameters,
    parameter_on,
    parse_parameters,
)

TWO_VERSIONS = """
due_soon_days:
  unit: day
  versions:
    - {since: 2026-01-01, value: 10, source: decision B}
    - {since: 2025-01-01, value: 7, source: decision A}
"""


def test_each_day_has_the_value_in_force_on_it():
    (parameter,) = parse_parameters(TWO_VERSIONS)
    assert parameter.on(dt.date(2025, 12, 31)) == 7
    assert parameter.on(dt.date(2026, 1, 1)) == 10


def test_before_the_first_version_nothing_is_in_force():
    (parameter,) = parse_parameters(TWO_VERSIONS)
    with pytest.raises(UnknownParameter):
        parameter.on(dt.date(2024, 12, 31))


def test_an_unknown_parameter_is_no_default():
    with pytest.raises(UnknownParameter, match="no_such_days"):
        parameter_on("no_such_days", dt.date(2025, 1, 1))


def test_every_version_names_its_source():
    parameters = load_parameters()
    assert "due_soon_days" in parameters
    for parameter in parameters.values():
        assert parameter.versions, parameter.name
        assert all(version.source for version in parameter.versions), parameter.name

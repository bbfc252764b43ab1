"""Law 9: rules are data with dates and a source; an old day keeps its old value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from tiendo.domain import parameters
from tiendo.domain.budget import closing_day, closing_sources
from tiendo.domain.parameters import (
    UnknownParameter,
    UnreadableParameters,
    add_file,
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


@pytest.fixture
def own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file of an installation, forgotten afterwards."""
    monkeypatch.setattr(parameters, "_files", [])
    yield tmp_path / "parameters.yaml"
    monkeypatch.undo()
    load_parameters.cache_clear()


def test_an_installation_lays_down_versions_of_its_own(own_file: Path) -> None:
    own_file.write_text(
        "budget_closing_recurrent:\n"
        "  unit: month and day of the next year\n"
        "  versions:\n"
        "    - {since: 2026-01-01, value: 331, source: law C, words: Luật C, verified: true}\n",
        encoding="utf-8",
    )
    add_file(own_file)
    assert closing_day(2025, "recurrent") == dt.date(2026, 1, 31)
    assert closing_day(2026, "recurrent") == dt.date(2027, 3, 31)
    [rule] = closing_sources(2026, "recurrent")
    assert (rule.words, rule.is_verified) == ("Luật C", True)
    assert not any(rule.is_verified for rule in closing_sources(2025, ""))


@pytest.mark.parametrize(
    "text",
    [
        "no_such_days:\n  unit: day\n  versions: [{since: 2025-01-01, value: 1, source: a}]",
        "due_soon_days:\n  unit: day\n  versions: [{since: soon, value: 1, source: a}]",
        "due_soon_days:\n  unit: day\n  versions: [{since: 2025-01-01, value: 1}]",
        "due_soon_days: [",
        "- 1",
    ],
)
def test_a_file_that_lays_down_nothing_is_refused(own_file: Path, text: str) -> None:
    own_file.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableParameters, match="parameters.yaml"):
        add_file(own_file)

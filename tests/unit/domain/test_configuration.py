"""Configuration files: plain data with lines, tricks refused with their line."""

from __future__ import annotations

import pytest

from tiendo.domain.configuration import (
    MOST_CHARACTERS,
    UnreadableConfiguration,
    read_configuration,
    write_configuration,
)

TEXT = """code: mau
rule:
  frequency: monthly
levels:
  - order: 1
    due: {kind: day,
          day: 10}
  - order: 2
"""


def test_every_field_has_its_line() -> None:
    file = read_configuration(TEXT)
    assert file.data["levels"][0]["due"] == {"kind": "day", "day": 10}
    assert [
        file.line_of(path)
        for path in ("code", "rule.frequency", "levels[0].due.day", "levels[1]", "levels[1].order")
    ] == [1, 3, 7, 8, 8]


def test_a_missing_field_has_the_line_of_what_it_should_stand_in() -> None:
    file = read_configuration(TEXT)
    assert file.line_of("levels[1].due.day") == 8
    assert file.line_of("rule.closing.kind") == 2
    assert file.line_of("nothing") == 1


def test_days_stay_words() -> None:
    assert read_configuration("since: 2026-01-31").data == {"since": "2026-01-31"}


def test_what_is_written_reads_back() -> None:
    data = {"title": "Báo cáo: năm", "since": "2026-01-31", "on": True, "levels": [{"day": 1}] * 2}
    assert read_configuration(write_configuration(data)).data == data


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\nb: [1", "config_not_yaml", 2),
        ("a: 1\n\tb: 2", "config_not_yaml", 2),
        ("a: &x 1\nb: *x", "config_alias", 1),
        ("a: 1\nb:\n  c: 1\n  c: 2", "config_twice", 4),
        ("- 1", "config_not_fields", None),
        ("", "config_not_fields", None),
        ("a: " + "[" * 30 + "]" * 30, "config_too_deep", 1),
        ("a: " + "b" * MOST_CHARACTERS, "config_too_long", None),
        ("a: \x00", "config_not_yaml", 1),
        ("a: !!python/object:os.system x", "config_not_yaml", 1),
    ],
)
def test_what_is_no_configuration_is_refused(text: str, code: str, line: int | None) -> None:
    with pytest.raises(UnreadableConfiguration) as refused:
        read_configuration(text)
    assert refused.value.code == code
    assert refused.value.params.get("line") == line
    assert str(refused.value)

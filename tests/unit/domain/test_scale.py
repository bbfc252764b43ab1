"""Days laid over the width of a drawing."""

from __future__ import annotations

import datetime as dt

import pytest

from tiendo.domain.scale import Scale, Zoom, neighbours, scale_around, scale_of


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_the_whole_holds_every_day_and_the_one_in_view() -> None:
    scale = scale_of([day("2025-08-20"), day("2025-11-30")], day("2025-12-05"))
    assert scale == Scale(day("2025-08-01"), day("2026-01-01"))
    assert scale_of([], day("2025-12-05")) == Scale(day("2025-12-01"), day("2026-01-01"))


def test_a_slip_of_the_pen_does_not_stretch_the_whole() -> None:
    scale = scale_of([day("2025-08-20"), day("2199-12-31")], day("2025-09-05"))
    assert scale.end == day("2025-10-01")


@pytest.mark.parametrize(
    ("zoom", "start", "end", "before"),
    [
        (Zoom.MONTH, "2025-12-01", "2026-01-01", "2025-11-01"),
        (Zoom.QUARTER, "2025-10-01", "2026-01-01", "2025-07-01"),
        (Zoom.YEAR, "2025-01-01", "2026-01-01", "2024-01-01"),
    ],
)
def test_a_stretch_is_a_whole_month_quarter_or_year(
    zoom: Zoom, start: str, end: str, before: str
) -> None:
    around = day("2025-12-31")
    assert scale_around(zoom, around) == Scale(day(start), day(end))
    assert neighbours(zoom, around) == (day(before), day(end))


def test_places_are_hundredths_of_the_width() -> None:
    scale = Scale(day("2025-09-01"), day("2025-10-01"))
    assert scale.at(day("2025-09-01")) == 0
    assert scale.at(day("2025-09-16")) == 50
    assert scale.at(day("2025-10-01")) == 100
    assert scale.at(day("2025-08-31")) < 0


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2025-09-01", "2025-10-01", ["01/09", "08/09", "15/09", "22/09", "29/09"]),
        ("2025-08-01", "2025-11-01", ["8/2025", "9/2025", "10/2025"]),
        ("2024-11-01", "2026-06-01", ["IV/2024", *(f"{q}/2025" for q in ("I", "II", "III", "IV"))]),
        ("2023-06-01", "2031-01-01", [str(year) for year in range(2023, 2031)]),
    ],
)
def test_it_is_ruled_by_what_fits(start: str, end: str, words: list[str]) -> None:
    scale = Scale(day(start), day(end))
    rules = list(scale.rules())
    assert [text for _day, text in rules][: len(words)] == words
    assert rules[0][0] == scale.start
    assert all(scale.start <= at < scale.end for at, _text in rules)

"""Specifications of pictures: every state of a value, every shape of data, valid and readable."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import altair as alt
import pytest

from tiendo.domain.achievement import Verdict
from tiendo.domain.periods import Cadence, period_around, period_label
from tiendo.overview.pictures import (
    bullets,
    burn_down,
    heat_map,
    multiples,
    ranked,
    tile_map,
    trend,
    waterfall,
)
from tiendo.overview.pictures.asking import period_of, read_ids, read_period
from tiendo.overview.pictures.classes import make_classes
from tiendo.overview.pictures.figures import (
    BodyReading,
    Goal,
    Measure,
    Outlook,
    Picture,
    Point,
    Reading,
)
from tiendo.overview.pictures.trend_layers import Trend
from vanban.quantities import Missing

LONG = "Tỷ lệ hồ sơ thủ tục hành chính được tiếp nhận, giải quyết trực tuyến toàn trình " * 2
SHARE = Measure("HT.01", "Tỷ lệ phủ sóng", "%", True, lambda value: f"{value * 100:.1f}%")
COUNT = Measure("NL.01", LONG, "người", False, lambda value: f"{value:f} người", True)
GOAL = Goal("từ 80% trở lên", Decimal("0.8"), dt.date(2027, 12, 31), "146/KH-UBND")
NONE, UNDEFINED, LATER = Missing.NO_DATA, Missing.UNDEFINED, Missing.NOT_DUE
# What a picture must bear: nothing, one value, zeros, below zero, all alike, every absence.
SERIES: dict[str, list[Reading]] = {
    "nothing": [],
    "all_missing": [NONE, UNDEFINED, LATER],
    "one": [Decimal("0.4")],
    "zeros": [Decimal(0), Decimal(0)],
    "below_zero": [Decimal("-0.3"), Decimal("0.2"), NONE],
    "alike": [Decimal("0.5")] * 3,
    "mixed": [Decimal("0.1"), NONE, Decimal("0.9"), UNDEFINED, LATER],
    "many": [Decimal(number) / 100 for number in range(102)],
}


def points(readings: Sequence[Reading]) -> list[Point]:
    made = []
    for number, reading in enumerate(readings):
        start = dt.date(2015 + number // 12, number % 12 + 1, 1)
        period = period_around(Cadence.MONTHLY, start)
        name = period_label(Cadence.MONTHLY, period)
        made.append(Point(period, name, reading, number % 2 == 1))
    return made


def rows(readings: Sequence[Reading]) -> list[BodyReading]:
    return [BodyReading(f"Xã {number} {LONG}", each) for number, each in enumerate(readings)]


def communes(readings: Sequence[Reading]) -> list[tile_map.Commune]:
    return [
        tile_map.Commune(f"{n:05}", f"Ea {n}", each, False, (12 + n % 10 / 10, 108 + n / 100))
        for n, each in enumerate(readings)
    ]


def all_of(readings: Sequence[Reading], measure: Measure) -> list[Picture]:
    """Every picture of figures made of the same readings."""
    names = [f"Xã {number}" for number in range(len(readings))]
    column = heat_map.Column(measure, "2025", readings)
    bullet = [
        bullets.Bullet(LONG, measure, each, "2025", GOAL, Decimal("0.6"), Verdict.NO_DATA)
        for each in readings
    ]
    frames = [(name, points(readings)) for name in names[:3]]
    return [
        trend.draw_trend(Trend(measure, "Tỉnh", points(readings))),
        ranked.draw_ranking(ranked.Ranking(measure, "2025", rows(readings), GOAL)),
        multiples.draw_multiples(multiples.Multiples(measure, frames)),
        heat_map.draw_heat_map(heat_map.HeatMap(names, [column])),
        bullets.draw_bullets(bullets.Bullets("Tỉnh", dt.date(2025, 11, 10), bullet)),
        tile_map.draw_commune_map(tile_map.CommuneMap(measure, "2025", communes(readings))),
    ]


@pytest.mark.parametrize("measure", [SHARE, COUNT], ids=["share", "count"])
@pytest.mark.parametrize("name", SERIES)
def test_a_picture_is_a_valid_specification_or_says_why_there_is_none(
    name: str, measure: Measure
) -> None:
    for picture in all_of(SERIES[name], measure):
        assert picture.summary
        if picture.spec is None:
            continue
        if name != "many" and measure is SHARE:
            alt.Chart.from_dict(picture.spec)
        keys = set(re.findall(r'"(\w+)":', json.dumps(picture.spec)))
        assert not {"transform", "expr", "url", "signal", "href"} & keys, picture.code
        assert picture.summary in str(picture.spec["description"])


def channels_of(spec: Any) -> list[tuple[str, Any]]:
    """The legend of every channel of every layer: what parts them makes the drawing warn."""
    found = []
    for layer in (spec, *spec.get("layer", [])):
        for name, channel in layer.get("encoding", {}).items():
            if isinstance(channel, dict) and "legend" in channel:
                found.append((name, json.dumps(channel["legend"])))
    return found


def test_the_layers_of_a_picture_agree_on_its_legends() -> None:
    days = [burn_down.Told(dt.date(2025, 1, 10), 400, None)]
    money = burn_down.BurnDown(2025, dt.date(2025, 12, 31), days)
    for picture in (*all_of(SERIES["mixed"], SHARE), burn_down.draw_burn_down(money)):
        legends = set(channels_of(picture.spec))
        assert len(legends) == len({name for name, _legend in legends}), picture.code


def test_bars_are_as_long_as_the_figures_of_the_table() -> None:
    picture = ranked.draw_ranking(ranked.Ranking(SHARE, "2025", rows(SERIES["mixed"])))
    bars = [row for row in values_of(picture.spec) if "at" in row]
    told = [row[2] for row in picture.sheet.rows]
    assert [row["value"] for row in bars] == [
        None if isinstance(each, Missing) else float(str(each)) for each in told
    ]
    assert [row["body"] for row in bars] == [row[1] for row in picture.sheet.rows]


def test_long_rows_are_drawn_part_by_part_and_stand_whole_in_the_table() -> None:
    given = rows([*SERIES["many"], NONE])
    first, last = (
        ranked.draw_ranking(ranked.Ranking(SHARE, "2025", given, page=page)) for page in (1, 99)
    )
    assert first.part is not None
    assert (first.part.first, first.part.last, first.part.pages) == (1, 40, 3)
    assert last.part is not None
    assert (last.part.page, last.part.first, last.part.last) == (3, 81, 102)
    assert "1 cơ quan không có số liệu chỉ nằm trong bảng. Hình này vẽ 1–40" in first.summary
    assert len(list(first.sheet.rows)) == len(list(last.sheet.rows)) == 103
    # All parts have one scale.
    scales = [json.dumps(each.spec["layer"][0]["encoding"]["x"]) for each in (first, last)]  # type: ignore[index, call-overload]
    assert scales[0] == scales[1]
    frames = [(f"Xã {n}", points([Decimal(0), Decimal(n)])) for n in range(30)]
    drawn = multiples.draw_multiples(multiples.Multiples(COUNT, frames))
    assert drawn.part is not None
    assert drawn.part.last == multiples.FRAMES
    # Those that changed most come first.
    assert values_of(drawn.spec)[0]["body"] == "Xã 29"


def test_a_word_that_makes_a_figure_less_than_exact_stays_with_it() -> None:
    period = period_around(Cadence.YEARLY, dt.date(2025, 1, 1))
    point = Point(period, "2025", Decimal("0.999"), word="khoảng")
    picture = trend.draw_trend(Trend(SHARE, "Tỉnh", [point]))
    assert "khoảng 99.9%" in picture.summary
    assert list(picture.sheet.rows)[0][4] == "khoảng 99.9%"
    given = [BodyReading("Xã", Decimal("0.8"), word="hơn")]
    assert "hơn 80.0%" in str(values_of(ranked.draw_ranking(ranked.Ranking(SHARE, "", given)).spec))


def test_the_axis_of_a_trend_has_room_but_no_share_above_the_whole() -> None:
    picture = trend.draw_trend(Trend(SHARE, "Tỉnh", points([Decimal("0.999")])))
    assert picture.spec is not None
    low, high = picture.spec["encoding"]["y"]["scale"]["domain"]  # type: ignore[index, call-overload]
    assert 0.9 < low < 0.999 < high == 1


def values_of(spec: Any) -> list[dict[str, Any]]:
    """Every row of data of a specification, wherever it stands."""
    if isinstance(spec, dict):
        own = spec.get("values", [])
        found = [each for each in own if isinstance(each, dict)] if isinstance(own, list) else []
        return found + [row for part in spec.values() for row in values_of(part)]
    if isinstance(spec, list):
        return [row for part in spec for row in values_of(part)]
    return []


def test_what_is_missing_is_no_zero_in_any_picture() -> None:
    for picture in all_of([Decimal("0.5"), NONE, UNDEFINED, LATER], SHARE):
        assert picture.spec is not None
        zeros = [row for row in values_of(picture.spec) if row.get("value") == 0]
        assert not zeros, picture.code
        told = str(values_of(picture.spec)) + str(list(picture.sheet.rows))
        assert all(str(each.words) in told or repr(each) in told for each in (NONE, UNDEFINED))


def test_an_observed_zero_is_drawn_and_said_as_zero() -> None:
    picture = ranked.draw_ranking(ranked.Ranking(SHARE, "2025", rows([Decimal(0), NONE])))
    first, second, *_rest = values_of(picture.spec)
    assert (first["value"], first["shown"]) == (0.0, "0.0%")
    assert (second["value"], second["shown"]) == (None, "Chưa có số liệu")


def test_the_fewer_the_better_puts_the_least_first() -> None:
    given = rows([Decimal(5), NONE, Decimal(2)])
    picture = ranked.draw_ranking(ranked.Ranking(COUNT, "2025", given))
    assert [row[2] for row in picture.sheet.rows] == [Decimal(2), Decimal(5), NONE]


def test_a_trend_parts_its_series_in_grey_and_shows_the_interval() -> None:
    outlook = [Outlook(dt.date(2026, 6, 30), Decimal("0.7"), Decimal("0.6"), Decimal("0.8"))]
    start = (dt.date(2024, 12, 31), Decimal("0.5"))
    path = Goal("80%", Decimal("0.8"), dt.date(2027, 12, 31), start=start)
    asked = Trend(SHARE, "Tỉnh", points(SERIES["mixed"]), [path], outlook)
    picture = trend.draw_trend(asked)
    text = json.dumps(picture.spec, ensure_ascii=False)
    for series in ("Thực hiện", "Lộ trình", "Chỉ tiêu", "Dự báo"):
        assert series in text
    assert "strokeDash" in text
    assert '"y2": {"field": "high"}' in text
    assert "khoảng từ 60.0% đến 80.0%" in str(list(picture.sheet.rows))


def test_classes_hold_every_value_once_and_name_their_bounds() -> None:
    values = [Decimal(number) for number in range(11)]
    classes = make_classes(values, str)
    ends = [classes.of(each).words for each in (values[0], values[2], values[10])]
    assert ends == ["0 đến 2", "0 đến 2", "trên 8 đến 10"]
    assert classes.of(NONE).words == "Chưa có số liệu"


def test_a_waterfall_adds_up_and_tells_what_is_not_known() -> None:
    money = waterfall.YearSteps(2025, dt.date(2025, 11, 10), 450, 500, None, 183)
    steps = waterfall.steps_of(money)
    assert [step.amount for step in steps] == [450, 50, 500, -183, None, 317]
    picture = waterfall.draw_waterfall(money)
    for row, bar in zip(picture.sheet.rows, values_of(picture.spec), strict=True):
        told = 0 if row[1] is NONE else abs(int(str(row[1])))
        assert round((bar["high"] - bar["low"]) * 1_000_000) == told
    assert ("Cam kết chưa chi", NONE, "Chưa có số liệu") in list(picture.sheet.rows)
    alt.Chart.from_dict(picture.spec)


def test_money_over_its_budget_goes_below_zero_and_is_said() -> None:
    money = waterfall.YearSteps(2025, dt.date(2025, 11, 10), 100, 100, 130, 120)
    assert waterfall.steps_of(money)[-1].low == -30
    assert "vượt dự toán" in waterfall.draw_waterfall(money).summary


@pytest.mark.parametrize("allotted", [None, 0])
def test_a_year_without_money_says_so(allotted: int | None) -> None:
    money = waterfall.YearSteps(2025, dt.date(2025, 11, 10), allotted, allotted, None, None)
    assert (waterfall.draw_waterfall(money).spec is None) == (allotted is None)


def test_a_burn_down_holds_an_even_pace_beside_what_is_left() -> None:
    days = [
        burn_down.Told(dt.date(2025, 1, 10), 400, None),
        burn_down.Told(dt.date(2025, 7, 1), 400, 100),
    ]
    money = burn_down.BurnDown(2025, dt.date(2025, 12, 31), days)
    assert burn_down.even_on(money, dt.date(2025, 1, 1)) == 400
    assert burn_down.even_on(money, dt.date(2026, 5, 1)) == 0
    picture = burn_down.draw_burn_down(money)
    assert "Chậm" in picture.summary
    marks = [row for row in values_of(picture.spec) if row["series"] == "Chưa giải ngân"]
    assert {row["value"] * 1_000_000 for row in marks} == {row[3] for row in picture.sheet.rows}
    assert list(picture.sheet.rows)[0][2] is NONE
    alt.Chart.from_dict(picture.spec)
    assert burn_down.draw_burn_down(burn_down.BurnDown(2025, days[0].day, [])).spec is None


def test_names_on_tiles_take_three_lines_at_most() -> None:
    assert tile_map.lines_of("Buôn Ma Thuột") == ("Buôn Ma", "Thuột")
    assert tile_map.initials_of("Ea H’Leo") == "EHL"
    assert len(tile_map.lines_of(LONG)) == 3


def test_a_map_with_outlines_names_the_communes_without() -> None:
    square: Any = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]}
    first, second = communes([Decimal("0.5"), Decimal("0.6")])
    drawn = tile_map.Commune(first.key, first.name, first.reading, False, None, square)
    picture = tile_map.draw_commune_map(tile_map.CommuneMap(SHARE, "2025", [drawn, second]))
    assert "geoshape" in json.dumps(picture.spec)
    assert "1 xã, phường không có trên bản đồ: Ea 1." in picture.summary
    alt.Chart.from_dict(picture.spec)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2025", "2025"),
        ("2025-Q3", "2025-Q3"),
        ("2025-H2", "2025-H2"),
        ("2025-07", "2025-07"),
        ("2025-7", ""),
        ("2025-Q5", ""),
        ("2025-13", ""),
        ("x", ""),
        ("0000-Q1", ""),
        ("٢٠٢٥", ""),
    ],
)
def test_a_period_of_an_address_is_one_or_nothing(given: str, kept: str) -> None:
    assert read_period(given) == kept
    assert (period_of(given) is not None) == bool(kept)


def test_several_indicators_of_an_address_are_kept_once_each() -> None:
    assert read_ids("3.1.x.3.") == "3.1"
    assert read_ids(".".join(map(str, range(1, 40)))).count(".") == 11

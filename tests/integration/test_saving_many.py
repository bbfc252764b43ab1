"""A long file kept by bulk copy: the same figures, values and words as cell by cell."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from django.db import transaction

from tests.factories import World, actor, make_world
from tests.indicator_factories import FOURTH, THIRD, TODAY, an_indicator, an_observation
from tests.task_factories import noon
from tiendo.audit.models import AuditEvent
from tiendo.composer.sheet_reading import Scalar
from tiendo.domain import clock
from tiendo.indicators.files import checking
from tiendo.indicators.files.bringing import bring_file, rows_of
from tiendo.indicators.files.checking import tell_cells
from tiendo.indicators.files.heads import PLACES, Head
from tiendo.indicators.files.packing import Line, pack
from tiendo.indicators.files.running import check_rows, start_file
from tiendo.indicators.files.sorting import Sorter
from tiendo.indicators.models import (
    CheckRule,
    FigureChunk,
    FigureFile,
    FigureProblem,
    Indicator,
    IndicatorValue,
    Observation,
)

pytestmark = pytest.mark.django_db

TYPED: tuple[Scalar, ...] = (
    "99,9", "1.234,5", "1,234.5", "khoảng 80", "hơn 80%", "12 tỷ", "", None, "0", "-5",
    "1,23456789", "ước đạt 7\t1", "số \\N", 7, 0.5, 12.25, dt.date(2025, 5, 1), "007", "٣",
)  # fmt: skip
ROW = (
    "indicator_id", "organisation_id", "period_start", "period_end", "breakdown", "revision",
    "is_current", "value", "is_missing", "qualifier", "as_of", "note", "state", "entry", "reason",
    "is_late", "entered_by_id", "passage_id", "corrects__revision",
)  # fmt: skip
VALUE = ("indicator_id", "organisation_id", "period_start", "state", "value", "measured", "as_of")


@pytest.fixture
def world() -> World:
    return make_world()


def ground(world: World) -> list[Indicator]:
    """Indicators with and without rules, one computed of another, one already with figures."""
    plain = an_indicator(world, "AA.01", unit="hồ sơ", decimals=0)
    share = an_indicator(world, "AA.02")
    an_indicator(world, "AA.03", unit="hồ sơ", formula="[AA.01] * 2")
    bounded = an_indicator(world, "AA.04", unit="hồ sơ")
    named = an_indicator(world, "AA.05", unit="hồ sơ")
    for code in ("AA.06", "AA.07", "AA.08"):
        an_indicator(world, code, unit="hồ sơ")
    given: dict[str, Any] = {"source": "thử", "set_by": world.coordinator, "set_at": clock.now()}
    since = (dt.date(2025, 1, 1), None)
    for indicator, kind, severity, high in (
        (plain, "range", "block", 1000),
        (share, "jump", "warn", 0.1),
        (bounded, "range", "block", 1100),
        (bounded, "range", "warn", 900),
    ):
        CheckRule.objects.create(
            indicator=indicator, kind=kind, severity=severity, low=0, high=high, validity=since,
            **given,
        )  # fmt: skip
    CheckRule.objects.create(
        indicator=named, kind="consistency", severity="block", formula="[AA.05] <= [AA.04]",
        validity=since, **given,
    )  # fmt: skip
    an_observation(world, share, "50", period=THIRD, organisation=world.snv, reason="muộn")
    an_observation(world, plain, "7", organisation=world.stc)
    return [plain, share, bounded, named]


BENIGN: dict[Head, tuple[Scalar, ...]] = {
    Head.CODE: tuple(f"AA.0{number}" for number in (1, 2, 4, 5, 6, 7, 8)),
    Head.BODY: ("Sở Nội vụ", "Sở Tài chính", "UBND xã Ea Trang", "Công an tỉnh"),
    Head.PERIOD: ("2025-Q3", "2025-Q4"),
    Head.REASON: ("Nhập bổ sung",),
}
ODD: dict[Head, tuple[Scalar, ...]] = {
    Head.CODE: ("AA.03", "KHONG", None),
    Head.UNIT: ("hồ sơ", "%"),
    Head.BODY: (" Công an tỉnh", None, "Ai đó"),
    Head.PERIOD: ("quý IV/2025", "2025-07", 2025),
    Head.BREAKDOWN: ("la=khong",),
    Head.VALUE: TYPED,
    Head.AS_OF: ("1/11/2025", dt.date(2025, 10, 2), "1/1/2024"),
    Head.MISSING: ("chưa\tcó nguồn",),
    Head.REASON: (None, "Đính chính"),
    Head.NOTE: ("  chưa\tcó \\ nguồn\n", "Biểu 2", 5),
    Head.REVISION: ("1", "x"),
}


def some_lines(chance: random.Random) -> list[Line]:
    """Rows that are plain, and rows odd in one cell or two: repeated, late, of nobody."""
    lines = []
    # A cell that says TRUE makes each row of its chunk one that is looked at.
    odd = ODD if chance.random() < 0.75 else ODD | {Head.VALUE: (*TYPED, True)}
    for number in range(2, 102):
        given = {head: chance.choice(choices) for head, choices in BENIGN.items()}
        given[Head.VALUE] = str(chance.randint(0, 1200))
        for head in chance.sample(list(odd), chance.choice((0, 0, 1, 2))):
            given[head] = chance.choice(odd[head])
        unsaved = (PLACES[Head.VALUE],) if chance.random() < 0.03 else ()
        lines.append(Line(number, [given.get(head) for head in Head], unsaved))
    return lines


def a_file(world: World, lines: list[Line], *, replaces: bool = False) -> FigureFile:
    file = FigureFile.objects.create(
        organisation=world.skhcn,
        created_by=world.coordinator,
        created_at=clock.now(),
        file_name="so-lieu.csv",
        sha256="0",
        replaces=replaces,
        rows=len(lines),
        notes={"columns": {str(head): place for head, place in PLACES.items()}},
    )
    FigureChunk.objects.create(file=file, number=0, content=pack(lines))
    return file


def brought(world: World, lines: list[Line], *, replaces: bool) -> tuple[object, ...]:
    """All that a file says and does: its statuses, its problems, the figures, the values."""
    by = actor(world.coordinator)
    file = check_rows(file=a_file(world, lines, replaces=replaces), by=by)
    if file.total:
        start_file(file=file, by=by, only_good=True)
        bring_file(file.pk)
        file.refresh_from_db()
    problems = FigureProblem.objects.values_list("row", "column", "words", "is_warning")
    figures = Observation.objects.order_by(*ROW[:6]).values_list(*ROW)
    values = IndicatorValue.objects.order_by(*VALUE[:3], "breakdown").values_list(*VALUE)
    statuses = [chunk.statuses for chunk in file.chunks.all()]
    told = file.counts, file.error, file.done, statuses
    return *told, sorted(problems), list(figures), list(values)


@pytest.mark.parametrize("replaces", [False, True])
def test_a_long_file_says_and_keeps_the_same_as_cell_by_cell(
    world: World, replaces: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ground(world)
    # Neither way holds figures against others: a long file does not.
    monkeypatch.setattr(checking, "parameter_on", lambda _name, _day: 0)
    kept = plain = 0
    for seed in range(2):
        lines = some_lines(random.Random(seed))  # noqa: S311
        outcomes = []
        for is_sorted in (True, False):
            with transaction.atomic(), noon(TODAY), monkeypatch.context() as patched:
                if not is_sorted:
                    patched.setattr(Sorter, "sort", lambda _self, rows: [None] * len(
                        rows.numbers
                    ))  # fmt: skip
                else:
                    file = a_file(world, lines)
                    plain += len(tell_cells(file, rows_of(file), actor(world.coordinator)).plain)
                    file.chunks.all().delete()
                    file.delete()
                outcomes.append(brought(world, lines, replaces=replaces))
                transaction.set_rollback(True)
        assert outcomes[0] == outcomes[1]
        kept += outcomes[0][2]  # type: ignore[operator]
    assert kept > 40
    assert plain > 20


def test_plain_figures_are_one_event_and_what_is_computed_follows(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_indicator(world, "AA.01", unit="hồ sơ", decimals=0)
    an_indicator(world, "AA.03", unit="hồ sơ", formula="[AA.01] * 2")
    monkeypatch.setattr(checking, "parameter_on", lambda _name, _day: 0)
    lines = []
    for number, name in enumerate(("Sở Nội vụ", "Sở Tài chính", "Sở Khoa học và Công nghệ"), 2):
        given = {Head.CODE: "AA.01", Head.BODY: name, Head.PERIOD: "2025-Q4", Head.VALUE: "5"}
        lines.append(Line(number, [given.get(head) for head in Head]))
    with noon(TODAY):
        assert brought(world, lines, replaces=False)[2] == 3
    assert not AuditEvent.objects.filter(action="observation.enter").exists()
    event = AuditEvent.objects.get(action="observation.enter_many")
    assert event.after is not None
    assert (event.after["rows"], len(event.after["digest"])) == (3, 64)
    doubled = IndicatorValue.objects.get(indicator__code="AA.03", period_start=FOURTH.start)
    assert doubled.value == 10

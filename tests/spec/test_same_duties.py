"""How well the likeness of duties tells the same from what only sounds alike."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from tiendo.domain.duties import Duty, DutyIndex
from tiendo.domain.parameters import parameter_on

MADE = yaml.safe_load(Path(__file__).with_name("same_duties.yaml").read_text(encoding="utf-8"))
TODAY = dt.date(2025, 11, 22)


def _duty(row: dict[str, Any]) -> Duty:
    lead = row.get("lead")
    bodies = frozenset([*row.get("others", ()), *([lead] if lead else [])])
    return Duty(row["words"], lead, bodies, row.get("day"))


STANDING = list(MADE["standing"])
INDEX = DutyIndex([_duty(row) for row in MADE["standing"].values()])


def offered(name: str, parameter: str = "match_offered_percent") -> dict[str, float]:
    """The tasks offered for a duty with their likeness."""
    least = parameter_on(parameter, TODAY) / 100
    found = INDEX.likest(_duty(MADE["drafts"][name]), least)
    return {STANDING[alike.duty]: alike.score for alike in found}


def test_every_duty_that_stands_is_offered_first():
    wanted = {name: row["same"] for name, row in MADE["drafts"].items() if "same" in row}
    first = {name: next(iter(offered(name)), None) for name in wanted}
    assert first == wanted


def test_few_of_those_offered_are_others():
    right = [row.get("same") in offered(name) for name, row in MADE["drafts"].items()]
    shown = [task for name in MADE["drafts"] for task in offered(name)]
    assert sum(right) / len(shown) >= 0.9


def test_those_taken_together_without_a_look_are_the_same_without_exception():
    sure = {name: set(offered(name, "match_sure_percent")) for name in MADE["drafts"]}
    assert sum(map(len, sure.values())) >= 4
    for name, tasks in sure.items():
        assert tasks <= {MADE["drafts"][name].get("same")}, name


@pytest.mark.parametrize(
    ("draft", "task", "why"),
    [
        ("D5", "S5", "another body's plan"),
        ("D6", "S5", "another year's plan"),
        ("D20", "S12", "another object"),
        ("D19", "S18", "another level"),
    ],
)
def test_what_only_sounds_alike_is_not_offered(draft: str, task: str, why: str):
    assert task not in offered(draft), why


def test_a_duty_led_by_a_body_that_helps_in_the_task_is_still_likely():
    task = Duty("Lập bản đồ tiếng ồn khu công nghiệp", 1, frozenset({1, 2}))
    helping = Duty(task.words, 2, frozenset({2}))
    stranger = Duty(task.words, 3, frozenset({3}))
    index = DutyIndex([task])
    assert index.likest(helping, 0)[0].score > index.likest(stranger, 0)[0].score


def test_duties_without_words_are_like_nothing():
    assert DutyIndex([]).likest(Duty("Lập bản đồ tiếng ồn khu công nghiệp"), 0) == []
    assert DutyIndex([Duty("")]).likest(Duty(""), 0) == []

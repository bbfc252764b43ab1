"""Every refusal has words that say what is wrong and what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tiendo.domain.lifecycle import TRANSITIONS
from tiendo.tasks import actions
from tiendo.tasks.errors import CannotGoLive, TaskError
from tiendo.tasks.messages import ACTIONS, LACKING, MESSAGES
from tiendo.tasks.models import Task

SOURCES = sorted(Path(actions.__file__).parents[1].rglob("*.py"))
RAISED = sorted(
    {code for path in SOURCES for code in re.findall(r'TaskError\(\s*"(\w+)"', path.read_text())}
)


def test_codes_were_found():
    assert {"wrong_state", "confirmer_is_lead", "proof_missing"} <= set(RAISED)


@pytest.mark.parametrize("code", RAISED)
def test_every_code_raised_has_a_message(code):
    assert code in MESSAGES


def test_every_action_has_a_word():
    assert {row.action for row in TRANSITIONS} <= set(ACTIONS)


def test_a_message_names_action_and_state_in_vietnamese():
    words = str(TaskError("wrong_state", action="claim", state="draft"))
    assert "Báo cáo hoàn thành" in words
    assert "Bản nháp" in words


def test_a_message_says_what_a_draft_lacks():
    words = str(CannotGoLive(Task(code="PL2-01"), tuple(LACKING)))
    assert "PL2-01" in words
    assert "chưa có cơ quan chủ trì" in words
    assert "chưa có sản phẩm" in words


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_every_message_is_filled_by_the_params_its_code_carries(code):
    params = {
        "action": "claim",
        "state": "live",
        "task": "NV-1",
        "first": "01/7/2025",
        "lacking": "…",
        "officer": "A",
        "body": "B",
        "most": "3",
        "last": "01/9/2025",
        "year": "2025",
        "title": "Lập đề án",
        "where": "đã trình",
        "tasks": "NV-1",
        "section": "II",
        "count": "2",
        "difficulty": "VM-1",
    }
    assert "%(" not in str(TaskError(code, **params))

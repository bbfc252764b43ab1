"""Every refusal of the register has words, filled by what it carries."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tiendo.tasks import difficulty_errors
from tiendo.tasks.difficulty_errors import MESSAGES, DifficultyError

SOURCES = sorted((Path(difficulty_errors.__file__).parent / "actions").glob("difficult*.py"))
RAISED = {
    code
    for path in SOURCES
    for code in re.findall(r'DifficultyError\(\s*"(\w+)"', path.read_text(encoding="utf-8"))
}


def test_every_code_raised_has_a_message_and_no_message_is_idle() -> None:
    # One place chooses between two codes.
    assert RAISED | {"ended"} == set(MESSAGES)


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_a_message_is_filled(code: str) -> None:
    params = {
        "difficulty": "VM-1",
        "body": "Sở Nội vụ",
        "day": "01/7/2025",
        "level": "Cấp xã",
        "task": "NV-1",
        "person": "A",
    }
    words = str(DifficultyError(code, **params))
    assert "%(" not in words
    assert words.endswith(".")

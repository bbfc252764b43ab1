"""Every code has its Vietnamese words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import vanban
from tiendo.documents.messages import MESSAGES
from tiendo.documents.messages import say as say_refusal
from tiendo.intake.marks import CODES
from tiendo.intake.messages import LACKS, PROBLEMS, REFUSALS, say, say_problem

SOURCES = Path(vanban.__file__).parent
# Files with these are refused, so they never reach a review.
REFUSED = {"legacy_encoding", "mixed_encoding", "secrecy_mark_in_header"}


def codes_in_vanban(pattern: str) -> set[str]:
    """The codes that vanban's sources write."""
    words = "".join(path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py"))
    return set(re.findall(pattern, words))


def test_every_issue_of_a_text_has_words() -> None:
    codes = codes_in_vanban(r'Issue\(\s*"([a-z_]+)"')
    assert len(codes) > 10
    assert codes - REFUSED - PROBLEMS.keys() == set()


def test_every_unreadable_file_has_words() -> None:
    codes = codes_in_vanban(r'UnreadableFile\(\s*"([a-z_]+)"')
    assert codes
    assert codes - MESSAGES.keys() == set()


def test_every_mark_of_six_has_words() -> None:
    assert set(CODES) <= LACKS.keys()


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_a_refusal_never_fails_for_want_of_a_parameter(code: str) -> None:
    assert "%(" not in say(code, {})


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_a_problem_never_fails_for_want_of_a_parameter(code: str) -> None:
    assert "%(" not in say_problem(code, {})


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_a_refused_file_never_fails_for_want_of_a_parameter(code: str) -> None:
    assert "%(" not in say_refusal(code, {})


def test_an_unknown_code_is_named() -> None:
    assert "khong_co" in say("khong_co", {})
    assert "khong_co" in say_problem("khong_co", {})
    assert "khong_co" in say_refusal("khong_co", {})

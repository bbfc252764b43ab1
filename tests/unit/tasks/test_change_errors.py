"""Every refusal of a change request has words, filled by what it carries."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tiendo.tasks import change_errors
from tiendo.tasks.change_errors import MESSAGES, TERMS, ChangeError
from tiendo.tasks.change_terms import Terms

SOURCES = sorted((Path(change_errors.__file__).parent / "actions").glob("change*.py"))
RAISED = {
    code
    for path in SOURCES
    for code in re.findall(r'ChangeError\(\s*"(\w+)"', path.read_text(encoding="utf-8"))
}


def test_every_code_raised_has_a_message_and_no_message_is_idle() -> None:
    assert set(MESSAGES) == RAISED


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_a_message_is_filled(code: str) -> None:
    names = ("change", "task", "body", "day", "state", "first", "terms")
    words = str(ChangeError(code, **dict.fromkeys(names, "…")))
    assert "%(" not in words
    assert words.endswith(".")


def test_every_term_has_a_word() -> None:
    assert set(TERMS) == set(Terms.__dataclass_fields__)

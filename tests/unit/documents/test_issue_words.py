"""Everything vanban can remark has its Vietnamese words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import vanban
from tiendo.cli.unreadable import MESSAGES as CLI_MESSAGES
from tiendo.documents.issue_words import ISSUES, say_issue
from tiendo.documents.messages import MESSAGES, say

SOURCES = sorted(Path(vanban.__file__).parent.rglob("*.py"))


def codes_of(ending: str) -> Iterator[str]:
    """The codes given first to what makes an issue or a refusal: Issue("…"), _issue("…") …

    A code picked from two by a condition, or from a table of pairs looped over, counts too.
    """
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func).lower().endswith(ending):
                yield from _strings(node.args[:1] or [k.value for k in node.keywords[:1]])


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _strings(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.IfExp):
            yield from _strings([node.body, node.orelse])
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_every_issue_has_words() -> None:
    codes = set(codes_of("issue"))
    assert {"no_text", "sum_differs", "page_not_read"} <= codes
    assert codes - ISSUES.keys() == set()


def test_every_refusal_of_a_reader_has_words_on_the_page_and_on_the_command_line() -> None:
    codes = set(codes_of("unreadablefile"))
    assert {"empty_file", "broken_docx"} <= codes
    assert codes - MESSAGES.keys() == set()
    assert codes - CLI_MESSAGES.keys() == set()


@pytest.mark.parametrize("code", sorted(ISSUES))
def test_a_sentence_needs_no_parameter(code: str) -> None:
    words = say_issue(code, {})
    assert words.endswith((".", ":", "”."))
    assert "%(" not in words


def test_an_unknown_code_is_named() -> None:
    assert "lạ_hoắc" in say_issue("lạ_hoắc", {})
    assert "lạ_hoắc" in say("lạ_hoắc", {})

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

    A code picked from two by a condition, handed on by a function that takes a ``code``, or looped
    over in a table counts too.
    """
    for path in SOURCES:
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        makers = {ending}
        if ending == "issue":
            makers |= {n.name for n in nodes if isinstance(n, ast.FunctionDef) and _takes(n)}
        named = [n for n in nodes if isinstance(n, ast.Call) and _name(n.func).lower() in makers]
        makes = [n for n in nodes if isinstance(n, ast.Call) and _name(n.func).lower() == ending]
        for call in named:
            yield from _strings(call.args[:1])
        if any(isinstance(first, ast.Name) for call in makes for first in call.args[:1]):
            yield from _picked(nodes)


def _takes(function: ast.FunctionDef) -> bool:
    """Whether a function is handed a code first."""
    return bool(function.args.args) and function.args.args[0].arg == "code"


def _picked(nodes: list[ast.AST]) -> Iterator[str]:
    """What a variable called code is set to, or runs through."""
    for node in nodes:
        if isinstance(node, ast.Assign) and "code" in {_name(t) for t in node.targets}:
            yield from _strings([node.value])
        if isinstance(node, ast.For) and isinstance(node.target, ast.Tuple):
            is_code = _name(node.target.elts[0]) == "code"
            rows = node.iter.elts if isinstance(node.iter, ast.Tuple) and is_code else []
            yield from _strings([row.elts[0] for row in rows if isinstance(row, ast.Tuple)])


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
    seen = {"no_text", "sum_differs", "page_not_read", "hidden_rows", "layout_motto_absent"}
    assert seen <= codes
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

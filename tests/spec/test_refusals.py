"""Every refusal has its words, and brings what they need, where it is raised."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import tiendo.alerts.errors
import tiendo.analytics.errors
import tiendo.api.errors
import tiendo.budgets.errors
import tiendo.calendars.errors
import tiendo.domain.formulas.refusals
import tiendo.domain.regime_errors
import tiendo.exchange.errors
import tiendo.imports.errors
import tiendo.indicators.dictionary_errors
import tiendo.indicators.files.errors
import tiendo.inspections.errors
import tiendo.intake.errors
import tiendo.intake.figures.errors
import tiendo.issuing.errors
import tiendo.meetings.errors
import tiendo.overview.errors
import tiendo.regimes.compiling.errors
import tiendo.regimes.configuring.errors
import tiendo.regimes.errors
import tiendo.regimes.packages.errors
import tiendo.regimes.submissions.errors
import tiendo.reporting.errors
import tiendo.reporting.house_templates.errors
import tiendo.reporting.outlines.errors
import tiendo.tasks.change_errors
import tiendo.tasks.dependency_errors
import tiendo.tasks.difficulty_errors
import tiendo.tasks.directive_errors  # noqa: F401 - each module adds its refusals to the root
from tiendo.domain.refusals import Refusal

SOURCE = Path(__file__).parents[2] / "src" / "tiendo"
NAMED = re.compile(r"%\((\w+)\)")


def _kinds(root: type[Refusal]) -> Iterator[type[Refusal]]:
    for kind in root.__subclasses__():
        yield kind
        yield from _kinds(kind)


KINDS = {kind.__name__: kind for kind in _kinds(Refusal)}
MADE = re.compile(rf"\b(?:{'|'.join(KINDS)})\s*\(")


def _refusals() -> Iterator[tuple[str, str, ast.Call]]:
    """The place, the code and the call of each refusal made with a code of its own."""
    texts = ((path, path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py")))
    for path, text in texts:
        for node in ast.walk(ast.parse(text)) if MADE.search(text) else ():
            match node:
                case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(code))]) if (
                    name in KINDS
                ):
                    yield f"{path.relative_to(SOURCE)}:{node.lineno}", code, node


CALLS = [pytest.param(code, call, id=f"{place} {code}") for place, code, call in _refusals()]


def test_refusals_are_found() -> None:
    assert len(CALLS) > 250
    assert {"TaskError", "AccountError", "DocumentError", "ReportError"} <= KINDS.keys()


@pytest.mark.parametrize(("code", "call"), CALLS)
def test_a_refusal_brings_what_its_words_need(code: str, call: ast.Call) -> None:
    kind = KINDS[call.func.id]  # type: ignore[attr-defined]
    assert code in kind.words
    given = {keyword.arg for keyword in call.keywords}
    if None not in given:
        assert set(NAMED.findall(str(kind.words[code]))) <= given


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_codes_that_tell_a_conflict_are_codes(kind: type[Refusal]) -> None:
    assert kind.conflicts <= kind.words.keys() | {"edited_meanwhile"}

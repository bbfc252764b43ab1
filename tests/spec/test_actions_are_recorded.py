"""Law 8: every action leads to the writing of an event in the trail.

An action is a public function with a keyword ``by``. What it calls is followed by name through the
apps, so that an action which no longer records fails here even where no other test looks.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tiendo.domain.changes import CHANGE_STEPS
from tiendo.domain.difficulties import DIFFICULTY_RULES
from tiendo.domain.directives import STEPS as DUTY_STEPS
from tiendo.domain.inspections import MOVES
from tiendo.domain.issuing import PAPER_MOVES
from tiendo.domain.lifecycle import TRANSITIONS
from tiendo.domain.meetings import MEETING_MOVES
from tiendo.domain.submissions import SUBMISSION_MOVES
from tiendo.intake.models import DraftState
from tiendo.workspace.trail_words import ACTIONS as WORDS

SOURCE = Path(__file__).parents[2] / "src" / "tiendo"
APPS = (
    "accounts",
    "organisations",
    "documents",
    "programmes",
    "tasks",
    "indicators",
    "api",
    "budgets",
    "reporting",
    "calendars",
    "issuing",
    "regimes",
    "intake",
    "alerts",
    "inspections",
    "measuring",
    "overview",
    "meetings",
    "exchange",
    "imports",
)
Function = ast.FunctionDef
# One asks for a permission and writes nothing; the others are steps of actions that record.
NOT_ACTIONS = {"readiness", "begin_step", "lay_occurrences"}


def _functions() -> Iterator[tuple[str, Function]]:
    for app in APPS:
        for path in sorted((SOURCE / app).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef):
                    yield app, node


def _calls(function: Function) -> set[str]:
    """The functions called by their names; a call of a method leads to no action."""
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {call.id for call in calls if isinstance(call, ast.Name)}


def _is_action(function: Function) -> bool:
    keywords = {argument.arg for argument in function.args.kwonlyargs}
    return "by" in keywords and not function.name.startswith("_")


FUNCTIONS = list(_functions())
CALLS: dict[str, set[str]] = {}
for _app, _function in FUNCTIONS:
    CALLS.setdefault(_function.name, set()).update(_calls(_function))
ACTIONS = [
    pytest.param(function, id=f"{app}.{function.name}")
    for app, function in FUNCTIONS
    if _is_action(function) and function.name not in NOT_ACTIONS
]


def _reaches_record(function: Function) -> bool:
    seen: set[str] = set()
    waiting = _calls(function)
    while waiting:
        name = waiting.pop()
        if name in ("record", "record_many"):
            return True
        if name not in seen:
            seen.add(name)
            waiting |= CALLS.get(name, set())
    return False


def test_the_actions_are_found():
    assert len(ACTIONS) > 40


@pytest.mark.parametrize("function", ACTIONS)
def test_an_action_is_recorded(function: Function):
    assert _reaches_record(function)


def test_what_the_trail_has_words_for_is_recorded_somewhere():
    """An event taken out of an action that writes others too is missed here."""
    written = {
        node.value
        for path in (path for app in (*APPS, "config") for path in (SOURCE / app).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
    }
    put_together = {f"task.{row.action}" for row in TRANSITIONS}
    put_together |= {f"draft.{state}" for state in DraftState}
    put_together |= {f"directive.{step.action}" for step in DUTY_STEPS}
    put_together |= {f"inspection.{move.action}" for move in MOVES}
    put_together |= {f"meeting.{move.action}" for move in MEETING_MOVES}
    put_together |= {f"paper.{move.action}" for move in PAPER_MOVES} | {"paper.open"}
    put_together |= {f"submission.{move.action}" for move in SUBMISSION_MOVES}
    put_together |= {f"submission.{name}" for name in ("open", "ready", "rework", "reopen", "see")}
    put_together |= {f"change.{row.action}" for row in CHANGE_STEPS} | {"change.draft"}
    put_together |= {f"difficulty.{row.action}" for row in DIFFICULTY_RULES}
    assert sorted(WORDS.keys() - written - put_together) == []

"""Law 8: nothing is done without its event, and a trail tells no more than one may see."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

import tiendo
from tests.document_factories import extract_plan
from tests.factories import World, actor, make_world
from tiendo.accounts.models import User
from tiendo.intake.actions import decide_drafts

SOURCE = Path(tiendo.__file__).parent
# Apps with actions; screens, commands and the demo call them.
NOUNS = (
    "organisations", "accounts", "documents", "programmes", "tasks", "reporting", "intake",
    "alerts", "inspections", "meetings", "exchange", "calendars", "issuing", "regimes",
)  # fmt: skip
# What takes `by` and changes nothing, each with why.
READERS = {
    "begin_step": "locks and checks; finish_step writes the event",
    "why_not_outside": "says whether a person may confirm",
    "check_outsider": "refuses or does nothing",
    "code_of_sides": "says why a person may not confirm",
    "outsider_code": "says why a person may not confirm",
    "require_outsider": "refuses a re-check or does nothing",
    "withdrawing_body": "says for which body a person takes evidence back",
    "author_of": "asks for the permission",
    "author_for": "asks for the permission",
    "manager_of": "asks for the permission",
    "require_to_run": "asks for the permission",
    "only_inside": "says whether a programme is run for one body alone",
    "check_inside": "refuses or does nothing",
    "why_not_judge": "says whether a person may judge a year",
    "hindrances_of": "lists open difficulties for a report",
    "standing_tasks_for": "finds live tasks like drafts",
    "likely_tasks": "finds live tasks like drafts",
    "find_tasks_for": "finds live tasks like a draft",
    "working_body": "says for which body a person reports",
    "lay_occurrences": "part of going live and of the nightly job, which write the event",
    "gather": "computes figures",
    "readiness": "says what a draft lacks",
    "find_findings": "checks a report",
    "new_draft": "computes figures",
    "held": "lists meetings for a report",
    "held_events": "lists meetings for a report",
    "counted_tasks": "lists the tasks of a report",
    "read_budget": "computes figures",
    "read_projects": "computes figures",
    "read_targets": "computes figures",
    "told_of": "computes figures",
    "registered": "lists documents for a report",
    "issued_in_period": "lists documents for a report",
    "list_templates": "lists house templates",
    "may_recompute": "says whether a person may compute a report anew",
    "is_comparable": "says whether a figure is computed for a person as it was",
    "writer_of": "asks for the permission",
    "begin_move": "locks and checks; finish_move writes the event",
    "pass_checks": "a part of approving, which writes the event",
    "settle_narrative": "a part of compiling again, which writes the event",
}

# By which an action asks what a person may do.
ASKING = ("require", "may", "bodies_for")
# What asks for none, each with why.
OWN = {
    "choose_channels": "writes the person's own choice alone",
    "revoke_feed": "refuses anybody but the feed's owner",
    "finish_step": "the end of an action that asked",
    "finish_write": "the end of an action that asked",
    "save_evidence": "a part of updating and claiming, which ask",
    "open_occurrences": "a part of going live, which asks, and of the nightly job",
    "store_report": "a part of compiling, which asks",
    "finish_move": "the end of an action that asked",
    "note_step": "the end of an action that asked",
    "keep_step": "the end of an action that asked",
    "end_version": "a part of revising and ending, which ask",
    "open_cycle": "a part of actions that ask, and of the nightly job",
}


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for noun in NOUNS:
        for path in sorted((SOURCE / noun).rglob("*.py")):
            if "migrations" not in path.parts:
                tree = ast.parse(path.read_text(encoding="utf-8"))
                yield from (
                    (f"{noun}.{path.stem}", node)
                    for node in ast.walk(tree)
                    if isinstance(node, ast.FunctionDef)
                )


def _calls(function: ast.FunctionDef) -> set[str]:
    called = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {
        each.id if isinstance(each, ast.Name) else each.attr
        for each in called
        if isinstance(each, ast.Name | ast.Attribute)
    }


def _recording(calls: dict[str, set[str]]) -> set[str]:
    """The names of the functions from which a chain of calls leads to ``record``."""
    return _leading_to({"record"}, calls)


def _leading_to(goals: Iterable[str], calls: dict[str, set[str]]) -> set[str]:
    """The names of the functions from which a chain of calls leads to one of these."""
    found = set(goals)
    while more := {name for name, called in calls.items() if called & found} - found:
        found |= more
    return found


def _is_action(function: ast.FunctionDef) -> bool:
    names = {argument.arg for argument in function.args.args + function.args.kwonlyargs}
    return "by" in names and not function.name.startswith("_") and function.name not in READERS


def test_every_action_writes_its_event() -> None:
    functions = list(_functions())
    calls: dict[str, set[str]] = {}
    for _module, function in functions:
        calls.setdefault(function.name, set()).update(_calls(function))
    recording = _recording(calls)
    actions = [(module, function) for module, function in functions if _is_action(function)]
    assert len(actions) > 40
    silent = [f"{module}.{each.name}" for module, each in actions if each.name not in recording]
    assert silent == [], silent


def test_every_action_asks_for_a_permission() -> None:
    """Screens ask too, but nothing rests on them: an action refuses by itself."""
    functions = list(_functions())
    calls: dict[str, set[str]] = {}
    for _module, function in functions:
        calls.setdefault(function.name, set()).update(_calls(function))
    asking = _leading_to(ASKING, calls)
    actions = [(module, function) for module, function in functions if _is_action(function)]
    open_ones = {
        each.name: f"{module}.{each.name}"
        for module, each in actions
        if each.name not in asking and each.name not in OWN
    }
    assert open_ones == {}
    assert set(OWN) <= {each.name for _module, each in actions}, "an exception nobody needs"


def test_the_trail_of_a_document_keeps_the_review_to_the_reviewers(world: World) -> None:
    run = extract_plan(world)
    draft = run.drafts.first()
    decide_drafts(run=run, draft_ids=[draft.pk], decision="accept", by=actor(world.coordinator))
    document = run.text.rendition.document
    url = reverse("trail-of", args=["van-ban", document.pk])

    def events(user: User) -> set[str]:
        page = signed_in(user).get(url)
        return {entry.object_type for entry in page.context["page"].object_list}

    assert "intake.draft" in events(world.coordinator)
    assert "intake.draft" in events(world.inspector)
    assert events(world.congan_officer) == {"documents.document", "documents.rendition"}


def test_the_trail_of_a_task_one_may_not_see_is_refused(world: World) -> None:
    from tests.task_factories import make_programme, make_task

    task = make_task(world, make_programme(world))
    url = reverse("trail-of", args=["nhiem-vu", task.pk])
    for person in (world.congan_officer, world.snv_officer, world.administrator, world.clerk):
        assert signed_in(person).get(url).status_code == 403

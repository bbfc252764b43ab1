"""A cycle of which some reports are accepted, and the report compiled from them."""

from __future__ import annotations

from typing import Any

from tests.factories import World, actor
from tests.gathering_factories import OF_SNV, OF_STC, approve
from tests.report_factories import AS_OF, compile_plan
from tests.submission_factories import Owed, make_owed
from tests.task_factories import noon
from tiendo.domain import clock
from tiendo.regimes.compiling.actions import compile_cycle, run_compiling
from tiendo.regimes.models import Submission, SubmissionState
from tiendo.reporting.models import Compilation, Report


def hand_in(
    world: World,
    owed: Owed,
    body: str,
    words: str,
    state: str = SubmissionState.ACCEPTED,
    *,
    is_late: bool = False,
) -> Submission:
    """The report of a body with its words, handed in and standing in a state."""
    of_body = {"body": getattr(world, body), "narrative": {"assessment": words}}
    report = approve(world, compile_plan(world, owed.plan, **of_body))
    submission = Submission.objects.create(
        duty=owed.duties[body],
        report=report,
        opened_by=world.snv_officer,
        opened_at=clock.local_noon(AS_OF),
    )
    submission.sent_at, submission.is_late = clock.local_noon(AS_OF), is_late
    for step in (SubmissionState.SENT, state):
        submission.state = step
        submission.save()
    return submission


def make_handed_in(world: World) -> Owed:
    """Sở Nội vụ and Sở Tài chính are accepted; the commune owes its report still."""
    owed = make_owed(world)
    hand_in(world, owed, "snv", OF_SNV)
    hand_in(world, owed, "stc", OF_STC)
    return owed


def ask_compiling(world: World, owed: Owed, **fields: Any) -> Compilation:
    """What the coordinator asks for on the day of the figures."""
    with noon(AS_OF):
        return compile_cycle(
            by=actor(world.coordinator), cycle=owed.cycle, body=world.skhcn, **fields
        )


def compile_for(world: World, owed: Owed) -> Report:
    """The report compiled by the job."""
    made = ask_compiling(world, owed)
    with noon(AS_OF):
        run_compiling(made.pk)
    made.refresh_from_db()
    if made.report is None:
        raise AssertionError(made.error)
    return made.report

"""A cycle whose duties bodies hand in, and submissions in any state, made through the actions.

The cycle is that of ``report_factories``: 1/9 to 10/11/2025, closing on its last day, due by
20/11/2025. Sở Nội vụ, Sở Tài chính and a commune owe it to Sở Khoa học và Công nghệ.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from tests.factories import World, actor
from tests.report_factories import AS_OF, PERIOD, Plan, make_plan
from tests.task_factories import noon
from tiendo.domain import clock
from tiendo.programmes.models import Programme
from tiendo.regimes.models import (
    Cycle,
    Regime,
    RegimeKind,
    RegimeLevel,
    RegimeVersion,
    Remark,
    ReportDuty,
    Submission,
    SubmissionStep,
)
from tiendo.regimes.submissions.receiving import accept_submission, return_submission
from tiendo.regimes.submissions.remarks import make_remark
from tiendo.regimes.submissions.sending import send_submission
from tiendo.regimes.submissions.taking_back import take_back_submission
from tiendo.regimes.submissions.writing import open_submission, rework_submission
from tiendo.reporting.writings import words_of, write_words

LAST_DAY = dt.date(2025, 11, 20)
# A place of the outline that comes with the product where people write.
PLACE = "assessment"


@dataclass(frozen=True, slots=True)
class Owed:
    """A cycle with the plan it is about and the duties of its bodies, by their names in World."""

    plan: Plan
    cycle: Cycle
    duties: dict[str, ReportDuty]


def make_owed(world: World, plan: Plan | None = None, **cycle: Any) -> Owed:
    """The cycle, laid down on its first day."""
    plan = plan or make_plan(world)
    version = _make_version(world, plan.programme)
    made = make_cycle(version, **cycle)
    return Owed(plan, made, {name: owe(world, made, name) for name in ("snv", "stc", "ea_trang")})


def make_cycle(version: RegimeVersion, **fields: Any) -> Cycle:
    """One more cycle of a version."""
    values: dict[str, Any] = {
        "version": version,
        "label": "2025-11",
        "period_start": PERIOD[0],
        "period_end": PERIOD[1],
        "closing_on": PERIOD[1],
        "created_at": clock.local_noon(PERIOD[0]),
    }
    return Cycle.objects.create(**(values | fields))


def owe(world: World, cycle: Cycle, body: str, last_day: dt.date = LAST_DAY) -> ReportDuty:
    """What a body owes in a cycle."""
    return ReportDuty.objects.create(
        cycle=cycle,
        level=cycle.version.levels.get(),
        body=getattr(world, body),
        addressee=world.skhcn,
        last_day=last_day,
        due_words=f"trước ngày {last_day + dt.timedelta(days=1):%d/%m/%Y}",
    )


def open_for(world: World, owed: Owed, body: str = "snv", on: dt.date = AS_OF) -> Submission:
    """The submission of a body, opened by its officer."""
    with noon(on):
        by = actor(getattr(world, f"{body}_officer"))
        return open_submission(by=by, duty=owed.duties[body])


def write_for(world: World, submission: Submission, text: str) -> None:
    """Words of the officer as they stand in place of those before."""
    with noon(AS_OF):
        report = fresh(submission).report
        by, seen = actor(world.snv_officer), words_of(report, PLACE).version
        write_words(by=by, report=report, place=PLACE, text=text, base_version=seen)


def send_for(world: World, submission: Submission, on: dt.date = AS_OF, **more: Any) -> Submission:
    """The submission of Sở Nội vụ, sent by its head as it was composed last."""
    submission = fresh(submission)
    with noon(on):
        by = actor(world.snv_head)
        version = submission.report.version
        return send_submission(by=by, submission=submission, version=version, **more)


def return_for(world: World, submission: Submission, on: dt.date = AS_OF) -> Submission:
    """What was sent, returned with a remark on the whole."""
    with noon(on):
        by = actor(world.coordinator)
        make_remark(by=by, submission=submission, text="Nêu rõ kết quả chuyển đổi số")
        return return_submission(by=by, submission=submission, seen=sent_step(submission).pk)


def rework_for(world: World, submission: Submission, on: dt.date = AS_OF) -> Submission:
    """What was returned, taken up again by the officer."""
    with noon(on):
        return rework_submission(by=actor(world.snv_officer), submission=submission)


def take_back_for(world: World, submission: Submission, reason: str) -> Submission:
    """What was sent, taken back by the head."""
    with noon(AS_OF):
        by = actor(world.snv_head)
        return take_back_submission(by=by, submission=fresh(submission), reason=reason)


def accept_for(world: World, submission: Submission, on: dt.date = AS_OF) -> Submission:
    """What was sent, taken in."""
    with noon(on):
        seen = sent_step(submission).pk
        return accept_submission(by=actor(world.coordinator), submission=submission, seen=seen)


def sent_step(submission: Submission) -> SubmissionStep:
    """The last sending."""
    return submission.steps.filter(action="send").latest("pk")


def open_remark(submission: Submission) -> Remark:
    """The first remark of a submission."""
    return submission.remarks.order_by("pk")[0]


def fresh(submission: Submission) -> Submission:
    """The submission as the database has it."""
    return Submission.objects.select_related("report", "duty").get(pk=submission.pk)


def _make_version(world: World, programme: Programme) -> RegimeVersion:
    regime = Regime.objects.create(
        code="bao-cao-146",
        title="Báo cáo thực hiện Kế hoạch 146",
        kind=RegimeKind.PERIODIC,
        programme=programme,
        created_by=world.coordinator,
        created_at=clock.local_noon(PERIOD[0]),
    )
    version = RegimeVersion.objects.create(
        regime=regime,
        number=1,
        effective=DateRange(dt.date(2025, 1, 1), None),
        legal_basis="Kế hoạch 146/KH-UBND",
        rule={},
        created_by=world.coordinator,
        created_at=clock.local_noon(PERIOD[0]),
    )
    RegimeLevel.objects.create(
        version=version, order=1, body=world.snv, addressee=world.skhcn, due={}
    )
    return version

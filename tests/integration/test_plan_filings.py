"""Which bodies issued their own plan: recorded once, corrected by versions, counted by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.factories import MERGER, World, actor, make_body, make_world
from tests.refusing import refused
from tests.task_factories import bring_to, make_group, make_programme, make_task, noon
from tiendo.accounts.actor import PermissionRefused
from tiendo.domain import clock
from tiendo.domain.filing import FilingState, filing_state
from tiendo.domain.lifecycle import State
from tiendo.organisations.models import Kind, Level
from tiendo.programmes.actions import create_programme, set_filing_due
from tiendo.programmes.errors import ProgrammeError
from tiendo.programmes.models import PlanFiling, Programme
from tiendo.tasks import actions
from tiendo.tasks.actions import PlanFacts
from tiendo.tasks.queries.filings import coverage_of, filing_board, filing_in_force

pytestmark = pytest.mark.django_db

D = dt.date
TODAY = D(2025, 9, 10)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def programme(world: World) -> Programme:
    programme = make_programme(world)
    return set_filing_due(
        programme=programme,
        raw="trước ngày 15/7/2025",
        key="2025-07-15",
        last_day=D(2025, 7, 14),
        by=actor(world.coordinator),
    )


IN_TIME = D(2025, 7, 10)


def plan(issued_on: dt.date = IN_TIME, **fields: Any) -> PlanFacts:
    values = {"number": "12/KH-SNV", "issued_on": issued_on, "title": "Kế hoạch của Sở"}
    return PlanFacts(**(values | fields))


def file(world: World, programme: Programme, **more: Any) -> PlanFiling:
    values = {
        "programme": programme,
        "organisation": world.snv,
        "plan": plan(),
        "covers": [],
        "by": actor(world.snv_head),
    }
    return actions.record_filing(**(values | more))


@pytest.mark.parametrize(
    ("issued_on", "last_day", "on", "expected"),
    [
        (D(2025, 7, 14), D(2025, 7, 14), TODAY, FilingState.FILED),
        (D(2025, 7, 15), D(2025, 7, 14), TODAY, FilingState.FILED_LATE),
        (D(2025, 7, 15), None, TODAY, FilingState.FILED),
        (None, D(2025, 9, 10), TODAY, FilingState.WAITING),
        (None, D(2025, 9, 9), TODAY, FilingState.OVERDUE),
        (None, None, TODAY, FilingState.WAITING),
        (D(2025, 9, 11), D(2025, 9, 9), TODAY, FilingState.OVERDUE),
    ],
)
def test_the_state_follows_from_the_days(issued_on, last_day, on, expected):
    assert filing_state(issued_on, last_day, on) is expected


def test_the_board_holds_every_body_with_a_part_and_the_members_of_groups(world, programme):
    bring_to(world, make_task(world, programme, coordinating=[world.stc, make_group()]), State.LIVE)
    file(world, programme)
    board = filing_board(programme, TODAY)
    states = {row.body: row.state for row in board.rows}
    assert states == {
        world.snv: FilingState.FILED,
        world.stc: FilingState.OVERDUE,
        world.ea_trang: FilingState.OVERDUE,
        world.tan_an: FilingState.OVERDUE,
    }
    assert board.counts == {FilingState.FILED: 1, FilingState.OVERDUE: 3}
    narrowed = filing_board(programme, TODAY, state=FilingState.OVERDUE, text="ea trang")
    assert [row.body for row in narrowed.rows] == [world.ea_trang]
    assert narrowed.total == 4
    early = filing_board(programme, D(2025, 7, 9))
    assert all(row.state is FilingState.WAITING for row in early.rows)


def test_the_board_tells_what_was_known_from_what_was_so(world, programme):
    """Recorded on 10 September, corrected a day later: before, nobody knew of the plan."""
    bring_to(world, make_task(world, programme, coordinating=[]), State.LIVE)
    first = file(world, programme)
    with noon(D(2025, 9, 11)):
        late = plan(D(2025, 8, 1))
        by = actor(world.snv_head)
        actions.correct_filing(filing=first, plan=late, covers=[], reason="Nhầm ngày", by=by)

    def state(known: dt.date | None) -> FilingState:
        moment = clock.local_noon(known) if known else None
        (row,) = filing_board(programme, D(2025, 9, 12), known_at=moment).rows
        return row.state

    assert state(D(2025, 9, 9)) is FilingState.OVERDUE
    assert state(TODAY) is FilingState.FILED
    assert state(D(2025, 9, 11)) is state(None) is FilingState.FILED_LATE


def test_a_division_owes_as_its_body_and_a_draft_obliges_nobody(world, programme):
    division = make_body("Phòng A", kind=Kind.DIVISION, level=Level.INTERNAL, parent=world.snv)
    make_task(world, programme, lead=world.congan, coordinating=[])
    bring_to(world, make_task(world, programme, lead=division, coordinating=[]), State.LIVE)
    assert [row.body for row in filing_board(programme, TODAY).rows] == [world.snv]


def test_more_bodies_cost_no_more_queries(world, programme):
    bring_to(world, make_task(world, programme, coordinating=[make_group()]), State.LIVE)
    with CaptureQueriesContext(connection) as few:
        filing_board(programme, TODAY)
    for number in range(30):
        make_body(f"UBND xã Thử {number}", kind=Kind.COMMUNE, level=Level.COMMUNE, since=MERGER)
    with CaptureQueriesContext(connection) as many:
        assert filing_board(programme, TODAY).total == 33
    assert len(many) == len(few) == 4


def test_the_coverage_counts_the_rows_the_body_leads(world, programme):
    rows = [bring_to(world, make_task(world, programme), State.LIVE) for _number in range(3)]
    make_task(world, programme)
    filing = file(world, programme, covers=rows[:2])
    found = coverage_of(programme, {world.snv.pk: filing, world.stc.pk: None}, TODAY)
    assert (found[world.snv.pk].covered, found[world.snv.pk].assigned) == (2, 3)
    assert (found[world.stc.pk].covered, found[world.stc.pk].assigned) == (0, 0)


@pytest.mark.parametrize("name", ["snv_head", "snv_officer", "coordinator"])
def test_the_body_itself_and_the_coordinator_record(world, programme, name):
    assert file(world, programme, by=actor(getattr(world, name))).version == 1


@pytest.mark.parametrize("name", ["stc_head", "leader", "office", "inspector", "clerk"])
def test_others_do_not_record(world, programme, name):
    with pytest.raises(PermissionRefused):
        file(world, programme, by=actor(getattr(world, name)))


def test_a_correction_is_a_new_version_with_a_reason(world, programme):
    first = file(world, programme)
    by = actor(world.snv_head)
    with refused(ProgrammeError, "reason_missing"):
        actions.correct_filing(filing=first, plan=plan(), covers=[], reason=" ", by=by)
    second = actions.correct_filing(
        filing=first, plan=plan(number="13/KH-SNV"), covers=[], reason="Sai số", by=by
    )
    assert (second.version, second.corrects) == (2, first)
    assert filing_in_force(programme, world.snv) == second
    with refused(ProgrammeError, "filing_corrected_meanwhile"):
        actions.correct_filing(filing=first, plan=plan(), covers=[], reason="Nữa", by=by)


def test_a_record_is_taken_back_and_made_again(world, programme):
    bring_to(world, make_task(world, programme, coordinating=[]), State.LIVE)
    by = actor(world.snv_head)
    with refused(ProgrammeError, "filing_exists"):
        file(world, programme)
        file(world, programme)
    held = filing_in_force(programme, world.snv)
    assert held is not None
    actions.withdraw_filing(filing=held, reason="Ghi nhầm", by=by)
    (row,) = filing_board(programme, TODAY).rows
    assert (row.filing, row.state) == (None, FilingState.OVERDUE)
    assert file(world, programme).version == 3


def test_bad_facts_are_refused(world, programme):
    other = bring_to(
        world, make_task(world, programme, lead=world.stc, coordinating=[]), State.LIVE
    )
    foreign = create_programme(
        title="Của STC",
        short_title="STC",
        owner=world.stc,
        coordinator=world.stc,
        implements=programme,
        starts_on=D(2025, 8, 1),
        by=actor(world.stc_head),
    )
    cases: dict[str, dict[str, Any]] = {
        "filing_number_missing": {"plan": plan(number=" ")},
        "title_missing": {"plan": plan(title="")},
        "filing_in_future": {"plan": plan(D(2025, 9, 11))},
        "filing_of_other_body": {"covers": [other]},
        "own_programme_of_other_body": {"plan": plan(own_programme=foreign)},
    }
    for code, more in cases.items():
        with refused(ProgrammeError, code):
            file(world, programme, **more)


def test_the_database_keeps_what_was_recorded(world, programme):
    task = bring_to(world, make_task(world, programme), State.LIVE)
    filing = file(world, programme, covers=[task])
    for change in (
        lambda: PlanFiling.objects.filter(pk=filing.pk).update(number="x"),
        lambda: filing.coverage.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
            change()

"""The lifecycle against a naive model: random people take random actions at random times.

The model is design.md section 5 read aloud: who may, from where, to what; the status of a day by
going through what happened. After each attempt the task, its spans and what the model holds agree,
and whatever was known at an earlier moment is still what that moment knows.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

import pytest
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.factories import World, actor, make_user, make_world
from tests.task_factories import PROOF, make_programme, make_task
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import Delegation, Membership, RoleCode, User
from tiendo.domain import clock
from tiendo.tasks import actions
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Task
from tiendo.tasks.queries import with_status
from tiendo.tasks.spans import audit_spans

pytestmark = pytest.mark.django_db

BEGIN = dt.date(2025, 7, 1)
DUE = dt.date(2025, 9, 30)
NEAR_DAYS = 7
DELEGATED = (dt.date(2025, 8, 1), dt.date(2025, 10, 1))
# Seconds of the local day: just after midnight, noon, the last second.
TIMES = (1, 43_200, 86_399)

PEOPLE = (
    "snv_officer",
    "snv_head",
    "stc_officer",
    "stc_head",
    "coordinator",
    "office",
    "leader",
    "inspector",
    "clerk",
    "administrator",
    "postless",
    "two_chairs",
    "deputy",
)
# action → from, to
TABLE = {
    "go_live": ("draft", "live"),
    "claim": ("live", "claimed"),
    "approve": ("claimed", "unit_approved"),
    "send_back": ("claimed", "live"),
    "confirm": ("unit_approved", "confirmed"),
    "return": ("unit_approved", "live"),
    "reopen": ("confirmed", "live"),
    "suspend": ("live", "suspended"),
    "cancel": ("live", "cancelled"),
    "supersede": ("live", "superseded"),
    "resume": ("suspended", "live"),
}
ATTEMPTS = (*TABLE, "update", "move")


@dataclass(frozen=True)
class Attempt:
    """Somebody tries something, so many days and at that time of day after the attempt before.

    ``choice``: not this, but so much further in the list of what the model allows then; below
    zero, of what the state allows to somebody.
    """

    person: str
    action: str
    days: int
    time: int
    done_days_ago: int
    moved_days: int
    choice: int | None = None


@dataclass
class Model:
    """What happened, and what follows from it."""

    lead: str
    state: str = "draft"
    live_on: dt.date | None = None
    done_on: dt.date | None = None
    due: dt.date = DUE
    claimers: set[str] = field(default_factory=set)
    # (day, state, first day of the product)
    steps: list[tuple[dt.date, str, dt.date | None]] = field(default_factory=list)
    dues: list[tuple[dt.date, dt.date]] = field(default_factory=list)
    begun: list[dt.date] = field(default_factory=list)

    # Who may

    def officers(self) -> set[str]:
        return {"snv_officer", "snv_head", "two_chairs"} if self.lead == "snv" else {"coordinator"}

    def heads(self, on: dt.date) -> set[str]:
        if self.lead != "snv":
            return set()
        is_deputy = DELEGATED[0] <= on < DELEGATED[1]
        return {"snv_head", "deputy"} if is_deputy else {"snv_head"}

    def confirmers(self) -> set[str]:
        return {"coordinator", "two_chairs"} if self.lead == "snv" else {"office"}

    def may(self, person: str, action: str, on: dt.date) -> bool:
        if action == "go_live" or action == "move":
            return person in {"coordinator", "two_chairs"} or (
                action == "move" and person == "leader"
            )
        if action in {"claim", "update"}:
            helps = {"stc_officer", "stc_head"} if action == "update" else set()
            as_deputy = {"deputy"} & self.heads(on)
            also = {"two_chairs"} if self.lead == "skhcn" else set()
            return person in self.officers() | helps | as_deputy | also
        if action in {"approve", "send_back"}:
            return person in self.heads(on)
        if action == "confirm":
            # Two chairs: a post in the lead body, too.
            outside = person != "two_chairs" and person not in self.claimers
            return person in self.confirmers() and outside
        if action == "return":
            return person in self.confirmers()
        if action == "reopen":
            return person in self.confirmers() | {"inspector"}
        return person == "leader"

    def allows(self, attempt: Attempt, on: dt.date) -> bool:
        if not self.may(attempt.person, attempt.action, on):
            return False
        if attempt.action == "update":
            return self.state in {"live", "claimed", "unit_approved"}
        if attempt.action == "move":
            moved = self.due + dt.timedelta(days=attempt.moved_days)
            return self.state in {"live", "claimed", "unit_approved"} and moved != self.due
        if attempt.action == "claim" and self.live_on is not None:
            done_on = on - dt.timedelta(days=attempt.done_days_ago)
            if done_on < self.live_on:
                return False
        return TABLE[attempt.action][0] == self.state

    # What it does

    def take(self, attempt: Attempt, on: dt.date) -> None:
        if attempt.action == "update":
            self.begun.append(on)
            return
        if attempt.action == "move":
            self.due += dt.timedelta(days=attempt.moved_days)
            self.dues.append((on, self.due))
            return
        self.state = TABLE[attempt.action][1]
        if attempt.action == "go_live":
            self.live_on = on
            self.dues.append((on, self.due))
        if attempt.action == "claim":
            self.done_on = on - dt.timedelta(days=attempt.done_days_ago)
            self.begun.append(on)
            self.claimers = set()
        if attempt.action in {"claim", "approve"}:
            self.claimers.add(attempt.person)
        if attempt.action in {"send_back", "return", "reopen"}:
            self.done_on = None
        since = self.done_on if attempt.action == "confirm" and self.done_on else on
        self.steps.append((since, self.state, self.done_on))

    # The status of a day

    def due_on(self, day: dt.date) -> dt.date:
        held = self.dues[0][1]
        for since, due in self.dues:
            if since <= day:
                held = due
        return held

    def status(self, day: dt.date) -> str | None:
        now = None
        for since, state, done_on in self.steps:
            if since <= day:
                now = (state, done_on)
        if now is None:
            return None
        state, done_on = now
        if state in {"suspended", "cancelled", "superseded"}:
            return state
        if state == "confirmed":
            assert done_on is not None
            return "done_late" if done_on > self.due_on(done_on) else "done_on_time"
        late = day > self.due_on(day)
        if state in {"claimed", "unit_approved"}:
            return "awaiting_overdue" if late else "awaiting"
        if late:
            return "overdue"
        if not any(begun <= day for begun in self.begun):
            return "not_started"
        return "due_soon" if (self.due_on(day) - day).days <= NEAR_DAYS else "in_progress"


def attempts() -> st.SearchStrategy[list[Attempt]]:
    # A third each is legal, is of the wrong person, is anything: so long ways are walked, too.
    one = st.builds(
        Attempt,
        person=st.sampled_from(PEOPLE),
        action=st.sampled_from(ATTEMPTS),
        days=st.sampled_from((0, 0, 1, 3, 20, 45)),
        time=st.sampled_from(TIMES),
        done_days_ago=st.sampled_from((0, 0, 0, 2, 30)),
        moved_days=st.sampled_from((-20, 0, 15, 60)),
        choice=st.one_of(st.none(), st.integers(0, 200), st.integers(-200, -1)),
    )
    return st.lists(one, min_size=6, max_size=25)


def way(*names: str) -> list[Attempt]:
    """The straight way: each step by the person whose duty it is, three days apart."""
    who = {
        "go_live": "coordinator",
        "update": "snv_officer",
        "claim": "snv_officer",
        "approve": "snv_head",
        "confirm": "coordinator",
    }
    return [Attempt(who[name], name, 3, TIMES[1], 0, 0) for name in names]


WAYS = (
    [],
    way("go_live"),
    way("go_live", "update", "claim"),
    way("go_live", "claim", "approve"),
    way("go_live", "claim", "approve", "confirm"),
)


def once(person: str, action: str, days: int = 1, time: int = TIMES[1]) -> Attempt:
    return Attempt(person, action, days, time, 0, 15)


READY = way("go_live", "claim", "approve")


# Corners that chance meets seldom: a post in the lead body, who claimed, a delegation's first and
# last days, the last second of the last day.
@example(start=READY, then=[once("two_chairs", "confirm")], lead="snv")
@example(start=READY, then=[once("deputy", "confirm")], lead="snv")
@example(start=way("go_live", "claim"), then=[once("deputy", "approve", 24)], lead="snv")
@example(start=way("go_live", "claim"), then=[once("deputy", "approve", 25)], lead="snv")
@example(start=way("go_live", "claim"), then=[once("deputy", "approve", 85)], lead="snv")
@example(start=way("go_live", "claim"), then=[once("deputy", "approve", 86)], lead="snv")
@example(start=way("go_live"), then=[once("snv_officer", "claim", 88, TIMES[2])], lead="snv")
@example(start=way("go_live"), then=[once("snv_officer", "claim", 89, TIMES[0])], lead="snv")
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(start=st.sampled_from(WAYS), then=attempts(), lead=st.sampled_from(("snv", "snv", "skhcn")))
def test_whatever_people_try_the_task_is_what_the_model_says(
    db: None, start: list[Attempt], then: list[Attempt], lead: str
) -> None:
    with transaction.atomic():
        _play([*start, *then], lead)
        transaction.set_rollback(True)


def _play(tried: list[Attempt], lead: str) -> None:
    with clock.at(clock.local_noon(BEGIN)):
        world = make_world()
        people = _people(world)
        programme = make_programme(world, starts_on=BEGIN)
        task = make_task(
            world,
            programme,
            lead=getattr(world, lead),
            deadline_key=DUE.isoformat(),
            last_day=DUE,
        )
    model, day = Model(lead), BEGIN
    moment = clock.local_noon(BEGIN)
    seen: list[tuple[dt.datetime, dict[dt.date, str | None]]] = []
    for attempt in tried:
        day += dt.timedelta(days=attempt.days)
        local = dt.datetime.combine(day, dt.time(), clock.LOCAL_ZONE)
        # Of two attempts in one day the second comes a second after the first at least.
        moment = max(
            local.astimezone(dt.UTC) + dt.timedelta(seconds=attempt.time),
            moment + dt.timedelta(milliseconds=1),
        )
        if clock.local_day(moment) != day:
            day = clock.local_day(moment)
        attempt = _chosen(model, attempt, day)
        with clock.at(moment):
            allowed = model.allows(attempt, day)
            assert _try(task, people[attempt.person], attempt, day) is allowed, (attempt, model)
            if allowed:
                model.take(attempt, day)
            task.refresh_from_db()
            assert task.lifecycle == model.state
            days = _days(model, day)
            known = {each: model.status(each) for each in days}
            assert {each: _stored(task, each, None) for each in days} == known
            seen.append((moment, known))
    for then, known in seen:
        assert {each: _stored(task, each, then) for each in known} == known
    assert audit_spans([task.pk]) == ()


def _chosen(model: Model, attempt: Attempt, day: dt.date) -> Attempt:
    """What is tried: as drawn, or one of what the model allows."""
    if attempt.choice is None:
        return attempt
    every = (
        replace(attempt, person=person, action=action) for action in ATTEMPTS for person in PEOPLE
    )
    if attempt.choice < 0:
        near = [each for each in every if TABLE.get(each.action, ("",))[0] == model.state]
    else:
        near = [each for each in every if model.allows(each, day)]
    return near[attempt.choice % len(near)] if near else attempt


def _days(model: Model, day: dt.date) -> set[dt.date]:
    """Days at which a status may turn, some before and some after today."""
    near = {day + dt.timedelta(days=step) for step in (-30, -1, 0, 1, 60)}
    turns = {since for since, _state, _done in model.steps}
    dues = {due + dt.timedelta(days=step) for _since, due in model.dues for step in (-8, -7, 0, 1)}
    return near | turns | dues


def _people(world: World) -> dict[str, User]:
    people = {name: getattr(world, name) for name in PEOPLE if name not in {"two_chairs", "deputy"}}
    people["two_chairs"] = make_user(
        "hai-ghe", (world.skhcn, RoleCode.COORDINATOR), (world.snv, RoleCode.OFFICER)
    )
    people["deputy"] = make_user("duoc-uy-quyen", (world.congan, RoleCode.OFFICER))
    Delegation.objects.create(
        membership=Membership.objects.get(user=world.snv_head),
        delegate=people["deputy"],
        validity=DateRange(*DELEGATED),
        reason="Đi công tác",
        created_by=world.administrator,
        created_at=clock.now(),
    )
    return people


def _try(task: Task, user: User, attempt: Attempt, day: dt.date) -> bool:
    """Whether the action was taken."""
    try:
        with transaction.atomic():
            _act(task, user, attempt, day)
    except (PermissionRefused, TaskError):
        return False
    return True


def _act(task: Task, user: User, attempt: Attempt, day: dt.date) -> None:
    by = actor(user)
    decision = {"reason": "Lý do", "deciding_document": "12/QĐ-UBND"}
    done_on = day - dt.timedelta(days=attempt.done_days_ago)
    due = (task.last_day or DUE) + dt.timedelta(days=attempt.moved_days)
    calls = {
        "go_live": lambda: actions.go_live(task=task, by=by),
        "claim": lambda: actions.claim(task=task, by=by, done_on=done_on, evidence=[PROOF]),
        "approve": lambda: actions.approve(task=task, by=by),
        "send_back": lambda: actions.send_back(task=task, by=by, reason="Thiếu"),
        "confirm": lambda: actions.confirm(task=task, by=by),
        "return": lambda: actions.return_claim(task=task, by=by, reason="Thiếu"),
        "reopen": lambda: actions.reopen(task=task, by=by, reason="Sai"),
        "suspend": lambda: actions.suspend(task=task, by=by, **decision),
        "cancel": lambda: actions.cancel(task=task, by=by, **decision),
        "supersede": lambda: actions.supersede(task=task, by=by, **decision),
        "resume": lambda: actions.resume(task=task, by=by),
        "update": lambda: actions.record_update(task=task, by=by, done="Đã họp"),
        "move": lambda: actions.change_deadline(
            task=task,
            by=by,
            deadline_key=due.isoformat(),
            last_day=due,
            version=task.version,
            **decision,
        ),
    }
    calls[attempt.action]()


def _stored(task: Task, day: dt.date, known_at: dt.datetime | None) -> str | None:
    """The status a list reads from the spans."""
    row = with_status(Task.objects.filter(pk=task.pk), day, known_at).get()
    return getattr(row, "status", None)

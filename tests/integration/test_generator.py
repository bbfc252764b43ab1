"""The generator: the same seed gives the same data, and the fast path writes what actions write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from tests.factories import PASSWORD
from tiendo.accounts.actions import PersonData, create_user, grant_membership
from tiendo.accounts.actor import Actor
from tiendo.accounts.models import Membership, RoleCode, User
from tiendo.audit.models import AuditEvent
from tiendo.audit.trail import canonical_bytes
from tiendo.demo.bulk_tasks import hire_officers
from tiendo.demo.generator import Ground, Size, fill_by_actions, fill_in_bulk, lay_ground
from tiendo.demo.people import account_name
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import PlanSection, Programme
from tiendo.tasks.models import (
    Assignment,
    DeadlineChange,
    Difficulty,
    DifficultyEvent,
    Evidence,
    LifecycleEvent,
    Occurrence,
    ProgressUpdate,
    StatusSpan,
    Task,
)
from tiendo.tasks.queries import with_status
from tiendo.tasks.spans import audit_spans

pytestmark = pytest.mark.django_db

BEGINS_ON = dt.date(2025, 6, 25)
NOW = dt.datetime(2026, 3, 10, 3, tzinfo=dt.UTC)
SIZE = Size(tasks=45, bodies=6)
Fill = Callable[..., int]
Dump = dict[str, list[tuple[Any, ...]]]


def filled(fill: Fill, seed: int = 7) -> Dump:
    """What a filled database holds, in natural keys; nothing stays behind."""
    with clock.at(NOW), transaction.atomic():
        ground = lay_ground(size=SIZE, password=PASSWORD, begins_on=BEGINS_ON)
        fill(ground, size=SIZE, seed=seed)
        assert audit_spans() == ()
        dump = dump_tasks(ground)
        transaction.set_rollback(True)
    return dump


def dump_tasks(ground: Ground) -> Dump:
    tasks = dict(Task.objects.values_list("pk", "code"))
    fields = [f.attname for f in Task._meta.concrete_fields]
    fields = [name for name in fields if name not in {"id", "programme_id", "sort_key"}]
    names = _names()
    return {
        "tasks": _rows(Task, fields, names),
        "assignments": _rows(
            Assignment, ["task_id", "organisation_id", "part", "validity", "officer_id"], names
        ),
        "events": _rows(LifecycleEvent, _plain(LifecycleEvent), names),
        "deadlines": _rows(DeadlineChange, _plain(DeadlineChange), names),
        "updates": _rows(ProgressUpdate, _plain(ProgressUpdate), names),
        "evidence": _rows(Evidence, _plain(Evidence), names),
        "difficulties": _rows(Difficulty, _plain(Difficulty, "programme_id"), names),
        "hindered": _rows(Difficulty.tasks.through, ["difficulty_id", "task_id"], names),
        "steps": _rows(DifficultyEvent, _plain(DifficultyEvent), names),
        "spans": sorted(
            (tasks[span.task_id], span.status, str(span.validity), str(span.known))
            for span in StatusSpan.objects.all()
        ),
        "trail": _trail(names),
    }


def _plain(model: Any, *besides: str) -> list[str]:
    names = [f.attname for f in model._meta.concrete_fields]
    return [name for name in names if name not in {"id", *besides}]


def _names() -> dict[str, dict[Any, Any]]:
    """Natural keys by the name of the column or of the key in an event of the trail."""
    users = dict(User.objects.values_list("pk", "username"))
    bodies = dict(Organisation.objects.values_list("pk", "slug"))
    tasks = dict(Task.objects.values_list("pk", "code"))
    sections = dict(PlanSection.objects.values_list("pk", "path"))
    occurrences = {row.pk: str(row.deadline_key) for row in Occurrence.objects.all()}
    updates = {
        row.pk: (tasks[row.task_id], str(row.recorded_at)) for row in ProgressUpdate.objects.all()
    }
    origins = Difficulty.objects.exclude(origin=None).values_list("pk", "origin")
    difficulties = {pk: updates[origin] for pk, origin in origins}
    return {
        "by_id": users,
        "raised_by_id": users,
        "officer_id": users,
        "officer": users,
        "created_by_id": users,
        "approved_by_id": users,
        "added_by_id": users,
        "organisation_id": bodies,
        "organisation": bodies,
        "task_id": tasks,
        "task": tasks,
        "section_id": sections,
        "section": sections,
        "occurrence_id": occurrences,
        "occurrence": occurrences,
        "update_id": updates,
        "update": updates,
        "origin_id": updates,
        "difficulty_id": difficulties,
    }


def _rows(model: Any, fields: list[str], names: dict[str, dict[Any, Any]]) -> list[Any]:
    return sorted(
        tuple(
            str(names[name].get(value, value) if name in names else value)
            for name, value in zip(fields, row, strict=True)
        )
        for row in model.objects.values_list(*fields)
    )


def _trail(names: dict[str, dict[Any, Any]]) -> list[Any]:
    types = {
        "tasks.task": names["task"],
        "tasks.progressupdate": names["update"],
        "tasks.difficulty": names["difficulty_id"],
    }
    rows = []
    for event in AuditEvent.objects.filter(object_type__in=[*types, "tasks.evidence"]):
        assert bytes(event.canonical) == canonical_bytes(event)
        target = types.get(event.object_type, {}).get(int(event.object_id), "")
        rows.append(
            (
                str(event.occurred_at),
                event.action,
                str(target),
                names["by_id"].get(event.actor_id),
                names["organisation"].get(event.organisation_id),
                _state(event.before, names),
                _state(event.after, names),
                event.reason,
            )
        )
    return sorted(rows, key=str)


def _state(state: dict[str, Any] | None, names: dict[str, dict[Any, Any]]) -> str:
    found = {}
    for key, value in (state or {}).items():
        found[key] = names[key].get(value, value) if key in names else value
    return str(sorted(found.items(), key=str))


def test_the_fast_path_writes_what_the_actions_write() -> None:
    quick, slow = filled(fill_in_bulk), filled(fill_by_actions)
    assert all(slow.values())
    for name, rows in slow.items():
        assert quick[name] == rows, name


def hired(hire: Callable[[Organisation, Actor], object]) -> list[Any]:
    """The post that a way to hire gives an officer, with its events; nothing stays behind."""
    with clock.at(NOW), transaction.atomic():
        ground = lay_ground(size=SIZE, password=PASSWORD, begins_on=BEGINS_ON)
        before = AuditEvent.objects.latest("pk").pk
        hire(ground.bodies[-1], ground.crew.named("quantri"))
        post = Membership.objects.latest("pk")
        ids = {"id", "user_id", "organisation_id"}
        found: list[Any] = [getattr(post, name) for name in _plain(Membership) if name not in ids]
        found += [
            post.organisation.slug,
            post.user.full_name,
            post.user.has_usable_password(),
            post.user.email,
        ]
        found += [post.user.must_change_password, post.user.is_active]
        for event in AuditEvent.objects.filter(pk__gt=before).order_by("pk"):
            state = {k: v for k, v in (event.after or {}).items() if k not in ids}
            found.append((event.action, event.object_type, event.before, state, event.reason))
        transaction.set_rollback(True)
    return found


def hire_by_actions(body: Organisation, by: Actor) -> None:
    person = PersonData(f"cb0000.{body.slug}", account_name(0))
    user = create_user(person=person, password=None, by=by)
    grant_membership(
        user=user,
        organisation=body,
        role=RoleCode.OFFICER,
        since=BEGINS_ON + dt.timedelta(days=30),
        position="Chuyên viên",
        by=by,
    )


def test_officers_are_hired_in_bulk_as_the_actions_hire_them() -> None:
    since = BEGINS_ON + dt.timedelta(days=30)
    quick = hired(lambda body, by: hire_officers([body], 1, by=by, since=since))
    assert quick == hired(hire_by_actions)


def test_the_same_seed_gives_the_same_data_and_another_one_other_data() -> None:
    first = filled(fill_in_bulk)
    assert filled(fill_in_bulk) == first
    assert filled(fill_in_bulk, seed=8)["tasks"] != first["tasks"]


def test_every_status_occurs_in_generated_data() -> None:
    with clock.at(NOW):
        size = Size(tasks=120, bodies=10)
        ground = lay_ground(size=size, password=PASSWORD, begins_on=BEGINS_ON)
        fill_in_bulk(ground, size=size, seed=1)
        tasks = with_status(Task.objects.all(), clock.today())
        found = set(tasks.values_list("status", flat=True))
    assert found >= {
        "not_started", "in_progress", "due_soon", "awaiting", "awaiting_overdue", "overdue",
        "done_on_time", "done_late", "continuous", "no_deadline", "suspended", "cancelled",
        "superseded",
    }  # fmt: skip
    assert Programme.objects.count() == 1

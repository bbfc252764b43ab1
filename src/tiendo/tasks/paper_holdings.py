"""Directives and difficulties given to a person by name, and change requests a person drafts, for
a hand-over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.holdings import Holding, Item
from tiendo.accounts.models import User
from tiendo.audit.trail import Author, record
from tiendo.domain import clock
from tiendo.domain.difficulties import CARRIED
from tiendo.domain.directives import DutyState
from tiendo.tasks.actions.assigning import check_post
from tiendo.tasks.actions.difficulty_writing import (
    add_event,
    difficulty_facts,
    lock_difficulty,
    set_state,
)
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import (
    ChangeRequest,
    ChangeState,
    Difficulty,
    DifficultyEvent,
    DirectiveDuty,
)

DUTY, DIFFICULTY, CHANGE = "directive", "difficulty", "change"
_OPEN_DUTIES = [DutyState.GIVEN.value, DutyState.ACKNOWLEDGED.value, DutyState.REPORTED.value]
_CARRIED = [str(state) for state in CARRIED]
_OPEN_CHANGES = [ChangeState.DRAFTED.value, ChangeState.RETURNED.value]


def open_duties(user: User, on: dt.date) -> Iterator[Item]:
    """The directives addressed to a person that are not ended. Cost: one query."""
    for row in _duties(user).select_related("directive").order_by("directive__last_day", "pk"):
        title = str(row.directive)
        yield Item(DUTY, row.pk, title, row.organisation_id, "directive", (row.directive_id,))


def pass_on_duty(pk: int, *, giver: User, to: User, author: Author) -> None:
    """Name another person of the body. Errors: TaskError handed_over_meanwhile,
    officer_not_in_body."""
    duty = _duties(giver).select_for_update(of=("self",)).filter(pk=pk).first()
    if duty is None:
        raise TaskError("handed_over_meanwhile", title=_title(DirectiveDuty, pk))
    check_post(to, duty.organisation, clock.today())
    duty.person = to
    duty.save(update_fields=["person"])
    body = {"organisation": duty.organisation_id}
    record(
        by=author,
        action="directive.hand_over",
        target=duty.directive,
        before={"officer": giver.pk, **body},
        after={"officer": to.pk, **body},
    )


def open_difficulties(user: User, on: dt.date) -> Iterator[Item]:
    """The difficulties a person was named to answer that are still carried. Cost: one query."""
    for row in _difficulties(user).order_by("due_on", "pk"):
        yield Item(DIFFICULTY, row.pk, str(row), row.responsible_id, "difficulty", (row.pk,))


def pass_on_difficulty(pk: int, *, giver: User, to: User, author: Author) -> None:
    """Name another person of the body. Errors: TaskError handed_over_meanwhile,
    officer_not_in_body."""
    held = _difficulties(giver).filter(pk=pk).first()
    if held is None:
        raise TaskError("handed_over_meanwhile", title=_title(Difficulty, pk))
    row = lock_difficulty(held)
    if row.responsible is not None:
        check_post(to, row.responsible, clock.today())
    before = difficulty_facts(row)
    row.person = to
    set_state(row, "name", giver.pk)
    event = DifficultyEvent(action="name")
    add_event(row, event, author, before["state"], author.user_id or giver.pk)
    after = difficulty_facts(row)
    record(by=author, action="difficulty.hand_over", target=row, before=before, after=after)


def open_drafts(user: User, on: dt.date) -> Iterator[Item]:
    """The change requests a person drafted that are not sent, or came back. Cost: one query."""
    for row in _drafts(user).select_related("task").order_by("pk"):
        title = f"{row.code} {row.task or row.proposed.get('title', '')}".strip()
        yield Item(CHANGE, row.pk, title, row.organisation_id, "change", (row.pk,))


def pass_on_draft(pk: int, *, giver: User, to: User, author: Author) -> None:
    """Give a draft to another person of the body; its steps still say who wrote it first.

    Errors: TaskError handed_over_meanwhile, officer_not_in_body.
    """
    row = _drafts(giver).select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise TaskError("handed_over_meanwhile", title=_title(ChangeRequest, pk))
    check_post(to, row.organisation, clock.today())
    row.drafted_by = to
    row.version += 1
    row.save(update_fields=["drafted_by", "version"])
    record(
        by=author,
        action="change.hand_over",
        target=row,
        before={"officer": giver.pk},
        after={"officer": to.pk},
    )


def _duties(user: User) -> QuerySet[DirectiveDuty]:
    return DirectiveDuty.objects.filter(person=user, state__in=_OPEN_DUTIES)


def _difficulties(user: User) -> QuerySet[Difficulty]:
    return Difficulty.objects.filter(person=user, state__in=_CARRIED)


def _drafts(user: User) -> QuerySet[ChangeRequest]:
    return ChangeRequest.objects.filter(drafted_by=user, state__in=_OPEN_CHANGES)


def _title(model: type[DirectiveDuty | Difficulty | ChangeRequest], pk: int) -> str:
    found = model._default_manager.filter(pk=pk).first()
    return str(found or pk)


def _find_duty(pk: int, holder: User, on: dt.date) -> int | None:
    return _duties(holder).filter(pk=pk).values_list("pk", flat=True).first()


def _find_difficulty(pk: int, holder: User, on: dt.date) -> int | None:
    return _difficulties(holder).filter(pk=pk).values_list("pk", flat=True).first()


def _find_draft(pk: int, holder: User, on: dt.date) -> int | None:
    return _drafts(holder).filter(pk=pk).values_list("pk", flat=True).first()


DIRECTIVES = Holding(DUTY, _("Chỉ đạo"), open_duties, pass_on_duty, _find_duty)
DIFFICULTIES = Holding(
    DIFFICULTY, _("Vướng mắc"), open_difficulties, pass_on_difficulty, _find_difficulty
)
CHANGES = Holding(CHANGE, _("Đề nghị điều chỉnh"), open_drafts, pass_on_draft, _find_draft)

"""What people do with directives: give, acknowledge, report, close, return, withdraw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.accounts.models import User
from tiendo.accounts.queries import load_actor, posts_at
from tiendo.audit.trail import Author, Value, record
from tiendo.documents.models import Document, StoredFile
from tiendo.domain import clock
from tiendo.domain.directives import BY_ACTION, DutyState, DutyStep
from tiendo.organisations.models import Organisation
from tiendo.outbox.actions import emit
from tiendo.programmes.models import Programme
from tiendo.tasks.directive_errors import DirectiveError
from tiendo.tasks.models import (
    Difficulty,
    Directive,
    DirectiveDuty,
    DirectiveEvent,
    DirectiveState,
    Task,
)


@dataclass(frozen=True, slots=True)
class About:
    """The item a directive is given from; nothing at all is allowed too."""

    task: Task | None = None
    programme: Programme | None = None
    body: Organisation | None = None
    document: Document | None = None
    difficulty: Difficulty | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """What a report shows: the number of an issued document, a screened file, or neither."""

    document_number: str = ""
    document_date: dt.date | None = None
    stored_file: StoredFile | None = None
    file_name: str = ""


NO_ITEM, NO_PROOF = About(), Proof()


@transaction.atomic
def give_directive(
    *,
    text: str,
    last_day: dt.date,
    bodies: Sequence[Organisation],
    by: Actor,
    person: User | None = None,
    about: About = NO_ITEM,
) -> Directive:
    """Direct one or several bodies to do something by a day; ``person``: somebody of theirs.

    Errors: PermissionRefused; DirectiveError text_missing, nobody_addressed, body_ended,
    last_day_past, person_elsewhere.
    """
    author = by.require("directive.give")
    _check(text, last_day, bodies, person)
    return _give(text, last_day, bodies, by, author, person, about)


@transaction.atomic
def record_spoken_directive(
    *,
    text: str,
    last_day: dt.date,
    bodies: Sequence[Organisation],
    said_by: User,
    at: Organisation,
    by: Actor,
    about: About = NO_ITEM,
) -> Directive:
    """Record what a leader directed in a meeting of a body: kept as the leader's, on whose behalf
    the person acts who writes for the meeting; a leader who does so directs in person.

    Errors: PermissionRefused; DirectiveError speaker_may_not_direct, text_missing,
    nobody_addressed, body_ended, last_day_past.
    """
    written_by = by.require("meeting.hold", at=at.pk)
    speaker = load_actor(said_by, clock.today())
    if not speaker.may("directive.give"):
        raise DirectiveError("speaker_may_not_direct", person=str(said_by))
    _check(text, last_day, bodies, None)
    said = speaker.require("directive.give")
    is_own = said_by.pk == by.user_id
    behalf = written_by.on_behalf_of_id if is_own else said_by.pk
    author = Author(by.user_id, said.organisation_id, behalf)
    return _give(text, last_day, bodies, by, author, None, about)


def _give(
    text: str,
    last_day: dt.date,
    bodies: Sequence[Organisation],
    by: Actor,
    author: Author,
    person: User | None,
    about: About,
) -> Directive:
    directive = Directive.objects.create(
        text=text.strip(),
        last_day=last_day,
        task=about.task,
        programme=about.programme,
        body=about.body,
        document=about.document,
        difficulty=about.difficulty,
        given_by_id=by.user_id,
        given_at=clock.now(),
        on_behalf_of_id=author.on_behalf_of_id,
        organisation=Organisation.objects.get(pk=author.organisation_id or 0),
    )
    for body in bodies:
        held = person if person is not None and _holds_post(person, body) else None
        duty = DirectiveDuty.objects.create(directive=directive, organisation=body, person=held)
        _write_event(duty, "give", by.user_id, author, directive.text, NO_PROOF)
    record(by=author, action="directive.give", target=directive, after=_facts(directive, bodies))
    emit(
        "directive.given",
        target=directive,
        bodies=[body.pk for body in bodies],
        users=[person.pk] if person else [],
        payload={"last_day": last_day.isoformat()},
    )
    return directive


def acknowledge_directive(*, duty: DirectiveDuty, by: Actor) -> DirectiveDuty:
    """Say that the body has taken the directive up.

    Errors: PermissionRefused; DirectiveError wrong_state.
    """
    return _take("acknowledge", duty, by, "", NO_PROOF)


def report_directive(
    *, duty: DirectiveDuty, words: str, by: Actor, proof: Proof = NO_PROOF
) -> DirectiveDuty:
    """Report that the directive is carried out, in words, with a document or file where it has one.

    Errors: PermissionRefused; DirectiveError wrong_state, words_missing.
    """
    return _take("report", duty, by, words, proof)


def close_directive(*, duty: DirectiveDuty, by: Actor, words: str = "") -> DirectiveDuty:
    """Close what was reported; the office does it for the leader too.

    Errors: PermissionRefused; DirectiveError wrong_state.
    """
    return _take("close", duty, by, words, NO_PROOF)


def return_directive(*, duty: DirectiveDuty, words: str, by: Actor) -> DirectiveDuty:
    """Send a report back with what is lacking; counted.

    Errors: PermissionRefused; DirectiveError wrong_state, words_missing.
    """
    return _take("return", duty, by, words, NO_PROOF)


@transaction.atomic
def withdraw_directive(*, directive: Directive, words: str, by: Actor) -> Directive:
    """Withdraw a directive with its reason, at every body that has not ended it.

    Errors: PermissionRefused; DirectiveError wrong_state where all have, words_missing.
    """
    by.require("directive.give")
    sources = BY_ACTION["withdraw"].sources
    duties = list(DirectiveDuty.objects.filter(directive=directive).order_by("pk"))
    open_ones = [duty for duty in duties if duty.state in sources]
    if not open_ones:
        raise DirectiveError("wrong_state", state=_label(duties[0].state) if duties else "–")
    for duty in open_ones:
        _take("withdraw", duty, by, words, NO_PROOF)
    return directive


@transaction.atomic
def _take(action: str, duty: DirectiveDuty, by: Actor, words: str, proof: Proof) -> DirectiveDuty:
    step = BY_ACTION[action]
    current = _lock(duty)
    author = by.require(step.permission, at=current.organisation_id if step.at_body else None)
    if DutyState(current.state) not in step.sources:
        raise DirectiveError("wrong_state", state=_label(current.state))
    if step.needs_words and not words.strip():
        raise DirectiveError("words_missing")
    before: dict[str, Value] = {"state": current.state}
    _move(current, step)
    _write_event(current, action, by.user_id, author, words, proof)
    record(
        by=author,
        action=f"directive.{action}",
        target=current.directive,
        before=before,
        after={
            "state": current.state,
            "organisation": current.organisation_id,
            "document_number": proof.document_number,
        },
        reason=words.strip(),
    )
    _tell(current, action)
    return current


def _lock(duty: DirectiveDuty) -> DirectiveDuty:
    return (
        DirectiveDuty.objects.select_for_update(of=("self",))
        .select_related("directive", "organisation")
        .get(pk=duty.pk)
    )


def _move(duty: DirectiveDuty, step: DutyStep) -> None:
    duty.state = step.target.value
    if step.target is DutyState.REPORTED:
        duty.reported_on = clock.today()
    elif step.target is DutyState.ACKNOWLEDGED:
        duty.returns += step.action == "return"
        duty.reported_on = None
    duty.save(update_fields=["state", "reported_on", "returns"])


def _write_event(
    duty: DirectiveDuty, action: str, user_id: int, author: Author, words: str, proof: Proof
) -> None:
    DirectiveEvent.objects.create(
        duty=duty,
        action=action,
        words=words.strip(),
        document_number=proof.document_number.strip(),
        document_date=proof.document_date,
        stored_file=proof.stored_file,
        file_name=proof.file_name,
        by_id=user_id,
        on_behalf_of_id=author.on_behalf_of_id,
        recorded_at=clock.now(),
    )


def _tell(duty: DirectiveDuty, action: str) -> None:
    """A report concerns the leader who directed; a decision concerns the body."""
    to_leader = action in {"acknowledge", "report"}
    person = [duty.person_id] if duty.person_id else []
    emit(
        f"directive.{action}",
        target=duty.directive,
        bodies=[] if to_leader else [duty.organisation_id],
        users=[duty.directive.given_by_id] if to_leader else person,
        payload={"duty": duty.pk},
    )


def _check(
    text: str, last_day: dt.date, bodies: Sequence[Organisation], person: User | None
) -> None:
    if not text.strip():
        raise DirectiveError("text_missing")
    if not bodies:
        raise DirectiveError("nobody_addressed")
    if last_day < clock.today():
        raise DirectiveError("last_day_past", day=f"{last_day:%d/%m/%Y}")
    for body in bodies:
        if clock.today() not in body.validity:
            raise DirectiveError("body_ended", body=body.name)
    if person is not None and not any(_holds_post(person, body) for body in bodies):
        raise DirectiveError("person_elsewhere", person=str(person))


def _holds_post(person: User, body: Organisation) -> bool:
    return posts_at(body, clock.today()).filter(user=person).exists()


def _label(state: str) -> str:
    return str(DirectiveState(state).label)


def _facts(directive: Directive, bodies: Sequence[Organisation]) -> dict[str, Value]:
    return {
        "text": directive.text,
        "last_day": directive.last_day.isoformat(),
        "organisations": [body.pk for body in bodies],
        "task": directive.task_id,
        "programme": directive.programme_id,
        "about_body": directive.body_id,
        "document": directive.document_id,
        "difficulty": directive.difficulty_id,
    }

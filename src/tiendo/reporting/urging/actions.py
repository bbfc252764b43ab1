"""What people do with urging letters: write them, write them again, record that they went."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, Value, record
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.outbox.actions import emit
from tiendo.programmes.models import Programme
from tiendo.reporting.errors import ReportError
from tiendo.reporting.models import Channel, SigningForm, UrgedTask, UrgingLetter, UrgingRound
from tiendo.reporting.urging.selection import LateBody, Selection, select_late
from tiendo.reporting.urging.writing import defer_writing


@dataclass(frozen=True, slots=True)
class Terms:
    """How the letters are written. Missing: no day to answer by."""

    issuer: Organisation
    signing: SigningForm = SigningForm.HEAD
    unit_symbol: str = "TH"
    answer_by: dt.date | None = None
    is_single: bool = False


@dataclass(frozen=True, slots=True)
class Sending:
    """That letters went: on which day, when, how; the number of each by its id."""

    numbers: Mapping[int, str]
    issued_on: dt.date
    sent_at: dt.datetime
    channel: Channel


@transaction.atomic
def write_urging_letters(
    *,
    by: Actor,
    programme: Programme | None,
    terms: Terms,
    as_of: dt.date | None = None,
    excluded: Collection[int] = (),
) -> UrgingRound:
    """Have a letter written to every body with overdue work on a day, but for those excluded and
    for the issuing body, which does not write to itself. A job writes them one by one.

    Errors: PermissionRefused; ReportError as_of_in_future, answer_by_past, nothing_overdue.
    """
    author = by.require("urge.issue")
    day = as_of or clock.today()
    _check(day, terms)
    written = UrgingRound(
        programme=programme,
        as_of=day,
        known_at=clock.now(),
        issuer=terms.issuer,
        signing=terms.signing,
        unit_symbol=terms.unit_symbol.strip() or "TH",
        answer_by=terms.answer_by,
        is_single=terms.is_single,
        created_by_id=by.user_id,
        created_at=clock.now(),
    )
    left_out = {terms.issuer.pk, *excluded}
    found = select_late(by, programme, day).bodies
    chosen = [row for row in found if row.body.pk not in left_out]
    if not chosen:
        raise ReportError("nothing_overdue", day=f"{day:%d/%m/%Y}")
    written.to_write = [row.body.pk for row in chosen]
    written.save()
    defer_writing(written, by.user_id)
    record(by=author, action="urging.write", target=written, after=_facts(written, chosen))
    return written


@transaction.atomic
def rewrite_urging_letters(*, by: Actor, written: UrgingRound) -> UrgingRound:
    """Have the letters that have not gone written once more, with what is overdue as known now;
    also those that a job left unwritten.

    Letters that went stay; the earlier writing of the others stays too, under its version.
    Errors: PermissionRefused; ReportError nothing_overdue, all_sent.
    """
    author = by.require("urge.issue")
    current = UrgingRound.objects.select_for_update().get(pk=written.pk)
    waiting = [letter for letter in latest_letters(current) if letter.sent_at is None]
    if not waiting and not current.to_write:
        raise ReportError("all_sent")
    rows = UrgedTask.objects.filter(letter__in=waiting)
    bodies = {*current.to_write, *rows.values_list("organisation_id", flat=True)}
    found = select_late(by, current.programme, current.as_of)
    chosen = [row for row in found.bodies if row.body.pk in bodies]
    if not chosen:
        raise ReportError("nothing_overdue", day=f"{current.as_of:%d/%m/%Y}")
    current.version += 1
    current.known_at = clock.now()
    current.to_write = [row.body.pk for row in chosen]
    current.save(update_fields=["version", "known_at", "to_write"])
    defer_writing(current, by.user_id)
    record(by=author, action="urging.rewrite", target=current, after=_facts(current, chosen))
    return current


@transaction.atomic
def record_sending(*, by: Actor, written: UrgingRound, sending: Sending) -> list[UrgingLetter]:
    """Record that letters went, each with its number; once recorded it is not changed.

    Errors: PermissionRefused; ReportError number_missing, already_sent, sent_in_future,
    issued_before_written, not_of_round, still_writing.
    """
    author = by.require("urge.record")
    if UrgingRound.objects.select_for_update().get(pk=written.pk).to_write:
        raise ReportError("still_writing")
    letters = {letter.pk: letter for letter in latest_letters(written)}
    _check_sending(written, sending, letters)
    for pk, number in sending.numbers.items():
        _record_one(letters[pk], number.strip(), sending, author)
    return [letters[pk] for pk in sending.numbers]


def preview_urging(
    actor: Actor, programme: Programme | None, on: dt.date, excluded: Collection[int] = ()
) -> Selection:
    """What would be written, before anything is."""
    found = select_late(actor, programme, on)
    kept = tuple(row for row in found.bodies if row.body.pk not in excluded)
    return replace(found, bodies=kept)


def latest_letters(written: UrgingRound) -> list[UrgingLetter]:
    """The letters of a round as they stand: the last writing to each body. Cost: one query."""
    letters = UrgingLetter.objects.filter(round=written).select_related(
        "organisation", "stored_file", "recorded_by"
    )
    newest: dict[int | None, UrgingLetter] = {}
    for letter in letters.order_by("version", "pk"):
        newest[letter.organisation_id] = letter
    return sorted(newest.values(), key=lambda letter: letter.pk)


def _record_one(letter: UrgingLetter, number: str, sending: Sending, author: Author) -> None:
    letter.number = number
    letter.issued_on = sending.issued_on
    letter.sent_at = sending.sent_at
    letter.channel = sending.channel
    letter.recorded_by_id = author.user_id
    letter.recorded_at = clock.now()
    letter.save()
    after: dict[str, Value] = {
        "number": number,
        "issued_on": sending.issued_on.isoformat(),
        "sent_at": sending.sent_at.isoformat(),
        "channel": sending.channel.value,
        "organisation": letter.organisation_id,
    }
    record(by=author, action="urging.send", target=letter, after=after)
    rows = UrgedTask.objects.filter(letter=letter)
    emit(
        "urging.sent",
        target=letter,
        bodies=set(rows.values_list("organisation_id", flat=True)),
        payload={"tasks": sorted(set(rows.values_list("task_id", flat=True)))},
    )


def _check(day: dt.date, terms: Terms) -> None:
    if day > clock.today():
        raise ReportError("as_of_in_future", day=f"{day:%d/%m/%Y}")
    if terms.answer_by is not None and terms.answer_by <= clock.today():
        raise ReportError("answer_by_past", day=f"{terms.answer_by:%d/%m/%Y}")


def _check_sending(
    written: UrgingRound, sending: Sending, letters: Mapping[int, UrgingLetter]
) -> None:
    if not sending.numbers or not all(number.strip() for number in sending.numbers.values()):
        raise ReportError("number_missing")
    if sending.sent_at > clock.now() or sending.issued_on > clock.today():
        raise ReportError("sent_in_future")
    if sending.issued_on < clock.local_day(written.created_at):
        raise ReportError("issued_before_written")
    for pk in sending.numbers:
        if pk not in letters:
            raise ReportError("not_of_round")
        if letters[pk].sent_at is not None:
            raise ReportError("already_sent", number=letters[pk].number)


def _facts(written: UrgingRound, chosen: Sequence[LateBody]) -> dict[str, Value]:
    return {
        "programme": written.programme_id,
        "as_of": written.as_of.isoformat(),
        "issuer": written.issuer_id,
        "version": written.version,
        "organisations": [row.body.pk for row in chosen],
        "tasks": len({task.task_id for row in chosen for task in row.tasks}),
    }

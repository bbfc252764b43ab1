"""What people do with urging letters: write them, write them again, record that they went."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, Value, record
from tiendo.composer.docx import write_docx
from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.organisations.models import Organisation
from tiendo.outbox.actions import emit
from tiendo.programmes.models import Programme
from tiendo.reporting.errors import ReportError
from tiendo.reporting.models import Channel, SigningForm, UrgedTask, UrgingLetter, UrgingRound
from tiendo.reporting.readback import read_back
from tiendo.reporting.urging_composing import compose_letter, note_of
from tiendo.reporting.urging_selection import LateBody, Selection, select_late
from tiendo.reporting.written import keep_docx

_TEXT_LIMIT = 300


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
    """Write a letter to every body with overdue work on a day, but for those excluded and for the
    issuing body, which does not write to itself.

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
    written.save()
    _write_all(written, chosen)
    record(by=author, action="urging.write", target=written, after=_facts(written, chosen))
    return written


@transaction.atomic
def rewrite_urging_letters(*, by: Actor, written: UrgingRound) -> UrgingRound:
    """Write the letters that have not gone once more, with what is overdue as known now.

    Letters that went stay; the earlier writing of the others stays too, under its version.
    Errors: PermissionRefused; ReportError nothing_overdue, all_sent.
    """
    author = by.require("urge.issue")
    current = UrgingRound.objects.select_for_update().get(pk=written.pk)
    waiting = [letter for letter in latest_letters(current) if letter.sent_at is None]
    if not waiting:
        raise ReportError("all_sent")
    bodies = set(
        UrgedTask.objects.filter(letter__in=waiting).values_list("organisation_id", flat=True)
    )
    found = select_late(by, current.programme, current.as_of)
    chosen = [row for row in found.bodies if row.body.pk in bodies]
    if not chosen:
        raise ReportError("nothing_overdue", day=f"{current.as_of:%d/%m/%Y}")
    current.version += 1
    current.known_at = clock.now()
    current.save(update_fields=["version", "known_at"])
    _write_all(current, chosen)
    record(by=author, action="urging.rewrite", target=current, after=_facts(current, chosen))
    return current


@transaction.atomic
def record_sending(*, by: Actor, written: UrgingRound, sending: Sending) -> list[UrgingLetter]:
    """Record that letters went, each with its number; once recorded it is not changed.

    Errors: PermissionRefused; ReportError number_missing, already_sent, sent_in_future,
    issued_before_written, not_of_round.
    """
    author = by.require("urge.record")
    UrgingRound.objects.select_for_update().get(pk=written.pk)
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


def _write_all(written: UrgingRound, chosen: Sequence[LateBody]) -> None:
    if written.is_single:
        _write_one(written, chosen, None)
        return
    for row in chosen:
        _write_one(written, [row], row.body)


def _write_one(
    written: UrgingRound, urged: Sequence[LateBody], body: Organisation | None
) -> UrgingLetter:
    document = compose_letter(written, urged, body)
    source = write_docx(document)
    name = _file_name(written, body)
    letter = UrgingLetter.objects.create(
        round=written,
        organisation=body,
        version=written.version,
        times=max(row.earlier for row in urged) + 1,
        stored_file=keep_docx(source, name),
        file_name=name,
        checks=read_back(source, name, document).dump(),
    )
    UrgedTask.objects.bulk_create(
        UrgedTask(
            letter=letter,
            task_id=task.task_id,
            organisation=row.body,
            lead=task.lead,
            order=order,
            last_day=task.last_day,
            days_late=task.days_late,
            standing=task.standing[:_TEXT_LIMIT],
            note=note_of(task, row.body)[:_TEXT_LIMIT],
            earlier=task.earlier,
        )
        for row in urged
        for order, task in enumerate(row.tasks, start=1)
    )
    return letter


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


def _file_name(written: UrgingRound, body: Organisation | None) -> str:
    """ "don-doc-so-noi-vu-2025-11-10.docx": plain letters for every system."""
    words = fold(body.name if body else "cac co quan").encode("ascii", "ignore").decode()
    name = "-".join("".join(c if c.isalnum() else " " for c in words).split())
    return f"don-doc-{name[:80]}-{written.as_of.isoformat()}.docx"


def _facts(written: UrgingRound, chosen: Sequence[LateBody]) -> dict[str, Value]:
    return {
        "programme": written.programme_id,
        "as_of": written.as_of.isoformat(),
        "issuer": written.issuer_id,
        "version": written.version,
        "organisations": [row.body.pk for row in chosen],
        "tasks": len({task.task_id for row in chosen for task in row.tasks}),
    }

"""Writing urging letters in the background: one letter after the other, each in a transaction.

A round knows which bodies still wait for theirs. Stopped anywhere, the job goes on where it was;
two at once write no letter twice; a round written again ends the job of the writing before.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from procrastinate.contrib.django import app

from tiendo.accounts.models import User
from tiendo.accounts.queries import load_actor
from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.organisations.models import Organisation
from tiendo.reporting.house_templates.actions import write_in_house
from tiendo.reporting.models import UrgedTask, UrgingLetter, UrgingRound
from tiendo.reporting.readback import read_back
from tiendo.reporting.urging.composing import compose_letter, note_of
from tiendo.reporting.urging.selection import LateBody, select_late
from tiendo.reporting.written import keep_docx

URGING_JOB = "reporting.write_urging"
_TEXT_LIMIT = 300


def defer_writing(written: UrgingRound, user_id: int) -> None:
    """Have the letters that wait written by a job, as what this person sees. Call inside the
    transaction that said which."""
    app.configure_task(URGING_JOB).defer(
        round_id=written.pk, version=written.version, user_id=user_id
    )


def write_waiting(round_id: int, version: int, user_id: int) -> int:
    """Write the letters of a round that still wait; the number written. Safe to repeat.

    What was done meanwhile is no longer urged: a body with nothing overdue left gets no letter.
    """
    written = UrgingRound.objects.select_related("programme", "issuer").get(pk=round_id)
    if written.version != version or not written.to_write:
        return 0
    actor = load_actor(User.objects.get(pk=user_id), clock.today())
    found = {
        row.body.pk: row for row in select_late(actor, written.programme, written.as_of).bodies
    }
    if written.is_single:
        return int(_write_next(round_id, version, written.to_write, found))
    bodies = list(written.to_write)
    return sum(_write_next(round_id, version, [body], found) for body in bodies)


@transaction.atomic
def _write_next(
    round_id: int, version: int, bodies: Sequence[int], found: dict[int, LateBody]
) -> bool:
    """Write the letter to these bodies, if it still waits; whether it was written."""
    rounds = UrgingRound.objects.select_for_update(of=("self",))
    current = rounds.select_related("programme__document", "issuer").get(pk=round_id)
    waiting = [body for body in bodies if body in current.to_write]
    if current.version != version or not waiting:
        return False
    urged = [found[body] for body in waiting if body in found]
    if urged:
        _write_one(current, urged, None if current.is_single else urged[0].body)
    current.to_write = [body for body in current.to_write if body not in waiting]
    current.save(update_fields=["to_write"])
    return bool(urged)


def _write_one(
    written: UrgingRound, urged: Sequence[LateBody], body: Organisation | None
) -> UrgingLetter:
    document = compose_letter(written, urged, body)
    source = write_in_house(document, written.issuer, clock.today())
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


def _file_name(written: UrgingRound, body: Organisation | None) -> str:
    """ "don-doc-so-noi-vu-2025-11-10.docx": plain letters for every system."""
    words = fold(body.name if body else "cac co quan").encode("ascii", "ignore").decode()
    name = "-".join("".join(c if c.isalnum() else " " for c in words).split())
    return f"don-doc-{name[:80]}-{written.as_of.isoformat()}.docx"

"""The end of a programme that another one replaces, by a leader's decision."""

from __future__ import annotations

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import State, record
from tiendo.programmes.errors import ProgrammeError
from tiendo.programmes.models import Programme, ProgrammeState


@transaction.atomic
def replace_programme(*, old: Programme, new: Programme, reason: str, by: Actor) -> Programme:
    """Let one programme take the place of another; returns the old one, which is replaced.

    Errors: PermissionRefused; ProgrammeError not_active where the old one was closed, or the new
    one is not in force.
    """
    author = by.require("task.direct")
    pair = Programme.objects.select_for_update().order_by("pk").in_bulk([old.pk, new.pk])
    ended, heir = pair[old.pk], pair[new.pk]
    if ended.state == ProgrammeState.CLOSED or heir.state != ProgrammeState.ACTIVE:
        raise ProgrammeError("not_active")
    before: State = {"state": ended.state, "replaces": heir.replaces_id}
    ended.state = ProgrammeState.REPLACED
    ended.save(update_fields=["state"])
    if heir.replaces_id is None:
        heir.replaces = ended
        heir.save(update_fields=["replaces"])
    after: State = {"state": ended.state, "new": heir.pk}
    record(
        by=author,
        action="programme.replace",
        target=ended,
        before=before,
        after=after,
        reason=reason,
    )
    return ended

"""Tasks that a body adds to its own programme by hand, without a document behind them."""

from __future__ import annotations

from typing import Unpack

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.tasks.actions.creating import TaskFields, create_task
from tiendo.tasks.actions.creating_many import free_codes
from tiendo.tasks.actions.going_live import go_live
from tiendo.tasks.models import Task


@transaction.atomic
def add_own_task(
    *,
    programme: Programme,
    lead: Organisation,
    by: Actor,
    gives: bool,
    parent: Task | None = None,
    **fields: Unpack[TaskFields],
) -> Task:
    """Add a task under the next free number; ``gives``: go live at once, else keep it a draft.

    Errors: as ``create_task`` and ``go_live``.
    """
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    code = next(free_codes(programme))
    fields["order"] = Task.objects.filter(programme=programme).count() + 1
    task = create_task(programme=programme, code=code, lead=lead, parent=parent, by=by, **fields)
    return go_live(task=task, by=by) if gives else task

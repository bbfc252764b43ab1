"""Who brings in which kind of rows."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.audit.trail import Author
from tiendo.imports.models import ImportKind
from tiendo.programmes.models import Programme, ProgrammeState
from tiendo.programmes.permissions import may_run, own_bodies, require_to_run
from tiendo.tasks.queries import visible_tasks

_AT_WORK = {ImportKind.PROGRESS: "task.update", ImportKind.RESULTS: "task.claim"}
_RUNNING = {ImportKind.TASKS: "draft.review", ImportKind.ASSIGNMENTS: "task.assign"}
_NAMING = "task.name_officer"


def require_kind(by: Actor, kind: ImportKind, programme: Programme) -> Author:
    """The author to record for an import of a kind into a programme. Errors: PermissionRefused."""
    if kind in _AT_WORK:
        return by.require(_AT_WORK[kind])
    if kind == ImportKind.ASSIGNMENTS and not may_run(by, programme, _RUNNING[kind]):
        return by.require(_NAMING)
    return require_to_run(by, programme, _RUNNING[kind])


def kinds_of(by: Actor) -> tuple[ImportKind, ...]:
    """The kinds a person may bring in, into some programme."""
    runs_own = bool(own_bodies(by))
    held = {
        ImportKind.TASKS: by.may("draft.review") or runs_own,
        ImportKind.ASSIGNMENTS: by.may("task.assign") or runs_own or by.may(_NAMING),
        ImportKind.PROGRESS: by.may("task.update"),
        ImportKind.RESULTS: by.may("task.claim"),
    }
    return tuple(kind for kind, may in held.items() if may)


def require_some(by: Actor) -> None:
    """Go on only for who may bring in something. Errors: PermissionRefused."""
    if not kinds_of(by):
        raise PermissionRefused("task.update")


def programmes_for(by: Actor) -> QuerySet[Programme]:
    """The programmes in force a person works in: those of the tasks seen, and those run."""
    seen = visible_tasks(by).order_by().values("programme")
    chosen = Q(pk__in=seen) | Q(coordinator__in=own_bodies(by))
    if by.may("draft.review"):
        chosen |= Q(coordinator__in=by.bodies_for("task.view")) | Q(implements__isnull=True)
    active = Programme.objects.filter(state=ProgrammeState.ACTIVE)
    return active.filter(chosen).order_by("short_title", "pk")

"""Who runs a programme: the coordinating body of the province, or a body its own one."""

from __future__ import annotations

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author
from tiendo.programmes.models import Programme

RUN_OWN = "programme.run_own"


def may_run(actor: Actor, programme: Programme, permission: str) -> bool:
    """Whether a person may act in a programme under a permission of those who run programmes.

    The permission itself, at the programme's coordinating body; in a body's own programme also
    ``programme.run_own`` there.
    """
    if actor.may(permission, at=programme.coordinator_id):
        return True
    return programme.is_own and actor.may(RUN_OWN, at=programme.coordinator_id)


def require_to_run(by: Actor, programme: Programme, permission: str) -> Author:
    """The author to record for an action in a programme.

    Errors: PermissionRefused, which names the permission asked for.
    """
    if not by.may(permission, at=programme.coordinator_id) and may_run(by, programme, permission):
        return by.require(RUN_OWN, at=programme.coordinator_id)
    return by.require(permission, at=programme.coordinator_id)


def only_inside(by: Actor, programme: Programme, permission: str) -> bool:
    """Whether the person runs the programme for the own body alone: no other gets work by it."""
    return not by.may(permission, at=programme.coordinator_id)


def own_bodies(actor: Actor) -> frozenset[int]:
    """The bodies whose own programmes a person runs."""
    return actor.bodies_for(RUN_OWN)

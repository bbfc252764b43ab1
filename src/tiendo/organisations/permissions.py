"""Who may do what with the list of bodies.

Organisations lie below accounts: the acting person is known here by what actions need of it.
"""

from __future__ import annotations

from typing import Protocol

from tiendo.audit.trail import Author


class Acting(Protocol):
    """The acting person (``accounts.actor.Actor``)."""

    def may(self, permission: str, *, at: int | None = None) -> bool:
        """Whether some post gives the permission."""

    def require(self, permission: str, *, at: int | None = None) -> Author:
        """The author to record under the permission. Errors: PermissionRefused."""


def author_of(by: Acting | Author, permission: str) -> Author:
    """The author to record: the system itself, or a person who holds the permission.

    Errors: PermissionRefused.
    """
    if isinstance(by, Author):
        if by.user_id is not None:
            raise TypeError("a person acts as an Actor, whose permissions are known")
        return by
    return by.require(permission)

"""The person who acts, with the posts held and the delegations in force on a day."""

from __future__ import annotations

from dataclasses import dataclass

from tiendo.accounts.roles import LEADING, OF_LEADERS, PROVINCE_WIDE, PROVINCE_WIDE_BY_ROLE
from tiendo.audit.trail import Author


class PermissionRefused(Exception):
    """The actor lacks a permission; ``code`` names it."""

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission


@dataclass(frozen=True, slots=True)
class Post:
    """One post the actor may act from; ``on_behalf_of_id`` is set for a delegated one.

    ``reach_ids`` are the bodies whose work the post sees as its own: its body, and the bodies a
    division belongs to. ``part_ids`` are the divisions of the body, which its leaders lead too.
    """

    organisation_id: int
    role: str
    permissions: frozenset[str]
    reach_ids: frozenset[int]
    on_behalf_of_id: int | None = None
    organisation_name: str = ""
    part_ids: frozenset[int] = frozenset()

    def allows(self, permission: str, organisation_id: int | None) -> bool:
        """Whether the post gives a permission, at a body where the permission is tied to one."""
        if permission not in self.permissions:
            return False
        if permission in PROVINCE_WIDE or permission in PROVINCE_WIDE_BY_ROLE.get(
            self.role, frozenset()
        ):
            return True
        return organisation_id is None or organisation_id in self.bodies_for(permission)

    def bodies_for(self, permission: str) -> frozenset[int]:
        """The bodies at which the post gives a permission that is tied to a body.

        Leaders hold it at the divisions of their body too; what only leaders may do never reaches
        up from a division.
        """
        if permission not in self.permissions:
            return frozenset()
        if self.role not in LEADING:
            return self.reach_ids
        upward = frozenset({self.organisation_id}) if permission in OF_LEADERS else self.reach_ids
        return upward | self.part_ids


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. Made by ``accounts.queries.load_actor``; actions take it as ``by``."""

    user_id: int
    username: str
    posts: tuple[Post, ...]

    def may(self, permission: str, *, at: int | None = None) -> bool:
        """Whether some post gives the permission (``at``: the id of the body concerned)."""
        return any(post.allows(permission, at) for post in self.posts)

    def require(self, permission: str, *, at: int | None = None) -> Author:
        """The author to record for an action under this permission.

        Errors: PermissionRefused. Own posts go before delegated ones.
        """
        for post in sorted(self.posts, key=lambda post: post.on_behalf_of_id is not None):
            if post.allows(permission, at):
                return Author(self.user_id, post.organisation_id, post.on_behalf_of_id)
        raise PermissionRefused(permission)

    def first_body(self, permission: str) -> int | None:
        """The body of the first post that gives a permission: the main post goes before others."""
        held = (post.organisation_id for post in self.posts if permission in post.permissions)
        return next(held, None)

    def bodies_for(self, permission: str) -> frozenset[int]:
        """The bodies at which a permission tied to a body holds."""
        return frozenset(body for post in self.posts for body in post.bodies_for(permission))

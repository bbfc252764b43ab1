"""Who is told at which level: the people of a day, their posts and delegations, in three queries.

Never somebody who left: only posts held on the day by people whose account is open count.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from tiendo.accounts.models import Delegation, Membership
from tiendo.accounts.roles import ROLES
from tiendo.domain.alerts import HEAD, LEADER, OFFICER
from tiendo.organisations.models import Kind, Organisation

# A head approves what the body reports, a leader directs; others at work update; an administrator
# keeps rules and channels.
_HEADS, _LEADERS, _WORKERS = "task.approve", "directive.give", "task.update"
_KEEPERS = "alert.manage"


class People:
    """The people of one day, by body and by what they may do there."""

    def __init__(self, on: dt.date) -> None:
        self._parents = dict(
            Organisation.objects.filter(kind=Kind.DIVISION).values_list("pk", "parent_id")
        )
        self._at: dict[tuple[str, int], set[int]] = defaultdict(set)
        self._anywhere: dict[str, set[int]] = defaultdict(set)
        self._working: dict[int, set[int]] = defaultdict(set)
        self._reporting: dict[int, set[int]] = defaultdict(set)
        self._holders: set[int] = set()
        for user_id, body_id, role in _posts(on):
            self._add(user_id, body_id, ROLES[role])
            for reached in self._chain(body_id):
                self._working[reached].add(user_id)
        for user_id, body_id, role, chosen in _delegations(on):
            whole = ROLES[role]
            self._add(user_id, body_id, whole & frozenset(chosen) if chosen else whole)

    def works_at(self, user_id: int | None, body_id: int | None) -> bool:
        """Whether the person holds a post at the body or at a division of it."""
        return user_id is not None and user_id in self._working.get(body_id or 0, ())

    def may_report(self, user_id: int, body_id: int | None) -> bool:
        """Whether the person updates the work of the body, from it or from a division of it."""
        return user_id in self._reporting.get(body_id or 0, ())

    def is_at_work(self, user_id: int) -> bool:
        """Whether the person holds any post, of their own or delegated."""
        return user_id in self._holders

    def told(self, level: int, body_id: int | None, officer_id: int | None) -> frozenset[int]:
        """Who is told at a level. Where the body has named no officer who still works there, the
        first level is its head; where a division has no head, the head of its body."""
        if level == OFFICER and officer_id is not None and self.works_at(officer_id, body_id):
            return frozenset({officer_id})
        if level in (OFFICER, HEAD):
            return self.heads(body_id)
        return frozenset(self._anywhere[_LEADERS]) if level == LEADER else frozenset()

    def heads(self, body_id: int | None) -> frozenset[int]:
        """The heads of a body, their deputies and delegates; of its parent for a bare division."""
        for reached in self._chain(body_id):
            if heads := self._at.get((_HEADS, reached)):
                return frozenset(heads)
        return frozenset()

    def keepers(self) -> frozenset[int]:
        """Those who keep the rules of alerts and the channels."""
        return frozenset(self._anywhere[_KEEPERS])

    def staff(self, body_id: int) -> frozenset[int]:
        """Those who update the work of a body."""
        return frozenset(self._at.get((_WORKERS, body_id), ()))

    def _add(self, user_id: int, body_id: int, permissions: frozenset[str]) -> None:
        self._holders.add(user_id)
        for permission in (_HEADS, _LEADERS, _WORKERS, _KEEPERS):
            if permission in permissions:
                self._at[permission, body_id].add(user_id)
                self._anywhere[permission].add(user_id)
        if _WORKERS in permissions:
            for reached in self._chain(body_id):
                self._reporting[reached].add(user_id)

    def _chain(self, body_id: int | None) -> Iterable[int]:
        """The body and, for a division, the bodies above it; a loop ends it."""
        seen: list[int] = []
        while body_id is not None and body_id not in seen:
            seen.append(body_id)
            body_id = self._parents.get(body_id)
        return seen


def _posts(on: dt.date) -> Iterable[tuple[int, int, str]]:
    return Membership.objects.filter(validity__contains=on, user__is_active=True).values_list(
        "user_id", "organisation_id", "role"
    )


def _delegations(on: dt.date) -> Iterable[tuple[int, int, str, list[str]]]:
    return Delegation.objects.filter(
        validity__contains=on,
        revoked_at__isnull=True,
        delegate__is_active=True,
        membership__validity__contains=on,
        membership__user__is_active=True,
    ).values_list("delegate_id", "membership__organisation_id", "membership__role", "permissions")

"""What may be open in a person's name, as each noun above describes its own for a hand-over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise

from tiendo.accounts.models import User
from tiendo.audit.trail import Author

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing open in somebody's name. ``body_id``: the body it is done for, None for none.

    ``url_name`` and ``url_args`` lead to its page.
    """

    kind: str
    pk: int
    title: str
    body_id: int | None
    url_name: str = ""
    url_args: tuple[object, ...] = ()

    @property
    def key(self) -> Key:
        """What tells it from every other item."""
        return self.kind, self.pk


class PassOn(Protocol):
    """Gives one item to another person, with its event; called in the hand-over's transaction."""

    def __call__(self, pk: int, *, giver: User, to: User, author: Author) -> None:
        """Errors: the noun's own, where the receiver may not hold it."""


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of item: how those open in a name are found and given to another.

    ``find_again`` gives the id under which a receiver holds an item passed on before, None where
    it was finished or passed on again.
    """

    kind: str
    label: str | Promise
    open_items: Callable[[User, dt.date], Iterable[Item]]
    pass_on: PassOn
    find_again: Callable[[int, User, dt.date], int | None]

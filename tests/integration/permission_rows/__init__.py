"""Who may reach which page: one module of rows per noun, each with ``ROWS: dict[str, Row]``.

A row stands under the name of its URL pattern. ``allowed`` names people of ``tests.factories``;
everybody else gets 403, and without sign-in the way leads to the sign-in form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.factories import World

PEOPLE = (
    "skhcn_officer",
    "skhcn_head",
    "coordinator",
    "snv_officer",
    "snv_head",
    "stc_officer",
    "stc_head",
    "congan_officer",
    "ea_trang_officer",
    "ea_trang_head",
    "office",
    "leader",
    "inspector",
    "clerk",
    "administrator",
    "postless",
)
SIGNED_IN = frozenset(PEOPLE)
WITH_POST = SIGNED_IN - {"postless"}
# Everybody who works on tasks, that is all but the administrator.
STAFF = WITH_POST - {"administrator"}
COORDINATORS = frozenset({"coordinator", "skhcn_head"})
OVERSEERS = COORDINATORS | {"office", "leader", "inspector"}
ADMINISTRATORS = frozenset({"administrator"})
INSPECTORS = frozenset({"inspector"})


def nothing(world: World) -> tuple[object, ...]:
    """For patterns without arguments."""
    return ()


@dataclass(frozen=True, slots=True)
class Row:
    """The expected answers of one page. ``args`` makes the objects and gives the URL's arguments;
    ``data`` is sent along; ``status`` are the answers of those allowed; ``not_delegated`` are those
    whose power over this page stays with themselves."""

    allowed: frozenset[str]
    args: Callable[[World], tuple[object, ...]] = nothing
    method: str = "get"
    data: Mapping[str, Any] = field(default_factory=dict)
    status: tuple[int, ...] = (200,)
    not_delegated: frozenset[str] = frozenset()

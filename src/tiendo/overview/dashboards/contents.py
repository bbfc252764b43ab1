"""What a block holds: a sheet, where its rows lead, and what it does not show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tiendo.composer.sheets import Sheet
from tiendo.overview.models import DashboardBlock
from tiendo.overview.pictures.figures import Picture

# The noun of a row and its id: ("task", 12).
Target = tuple[str, int]


class BlockBroken(Exception):
    """What a block was asked is there no more; ``str()`` says what and how to mend it."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a block holds.

    ``targets``: what each row leads to, where it leads somewhere. ``behind``: the filter of the
    whole list where it is longer than the block. ``notes`` say aloud what stands under a tile.
    ``picture`` with what it was ``asked`` is that of a block that draws figures.
    """

    sheet: Sheet
    targets: tuple[Target, ...] = ()
    behind: Mapping[str, str] | None = None
    codes: tuple[str, ...] = ()
    text: str = ""
    address: tuple[str, Mapping[str, Any]] | None = None
    picture: Picture | None = None
    asked: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BuiltBlock:
    """A block as one person sees it. Missing: ``content`` is None where ``problem`` says why;
    ``filter_name`` is empty for a block that follows no saved filter."""

    block: DashboardBlock
    title: str
    face: str
    content: Content | None = None
    problem: str = ""
    filter_name: str = ""

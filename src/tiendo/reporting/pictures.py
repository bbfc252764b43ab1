"""Pictures that reports take from the screens, which stand above them: asked by name.

Whoever draws pictures offers them here when the product starts; a report never reaches up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from tiendo.accounts.actor import Actor
from tiendo.composer.charts import Spec

# The groups of bodies a picture may be of: communes and wards, bodies of the province.
PICTURE_GROUPS = ("xa", "tinh")


@dataclass(frozen=True, slots=True)
class AskedPicture:
    """A picture as a report asks for it: by its kind, for whom, on which day, as known when.

    ``options`` are plain words of the outline; an indicator is named by its code.
    """

    kind: str
    by: Actor
    day: dt.date
    known_at: dt.datetime
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture with its title and what is to be seen on it in words."""

    title: str
    words: str
    spec: Spec


PictureSource = Callable[[AskedPicture], ShownPicture | None]
Offer = Callable[[], Mapping[str, PictureSource]]
_offers: list[Offer] = []


def offer_pictures(offer: Offer) -> None:
    """Have pictures made by the sources that ``offer`` gives by kind; it is asked when the first
    picture is wanted, as what draws is slow to import."""
    _offers.append(offer)
    _sources.cache_clear()


def offered_pictures() -> tuple[str, ...]:
    """The kinds there are."""
    return tuple(_sources())


def find_picture(asked: AskedPicture) -> ShownPicture | None:
    """The picture; None where there is nothing to draw. Errors: KeyError for an unknown kind;
    PermissionRefused."""
    return _sources()[asked.kind](asked)


@cache
def _sources() -> Mapping[str, PictureSource]:
    return {kind: source for offer in _offers for kind, source in offer().items()}

"""What there is for outlines to name: measures, pictures, bodies, places where people write."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from tiendo.domain.outlines import UnreadableOutline, read_outline
from tiendo.indicators.models import Dimension, IndicatorVersion
from tiendo.organisations.models import Organisation
from tiendo.reporting.kinds import KINDS
from tiendo.reporting.models import Figure, OutlineVersion
from tiendo.reporting.pictures import offered_pictures

_NEAR = 0.6


class Catalogue:
    """The names there are today. Cost: a query for each sort of name that is asked for, once."""

    @cached_property
    def indicators(self) -> Mapping[str, str]:
        """The codes of the measures with the names of their newest definitions."""
        rows = IndicatorVersion.objects.order_by("indicator__code", "number")
        return dict(rows.values_list("indicator__code", "name"))

    @cached_property
    def items(self) -> Mapping[str, Mapping[str, str]]:
        """By the code of a measure the codes and names of what its values are told apart by."""
        found: defaultdict[str, dict[str, str]] = defaultdict(dict)
        rows = IndicatorVersion.objects.filter(dimensions__items__isnull=False)
        named = ("indicator__code", "dimensions__items__code", "dimensions__items__name")
        for code, item, name in rows.order_by("indicator__code", *named[1:]).values_list(*named):
            found[code][item] = name
        return found

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        """The codes of the dimensions."""
        return tuple(Dimension.objects.order_by("code").values_list("code", flat=True))

    @cached_property
    def bodies(self) -> frozenset[str]:
        """The short names of the bodies, as addresses have them."""
        return frozenset(Organisation.objects.values_list("slug", flat=True))

    @cached_property
    def places(self) -> frozenset[str]:
        """The places where people write, of all outlines laid down."""
        rows = OutlineVersion.objects.order_by("outline", "-number").distinct("outline")
        return frozenset(
            name for content in rows.values_list("content", flat=True) for name in _places(content)
        )

    @property
    def pictures(self) -> tuple[str, ...]:
        """The kinds of pictures of the screens."""
        return offered_pictures()

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of blocks."""
        return tuple(KINDS)

    def is_told(self, key: str) -> bool:
        """Whether a report has had a figure of this key. Cost: a query."""
        return Figure.objects.filter(key=key).exists()


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that was probably meant; "" where none is near."""
    by_plain = {each.casefold(): each for each in known}
    near = difflib.get_close_matches(name.casefold(), by_plain, n=1, cutoff=_NEAR)
    return by_plain[near[0]] if near else ""


def _places(content: object) -> tuple[str, ...]:
    try:
        return tuple(place.name for place in read_outline(content).narratives)
    except UnreadableOutline:
        return ()

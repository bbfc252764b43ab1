"""What the options of blocks are chosen from, where they are chosen and not typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.indicators.models import Dimension
from tiendo.overview.pictures.asking import GROUPS
from tiendo.overview.pictures.kinds import PICTURES
from tiendo.reporting.pictures import PICTURE_GROUPS

# Codes with their labels; "" is what is taken where nothing is said.
Choice = tuple[str, str | Promise]
Choices = tuple[Choice, ...]

_LOOKS: Choices = (("", _("Đoạn văn")), ("bullet", _("Gạch đầu dòng")), ("plus", _("Dấu cộng")))
_FIXED: Mapping[tuple[str, str], Choices] = {
    ("sentence", "as"): _LOOKS,
    ("indicators", "as"): _LOOKS[1:],
    ("budget", "as"): _LOOKS[:2],
    ("picture", "group"): tuple((code, GROUPS[code]) for code in PICTURE_GROUPS),
    ("picture", "of"): tuple((code, picture.title) for code, picture in PICTURES.items()),
    ("budget_table", "by"): (
        ("nature", _("Tính chất chi")),
        ("source", _("Nguồn vốn")),
        ("area", _("Lĩnh vực")),
    ),
}


@dataclass
class Chooser:
    """What is chosen from in one outline; ``places`` are those where people write in it."""

    places: Choices

    def of(self, kind: str, name: str, value: str | bool) -> Choices:
        """The choices of an option, with an empty one, and with a value that is none of them.

        Cost: one query for all dimensions of measures.
        """
        found = self._offered(kind, name)
        codes = {code for code, _label in found}
        front: Choices = () if "" in codes else (("", "—"),)
        behind: Choices = ((str(value), str(value)),) if value and value not in codes else ()
        return (*front, *found, *behind)

    def _offered(self, kind: str, name: str) -> Choices:
        if name == "unless":
            return self.places
        if (kind, name) == ("indicators", "by"):
            return self._dimensions
        return _FIXED.get((kind, name), ())

    @cached_property
    def _dimensions(self) -> Choices:
        return tuple(Dimension.objects.order_by("name").values_list("code", "name"))

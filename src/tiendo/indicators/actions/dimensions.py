"""What values are told apart by: dimensions and their items, added, renamed, retired, ordered."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import State, record
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.models import Dimension, DimensionItem

CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_CODE = 40


@transaction.atomic
def define_dimension(
    *, by: Actor, code: str, name: str, items: Sequence[tuple[str, str]]
) -> Dimension:
    """A new dimension with its items, as pairs of code and name, in their order.

    Errors: PermissionRefused; IndicatorError dimension_code, dimension_taken, dimension_name,
    item_twice.
    """
    author = by.require("indicator.define")
    code = _code(code)
    if Dimension.objects.filter(code=code).exists():
        raise IndicatorError("dimension_taken", code=code)
    dimension = Dimension.objects.create(code=code, name=_name(name))
    _refuse_twice([item for item, _name in items])
    DimensionItem.objects.bulk_create(
        DimensionItem(dimension=dimension, code=_code(item), name=_name(words), order=order)
        for order, (item, words) in enumerate(items, 1)
    )
    after: State = {"code": code, "name": dimension.name, "items": [item for item, _name in items]}
    record(by=author, action="dimension.define", target=dimension, after=after)
    return dimension


@transaction.atomic
def rename_dimension(*, by: Actor, dimension: Dimension, name: str) -> Dimension:
    """Call a dimension otherwise; its code, which formulas name, stays.

    Errors: PermissionRefused; IndicatorError dimension_name.
    """
    author = by.require("indicator.define")
    held = Dimension.objects.select_for_update().get(pk=dimension.pk)
    before, held.name = held.name, _name(name)
    held.save(update_fields=["name"])
    record(
        by=author,
        action="dimension.rename",
        target=held,
        before={"name": before},
        after={"name": held.name},
    )
    return held


@transaction.atomic
def add_item(*, by: Actor, dimension: Dimension, code: str, name: str) -> DimensionItem:
    """Another item, the last in order.

    Errors: PermissionRefused; IndicatorError dimension_code, dimension_name, item_twice.
    """
    author = by.require("indicator.define")
    held = Dimension.objects.select_for_update().get(pk=dimension.pk)
    _refuse_twice([*held.items.values_list("code", flat=True), _code(code)])
    last: int = held.items.aggregate(last=Max("order"))["last"] or 0
    item = held.items.create(code=_code(code), name=_name(name), order=last + 1)
    after: State = {"dimension": held.pk, "code": item.code, "name": item.name}
    record(by=author, action="dimension.add_item", target=item, after=after)
    return item


@transaction.atomic
def edit_item(
    *, by: Actor, item: DimensionItem, name: str, is_retired: bool = False
) -> DimensionItem:
    """Rename an item, or use it no longer: what was observed of it stays.

    Errors: PermissionRefused; IndicatorError dimension_name.
    """
    author = by.require("indicator.define")
    held = DimensionItem.objects.select_for_update().get(pk=item.pk)
    before: State = {"name": held.name, "is_retired": held.is_retired}
    held.name, held.is_retired = _name(name), is_retired
    held.save(update_fields=["name", "is_retired"])
    after: State = {"name": held.name, "is_retired": held.is_retired}
    record(by=author, action="dimension.edit_item", target=held, before=before, after=after)
    return held


@transaction.atomic
def order_items(*, by: Actor, dimension: Dimension, codes: Sequence[str]) -> None:
    """Put items in the order of their codes; those not named follow in the order they had.

    Errors: PermissionRefused; IndicatorError item_twice.
    """
    author = by.require("indicator.define")
    held = Dimension.objects.select_for_update().get(pk=dimension.pk)
    _refuse_twice(codes)
    items = list(held.items.all())
    before: State = {"items": [item.code for item in items]}
    places = {code: place for place, code in enumerate(codes)}
    items.sort(key=lambda item: (places.get(item.code, len(places)), item.order))
    for order, item in enumerate(items, 1):
        item.order = order
    DimensionItem.objects.bulk_update(items, ["order"])
    after: State = {"items": [item.code for item in items]}
    record(by=author, action="dimension.order", target=held, before=before, after=after)


def _code(code: str) -> str:
    code = code.strip()
    if not CODE.fullmatch(code) or len(code) > _LONGEST_CODE:
        raise IndicatorError("dimension_code", code=code)
    return code


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise IndicatorError("dimension_name")
    return name[:120]


def _refuse_twice(codes: Sequence[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise IndicatorError("item_twice", code=code)
        seen.add(code)

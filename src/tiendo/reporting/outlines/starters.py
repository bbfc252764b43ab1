"""Outlines that come with the product, laid down as versions when one is first needed."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tiendo.domain import clock
from tiendo.reporting.models import Outline, OutlineVersion
from tiendo.reporting.outlines.reading import starter_content

COMPILED = "tong-hop"
_TITLES = {COMPILED: "Báo cáo tổng hợp từ báo cáo của các cơ quan"}
_SINCE = dt.date(2025, 1, 1)


@transaction.atomic
def install_starter(name: str) -> OutlineVersion:
    """The newest version of an outline that comes with the product, laid down if it is not yet.

    A version that people laid down stays; a new file of the product follows one of the product.
    Safe to repeat. Cost: two queries once it is there.
    """
    outline, _made = Outline.objects.get_or_create(
        code=name, defaults={"title": _TITLES.get(name, name)}
    )
    newest = OutlineVersion.objects.filter(outline=outline).order_by("number").last()
    content = starter_content(name)
    if newest is not None and (newest.created_by_id is not None or newest.content == content):
        return newest
    return OutlineVersion.objects.create(
        outline=outline,
        number=newest.number + 1 if newest else 1,
        since=max(_SINCE, newest.since) if newest else _SINCE,
        source="Đề cương đi kèm hệ thống",
        content=content,
        created_at=clock.now(),
    )

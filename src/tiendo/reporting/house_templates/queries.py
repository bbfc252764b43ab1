"""Which template is in force on a day."""

from __future__ import annotations

import datetime as dt

from tiendo.organisations.models import Organisation
from tiendo.reporting.house_templates.models import HouseTemplate


def template_on(body: Organisation, type_name: str, day: dt.date) -> HouseTemplate | None:
    """The version in force on a day; None before the first. Cost: one query."""
    found = HouseTemplate.objects.filter(body=body, type_name=type_name, since__lte=day)
    return found.select_related("stored_file").order_by("-since", "-number").first()

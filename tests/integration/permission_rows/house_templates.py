"""Who may reach the pages of urls/house_templates.py: who manages regimes and outlines."""

from __future__ import annotations

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import World, actor
from tests.integration.permission_rows import COORDINATORS, Row
from tests.report_factories import compile_plan, make_plan
from tiendo.composer.house_starter import starter_template
from tiendo.domain import clock
from tiendo.reporting.house_templates.actions import add_template
from tiendo.reporting.models import HouseTemplate


def make_template(world: World, source: bytes = b"", since: dt.date | None = None) -> HouseTemplate:
    """A template of the province's committee, in force from today."""
    file = SimpleUploadedFile("mau.docx", source or starter_template())
    return add_template(
        by=actor(world.coordinator),
        body=world.ubnd,
        file=file,
        name="mau.docx",
        since=since or clock.today(),
    )


def a_template(world: World) -> tuple[object, ...]:
    return (make_template(world).pk,)


def a_template_and_a_report(world: World) -> tuple[object, ...]:
    compile_plan(world, make_plan(world))
    return a_template(world)


ROWS: dict[str, Row] = {
    "house-template-list": Row(COORDINATORS),
    "house-template-new": Row(COORDINATORS),
    "house-template-starter": Row(COORDINATORS),
    "house-template": Row(COORDINATORS, a_template),
    "house-template-file": Row(COORDINATORS, a_template),
    # Without a report named there is nothing to look at.
    "house-template-preview": Row(COORDINATORS, a_template_and_a_report, status=(404,)),
    "house-template-withdraw": Row(
        COORDINATORS,
        a_template,
        method="post",
        data={"since": "31/12/2099", "reason": "Mẫu hỏng"},
        status=(302,),
    ),
}

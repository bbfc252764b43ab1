"""`bench indicator-grid`: the table of 2,000 indicator-periods in which a body enters its figures.

125 indicators with two rules each, sixteen months; the last two are not confirmed yet, so that the
rules are held against them. The ratio is that of the worst role against the floor of
`_indicator_grid_urls.py`. Bar 3, constant queries.
"""

import re
from typing import Any

from benchmarks._pages import measure_as, worst_of
from benchmarks.grid_save import ground

NEEDS_DATABASE = True
FILLS_DATABASE = True
MONTHS = 16
BODY = "so-khoa-hoc-va-cong-nghe"
PATH = f"/so-lieu/nhap/?tan_suat=monthly&so_ky={MONTHS}"


def main() -> dict[str, object]:
    """The seconds of the worst role, its floor and the ratio."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    from tiendo.cli.frontend import collect_static, ensure_frontend

    ensure_frontend()
    collect_static()
    by, body, indicators = ground("monthly")
    fill(by, body, indicators)
    settings.ROOT_URLCONF = "benchmarks._indicator_grid_urls"
    application = get_wsgi_application()
    roles = {"coordinator": ("dieuphoi", BODY), "officer": (officer_of(body), BODY)}
    return worst_of(
        "indicator-grid",
        [
            measure_as(application, "indicator-grid", PATH, each, count_places)
            for each in roles.items()
        ],
    )


def fill(by: Any, body: Any, indicators: list[Any]) -> None:
    """A figure in each place; all but the last two months confirmed."""
    from tiendo.domain import clock
    from tiendo.domain.periods import Cadence, period_around
    from tiendo.indicators.actions import Cell, confirm_observations, save_cells
    from tiendo.indicators.entry_periods import periods_up_to
    from tiendo.indicators.models import Entry

    months = periods_up_to(Cadence.MONTHLY, period_around(Cadence.MONTHLY, clock.today()), MONTHS)
    for place, month in enumerate(months):
        cells = [
            Cell(indicator, body, month, f"{1000 + 7 * number + place}", reason="Nhập bổ sung")
            for number, indicator in enumerate(indicators)
        ]
        saved = save_cells(by=by, cells=cells, entry=Entry.GRID)
        if len(saved.kept) != len(cells):
            raise RuntimeError(saved.problems[0].error)
        if place < MONTHS - 2:
            confirm_observations(by=by, rows=saved.kept)


def officer_of(body: Any) -> str:
    """Somebody who enters figures of the body alone."""
    from tiendo.accounts.models import Membership, RoleCode

    post = Membership.objects.filter(organisation=body, role=RoleCode.OFFICER).first()
    if post is None:
        raise RuntimeError(f"no officer of {body}")
    return str(post.user.username)


def count_places(body: bytes) -> int:
    """The places of the table."""
    return len(re.findall(rb'<td class="gc ', body))

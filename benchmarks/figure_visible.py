"""`bench figure-visible`: from the button under the table of figures to the figure on a dashboard.

The value is the worst of some runs: the request that keeps a figure of a body that enters 125, and
the request of an own dashboard that shows it in its picture, through the whole stack. What 500
figures at once take that way is printed besides. Bar 1 s; no floor.
"""

import time
from typing import Any

from benchmarks._pages import request, send, sign_in
from benchmarks.grid_save import ground

NEEDS_DATABASE = True
FILLS_DATABASE = True
RUNS = 5
QUARTERS = 4


def main() -> dict[str, object]:
    """The seconds of the slowest run."""
    from django.core.wsgi import get_wsgi_application

    from tiendo.cli.frontend import collect_static, ensure_frontend

    ensure_frontend()
    collect_static()
    by, body, indicators = ground()
    dashboard = dashboard_of(by, body, indicators[0])
    application, cookie = get_wsgi_application(), sign_in("dieuphoi")
    # The first requests load what every later one has.
    request(application, dashboard, cookie)
    taken = []
    for number in range(RUNS + 1):
        # The last run is of all figures.
        typed = typed_for(indicators if number == RUNS else indicators[:1], body, number)
        start = time.perf_counter()
        send(application, f"/so-lieu/nhap/?co_quan={body.pk}", cookie, typed)
        kept = time.perf_counter()
        page = request(application, dashboard, cookie).decode()
        shown = time.perf_counter()
        if f"{value_of(number):,}".replace(",", ".") not in page:
            raise RuntimeError("the figure is not on the dashboard")
        taken.append(shown - start)
        figures = len(typed) - 1
        print(f"{figures} figures kept in {kept - start:.3f} s, shown in {shown - kept:.3f} s")
    return {
        "name": "figure-visible",
        "value": round(max(taken[:RUNS]), 3),
        "floor": None,
        "ratio": None,
        "unit": "s",
    }


def dashboard_of(by: Any, body: Any, indicator: Any) -> str:
    """The address of a dashboard with the trend of an indicator of a body."""
    from tiendo.overview.dashboards.actions import add_block, create_dashboard
    from tiendo.overview.dashboards.starters import STARTERS, BlockPlan
    from tiendo.overview.pictures import trend
    from tiendo.overview.pictures.asking import BODY, INDICATOR
    from tiendo.overview.pictures.kinds import PICTURES

    made = create_dashboard(title="Số liệu", starter=next(iter(STARTERS.values())), by=by)
    config = {"asked": {INDICATOR: str(indicator.pk), BODY: str(body.pk)}}
    add_block(dashboard=made, plan=BlockPlan(PICTURES[trend.CODE].block, config), by=by)
    return f"/bang-dieu-hanh/{made.pk}/"


def typed_for(indicators: list[Any], body: Any, number: int) -> dict[str, object]:
    """The fields of the running quarter, for many indicators of four quarters; the first is to be
    seen."""
    from tiendo.domain import clock
    from tiendo.domain.periods import Cadence, period_around
    from tiendo.indicators.entry_periods import periods_up_to
    from tiendo.workspace.grid_posted import field_name

    running = period_around(Cadence.QUARTERLY, clock.today())
    typed: dict[str, object] = {"ly_do": "Nhập bổ sung"}
    quarters = QUARTERS if len(indicators) > 1 else 1
    for place, indicator in enumerate(indicators):
        for quarter in periods_up_to(Cadence.QUARTERLY, running, quarters):
            key = (indicator.pk, body.pk, quarter.start, "")
            seen = number if place == 0 and quarter == running else 0
            typed[field_name(key, seen)] = str(value_of(number) + place)
    return typed


def value_of(number: int) -> int:
    """The figure of a run, which no other run has."""
    return 7001 + 17 * number

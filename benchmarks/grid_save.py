"""`bench grid-save`: 500 cells of a grid kept at once, as a body enters them.

The value is the seconds of the action: figures read, checked by the rules of their indicators,
kept as revisions with their events and the values of pages. Bar 1 s; no floor.
"""

import datetime as dt
import secrets
import time
from typing import Any

NEEDS_DATABASE = True
FILLS_DATABASE = True
INDICATORS = 125
REPEATS = 3


def main() -> dict[str, object]:
    """The seconds of 500 new cells, of 500 corrected and of 500 unchanged ones; the worst."""
    by, body, indicators = ground()
    taken = []
    for repeat in range(REPEATS):
        taken.append((timed(by, cells(indicators, body, repeat, repeat)), "corrected or new"))
    taken.append((timed(by, cells(indicators, body, REPEATS - 1, REPEATS)), "unchanged"))
    for seconds, what in taken:
        print(f"{what}: {seconds:.3f} s")
    worst = max(seconds for seconds, _what in taken)
    return {
        "name": "grid-save",
        "value": round(worst, 3),
        "floor": None,
        "ratio": None,
        "unit": "s",
    }


def ground(frequency: str = "quarterly") -> tuple[Any, Any, list[Any]]:
    """A province, its coordinator, a body and indicators of a frequency, each with two rules."""
    from tiendo.accounts.models import User
    from tiendo.accounts.queries import load_actor
    from tiendo.demo.generator import Size, lay_ground
    from tiendo.domain import clock
    from tiendo.indicators.actions import Definition, define_indicator
    from tiendo.indicators.models import CheckRule, Direction
    from tiendo.indicators.models.dictionary import Frequency
    from tiendo.organisations.models import Organisation

    today = clock.today()
    begins_on = today - dt.timedelta(days=900)
    size = Size(tasks=1, bodies=40, officers=1)
    lay_ground(size=size, password=secrets.token_urlsafe(), begins_on=begins_on)
    user = User.objects.get(username="dieuphoi")
    by = load_actor(user, today)
    body = Organisation.objects.get(slug="so-khoa-hoc-va-cong-nghe")
    definition = Definition(
        name="Số hồ sơ trực tuyến",
        unit="hồ sơ",
        direction=Direction.HIGHER,
        frequency=Frequency(frequency),
    )
    indicators = [
        define_indicator(
            by=by, code=f"DC.{number:03d}", owner=body, definition=definition, since=begins_on
        )
        for number in range(INDICATORS)
    ]
    rule = {"validity": (begins_on, None), "source": "bench", "set_by": user, "set_at": clock.now()}
    for indicator in indicators:
        CheckRule.objects.create(
            indicator=indicator, kind="range", severity="block", low=0, high=10**9, **rule
        )
        CheckRule.objects.create(
            indicator=indicator, kind="jump", severity="warn", low=1, high=1, **rule
        )
    return by, body, indicators


def cells(indicators: list[Any], body: Any, repeat: int, seen: int) -> list[Any]:
    """Four past quarters of each indicator, other figures in each repeat."""
    from tiendo.domain import clock
    from tiendo.domain.periods import ONE_DAY, Cadence, period_around
    from tiendo.indicators.actions import Cell

    period = period_around(Cadence.QUARTERLY, clock.today())
    quarters = []
    for _quarter in range(4):
        period = period_around(Cadence.QUARTERLY, period.start - ONE_DAY)
        quarters.append(period)
    return [
        Cell(
            indicator,
            body,
            quarter,
            f"{1000 + 10 * number + repeat}",
            reason="Nhập bổ sung",
            seen=seen,
        )
        for number, indicator in enumerate(indicators)
        for quarter in quarters
    ]


def timed(by: Any, given: list[Any]) -> float:
    """The seconds of keeping cells. Errors: RuntimeError where one is refused."""
    from tiendo.indicators.actions import save_cells
    from tiendo.indicators.models import Entry

    start = time.perf_counter()
    saved = save_cells(by=by, cells=given, entry=Entry.GRID)
    taken = time.perf_counter() - start
    if saved.problems:
        raise RuntimeError(str(saved.problems[0].error))
    return taken

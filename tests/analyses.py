"""Every analysis with arguments, for engines to be compared by."""

from __future__ import annotations

import datetime as dt

from tiendo.analytics import expressions
from tiendo.analytics.expressions import Analysis

ON = dt.date(2025, 8, 15)
KNOWN_AT = dt.datetime(2025, 9, 1, 3, 4, 5, tzinfo=dt.UTC)
MONTH_ENDS = (dt.date(2025, 5, 31), dt.date(2025, 6, 30), dt.date(2025, 8, 31))


def every_analysis() -> dict[str, Analysis]:
    """By a name for people."""
    values = expressions.current_values()
    return {
        "by indicator and period": expressions.values_by_indicator_and_period(),
        "by indicator and period on a day": expressions.values_by_indicator_and_period(on=ON),
        "observations known at a moment": expressions.values_by_indicator_and_period(
            expressions.observations_known(KNOWN_AT)
        ),
        "by body": expressions.values_by_body(),
        "by body with silent ones": expressions.values_by_body(
            expressions.with_silent_bodies(values), on=ON
        ),
        "statuses": expressions.statuses_by_body(MONTH_ENDS),
        "statuses known at a moment": expressions.statuses_by_body(MONTH_ENDS, known_at=KNOWN_AT),
        "updates": expressions.updates_by_body_and_month(),
        "budget": expressions.budget_by(),
        "budget by source": expressions.budget_by("source"),
        "budget by nature and area": expressions.budget_by(
            "nature", "area", on=ON, known_at=KNOWN_AT
        ),
    }

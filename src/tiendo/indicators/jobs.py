"""What runs by itself: values are compared with what they come from, forecasts made anew."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from tiendo.indicators.audits import audit_values
from tiendo.indicators.files import bringing
from tiendo.indicators.files.running import BRING_JOB, CHECK_JOB, UNDO_JOB
from tiendo.indicators.forecast_queue import FORECAST_JOB
from tiendo.indicators.forecasts import make_forecasts

logger = logging.getLogger(__name__)


# Cron times are UTC: twenty to four at night in Asia/Ho_Chi_Minh, before the facts are written.
@app.periodic(cron="40 20 * * *")
@app.task(name="indicators.audit_values", queueing_lock="indicators.audit_values")
def audit_values_nightly(timestamp: int) -> None:
    """Compare every value with what it comes from and mend what differs, loudly."""
    audit = audit_values()
    if audit.differing:
        told = {"changed": audit.changed, "added": audit.added, "dropped": audit.dropped}
        logger.error("values differed and were made anew", extra=told)


@app.task(name=FORECAST_JOB, lock=FORECAST_JOB)
def make_forecasts_later() -> None:
    """Forecast what changed. Running it twice changes nothing."""
    logger.info("forecasts made", extra={"count": make_forecasts()})


# Five to four at night: a day has passed, so that a period may be over.
@app.periodic(cron="55 20 * * *")
@app.task(
    name="indicators.make_forecasts_nightly", queueing_lock="indicators.make_forecasts_nightly"
)
def make_forecasts_nightly(timestamp: int) -> None:
    """Forecast what changed without anybody writing."""
    logger.info("forecasts made", extra={"count": make_forecasts()})


@app.task(name=CHECK_JOB, queue="default")
def check_file(file_id: int) -> None:
    """Check every row of a long file of figures."""
    bringing.check_file(file_id)


@app.task(name=BRING_JOB, queue="default")
def bring_file(file_id: int) -> None:
    """Keep the figures of a file."""
    bringing.bring_file(file_id)


@app.task(name=UNDO_JOB, queue="default")
def undo_file(file_id: int) -> None:
    """Take back the figures of a file."""
    bringing.undo_file(file_id)

"""What runs by itself each night: alerts are looked for, people told, the daily mail queued."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from tiendo.alerts.mailing import queue_digests
from tiendo.alerts.watching import watch

logger = logging.getLogger(__name__)


# Cron times are UTC: five past one at night in Asia/Ho_Chi_Minh, after the occurrences were laid.
@app.periodic(cron="5 18 * * *")
@app.task(name="alerts.watch", queueing_lock="alerts.watch")
def watch_nightly(timestamp: int) -> None:
    """Look for everything and queue the mail of the morning. Running it twice changes nothing."""
    watched = watch()
    mails = queue_digests()
    logger.info(
        "alerts watched",
        extra={"new": watched.new, "gone": watched.gone, "told": watched.told, "mails": mails},
    )

"""What runs by itself each night: cycles are laid ahead, duties of ended bodies passed on, bodies
told of the cycles that opened, documents offered to be sent."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from tiendo.regimes.compiling.actions import COMPILING_JOB, run_compiling
from tiendo.regimes.laying import lay_all
from tiendo.regimes.opening import tell_opened
from tiendo.regimes.packages.offers import offer_packages

logger = logging.getLogger(__name__)


# Cron times are UTC: one minute past one at night in Asia/Ho_Chi_Minh, before the alerts.
@app.periodic(cron="1 18 * * *")
@app.task(name="regimes.lay", queueing_lock="regimes.lay")
def lay_nightly(timestamp: int) -> None:
    """Lay the cycles up to the horizon. Running it twice changes nothing."""
    laid, told, offered = lay_all(), tell_opened(), offer_packages()
    logger.info(
        "report cycles laid",
        extra={
            "cycles": laid.cycles,
            "duties": laid.duties,
            "released": laid.released,
            "told": told,
            "offered": offered,
        },
    )


@app.task(name=COMPILING_JOB, queue="default")
def compile_waiting(compilation_id: int) -> None:
    """Compile the accepted reports of a cycle, as was asked for."""
    run_compiling(compilation_id)

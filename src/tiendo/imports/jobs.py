"""Background jobs of imports. One whose worker died is queued again by ``config.jobs``."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from tiendo.imports import bringing
from tiendo.imports.running import CHECK_JOB, RUN_JOB, drop_old

log = logging.getLogger(__name__)


@app.task(name=CHECK_JOB, queue="default")
def check_import(import_id: int) -> None:
    """Check every row of a long sheet."""
    bringing.check_import(import_id)


@app.task(name=RUN_JOB, queue="default")
def run_import_later(import_id: int) -> None:
    """Bring in the rows of an import, or take them back."""
    bringing.run_import(import_id)


# Cron times are UTC: ten to three at night in Asia/Ho_Chi_Minh.
@app.periodic(cron="50 19 * * *")
@app.task(name="imports.drop_old", queueing_lock="imports.drop_old")
def drop_imports_nightly(timestamp: int) -> None:
    """Delete imports past their days."""
    log.info("imports dropped: %d", drop_old())

"""Jobs whose worker died are taken up again: a killed worker leaves its job marked as running."""

from __future__ import annotations

import logging

from procrastinate import JobContext
from procrastinate.contrib.django import app

logger = logging.getLogger(__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(name="config.retry_stalled", queueing_lock="config.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Queue again what a worker without a heartbeat was doing. Jobs bear being done twice."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        await jobs.retry_job(job)
        logger.warning("a stalled job is queued again", extra={"job": job.task_name})

"""Background jobs of intake."""

from __future__ import annotations

from procrastinate.contrib.django import app

from tiendo.intake.extraction import EXTRACT_JOB, extract


@app.task(name=EXTRACT_JOB, queue="default")
def extract_later(run_id: int) -> None:
    """Read the text of a long document into drafts."""
    extract(run_id)

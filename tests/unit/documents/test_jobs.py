"""Background jobs of documents and intake are known to the worker."""

from __future__ import annotations

from procrastinate.contrib.django import app

from tiendo.documents import jobs as document_jobs
from tiendo.intake import jobs as intake_jobs
from tiendo.intake.extraction import EXTRACT_JOB


def test_the_worker_knows_the_job_that_extraction_defers() -> None:
    assert intake_jobs.extract_later.name == EXTRACT_JOB
    assert app.tasks[EXTRACT_JOB] is intake_jobs.extract_later


def test_orphans_are_swept_each_night() -> None:
    assert document_jobs.sweep.name == "documents.sweep_orphans"
    assert "documents.sweep_orphans" in app.tasks

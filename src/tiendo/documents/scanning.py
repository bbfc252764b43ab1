"""Keeping an upload in quarantine until the virus scanner, where there is one, cleared it."""

from __future__ import annotations

import logging

from django.conf import settings

from tiendo.documents.errors import ScannerDown, UploadRefused
from tiendo.documents.models import QuarantinedUpload, ScanVerdict, VirusScan, quarantine_files
from tiendo.documents.virus_scan import NoAnswer, Verdict, scan
from tiendo.domain import clock

log = logging.getLogger(__name__)


def require_clean(upload: QuarantinedUpload) -> None:
    """Go on only with a file that the scanner cleared; each answer is kept.

    An installation without a scanner lets every file on. Nothing is scanned twice.
    Errors: UploadRefused(infected); ScannerDown, and the file stays where it is.
    """
    address = settings.VIRUS_SCAN
    if address is None:
        return
    if upload.scans.filter(verdict=ScanVerdict.CLEAN).exists():
        return
    verdict = _ask(upload, address)
    VirusScan.objects.create(
        upload=upload,
        sha256=upload.sha256,
        verdict=ScanVerdict.INFECTED if verdict.threat else ScanVerdict.CLEAN,
        threat=verdict.threat[:200],
        scanner=verdict.scanner,
        signatures=verdict.signatures,
        scanned_at=clock.now(),
    )
    if verdict.threat:
        params = {"name": upload.original_name, "threat": verdict.threat}
        raise UploadRefused("infected", **params)


def _ask(upload: QuarantinedUpload, address: str) -> Verdict:
    try:
        with quarantine_files().open(upload.file.name or "") as file:
            return scan(file, address)
    except NoAnswer as error:
        log.warning("virus scanner gave no answer: %s", error)
        raise ScannerDown(upload.original_name, upload.pk) from error

"""Packages: a document that was issued, sent on with its appendices and a covering letter.

Source: Nghị định 224/2026/NĐ-CP, Điều 7–8 (a digital-transformation plan goes to the ministry
within 5 working days of its issue); the days are those of the regime.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from django.db import transaction
from django.db.models import Case, QuerySet, When

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, Value
from tiendo.documents.models import Document, Rendition
from tiendo.documents.register import folded_identity
from tiendo.documents.storage import open_kept
from tiendo.domain import clock
from tiendo.regimes.models import RegimeKind, ReportDuty, Submission, SubmissionState
from tiendo.regimes.packages.errors import PackageError
from tiendo.regimes.submissions.steps import keep_step, lock_submission
from tiendo.regimes.titles import title_of
from tiendo.reporting.actions import compile_report
from tiendo.reporting.citing import cited
from tiendo.reporting.models import Report, ReportState

# The place of the letter's outline where what is sent along is listed.
LIST_PLACE = "package"
LETTER, CONTENTS = "00-cong-van", "99-danh-muc.txt"
_BODY = "body"
_PIECE = 2**20
_STAMP = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Package:
    """What is sent for a duty. Missing: ``document`` where no document began the cycle, ``letter``
    until it is composed, ``submission`` with it."""

    duty: ReportDuty
    document: Document | None
    files: tuple[Rendition, ...]
    submission: Submission | None

    @property
    def letter(self) -> Report | None:
        """The covering letter."""
        return self.submission.report if self.submission else None

    @property
    def letter_number(self) -> str:
        """The number of the letter as printed; "" before it has one."""
        document = self.letter.document if self.letter else None
        return document.number_raw if document else ""

    @property
    def has_body(self) -> bool:
        """Whether the text of the document itself is there, not only appendices."""
        return any(file.part == _BODY for file in self.files)


def package_of(duty: ReportDuty) -> Package:
    """The package of a duty as it stands. Cost: two queries."""
    document = duty.cycle.trigger
    submissions = Submission.objects.select_related("report__document")
    return Package(
        duty=duty,
        document=document,
        files=tuple(_files_of(document)) if document else (),
        submission=submissions.filter(duty=duty).first(),
    )


@transaction.atomic
def compose_letter(*, by: Actor, duty: ReportDuty) -> Submission:
    """Compose the covering letter of a package, with the list of what is sent along.

    Composed already, it is given as it stands. Errors: PermissionRefused; PackageError
    not_a_package, package_released; ReportError of composing.
    """
    author = by.require("report.compile")
    held = ReportDuty.objects.select_for_update(of=("self",)).select_related(
        "body__parent",
        "addressee",
        "level__outline",
        "cycle__trigger",
        "cycle__version__outline",
        "cycle__version__regime__programme__coordinator",
        "cycle__version__regime__programme__document__issuer",
    )
    current = held.get(pk=duty.pk)
    if (opened := Submission.objects.filter(duty=current).first()) is not None:
        return opened
    outline = current.level.outline or current.cycle.version.outline
    if current.cycle.version.regime.kind != RegimeKind.PACKAGE or outline is None:
        raise PackageError("not_a_package")
    if current.released_at is not None:
        raise PackageError("package_released")
    today = clock.today()
    report = compile_report(
        by=by,
        programme=current.cycle.version.regime.programme,
        period_start=current.cycle.period_start,
        period_end=max(current.cycle.period_end, today),
        as_of=today,
        title=title_of(current.cycle),
        addressee=current.addressee.name if current.addressee else current.addressee_text,
        issuer=current.body,
        outline=outline,
        narrative={LIST_PLACE: "\n".join(_listed(current.cycle.trigger))},
    )
    submission = Submission.objects.create(
        duty=current, report=report, opened_by_id=by.user_id, opened_at=clock.now()
    )
    keep_step(submission, "open", author, more={"duty": current.pk})
    return submission


@transaction.atomic
def mark_package_sent(*, by: Actor, duty: ReportDuty, number: str, sent_on: dt.date) -> Submission:
    """Mark a package as sent on a day with the number of its approved letter.

    Late is what went out after the last day. Errors: PermissionRefused; PackageError
    letter_missing, letter_not_approved, package_sent, number_missing, number_differs,
    sent_in_future, sent_before_issue.
    """
    author = by.require("report.compile")
    found = Submission.objects.filter(duty=duty).first()
    if found is None:
        raise PackageError("letter_missing")
    current = lock_submission(found)
    if current.state != SubmissionState.WRITING:
        raise PackageError("package_sent")
    if current.report.state == ReportState.DRAFT:
        raise PackageError("letter_not_approved")
    _check_day(duty, sent_on)
    told = _number_letter(current.report, number.strip(), sent_on)
    before = current.state
    current.state, current.sent_at = SubmissionState.SENT, clock.local_noon(sent_on)
    current.is_late = sent_on > duty.last_day
    current.save(update_fields=["state", "sent_at", "is_late"])
    _keep_sending(current, author, told, before)
    return current


def write_package(package: Package, target: IO[bytes]) -> None:
    """Write the package as a ZIP: the letter, the files of the document, and their list with
    hashes."""
    lines: list[str] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, file in _entries(package):
            digest = _copy(archive, name, file)
            lines.append(f"{digest}  {name}")
        archive.writestr(zipfile.ZipInfo(CONTENTS, _STAMP), "\n".join(lines) + "\n")


def _files_of(document: Document) -> QuerySet[Rendition]:
    """The files of a document: its body first, then its appendices."""
    body_first = Case(When(part=_BODY, then=0), default=1)
    return document.renditions.select_related("stored_file").order_by(body_first, "part", "pk")


def _listed(document: Document | None) -> Iterator[str]:
    """What is sent along, a dash each: the document, then the appendices that are files."""
    if document is None:
        return
    subject = f" {document.title}" if document.title else ""
    yield f"- {cited(document)}{subject};"
    for file in _files_of(document):
        if file.part != _BODY:
            yield f"- {file.original_name};"


def _check_day(duty: ReportDuty, sent_on: dt.date) -> None:
    if sent_on > clock.today():
        raise PackageError("sent_in_future")
    begun = duty.cycle.period_start
    if sent_on < begun:
        raise PackageError("sent_before_issue", day=f"{begun:%d/%m/%Y}")


def _number_letter(letter: Report, number: str, sent_on: dt.date) -> str:
    """The number of the letter, kept with its document where it has none yet."""
    document = letter.document
    if document is None:
        raise PackageError("letter_missing")
    if document.number_raw:
        if number and number != document.number_raw:
            raise PackageError("number_differs", number=document.number_raw)
        return document.number_raw
    if not number:
        raise PackageError("number_missing")
    document.number = document.number_raw = number
    document.issued_on = sent_on
    document.folded = folded_identity(document)
    document.save(update_fields=["number", "number_raw", "issued_on", "folded"])
    return number


def _keep_sending(submission: Submission, author: Author, number: str, before: str) -> None:
    more: dict[str, Value] = {"is_late": submission.is_late, "number": number}
    keep_step(submission, "send", author, before=before, more=more)


def _entries(package: Package) -> Iterator[tuple[str, Rendition]]:
    letter = package.letter.document if package.letter else None
    if letter is not None:
        for file in _files_of(letter):
            yield f"{LETTER}.{file.kind}", file
    for at, file in enumerate(package.files, start=1):
        yield f"{at:02d}-{_plain(file.original_name)}", file


def _plain(name: str) -> str:
    """A name without what leads out of a folder."""
    return "".join("_" if sign in '/\\:*?"<>|' or sign < " " else sign for sign in name)[-150:]


def _copy(archive: zipfile.ZipFile, name: str, file: Rendition) -> str:
    digest = hashlib.sha256()
    with (
        open_kept(file.stored_file) as source,
        archive.open(zipfile.ZipInfo(name, _STAMP), "w", force_zip64=True) as entry,
    ):
        while piece := source.read(_PIECE):
            entry.write(piece)
            digest.update(piece)
    return digest.hexdigest()

"""Outgoing papers: their steps, files, numbers, and what was found of their signatures."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.documents.models import StoredFile
from tiendo.domain.issuing import PaperState as Course
from tiendo.organisations.models import Organisation
from tiendo.reporting.models import Channel, Report, SigningForm

USER = settings.AUTH_USER_MODEL
UNNUMBERED = ("draft", "reviewed", "submitted", "signed")


class PaperState(models.TextChoices):
    """Stored states; the table of moves stands in ``domain.issuing``."""

    DRAFT = Course.DRAFT.value, _("Dự thảo")
    REVIEWED = Course.REVIEWED.value, _("Đã soát xét")
    SUBMITTED = Course.SUBMITTED.value, _("Đã trình ký")
    SIGNED = Course.SIGNED.value, _("Đã ký, chờ cấp số")
    NUMBERED = Course.NUMBERED.value, _("Đã cấp số, chờ tệp ký số")
    SEALED = Course.SEALED.value, _("Đã có tệp ký số")
    ISSUED = Course.ISSUED.value, _("Đã phát hành")


class NumberBook(models.Model):
    """A series of numbers of a body over a stretch of days.

    ``padding`` is the body's own choice of digits. Missing: ``until`` (the first day after it) is
    null for a series that runs on, such as that of a committee's term.
    """

    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="number_books")
    series = models.CharField(max_length=60)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    padding = models.IntegerField(default=2)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-since", "series", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "series", "since"], name="number_book_once_per_period"
            ),
            models.CheckConstraint(
                name="number_book_in_order",
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("since")),
            ),
            models.CheckConstraint(
                name="number_book_padding", condition=models.Q(padding__range=(2, 6))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.series} {self.since:%Y}"


class NumberEntry(models.Model):
    """One number of a book, and what it was given to. Dropped with a reason, never deleted."""

    book = models.ForeignKey(NumberBook, on_delete=models.PROTECT, related_name="entries")
    number = models.IntegerField()
    printed = models.CharField(max_length=60)
    day = models.DateField()
    subject = models.CharField(max_length=400)
    given_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, blank=True)
    drop_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["book", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "number"],
                condition=models.Q(dropped_at__isnull=True),
                name="number_once_per_book",
            ),
            models.CheckConstraint(
                name="number_positive", condition=models.Q(number__gte=1, number__lte=999_999)
            ),
            models.CheckConstraint(
                name="number_dropped_with_reason",
                condition=models.Q(dropped_at__isnull=True, drop_reason="")
                | (models.Q(dropped_at__isnull=False) & ~models.Q(drop_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.printed


class OutgoingPaper(models.Model):
    """A report on its way out. The text is that of the approved report and does not change.

    ``signer_name`` stands under the signature, ``signing`` how it is signed. ``is_public``: its
    ``code`` opens a page of verification to everybody, whose ``address`` is printed with a QR code.
    Missing: ``entry`` and ``code`` until a number is given, ``address`` where it is not public, who
    issued it until it is issued.
    """

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="paper")
    issuer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="outgoing_papers"
    )
    state = models.CharField(max_length=9, choices=PaperState.choices, default=PaperState.DRAFT)
    signing = models.CharField(max_length=16, choices=SigningForm.choices, default=SigningForm.HEAD)
    signer_name = models.CharField(max_length=150, blank=True)
    entry = models.OneToOneField(
        NumberEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="paper"
    )
    code = models.CharField(max_length=24, blank=True)
    is_public = models.BooleanField(default=False)
    address = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices, blank=True)
    copies = models.IntegerField(default=1)
    recipients = models.JSONField(default=list, blank=True)
    opened_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["issuer", "state"], name="paper_issuer_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~models.Q(code=""), name="paper_code_once"
            ),
            models.CheckConstraint(
                name="paper_numbered_together",
                condition=models.Q(state__in=UNNUMBERED, entry__isnull=True)
                | (~models.Q(state__in=UNNUMBERED) & models.Q(entry__isnull=False)),
            ),
            models.CheckConstraint(
                name="paper_issued_together",
                condition=models.Q(state="issued", issued_by__isnull=False, issued_at__isnull=False)
                & ~models.Q(code="")
                & ~models.Q(channel="")
                | ~models.Q(state="issued")
                & models.Q(issued_by__isnull=True, issued_at__isnull=True, channel=""),
            ),
        ]

    def __str__(self) -> str:
        return self.report.title


class PaperStep(models.Model):
    """One step of a paper: what was done, what came of it, why. Append-only."""

    paper = models.ForeignKey(OutgoingPaper, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=12)
    state = models.CharField(max_length=9, choices=PaperState.choices)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.paper_id}: {self.action}"


class FileKind(models.TextChoices):
    """What a file of a paper is."""

    SLIP = "slip", _("Phiếu trình")
    FINAL_DOCX = "final_docx", _("Bản có số, ngày (DOCX)")
    FINAL_PDF = "final_pdf", _("Bản có số, ngày (PDF)")
    SIGNED = "signed", _("Bản đã ký số")


class PaperFile(models.Model):
    """A file made or taken in on a paper's way. Append-only; the newest of a kind stands."""

    paper = models.ForeignKey(OutgoingPaper, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=10, choices=FileKind.choices)
    stored_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.file_name


class TrustKind(models.TextChoices):
    """What a piece of trust material is."""

    ROOT = "root", _("Chứng thư gốc")
    INTERMEDIATE = "intermediate", _("Chứng thư trung gian")
    LIST = "list", _("Danh sách thu hồi")


class TrustFile(models.Model):
    """A certificate of an authority, or a list of what one took back. Dropped, never deleted.

    ``content`` is DER; ``name`` whose it is, ``issuer`` who gave it out. For a list ``valid_from``
    is when it was made, ``valid_until`` when the next one is to come, ``entries`` how many
    certificates it takes back. Missing: ``valid_until`` of a list that does not say, ``entries`` of
    a certificate, ``serial`` of a list without a number.
    """

    kind = models.CharField(max_length=12, choices=TrustKind.choices)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=300)
    issuer = models.CharField(max_length=300)
    serial = models.CharField(max_length=80, blank=True)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    entries = models.IntegerField(null=True, blank=True)
    source = models.CharField(max_length=300)
    added_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    dropped_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    dropped_at = models.DateTimeField(null=True, blank=True)
    drop_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["kind", "name", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"],
                condition=models.Q(dropped_at__isnull=True),
                name="trust_file_once",
            ),
            models.CheckConstraint(
                name="trust_dropped_together",
                condition=models.Q(dropped_at__isnull=True, dropped_by__isnull=True, drop_reason="")
                | (
                    models.Q(dropped_at__isnull=False, dropped_by__isnull=False)
                    & ~models.Q(drop_reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SignatureCheck(models.Model):
    """What a check of a file handed in as signed found, refused ones too. Append-only.

    ``fault`` is the code of why it was refused, empty where it was taken; ``found`` what
    ``signatures.CheckResult.dump`` wrote.
    """

    paper = models.ForeignKey(OutgoingPaper, on_delete=models.PROTECT, related_name="checks")
    sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=255)
    fault = models.CharField(max_length=30, blank=True)
    found = models.JSONField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.fault or 'taken'}"

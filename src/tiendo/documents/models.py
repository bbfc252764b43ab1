"""Documents, their renditions, the texts read from them, and the passages others cite."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.organisations.models import Organisation


def kept_files() -> Storage:
    """The private storage of screened files."""
    return storages["default"]


def quarantine_files() -> Storage:
    """The storage of files not yet screened; outside backups."""
    return storages["quarantine"]


class StoredFile(models.Model):
    """A screened file, stored once under its SHA-256. Never changed."""

    sha256 = models.CharField(max_length=64, unique=True)
    file = models.FileField(storage=kept_files, max_length=200)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256


class QuarantineState(models.TextChoices):
    """What became of an upload."""

    WAITING = "waiting", _("Chờ kiểm tra")
    CLEARED = "cleared", _("Đã nhận")
    REFUSED = "refused", _("Từ chối")
    DECLARATION = "declaration", _("Cần cam kết không chứa bí mật nhà nước")


class QuarantinedUpload(models.Model):
    """An uploaded file on its way through screening; the file is deleted when it is decided."""

    original_name = models.CharField(
        max_length=255, blank=True, help_text="blank once refused for a secrecy mark"
    )
    file = models.FileField(storage=quarantine_files, max_length=200, blank=True)
    attach_to = models.ForeignKey(
        "Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    part = models.CharField(max_length=20, default="body", help_text="body or appendix-n")
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    state = models.CharField(
        max_length=12, choices=QuarantineState.choices, default=QuarantineState.WAITING
    )
    reason_code = models.CharField(max_length=60, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    stored_file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return self.original_name


class ScanVerdict(models.TextChoices):
    """What a virus scanner says of a file."""

    CLEAN = "clean", _("Không thấy mã độc")
    INFECTED = "infected", _("Có mã độc")


class VirusScan(models.Model):
    """One answer of the virus scanner about an upload. Insert-only.

    Missing: ``signatures`` is empty where the scanner does not tell them.
    """

    upload = models.ForeignKey(QuarantinedUpload, on_delete=models.PROTECT, related_name="scans")
    sha256 = models.CharField(max_length=64, db_index=True)
    verdict = models.CharField(max_length=8, choices=ScanVerdict.choices)
    threat = models.CharField(max_length=200, blank=True)
    scanner = models.CharField(max_length=100)
    signatures = models.CharField(max_length=100, blank=True)
    scanned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="virus_scan_names_the_threat",
                condition=models.Q(verdict="clean", threat="")
                | (models.Q(verdict="infected") & ~models.Q(threat="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:8]} {self.verdict}"


class Document(models.Model):
    """A document's identity: issuer incarnation, symbol exactly as printed, date of issue.

    Missing: drafts have no number and no date; ``issuer`` is null while the body named in
    ``issuer_text`` is unknown.
    """

    type_name = models.CharField(max_length=60, blank=True)
    title = models.TextField(blank=True)
    number = models.CharField(max_length=60, blank=True, help_text="canonical symbol")
    number_raw = models.CharField(max_length=60, blank=True, help_text="symbol as printed")
    issuer = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    issuer_text = models.CharField(max_length=250, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    signer = models.CharField(max_length=150, blank=True)
    is_generated = models.BooleanField(default=False)
    folded = models.TextField(help_text="number, title and issuer without diacritics")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    version = models.IntegerField(default=1, help_text="counts edits of the header data")

    class Meta:
        indexes = [
            GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="document_folded_trgm"),
            models.Index(fields=["number"], name="document_number"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "number_raw", "issued_on"],
                condition=~models.Q(number_raw=""),
                name="document_identity",
            )
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.type_name, self.number_raw) if part) or self.title


class RenditionKind(models.TextChoices):
    """In what form a rendition carries the document."""

    DOCX = "docx", "DOCX"
    PDF = "pdf", "PDF"
    SCAN = "scan", _("Bản quét")
    XLSX = "xlsx", "XLSX"
    TEXT = "text", _("Văn bản thuần")
    DOC = "doc", "DOC, RTF, ODT"
    HTML = "html", _("Trang web")


class Rendition(models.Model):
    """One form of a document: the whole of it, or an appendix that arrived on its own."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="renditions")
    kind = models.CharField(max_length=5, choices=RenditionKind.choices)
    stored_file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, related_name="rendition"
    )
    original_name = models.CharField(max_length=255)
    part = models.CharField(max_length=20, default="body", help_text="body or appendix-n")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.original_name


class TextVersion(models.Model):
    """What one reader version read from one rendition. Immutable.

    ``structure`` holds blocks, tables and places as offsets; ``parsed`` the outline and citations
    as vanban's JSON, by parser version.
    """

    rendition = models.ForeignKey(Rendition, on_delete=models.PROTECT, related_name="texts")
    reader = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    content = models.TextField()
    structure = models.JSONField()
    parser = models.CharField(max_length=60)
    parsed = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rendition", "reader", "parser"], name="text_once_per_reader"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rendition_id} {self.reader}"


class Passage(models.Model):
    """Quoted words of one text version, with a little before and after, and their place.

    Missing: ``page``, ``table_no``, ``row_no``, ``column_no`` are null where the source has none.
    """

    text = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="passages")
    start = models.IntegerField()
    end = models.IntegerField()
    quote = models.TextField()
    before = models.CharField(max_length=120, blank=True)
    after = models.CharField(max_length=120, blank=True)
    part = models.CharField(max_length=20, default="body")
    path = models.CharField(max_length=120, blank=True, help_text='clause path, "II.1.đ"')
    page = models.IntegerField(null=True, blank=True)
    page_box = models.JSONField(null=True, blank=True)
    table_no = models.IntegerField(null=True, blank=True)
    row_no = models.IntegerField(null=True, blank=True)
    column_no = models.IntegerField(null=True, blank=True)
    reanchored_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reanchored_to"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "start", "end"], name="passage_once"),
            models.CheckConstraint(
                name="passage_not_empty", condition=models.Q(end__gt=models.F("start"))
            ),
        ]

    def __str__(self) -> str:
        return self.quote[:80]


class ReadingState(models.TextChoices):
    """Where the reading of a file in the background stands."""

    WAITING = "waiting", _("Chờ đến lượt")
    RUNNING = "running", _("Đang đọc")
    DONE = "done", _("Đã đọc xong")
    FAILED = "failed", _("Không đọc được")
    STOPPED = "stopped", _("Đã dừng")


OPEN_READING = (ReadingState.WAITING, ReadingState.RUNNING)


class Reading(models.Model):
    """One reading in the background: of an upload before it is cleared, or of a kept file again.

    Missing: ``pages_total`` is null until the reader knows it; ``text`` where no words were read.
    ``beat_at`` is when the reader was last heard of.
    """

    upload = models.ForeignKey(
        QuarantinedUpload,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="readings",
    )
    rendition = models.ForeignKey(
        Rendition, null=True, blank=True, on_delete=models.PROTECT, related_name="readings"
    )
    state = models.CharField(
        max_length=7, choices=ReadingState.choices, default=ReadingState.WAITING
    )
    declared = models.BooleanField(default=False)
    pages_done = models.IntegerField(default=0)
    pages_total = models.IntegerField(null=True, blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    error_params = models.JSONField(default=dict, blank=True)
    text = models.ForeignKey(
        "TextVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reading_of_something",
                condition=models.Q(upload__isnull=False) | models.Q(rendition__isnull=False),
            ),
            models.CheckConstraint(
                name="reading_ended_together",
                condition=models.Q(state__in=OPEN_READING, ended_at__isnull=True)
                | (~models.Q(state__in=OPEN_READING) & models.Q(ended_at__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["upload"],
                condition=models.Q(state__in=OPEN_READING),
                name="reading_open_once_per_upload",
            ),
            models.UniqueConstraint(
                fields=["rendition"],
                condition=models.Q(state__in=OPEN_READING),
                name="reading_open_once_per_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.upload or self.rendition} {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.state in OPEN_READING


class DocumentLink(models.Model):
    """That a passage of one document cites another; ``cited`` is null while it is not in stock.

    ``candidates`` are ids of documents in stock between which the words do not decide; a person
    may choose. Missing: a law cited by name alone has a ``name`` and no ``number``.
    """

    citing = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="links_out")
    cited = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="links_in"
    )
    number = models.CharField(max_length=60, db_index=True, blank=True)
    name = models.CharField(max_length=250, blank=True)
    issuer_text = models.CharField(max_length=250, blank=True)
    cited_on = models.DateField(null=True, blank=True)
    relation = models.CharField(max_length=20)
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="+")
    candidates = ArrayField(models.BigIntegerField(), default=list, blank=True)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    chosen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["citing", "passage"], name="link_once_per_passage"),
            models.CheckConstraint(
                name="link_chosen_together",
                condition=models.Q(chosen_by__isnull=True, chosen_at__isnull=True)
                | models.Q(chosen_by__isnull=False, chosen_at__isnull=False, cited__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.citing_id} {self.relation} {self.number}"

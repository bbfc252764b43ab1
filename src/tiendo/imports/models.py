"""A sheet somebody brings in: what was read, how its columns are meant, what became of each row."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.tasks.models import Task

__all__ = [
    "OPEN_STATES",
    "HeadMemory",
    "ImportKind",
    "ImportRow",
    "ImportState",
    "Outcome",
    "RowStatus",
    "SheetChunk",
    "SheetImport",
]


class ImportKind(models.TextChoices):
    """What the rows of a sheet are."""

    TASKS = "tasks", _("Nhiệm vụ")
    ASSIGNMENTS = "assignments", _("Phân công")
    PROGRESS = "progress", _("Tiến độ")
    RESULTS = "results", _("Kết quả hoàn thành")


class ImportState(models.TextChoices):
    """Where an import stands."""

    MAPPING = "mapping", _("Chờ xác nhận cột")
    CHECKING = "checking", _("Đang kiểm tra")
    CHECKED = "checked", _("Đã kiểm tra, chưa nhập")
    WAITING = "waiting", _("Chờ đến lượt")
    RUNNING = "running", _("Đang nhập")
    DONE = "done", _("Đã nhập")
    UNDOING = "undoing", _("Đang hoàn tác")
    UNDONE = "undone", _("Đã hoàn tác")
    CANCELLED = "cancelled", _("Đã dừng")
    FAILED = "failed", _("Không nhập được")


# A job has it in hand, or soon will.
OPEN_STATES = (
    ImportState.CHECKING,
    ImportState.WAITING,
    ImportState.RUNNING,
    ImportState.UNDOING,
)


class RowStatus(models.TextChoices):
    """What a row would bring."""

    NEW = "new", _("Mới")
    CHANGED = "changed", _("Có thay đổi")
    UNCHANGED = "unchanged", _("Không đổi")
    CONFLICT = "conflict", _("Xung đột")
    WRONG = "wrong", _("Có lỗi")


class Outcome(models.TextChoices):
    """What became of a row that was taken."""

    DONE = "done", _("Đã nhập")
    REFUSED = "refused", _("Bị từ chối")
    UNDONE = "undone", _("Đã hoàn tác")
    KEPT = "kept", _("Không hoàn tác được")


class SheetImport(models.Model):
    """One file brought in by one person for one programme.

    ``sheets`` are the facts of each sheet read, ``columns`` the place of each field in the sheet
    chosen, ``choices`` what the person decided on the way, ``repairs`` the body meant by each
    name that means none, ``unknown`` such names with the nearest bodies, ``counts`` the rows by
    status, ``heard_at`` when it was put in the queue or a worker last had it in hand,
    ``failed_in`` the state in which it failed.
    Missing: ``heard_at`` is null while nothing was put in the queue, ``ended_at`` while it is not
    ended; ``failed_in`` is empty unless it failed.
    """

    kind = models.CharField(max_length=12, choices=ImportKind.choices)
    state = models.CharField(
        max_length=10, choices=ImportState.choices, default=ImportState.MAPPING
    )
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    sheets = models.JSONField(default=list)
    sheet = models.IntegerField(default=0)
    columns = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    repairs = models.JSONField(default=dict)
    unknown = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    only_good = models.BooleanField(default=False)
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    kept = models.IntegerField(default=0)
    error = models.TextField(blank=True)
    failed_in = models.CharField(max_length=10, choices=ImportState.choices, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["created_by", "-created_at"], name="sheet_import_own")]
        constraints = [
            # The same file is never under way twice.
            models.UniqueConstraint(
                fields=["sha256", "kind", "programme"],
                condition=models.Q(state__in=["waiting", "running", "undoing"]),
                name="sheet_import_once_at_a_time",
            ),
            models.CheckConstraint(
                name="sheet_import_failed_somewhere",
                condition=models.Q(state="failed") & ~models.Q(failed_in="")
                | ~models.Q(state="failed") & models.Q(failed_in=""),
            ),
            models.CheckConstraint(
                name="sheet_import_ended_with_its_moment",
                condition=models.Q(
                    state__in=["done", "undone", "cancelled", "failed"], ended_at__isnull=False
                )
                | ~models.Q(state__in=["done", "undone", "cancelled", "failed"]),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_open(self) -> bool:
        """Whether a job has it in hand, or soon will."""
        return self.state in OPEN_STATES

    @property
    def is_silent(self) -> bool:
        """Whether a job should have it in hand, and none was heard of for too long."""
        if not self.is_open or self.heard_at is None:
            return False
        minutes = parameter_on("sheet_import_silent_minutes", clock.today())
        return clock.now() - self.heard_at > dt.timedelta(minutes=minutes)


class SheetChunk(models.Model):
    """Some hundred rows of a sheet as they were read, packed; gone once the import has ended."""

    sheet_import = models.ForeignKey(SheetImport, on_delete=models.CASCADE, related_name="chunks")
    sheet = models.IntegerField()
    number = models.IntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["sheet", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet_import", "sheet", "number"], name="sheet_chunk_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet_import_id} {self.sheet}.{self.number}"


class ImportRow(models.Model):
    """One row after its check.

    ``values`` are what it brings, ``changes`` what it changes (field, old, new as people read
    them), ``problems`` what is wrong (code and what fills its words), ``undo`` what takes it back.
    Missing: ``task`` is null for a row that names none, or whose task was taken back.
    """

    sheet_import = models.ForeignKey(SheetImport, on_delete=models.CASCADE, related_name="rows")
    number = models.IntegerField()
    status = models.CharField(max_length=9, choices=RowStatus.choices)
    code = models.CharField(max_length=30, blank=True)
    title = models.TextField(blank=True)
    values = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    task = models.ForeignKey(
        Task, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    outcome = models.CharField(max_length=7, choices=Outcome.choices, blank=True)
    said = models.TextField(blank=True)
    undo = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet_import", "number"], name="import_row_once")
        ]

    def __str__(self) -> str:
        return f"{self.sheet_import_id} {self.number}"


class HeadMemory(models.Model):
    """That the people of a body mean a field by the words above a column; "" for none at all."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=ImportKind.choices)
    words = models.CharField(max_length=200)
    field = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "words"], name="head_memory_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.words} → {self.field}"

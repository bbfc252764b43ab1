"""Files of figures somebody brings in: what was read, what is wrong in it, what it brought."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.organisations.models import Organisation


class FileState(models.TextChoices):
    """Where a file stands."""

    CHECKING = "checking", _("Đang kiểm tra")
    CHECKED = "checked", _("Đã kiểm tra, chưa nhập")
    WAITING = "waiting", _("Chờ đến lượt")
    RUNNING = "running", _("Đang nhập")
    DONE = "done", _("Đã nhập")
    UNDOING = "undoing", _("Đang hoàn tác")
    UNDONE = "undone", _("Đã hoàn tác")
    CANCELLED = "cancelled", _("Đã bỏ")
    FAILED = "failed", _("Không nhập được")


OPEN_STATES = (FileState.CHECKING, FileState.WAITING, FileState.RUNNING, FileState.UNDOING)


class FigureFile(models.Model):
    """One file of figures, brought by one person for a body, or for many that its rows name.

    ``notes`` is what a reader must know of the file, ``counts`` the rows by their status,
    ``brought`` the ids of the figures it brought; ``replaces``: figures in force that the file
    names no revision of are corrected, instead of told as conflicts.
    Missing: the period is null where rows name theirs; ``heard_at`` while no job has had it in
    hand, ``ended_at`` while it is not ended; ``failed_in`` is empty unless it failed.
    """

    state = models.CharField(max_length=9, choices=FileState.choices, default=FileState.CHECKING)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    replaces = models.BooleanField(default=False)
    notes = models.JSONField(default=dict)
    rows = models.IntegerField(default=0)
    counts = models.JSONField(default=dict)
    only_good = models.BooleanField(default=False)
    done = models.IntegerField(default=0)
    kept = models.IntegerField(default=0)
    brought = ArrayField(models.BigIntegerField(), default=list, blank=True)
    error = models.TextField(blank=True)
    failed_in = models.CharField(max_length=9, choices=FileState.choices, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["created_by", "-created_at"], name="figure_file_own")]
        constraints = [
            # The same file is never under way twice.
            models.UniqueConstraint(
                fields=["sha256", "organisation"],
                condition=models.Q(state__in=["waiting", "running", "undoing"]),
                name="figure_file_once_at_a_time",
            ),
            models.CheckConstraint(
                name="figure_file_period_together",
                condition=models.Q(period_start__isnull=True, period_end__isnull=True)
                | models.Q(period_start__isnull=False, period_end__isnull=False),
            ),
            models.CheckConstraint(
                name="figure_file_failed_somewhere",
                condition=models.Q(state="failed") & ~models.Q(failed_in="")
                | ~models.Q(state="failed") & models.Q(failed_in=""),
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

    @property
    def total(self) -> int:
        """The rows that would be kept."""
        return int(self.counts.get("new", 0)) + int(self.counts.get("changed", 0))

    @property
    def bad(self) -> int:
        """The rows that would not, as something is wrong in them."""
        return int(self.counts.get("wrong", 0)) + int(self.counts.get("conflict", 0))


class FigureChunk(models.Model):
    """Some hundred rows of a file, packed; ``statuses`` has one letter for each once checked."""

    file = models.ForeignKey(FigureFile, on_delete=models.CASCADE, related_name="chunks")
    number = models.IntegerField()
    content = models.BinaryField()
    statuses = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="figure_chunk_once")]

    def __str__(self) -> str:
        return f"{self.file_id}.{self.number}"


class FigureProblem(models.Model):
    """What is wrong, or odd, in a row of a file. ``column``: the letter of its cell, empty where
    no cell can be blamed; ``words`` say what to do."""

    file = models.ForeignKey(FigureFile, on_delete=models.CASCADE, related_name="problems")
    row = models.IntegerField()
    column = models.CharField(max_length=3, blank=True)
    code = models.CharField(max_length=40)
    words = models.TextField()
    is_warning = models.BooleanField(default=False)

    class Meta:
        ordering = ["row", "id"]
        indexes = [models.Index(fields=["file", "is_warning", "row"], name="figure_problem_row")]

    def __str__(self) -> str:
        return f"{self.column}{self.row} {self.code}"

"""Lists of another system as they were taken in, row by row, and what became of each row."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.programmes.models import Programme
from tiendo.tasks.models import Task


class FormVersion(models.Model):
    """A form of another system as text, in force from a day on. Insert-only."""

    system = models.CharField(max_length=30)
    since = models.DateField()
    source = models.CharField(max_length=400)
    text = models.TextField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-since", "-id"]

    def __str__(self) -> str:
        return f"{self.system} {self.since}"


class Delivery(models.Model):
    """One list taken in for a programme. The file itself is not kept: its rows are.

    ``form`` is the text it was read by; ``problems`` what could not be read, cell by cell.
    """

    system = models.CharField(max_length=30)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="deliveries")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    form = models.TextField()
    rows = models.IntegerField()
    new_rows = models.IntegerField()
    changed_rows = models.IntegerField()
    gone_rows = models.IntegerField()
    problems = models.JSONField(default=list)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["-received_at", "-id"]
        indexes = [models.Index(fields=["programme", "system"], name="delivery_of_programme")]

    def __str__(self) -> str:
        return f"{self.file_name} {self.received_at:%d/%m/%Y}"


class Choice(models.TextChoices):
    """What a row of their list is."""

    WAITING = "waiting", _("Chờ khớp")
    SAME = "same", _("Cùng nhiệm vụ")
    NEW = "new", _("Nhiệm vụ mới")
    NOT_OURS = "not_ours", _("Không phải việc của tỉnh")
    MERGED = "merged", _("Là dòng đã có")


class TheirRow(models.Model):
    """A row of their list as it was last said, with the task of ours it is.

    ``seen`` is the last list that held it, ``place`` its row there. Missing: ``task`` is null
    unless it is one of ours; ``entered`` (what was last entered there, when and by whom) until it
    was; ``merged_into`` unless it is a row decided before, in other words: then that one bears its
    words, and this one those of before.
    """

    system = models.CharField(max_length=30)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="their_rows")
    key = models.CharField(max_length=600)
    facts = models.JSONField()
    first = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="+")
    seen = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="seen_rows")
    place = models.IntegerField()
    choice = models.CharField(max_length=8, choices=Choice.choices, default=Choice.WAITING)
    task = models.ForeignKey(
        Task, null=True, blank=True, on_delete=models.PROTECT, related_name="their_rows"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_rows"
    )
    entered = models.JSONField(null=True, blank=True)
    entered_on = models.DateField(null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "system", "key"], name="their_row_once"),
            models.UniqueConstraint(fields=["system", "task"], name="their_row_one_task"),
            models.CheckConstraint(
                name="their_row_decided_together",
                condition=models.Q(
                    choice="waiting",
                    task__isnull=True,
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                )
                | models.Q(
                    choice__in=["not_ours", "merged"],
                    task__isnull=True,
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                )
                | models.Q(
                    choice__in=["same", "new"],
                    task__isnull=False,
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="their_row_merged_into_another",
                condition=models.Q(choice="merged", merged_into__isnull=False)
                | ~models.Q(choice="merged") & models.Q(merged_into__isnull=True),
            ),
            models.CheckConstraint(
                name="their_row_entered_together",
                condition=models.Q(
                    entered__isnull=True,
                    entered_on__isnull=True,
                    entered_by__isnull=True,
                    entered_at__isnull=True,
                )
                | models.Q(
                    entered__isnull=False,
                    entered_on__isnull=False,
                    entered_by__isnull=False,
                    entered_at__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.key[:80]


class RowEvent(models.Model):
    """What happened to a row: listed, said otherwise, gone, decided, entered. Insert-only."""

    row = models.ForeignKey(TheirRow, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10)
    delivery = models.ForeignKey(
        Delivery, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    facts = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.row_id} {self.kind}"

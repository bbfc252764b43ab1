"""A workbook that brings a dictionary in: what was sent, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DictionaryFileState(models.TextChoices):
    """Where a workbook stands."""

    WAITING = "waiting", _("Chờ quyết định")
    TAKEN = "taken", _("Đã nhận")
    DROPPED = "dropped", _("Đã bỏ")


class DictionaryFile(models.Model):
    """One workbook sent by one person, looked at before anything of it is written.

    ``since`` is the day from which changed definitions and targets hold, ``reason`` why;
    ``counts`` what became of its rows. The file itself is kept until it is decided about.
    Missing: ``decided_at`` is null while it waits.
    """

    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    state = models.CharField(
        max_length=7, choices=DictionaryFileState.choices, default=DictionaryFileState.WAITING
    )
    since = models.DateField()
    reason = models.TextField(blank=True)
    counts = models.JSONField(default=dict)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="dictionary_file_decided_with_its_moment",
                condition=models.Q(state="waiting", decided_at__isnull=True)
                | ~models.Q(state="waiting") & models.Q(decided_at__isnull=False, content=b""),
            )
        ]

    def __str__(self) -> str:
        return self.file_name

"""Files made in the background for one person: how far one is, and the file while it is kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MadeState(models.TextChoices):
    """Where the making of a file stands."""

    WAITING = "waiting", _("Chờ đến lượt")
    RUNNING = "running", _("Đang lập")
    DONE = "done", _("Đã xong")
    FAILED = "failed", _("Không lập được")
    CANCELLED = "cancelled", _("Đã dừng")


OPEN = (MadeState.WAITING, MadeState.RUNNING)


class MadeFile(models.Model):
    """A file somebody asked for.

    Missing: ``total`` is null until known; ``path``, ``size`` and ``sha256`` until done. ``path``
    is empty again once expired. ``beat_at`` is when the worker was last heard of.
    """

    state = models.CharField(max_length=9, choices=MadeState.choices, default=MadeState.WAITING)
    done = models.IntegerField(default=0)
    total = models.IntegerField(null=True, blank=True)
    error = models.TextField(blank=True, help_text="why it failed, as its asker reads it")
    path = models.CharField(max_length=200, blank=True)
    size = models.BigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.state in OPEN

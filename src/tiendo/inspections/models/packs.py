"""Evidence packs: who asked for which, how far it is, and the hash of what came out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.tasks.models import Task


class PackState(models.TextChoices):
    """Where the making of a pack stands."""

    WAITING = "waiting", _("Chờ đến lượt")
    RUNNING = "running", _("Đang lập")
    DONE = "done", _("Đã xong")
    FAILED = "failed", _("Không lập được")


class EvidencePack(models.Model):
    """A ZIP of evidence for one of task, body and programme as of a day, for who asked.

    Missing: ``files_total`` is null until known; ``path``, ``size`` and ``sha256`` until done.
    ``path`` is empty again once expired; the hash stays. ``beat_at`` is when it was last heard of.
    """

    task = models.ForeignKey(
        Task, null=True, blank=True, on_delete=models.PROTECT, related_name="packs"
    )
    body = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="packs"
    )
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="packs"
    )
    as_of = models.DateField()
    state = models.CharField(max_length=7, choices=PackState.choices, default=PackState.WAITING)
    files_done = models.IntegerField(default=0)
    files_total = models.IntegerField(null=True, blank=True)
    error_code = models.CharField(max_length=60, blank=True)
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
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="pack_of_one_thing",
                condition=models.Q(task__isnull=False, body__isnull=True, programme__isnull=True)
                | models.Q(task__isnull=True, body__isnull=False, programme__isnull=True)
                | models.Q(task__isnull=True, body__isnull=True, programme__isnull=False),
            ),
            models.CheckConstraint(
                name="pack_done_with_its_hash",
                condition=~models.Q(state="done")
                | (
                    ~models.Q(sha256="")
                    & models.Q(size__isnull=False, ended_at__isnull=False, expires_on__isnull=False)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.as_of}"

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.state in (PackState.WAITING, PackState.RUNNING)

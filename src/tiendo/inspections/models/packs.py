"""Evidence packs: who asked for which, how far it is, and the hash of what came out."""

from __future__ import annotations

from django.db import models

from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.reporting.made_files import MadeFile
from tiendo.tasks.models import Task


class EvidencePack(MadeFile):
    """A ZIP of evidence for one of task, body and programme as of a day, for who asked.

    ``done`` and ``total`` count files of evidence.
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

"""Draft decision papers (tờ trình): the requests they put forward, as written each time."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.documents.models import StoredFile
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.tasks.models import ChangeRequest


class DecisionPaperState(models.TextChoices):
    """Where a decision paper stands."""

    DRAFT = "draft", _("Dự thảo")
    DECIDED = "decided", _("Đã có quyết định")


class ItemOutcome(models.TextChoices):
    """What became of one request of a decided decision paper."""

    ACCEPTED = "accepted", _("Chấp thuận")
    REFUSED = "refused", _("Không chấp thuận")


class DecisionPaper(models.Model):
    """What the coordinating body puts to the People's Committee: requests of one programme.

    ``version`` counts the writings; each is a ``DecisionPaperFile``. The decision is set once.
    """

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="decision_papers"
    )
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    addressee = models.CharField(max_length=250)
    grounds = models.TextField(blank=True)
    state = models.CharField(
        max_length=7, choices=DecisionPaperState.choices, default=DecisionPaperState.DRAFT
    )
    version = models.IntegerField(default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_document = models.CharField(max_length=120, blank=True)
    decision_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="decision_paper_decided_together",
                condition=models.Q(
                    state="draft",
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                    decision_document="",
                    decision_date__isnull=True,
                )
                | (
                    models.Q(
                        state="decided",
                        decided_by__isnull=False,
                        decided_at__isnull=False,
                        decision_date__isnull=False,
                    )
                    & ~models.Q(decision_document="")
                ),
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The name people call a decision paper by."""
        return f"TTr-{self.pk}"


class DecisionPaperItem(models.Model):
    """One request in a decision paper. ``is_open`` until it is decided or taken out."""

    paper = models.ForeignKey(DecisionPaper, on_delete=models.PROTECT, related_name="items")
    change = models.ForeignKey(
        ChangeRequest, on_delete=models.PROTECT, related_name="decision_items"
    )
    order = models.IntegerField()
    is_open = models.BooleanField(default=True)
    outcome = models.CharField(max_length=8, choices=ItemOutcome.choices, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["change"],
                condition=models.Q(is_open=True),
                name="change_in_one_open_decision_paper",
            ),
            models.UniqueConstraint(
                fields=["paper", "change"], name="change_once_per_decision_paper"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.change_id}"


class DecisionPaperFile(models.Model):
    """One writing of a decision paper, with what reading it back found. Insert-only."""

    paper = models.ForeignKey(DecisionPaper, on_delete=models.PROTECT, related_name="files")
    version = models.IntegerField()
    stored_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    checks = models.JSONField(default=dict, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "version"], name="decision_paper_version_once")
        ]

    def __str__(self) -> str:
        return self.file_name

"""Programmes: what a document sets in motion, and the parts of its plan."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.documents.models import Document
from tiendo.organisations.models import Organisation


class ProgrammeState(models.TextChoices):
    """Where a programme stands."""

    ACTIVE = "active", _("Đang thực hiện")
    REPLACED = "replaced", _("Đã được thay thế")
    CLOSED = "closed", _("Đã kết thúc")


class Programme(models.Model):
    """A plan in force: its document, who runs it, and the programme it implements or replaces."""

    title = models.TextField()
    short_title = models.CharField(max_length=150)
    slug = models.SlugField(max_length=120, unique=True)
    document = models.OneToOneField(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="programme"
    )
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="programmes_owned"
    )
    coordinator = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="programmes_coordinated"
    )
    implements = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="implemented_by"
    )
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    state = models.CharField(
        max_length=10, choices=ProgrammeState.choices, default=ProgrammeState.ACTIVE
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.short_title


class PlanSection(models.Model):
    """A part of the plan tasks are counted by: a clause ("II.1") or a group of an appendix."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="sections")
    path = models.CharField(max_length=120)
    title = models.TextField()
    order = models.IntegerField()
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "path"], name="section_once_per_plan")
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.title}"

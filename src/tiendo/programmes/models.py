"""Programmes: what a document sets in motion, and the parts of its plan."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.documents.models import Document
from tiendo.organisations.models import Organisation
from tiendo.programmes.handovers import (
    HandOverDecision,
    HandOverRow,
    HandOverSection,
    HandOverState,
    ProgrammeHandOver,
)

__all__ = [
    "ProgrammeHandOver",
    "HandOverDecision",
    "HandOverRow",
    "HandOverSection",
    "HandOverState",
    "PlanFiling",
    "PlanSection",
    "Programme",
    "ProgrammeState",
]


class ProgrammeState(models.TextChoices):
    """Where a programme stands."""

    ACTIVE = "active", _("Đang thực hiện")
    REPLACED = "replaced", _("Đã được thay thế")
    CLOSED = "closed", _("Đã kết thúc")


class Programme(models.Model):
    """A plan in force: its document, who runs it, and the programme it implements or replaces.

    A body's own programme is issued and run by one body: owner and coordinator are the same.
    ``filing_*`` say by when each body must issue its own plan, as printed, as key and as last day.
    Missing: ``filing_last_day`` is null where no day is set.
    """

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
    filing_due_raw = models.CharField(max_length=200, blank=True)
    filing_due_key = models.CharField(max_length=40, blank=True)
    filing_last_day = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="programme_filing_day_has_its_words",
                condition=models.Q(filing_last_day__isnull=True)
                | (~models.Q(filing_due_raw="") & ~models.Q(filing_due_key="")),
            ),
            models.CheckConstraint(
                name="programme_implements_another",
                condition=models.Q(implements__isnull=True) | ~models.Q(implements=models.F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.short_title

    @property
    def is_own(self) -> bool:
        """Whether one body issues and runs it for itself."""
        return self.owner_id == self.coordinator_id


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


class PlanFiling(models.Model):
    """That a body issued its own plan for a programme. Rows are added, never changed.

    A correction is a new version that points to the one it corrects, with a reason; the one that
    nothing corrects is in force. ``is_withdrawn``: the version takes the record back.
    Missing: ``document`` and ``own_programme`` are null where the plan is known by number only.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="filings")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="plan_filings"
    )
    version = models.IntegerField(default=1)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    reason = models.TextField(blank=True)
    is_withdrawn = models.BooleanField(default=False)
    number = models.CharField(max_length=60)
    issued_on = models.DateField()
    title = models.TextField()
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="plan_filings"
    )
    own_programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="filed_as"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "organisation", "version"], name="plan_filing_version_once"
            ),
            models.CheckConstraint(
                name="plan_filing_corrected_with_reason",
                condition=models.Q(version=1, corrects__isnull=True, is_withdrawn=False)
                | (models.Q(version__gt=1, corrects__isnull=False) & ~models.Q(reason="")),
            ),
            models.CheckConstraint(
                name="plan_filing_names_the_plan", condition=~models.Q(number="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title[:60]}"

"""Projects: what was approved, from which money, by when, and under which documents."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.budgets.models.kinds import Source
from tiendo.documents.models import Document, Passage
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme


class ProjectState(models.TextChoices):
    """Where a project stands."""

    PROPOSED = "proposed", _("Đề xuất")
    APPROVED = "approved", _("Đã phê duyệt")
    RUNNING = "running", _("Đang thực hiện")
    FINISHED = "finished", _("Đã hoàn thành")
    STOPPED = "stopped", _("Dừng thực hiện")


class ApprovalKind(models.TextChoices):
    """What a decision on a project approves."""

    POLICY = "policy", _("Chủ trương đầu tư")
    PROJECT = "project", _("Dự án, kế hoạch lựa chọn nhà thầu")
    ADJUSTMENT = "adjustment", _("Điều chỉnh")
    SETTLEMENT = "settlement", _("Quyết toán")


class Project(models.Model):
    """A project of a body. Missing: ``programme`` where it serves no plan on file."""

    code = models.CharField(max_length=40, unique=True)
    name = models.TextField()
    folded = models.TextField()
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="projects")
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="projects"
    )
    purpose = models.TextField(blank=True)
    starts_year = models.SmallIntegerField()
    ends_year = models.SmallIntegerField()
    state = models.CharField(
        max_length=8, choices=ProjectState.choices, default=ProjectState.PROPOSED
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="project_years_in_order",
                condition=models.Q(ends_year__gte=models.F("starts_year")),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ProjectApproval(models.Model):
    """A decision on a project with the total it sets. Rows are added, never changed.

    A correction points to the one it corrects, with a reason; ``is_withdrawn``: it takes that back.
    Units: whole VND. The latest in force by day that is no settlement sets the total.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="approvals")
    kind = models.CharField(max_length=10, choices=ApprovalKind.choices)
    symbol = models.CharField(max_length=60)
    day = models.DateField()
    total_vnd = models.BigIntegerField()
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    is_withdrawn = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.CheckConstraint(
                name="approval_corrected_with_reason",
                condition=models.Q(corrects__isnull=True, is_withdrawn=False)
                | models.Q(corrects__isnull=False) & ~models.Q(reason=""),
            ),
            models.CheckConstraint(
                name="approval_total_not_negative", condition=models.Q(total_vnd__gte=0)
            ),
            models.CheckConstraint(name="approval_has_its_symbol", condition=~models.Q(symbol="")),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} {self.day:%d/%m/%Y}"


class ProjectFunding(models.Model):
    """The part of an approved total that one source gives. Units: whole VND."""

    approval = models.ForeignKey(ProjectApproval, on_delete=models.PROTECT, related_name="funding")
    source = models.CharField(max_length=10, choices=Source.choices)
    amount_vnd = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["approval", "source"], name="funding_once_per_source"),
            models.CheckConstraint(name="funding_above_zero", condition=models.Q(amount_vnd__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.amount_vnd}"


class ProjectMilestone(models.Model):
    """A step of a project by a day. Missing: the three of its being done are null until then."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="milestones")
    name = models.CharField(max_length=300)
    last_day = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    done_note = models.TextField(blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    order = models.IntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["project", "order"], name="milestone_order_once"),
            models.CheckConstraint(
                name="milestone_done_whole",
                condition=models.Q(done_on=None, done_by=None, done_at=None, done_note="")
                | models.Q(done_on__isnull=False, done_by__isnull=False, done_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProjectDocument(models.Model):
    """A document of a project's file."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="documents")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="projects")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "document"], name="project_document_once")
        ]

    def __str__(self) -> str:
        return f"{self.project_id} ← {self.document_id}"

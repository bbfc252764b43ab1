"""An inspection: what is inspected, where, by whom, by which decision, with which conclusion."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.documents.models import Document, StoredFile
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme


class State(models.TextChoices):
    """Stored states; the table of moves stands in ``domain.inspections``."""

    PLANNED = "planned", _("Theo kế hoạch")
    DECIDED = "decided", _("Đã có quyết định")
    VISITING = "visiting", _("Đang kiểm tra")
    CONCLUDING = "concluding", _("Đang kết luận")
    CONCLUDED = "concluded", _("Đã kết luận")
    CANCELLED = "cancelled", _("Đã hủy")


class Inspection(models.Model):
    """One inspection. ``issuer`` is the body that inspects.

    Missing: decision and conclusion are empty until given, each with number and day together;
    ``begins_on`` and ``ends_on`` are the days the visits really took, planned ones stand before.
    """

    code = models.CharField(max_length=30, unique=True)
    title = models.CharField(max_length=400)
    scope = models.TextField(blank=True)
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="inspections"
    )
    plan_document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    period_start = models.DateField()
    period_end = models.DateField()
    planned_start = models.DateField()
    planned_end = models.DateField()
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    decision_number = models.CharField(max_length=60, blank=True)
    decision_date = models.DateField(null=True, blank=True)
    conclusion = models.TextField(blank=True)
    conclusion_number = models.CharField(max_length=60, blank=True)
    conclusion_date = models.DateField(null=True, blank=True)
    conclusion_file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    conclusion_file_name = models.CharField(max_length=255, blank=True)
    cancel_reason = models.TextField(blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-planned_start", "-id"]
        constraints = [
            models.CheckConstraint(
                name="inspection_decision_together",
                condition=models.Q(decision_number="", decision_date__isnull=True)
                | (~models.Q(decision_number="") & models.Q(decision_date__isnull=False)),
            ),
            models.CheckConstraint(
                name="inspection_decided_before_work",
                condition=models.Q(state__in=["planned", "cancelled"])
                | ~models.Q(decision_number=""),
            ),
            models.CheckConstraint(
                name="inspection_conclusion_together",
                condition=models.Q(state="concluded", conclusion_date__isnull=False)
                & ~models.Q(conclusion_number="")
                & ~models.Q(conclusion="")
                | ~models.Q(state="concluded")
                & models.Q(conclusion_number="", conclusion_date__isnull=True),
            ),
            models.CheckConstraint(
                name="inspection_days_in_order",
                condition=models.Q(
                    period_end__gte=models.F("period_start"),
                    planned_end__gte=models.F("planned_start"),
                ),
            ),
            models.CheckConstraint(
                name="inspection_cancelled_with_reason",
                condition=models.Q(state="cancelled") & ~models.Q(cancel_reason="")
                | ~models.Q(state="cancelled") & models.Q(cancel_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class InspectedBody(models.Model):
    """A body under an inspection."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="bodies")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="inspections"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "organisation"], name="inspected_body_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} → {self.organisation_id}"


class TeamRole(models.TextChoices):
    """What a member does in the team."""

    HEAD = "head", _("Trưởng đoàn")
    DEPUTY = "deputy", _("Phó trưởng đoàn")
    SECRETARY = "secretary", _("Thư ký")
    MEMBER = "member", _("Thành viên")


class TeamMember(models.Model):
    """A person in the team of an inspection; one head at most."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="team")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=9, choices=TeamRole.choices)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "user"], name="team_member_once"),
            models.UniqueConstraint(
                fields=["inspection"],
                condition=models.Q(role="head"),
                name="team_has_one_head",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.user_id} {self.role}"

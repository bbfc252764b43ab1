"""A programme replaced by another: what becomes of each of its tasks.

Tasks stand above programmes; as elsewhere in this app's lazily named relations, only their ids are
kept here, the rules stand in ``tasks.actions.handing_over``.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class HandOverState(models.TextChoices):
    """Where a hand-over stands: prepared by the coordinator, decided by a leader."""

    DRAFT = "draft", _("Đang lập")
    SUBMITTED = "submitted", _("Chờ quyết định")
    APPLIED = "applied", _("Đã quyết định")
    DISCARDED = "discarded", _("Đã bỏ")


class HandOverDecision(models.TextChoices):
    """What becomes of a task of the replaced programme."""

    CARRY = "carry", _("Chuyển sang chương trình mới")
    SUPERSEDE = "supersede", _("Thay bằng nhiệm vụ của chương trình mới")
    END = "end", _("Kết thúc, không có nhiệm vụ thay thế")
    CANCEL = "cancel", _("Hủy")
    LEAVE = "leave", _("Để lại bản nháp, không giao nữa")


class ProgrammeHandOver(models.Model):
    """The mapping of the tasks of one programme into the one that replaces it.

    ``returned_for`` is why a leader sent it back. Missing: who and when of a step not yet taken.
    """

    old = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, related_name="handovers"
    )
    new = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, related_name="takeovers"
    )
    deciding_document = models.CharField(max_length=120)
    state = models.CharField(
        max_length=9, choices=HandOverState.choices, default=HandOverState.DRAFT
    )
    returned_for = models.TextField(blank=True)
    version = models.IntegerField(default=1)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    prepared_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_on = models.DateField(null=True, blank=True)

    class Meta:
        # The table keeps the name it had while accounts had no hand-over of its own.
        db_table = "programmes_handover"
        constraints = [
            models.UniqueConstraint(
                fields=["old"],
                condition=models.Q(state__in=["draft", "submitted"]),
                name="handover_one_under_way",
            ),
            models.CheckConstraint(
                name="handover_into_another", condition=~models.Q(old=models.F("new"))
            ),
            models.CheckConstraint(
                name="handover_by_a_document", condition=~models.Q(deciding_document="")
            ),
            models.CheckConstraint(
                name="handover_submitted_together",
                condition=models.Q(
                    state__in=["submitted", "applied"],
                    submitted_by__isnull=False,
                    submitted_at__isnull=False,
                )
                | models.Q(
                    state__in=["draft", "discarded"],
                    submitted_by__isnull=True,
                    submitted_at__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="handover_applied_together",
                condition=models.Q(
                    state="applied",
                    applied_by__isnull=False,
                    applied_at__isnull=False,
                    applied_on__isnull=False,
                )
                | (
                    ~models.Q(state="applied")
                    & models.Q(
                        applied_by__isnull=True, applied_at__isnull=True, applied_on__isnull=True
                    )
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"


class HandOverSection(models.Model):
    """Where the carried tasks of one part of the old plan stand in the new one.

    Missing: ``new`` is null where they stand in no part; who and when until somebody reviewed it.
    """

    handover = models.ForeignKey(
        ProgrammeHandOver, on_delete=models.PROTECT, related_name="sections"
    )
    old = models.ForeignKey("programmes.PlanSection", on_delete=models.PROTECT, related_name="+")
    new = models.ForeignKey(
        "programmes.PlanSection", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handover", "old"], name="handover_section_once"),
            models.CheckConstraint(
                name="handover_section_reviewed_together",
                condition=models.Q(reviewed_by__isnull=True, reviewed_at__isnull=True)
                | models.Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"


class HandOverRow(models.Model):
    """What becomes of one task. ``proposed`` is the likeliest task of the new programme.

    ``old_code`` and ``old_section`` are where a carried task stood before.
    Missing: ``decision`` is empty until somebody decided; ``score`` is null without a proposal.
    """

    handover = models.ForeignKey(ProgrammeHandOver, on_delete=models.PROTECT, related_name="rows")
    task = models.ForeignKey("tasks.Task", on_delete=models.PROTECT, related_name="handovers")
    decision = models.CharField(max_length=9, choices=HandOverDecision.choices, blank=True)
    successor = models.ForeignKey(
        "tasks.Task", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )
    reason = models.TextField(blank=True)
    proposed = models.ForeignKey(
        "tasks.Task", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    score = models.DecimalField(max_digits=4, decimal_places=3, null=True, blank=True)
    old_code = models.CharField(max_length=30, blank=True)
    old_section = models.ForeignKey(
        "programmes.PlanSection", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handover", "task"], name="handover_row_once"),
            models.CheckConstraint(
                name="handover_row_decided_together",
                condition=models.Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | (
                    ~models.Q(decision="")
                    & models.Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="handover_row_names_its_successor",
                condition=models.Q(decision="supersede", successor__isnull=False)
                | (~models.Q(decision="supersede") & models.Q(successor__isnull=True)),
            ),
            models.CheckConstraint(
                name="handover_row_says_why_it_ends",
                condition=~models.Q(decision__in=["end", "cancel"]) | ~models.Q(reason=""),
            ),
            models.CheckConstraint(
                name="handover_row_score_of_a_proposal",
                condition=models.Q(proposed__isnull=True, score__isnull=True)
                | models.Q(proposed__isnull=False, score__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.decision}"

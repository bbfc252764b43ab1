"""The register of difficulties: what stands in the way, who can solve it, what was answered."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.domain.difficulties import CARRIED
from tiendo.domain.difficulties import DifficultyCourse as Course
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import PlanSection, Programme
from tiendo.tasks.models.reports import ProgressUpdate
from tiendo.tasks.models.work import Task

_CARRIED = [str(state) for state in CARRIED]


class DifficultyState(models.TextChoices):
    """Where a difficulty stands; transitions stand in ``domain.difficulties``."""

    OPEN = Course.OPEN.value, _("Đang vướng")
    PASSED_UP = Course.PASSED_UP.value, _("Đã chuyển cấp trên")
    ANSWERED = Course.ANSWERED.value, _("Đã trả lời, còn theo dõi")
    SOLVED = Course.SOLVED.value, _("Đã được giải quyết")
    CLOSED = Course.CLOSED.value, _("Kết thúc theo dõi")


class DifficultyKind(models.TextChoices):
    """What a difficulty is about."""

    RULES = "rules", _("Thể chế, cơ chế, chính sách")
    FUNDING = "funding", _("Kinh phí")
    PEOPLE = "people", _("Nhân lực")
    INFRASTRUCTURE = "infrastructure", _("Hạ tầng, trang thiết bị")
    DATA = "data", _("Dữ liệu, kết nối")
    COORDINATION = "coordination", _("Phối hợp giữa các cơ quan")
    PROCEDURE = "procedure", _("Trình tự, thủ tục, mua sắm")
    OTHER = "other", _("Khác")


class SolvingLevel(models.TextChoices):
    """The level competent to solve a difficulty, from the nearest up."""

    COMMUNE = "commune", _("Cấp xã")
    DEPARTMENT = "department", _("Sở, ban, ngành")
    PROVINCE = "province", _("UBND tỉnh, HĐND tỉnh")
    CENTRAL = "central", _("Trung ương")


class Difficulty(models.Model):
    """One difficulty of a body, carried from period to period until it is solved or closed.

    ``raised_on`` is the day it is counted from. ``level``, ``responsible`` and ``due_on`` are set
    together by the office or the coordinator; ``person`` is who answers there. Missing: ``kind``
    and ``cause`` are empty, the three and the person are unset until somebody says them;
    ``origin`` is null for one raised directly.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="difficulties")
    section = models.ForeignKey(
        PlanSection, null=True, blank=True, on_delete=models.PROTECT, related_name="difficulties"
    )
    tasks = models.ManyToManyField(Task, related_name="difficulties", blank=True)
    what = models.TextField()
    cause = models.TextField(blank=True)
    proposal = models.TextField(blank=True)
    kind = models.CharField(max_length=14, choices=DifficultyKind.choices, blank=True)
    level = models.CharField(max_length=10, choices=SolvingLevel.choices, blank=True)
    responsible = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(
        max_length=9, choices=DifficultyState.choices, default=DifficultyState.OPEN, db_index=True
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    origin = models.OneToOneField(
        ProgressUpdate,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="raised_difficulty",
    )
    raised_on = models.DateField()
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reopenings = models.IntegerField(default=0)
    version = models.IntegerField(default=1)
    folded = models.TextField(help_text="what and cause without diacritics")

    class Meta:
        ordering = ["-raised_on", "-id"]
        verbose_name_plural = "difficulties"
        indexes = [
            GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="difficulty_folded_trgm"),
            models.Index(fields=["organisation", "state"], name="difficulty_of_body"),
            models.Index(fields=["responsible", "state"], name="difficulty_to_answer"),
            models.Index(fields=["programme", "raised_on"], name="difficulty_of_programme"),
        ]
        constraints = [
            models.CheckConstraint(
                name="difficulty_assigned_together",
                condition=models.Q(level="", responsible__isnull=True, due_on__isnull=True)
                | (~models.Q(level="") & models.Q(responsible__isnull=False, due_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="difficulty_answered_by_somebody_of_a_body",
                condition=models.Q(person__isnull=True) | models.Q(responsible__isnull=False),
            ),
            models.CheckConstraint(
                name="difficulty_ended_together",
                condition=models.Q(state__in=_CARRIED, ended_at__isnull=True, ended_by__isnull=True)
                | (
                    ~models.Q(state__in=_CARRIED)
                    & models.Q(ended_at__isnull=False, ended_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="difficulty_answered_once_answered",
                condition=~models.Q(state="answered") | models.Q(answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.what[:60]}"

    @property
    def code(self) -> str:
        """The name people call a difficulty by."""
        return f"VM-{self.pk}"


class DifficultyEvent(models.Model):
    """One step of a difficulty, with how it stood after it. Insert-only.

    ``day`` is the day the step holds from; ``level``, ``responsible``, ``person`` and ``due_on``
    are those in force after it, so that the register of a past day is read from here alone.
    """

    difficulty = models.ForeignKey(Difficulty, on_delete=models.PROTECT, related_name="events")
    action = models.CharField(max_length=10)
    from_state = models.CharField(max_length=9, choices=DifficultyState.choices, blank=True)
    to_state = models.CharField(max_length=9, choices=DifficultyState.choices)
    day = models.DateField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(blank=True)
    document_number = models.CharField(max_length=60, blank=True)
    document_date = models.DateField(null=True, blank=True)
    update = models.ForeignKey(
        ProgressUpdate, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    level = models.CharField(max_length=10, choices=SolvingLevel.choices, blank=True)
    responsible = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["recorded_at", "id"]
        indexes = [
            models.Index(
                fields=["difficulty", "-recorded_at", "-id"], name="difficulty_event_latest"
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="difficulty_event_document",
                condition=models.Q(document_date__isnull=True) | ~models.Q(document_number=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.difficulty_id} {self.action}"

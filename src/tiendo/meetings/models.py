"""A meeting: whose, on what, led by whom, what it saw, what it decided, what became of that."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.documents.models import Document
from tiendo.domain.meetings import DecisionKind as Kind
from tiendo.domain.meetings import MeetingState as Course
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.tasks.models import Directive, Task


class State(models.TextChoices):
    """Stored states; the table of moves stands in ``domain.meetings``."""

    PREPARING = Course.PREPARING.value, _("Đang chuẩn bị")
    HELD = Course.HELD.value, _("Đã họp, chờ thông báo kết luận")
    ISSUED = Course.ISSUED.value, _("Đã ban hành kết luận")
    CANCELLED = Course.CANCELLED.value, _("Đã hủy")


class DecisionChoice(models.TextChoices):
    """What a decision becomes."""

    DIRECTIVE = Kind.DIRECTIVE.value, _("Chỉ đạo")
    TASK = Kind.TASK.value, _("Nhiệm vụ")
    NOTE = Kind.NOTE.value, _("Ghi nhận, không giao việc")


class Meeting(models.Model):
    """One meeting of a body. ``covers_all``: on the work of the whole province, else on that of
    the body; ``programmes`` narrows it where there are any; ``since`` is the day of the meeting
    before, from which changes are told.

    Missing: ``frozen`` (the sheets as they were known when it was held) is null until then;
    number and day of the notice come together, and ``notice`` where it was registered.
    """

    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="meetings")
    covers_all = models.BooleanField(default=False)
    programmes = models.ManyToManyField(Programme, blank=True, related_name="meetings")
    title = models.CharField(max_length=300)
    day = models.DateField()
    begins_at = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    since = models.DateField()
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agenda = models.TextField(blank=True)
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="following"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARING)
    frozen = models.JSONField(null=True, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    held_at = models.DateTimeField(null=True, blank=True)
    notice_number = models.CharField(max_length=60, blank=True)
    notice_date = models.DateField(null=True, blank=True)
    notice = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.TextField(blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "-id"]
        indexes = [models.Index(fields=["body", "day"], name="meeting_body_day")]
        constraints = [
            models.CheckConstraint(
                name="meeting_since_before", condition=models.Q(since__lte=models.F("day"))
            ),
            models.CheckConstraint(
                name="meeting_held_together",
                condition=models.Q(
                    state__in=["preparing", "cancelled"],
                    frozen__isnull=True,
                    held_by__isnull=True,
                    held_at__isnull=True,
                )
                | models.Q(
                    state__in=["held", "issued"],
                    frozen__isnull=False,
                    held_by__isnull=False,
                    held_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="meeting_notice_together",
                condition=models.Q(
                    state="issued",
                    notice_date__isnull=False,
                    issued_by__isnull=False,
                    issued_at__isnull=False,
                )
                & ~models.Q(notice_number="")
                | ~models.Q(state="issued")
                & models.Q(
                    notice_number="",
                    notice_date__isnull=True,
                    notice__isnull=True,
                    issued_by__isnull=True,
                    issued_at__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="meeting_cancelled_with_reason",
                condition=models.Q(state="cancelled") & ~models.Q(cancel_reason="")
                | ~models.Q(state="cancelled") & models.Q(cancel_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.day:%d/%m/%Y})"


class Decision(models.Model):
    """One decision of a meeting: decided by its chair, written down by ``recorded_by``.

    ``bodies`` carry it out, the first of them leads. Missing: a note has no body and no last day;
    only a task has a product and a programme; ``directive`` or ``task`` is null until it was given
    out, by whom and when together with it.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    order = models.IntegerField()
    kind = models.CharField(max_length=9, choices=DecisionChoice.choices)
    text = models.TextField()
    product = models.CharField(max_length=300, blank=True)
    last_day = models.DateField(null=True, blank=True)
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    directive = models.OneToOneField(
        Directive, null=True, blank=True, on_delete=models.PROTECT, related_name="decision"
    )
    task = models.OneToOneField(
        Task, null=True, blank=True, on_delete=models.PROTECT, related_name="decision"
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "order"], name="decision_order_once"),
            models.CheckConstraint(name="decision_says_something", condition=~models.Q(text="")),
            models.CheckConstraint(
                name="decision_work_has_a_day",
                condition=models.Q(kind="note", last_day__isnull=True)
                | models.Q(kind__in=["directive", "task"], last_day__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_task_is_complete",
                condition=models.Q(kind="task", programme__isnull=False) & ~models.Q(product="")
                | ~models.Q(kind="task") & models.Q(programme__isnull=True, product=""),
            ),
            models.CheckConstraint(
                name="decision_given_together",
                condition=models.Q(
                    directive__isnull=True,
                    task__isnull=True,
                    given_by__isnull=True,
                    given_at__isnull=True,
                )
                | models.Q(
                    kind="directive",
                    directive__isnull=False,
                    task__isnull=True,
                    given_by__isnull=False,
                    given_at__isnull=False,
                )
                | models.Q(
                    kind="task",
                    task__isnull=False,
                    directive__isnull=True,
                    given_by__isnull=False,
                    given_at__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}.{self.order} {self.text[:60]}"

    @property
    def is_given(self) -> bool:
        """Whether it was given out."""
        return self.directive_id is not None or self.task_id is not None


class DecisionBody(models.Model):
    """A body that carries a decision out; the first one leads."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="bodies")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    order = models.IntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "organisation"], name="decision_body_once")
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} → {self.organisation_id}"

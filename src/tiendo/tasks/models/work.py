"""Tasks: what must be done, by whom, by when, and each period in which it falls due."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.documents.models import Passage
from tiendo.organisations.models import BodyGroup, Organisation
from tiendo.programmes.models import PlanSection, Programme
from tiendo.tasks.models.day_ranges import DayRangesField


class Lifecycle(models.TextChoices):
    """Stored states; transitions stand in ``domain.lifecycle`` and are enforced by a trigger."""

    DRAFT = "draft", _("Bản nháp")
    LIVE = "live", _("Đang giao")
    CLAIMED = "claimed", _("Đã báo cáo hoàn thành")
    UNIT_APPROVED = "unit_approved", _("Thủ trưởng đã duyệt")
    CONFIRMED = "confirmed", _("Đã xác nhận")
    SUSPENDED = "suspended", _("Tạm dừng")
    CANCELLED = "cancelled", _("Đã hủy")
    SUPERSEDED = "superseded", _("Được thay thế")
    UMBRELLA = "umbrella", _("Giao cho từng cơ quan")


class Part(models.TextChoices):
    """The part a body has in a task."""

    LEAD = "lead", _("Chủ trì")
    COORDINATE = "coordinate", _("Phối hợp")
    CONFIRM = "confirm", _("Xác nhận")
    DECIDE = "decide", _("Thẩm quyền quyết định")


class Work(models.Model):
    """What a task and an occurrence share: a lifecycle, a deadline, the day it was done.

    ``deadline_key`` is the printed key (vanban.dates), ``last_day`` the latest acceptable day;
    null: no deadline by date. ``done_on`` is the day of the product, set by the claim.
    ``last_action`` is the last action on the lifecycle (a claim sent back is "returned to me").
    ``version`` counts writes, for people who edit at the same time.
    """

    lifecycle = models.CharField(
        max_length=14, choices=Lifecycle.choices, default=Lifecycle.DRAFT, db_index=True
    )
    deadline_key = models.CharField(max_length=40, blank=True)
    last_day = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    last_action = models.CharField(max_length=20, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        abstract = True


class Task(Work):
    """A task of a programme. ``recurrence`` holds the key of a recurring task ("R:yearly:11-25",
    several joined by ";"), "R:continuous" for a continuous one, and is empty for a task done once.
    ``order`` is the place in the whole plan.

    An umbrella is carried by its children and never counted itself. ``subtask_during`` are the
    days on which a task is part of one that counts, so that it does not count beside it;
    ``weight`` is its share in the roll-up of its parent.

    Missing: ``recurrence_since`` is null for a rule in force since the task went live,
    ``subtask_during`` for what never was a sub-task.
    """

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="tasks", db_index=False
    )
    section = models.ForeignKey(
        PlanSection, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    code = models.CharField(max_length=30)
    order = models.IntegerField(default=0)
    title = models.TextField()
    product = models.TextField(blank=True)
    deadline_raw = models.CharField(max_length=200, blank=True)
    recurrence = models.CharField(max_length=200, blank=True)
    recurrence_since = models.DateField(null=True, blank=True)
    deciding_text = models.CharField(max_length=200, blank=True)
    weight = models.DecimalField(max_digits=8, decimal_places=4, default=1)
    subtask_during = DayRangesField(null=True, blank=True)
    folded = models.TextField(help_text="code, title and product without diacritics")
    sort_key = models.BinaryField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    live_on = models.DateField(null=True, blank=True)
    last_update_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(help_text="moment of the last write; never goes back")
    passages = models.ManyToManyField(Passage, through="TaskSource", related_name="tasks")

    class Meta:
        indexes = [
            GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="task_folded_trgm"),
            models.Index(fields=["programme", "lifecycle"], name="task_programme_lifecycle"),
            models.Index(fields=["sort_key"], name="task_sort_key"),
            models.Index(fields=["programme", "order", "id"], name="task_plan_order"),
            models.Index(fields=["last_day"], name="task_last_day"),
            # What tasks are counted by, read without the wide rows.
            models.Index(
                fields=["programme"],
                include=("id", "section", "subtask_during", "last_update_at"),
                name="task_counted",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="task_code_once"),
            models.CheckConstraint(
                name="task_done_when_confirmed",
                condition=~models.Q(lifecycle="confirmed") | models.Q(done_on__isnull=False),
            ),
            models.CheckConstraint(
                name="task_live_since_a_day",
                condition=models.Q(lifecycle="draft") | models.Q(live_on__isnull=False),
            ),
            models.CheckConstraint(name="task_weight_positive", condition=models.Q(weight__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title[:80]}"


class TaskSource(models.Model):
    """A passage a task comes from or answers to; the first is the one it was made from."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="sources")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="task_sources")
    order = models.IntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["task", "passage"], name="task_source_once")]

    def __str__(self) -> str:
        return f"{self.task_id} ← {self.passage_id}"


class Assignment(models.Model):
    """The part a body, or a group of bodies not yet expanded, has in a task for a time.

    Missing: ``organisation`` is null for a group and for a body kept only as ``raw_text``;
    ``officer`` is null until the body names one.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="assignments")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )
    group = models.ForeignKey(
        BodyGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )
    raw_text = models.CharField(max_length=250, blank=True)
    part = models.CharField(max_length=10, choices=Part.choices)
    validity = DateRangeField()
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assignments",
    )

    class Meta:
        indexes = [models.Index(fields=["organisation", "part", "task"], name="assignment_body")]
        constraints = [
            ExclusionConstraint(
                name="assignment_one_lead_at_a_time",
                expressions=[
                    ("task", RangeOperators.EQUAL),
                    ("part", RangeOperators.EQUAL),
                    ("validity", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(part__in=["lead", "confirm"]),
            ),
            models.CheckConstraint(
                name="assignment_names_somebody",
                condition=models.Q(organisation__isnull=False)
                | models.Q(group__isnull=False)
                | ~models.Q(raw_text=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.part} {self.organisation_id or self.raw_text}"


class Occurrence(Work):
    """One due instance of a recurring task, with a lifecycle of its own.

    It is laid ahead as live and opens on ``opens_on``. ``label`` is the code of its period
    (domain.periods), ``deadline_key`` the due day laid down by the rule.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="occurrences")
    label = models.CharField(max_length=40)
    opens_on = models.DateField()

    class Meta:
        ordering = ["last_day"]
        constraints = [
            # One that was withdrawn when the rule changed makes room for another.
            models.UniqueConstraint(
                fields=["task", "label", "deadline_key"],
                condition=~models.Q(lifecycle="cancelled"),
                name="occurrence_once",
            ),
            models.CheckConstraint(
                name="occurrence_done_when_confirmed",
                condition=~models.Q(lifecycle="confirmed") | models.Q(done_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.label}"

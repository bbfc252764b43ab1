"""Tasks: what must be done, by whom, by when, what was done, and what proves it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db import models
from django.db.models.functions import Replace, Upper
from django.utils.translation import gettext_lazy as _

from tiendo.documents.models import Document, Passage, StoredFile
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

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="tasks")
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


class LifecycleEvent(models.Model):
    """One action on the lifecycle of a task or of one of its occurrences. Insert-only.

    ``day`` is the day from which the new state holds; ``recorded_at`` when it became known.
    Missing: ``by`` is null where the system itself acts (it lays the coming occurrences).
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="events")
    occurrence = models.ForeignKey(
        Occurrence, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    action = models.CharField(max_length=20)
    from_state = models.CharField(max_length=14, choices=Lifecycle.choices, blank=True)
    to_state = models.CharField(max_length=14, choices=Lifecycle.choices)
    day = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)
    deciding_document = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.task_id} {self.action}"


class DeadlineChange(models.Model):
    """A deadline set or moved; the first row holds the original one. Insert-only.

    Missing: ``occurrence`` is null for a task done once, ``by`` where the system itself acts.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="deadline_changes")
    occurrence = models.ForeignKey(
        Occurrence,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deadline_changes",
    )
    deadline_key = models.CharField(max_length=40, blank=True)
    last_day = models.DateField(null=True, blank=True)
    effective_on = models.DateField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)
    deciding_document = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.task_id} {self.deadline_key}"


class ProgressUpdate(models.Model):
    """What a body reports on a task: what was done, how far, what stands in the way.

    ``percent`` follows from ``done_count`` of ``total_count`` where these are given.
    ``request_key`` names the form that was sent: sent twice, it makes one update.
    Missing: ``percent`` is null where none is given, which is not 0.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="updates")
    occurrence = models.ForeignKey(
        Occurrence, null=True, blank=True, on_delete=models.PROTECT, related_name="updates"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    done = models.TextField()
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    done_count = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    total_count = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    count_unit = models.CharField(max_length=60, blank=True)
    request_key = models.UUIDField(null=True, blank=True, unique=True)
    difficulty = models.TextField(blank=True)
    proposal = models.TextField(blank=True)
    as_of = models.DateField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="update_percent_range",
                condition=models.Q(percent__isnull=True)
                | models.Q(percent__gte=0, percent__lte=100),
            ),
            models.CheckConstraint(
                name="update_count_of_total",
                condition=models.Q(done_count__isnull=True, total_count__isnull=True, count_unit="")
                | models.Q(
                    done_count__isnull=False,
                    total_count__isnull=False,
                    done_count__gte=0,
                    total_count__gt=0,
                    done_count__lte=models.F("total_count"),
                    percent__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="update_approved_together",
                condition=models.Q(approved_at__isnull=True, approved_by__isnull=True)
                | models.Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.as_of}"


class EvidenceKind(models.TextChoices):
    """What an evidence is."""

    FILE = "file", _("Tệp")
    DOCUMENT = "document", _("Văn bản đã ban hành")


class Evidence(models.Model):
    """A file (by hash) or the number of an issued document that proves a piece of work.

    Never changed or deleted; withdrawn, with a reason, only while the work is not claimed.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="evidence")
    occurrence = models.ForeignKey(
        Occurrence, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    update = models.ForeignKey(
        ProgressUpdate, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    kind = models.CharField(max_length=8, choices=EvidenceKind.choices)
    stored_file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    original_name = models.CharField(max_length=255, blank=True)
    document_number = models.CharField(max_length=60, blank=True)
    document_date = models.DateField(null=True, blank=True)
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    note = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()
    # The same number is found however it was spaced or cased.
    number_key = models.GeneratedField(
        expression=Upper(Replace(models.F("document_number"), models.Value(" "))),
        output_field=models.CharField(max_length=60),
        db_persist=True,
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["number_key"],
                condition=~models.Q(document_number=""),
                name="evidence_number",
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="evidence_is_file_or_document",
                condition=models.Q(kind="file", stored_file__isnull=False)
                | (models.Q(kind="document") & ~models.Q(document_number="")),
            ),
            models.CheckConstraint(
                name="evidence_withdrawn_together",
                condition=models.Q(
                    withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason=""
                )
                | (
                    models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~models.Q(withdrawn_reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.document_number or self.original_name


class StatusSpan(models.Model):
    """That a task has a status on the days of ``validity``, as known during ``known``.

    Emitted on each write by ``domain.status``; the present knowledge has an open ``known``. Days
    reach into the future, so that midnight needs no job.
    """

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="status_spans")
    status = models.CharField(max_length=20)
    validity = DateRangeField()
    known = DateTimeRangeField()

    class Meta:
        indexes = [
            GistIndex(fields=["validity", "known"], name="status_span_on_a_day"),
            # The present knowledge is what nearly every page reads.
            models.Index(
                fields=["task"],
                include=["status", "validity"],
                condition=models.Q(known__upper_inf=True),
                name="status_span_known",
            ),
        ]
        constraints = [
            ExclusionConstraint(
                name="status_span_one_at_a_time",
                expressions=[
                    ("task", RangeOperators.EQUAL),
                    ("validity", RangeOperators.OVERLAPS),
                    ("known", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.status} {self.validity}"

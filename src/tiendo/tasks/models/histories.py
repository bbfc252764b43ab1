"""What happened to tasks and their deadlines, and the status they had from day to day."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models

from tiendo.organisations.models import Organisation
from tiendo.tasks.models.work import Lifecycle, Occurrence, Task


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
        indexes = [
            models.Index(fields=["day"], name="event_day"),
            # Few are reopened; who asks how often needs no other event.
            models.Index(
                fields=["task"],
                include=["day"],
                condition=models.Q(action="reopen"),
                name="event_reopened",
            ),
        ]

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
        indexes = [models.Index(fields=["effective_on"], name="deadline_change_day")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.deadline_key}"


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

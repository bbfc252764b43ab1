"""Requests to change the plan: a new deadline, other words or bodies, a new task."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.domain.changes import DECIDED, GRANTED
from tiendo.domain.changes import ChangeState as State
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.tasks.models.work import Task


class ChangeKind(models.TextChoices):
    """What is asked for."""

    EXTENSION = "extension", _("Gia hạn")
    ADJUSTMENT = "adjustment", _("Điều chỉnh nội dung")
    NEW_TASK = "new_task", _("Bổ sung nhiệm vụ")


class ChangeState(models.TextChoices):
    """Where a request stands; transitions stand in ``domain.changes``, enforced by a trigger."""

    DRAFTED = State.DRAFTED.value, _("Đang soạn")
    SENT = State.SENT.value, _("Chờ thẩm tra")
    RETURNED = State.RETURNED.value, _("Trả lại để bổ sung")
    APPRAISED = State.APPRAISED.value, _("Chờ quyết định")
    ACCEPTED = State.ACCEPTED.value, _("Được chấp thuận")
    AMENDED = State.AMENDED.value, _("Chấp thuận có sửa")
    REFUSED = State.REFUSED.value, _("Không được chấp thuận")
    APPLIED = State.APPLIED.value, _("Đã áp dụng")
    WITHDRAWN = State.WITHDRAWN.value, _("Đã rút")


class Opinion(models.TextChoices):
    """What the coordinator says of a request."""

    AGREE = "agree", _("Đồng ý")
    AMEND = "amend", _("Đồng ý nếu sửa")
    DISAGREE = "disagree", _("Không đồng ý")


def _together(*names: str) -> models.Q:
    """Fields of one step: all of them set, or none."""
    none, every = models.Q(), models.Q()
    for name in names:
        none &= models.Q(**{f"{name}__isnull": True})
        every &= models.Q(**{f"{name}__isnull": False})
    return none | every


def _person() -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class ChangeRequest(models.Model):
    """One body's request to change one task of a programme, or to add one.

    ``held`` are the terms of the task when the request was sent, ``proposed`` those asked for,
    ``granted`` those decided (``tasks.change_terms``); only what differs is given. ``was_late``:
    asked after the deadline had passed. Missing: ``task`` is null for a new task until it is made.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="changes")
    task = models.ForeignKey(
        Task, null=True, blank=True, on_delete=models.PROTECT, related_name="changes"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    state = models.CharField(
        max_length=9, choices=ChangeState.choices, default=ChangeState.DRAFTED, db_index=True
    )
    reason = models.TextField()
    proposed_document = models.CharField(max_length=200, blank=True)
    held = models.JSONField(default=dict, blank=True)
    proposed = models.JSONField(default=dict)
    granted = models.JSONField(null=True, blank=True)
    was_late = models.BooleanField(default=False)
    version = models.IntegerField(default=1)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField()
    sent_by = _person()
    sent_at = models.DateTimeField(null=True, blank=True)
    appraised_by = _person()
    appraised_at = models.DateTimeField(null=True, blank=True)
    opinion = models.CharField(max_length=8, choices=Opinion.choices, blank=True)
    appraisal = models.TextField(blank=True)
    decided_by = _person()
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(blank=True)
    decision_document = models.CharField(max_length=120, blank=True)
    decision_date = models.DateField(null=True, blank=True)
    applied_by = _person()
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-drafted_at", "-id"]
        indexes = [models.Index(fields=["organisation", "state"], name="change_of_body")]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "kind"],
                condition=models.Q(
                    task__isnull=False,
                    state__in=["sent", "returned", "appraised", "accepted", "amended"],
                ),
                name="change_one_at_a_time",
            ),
            models.CheckConstraint(
                name="change_names_its_task",
                condition=models.Q(task__isnull=False) | models.Q(kind="new_task"),
            ),
            models.CheckConstraint(
                name="change_new_task_made_when_applied",
                condition=~models.Q(kind="new_task", state="applied")
                | models.Q(task__isnull=False),
            ),
            models.CheckConstraint(
                name="change_sent_together", condition=_together("sent_by", "sent_at")
            ),
            models.CheckConstraint(
                name="change_appraised_together",
                condition=(_together("appraised_by", "appraised_at"))
                & (
                    models.Q(appraised_at__isnull=True, opinion="")
                    | (models.Q(appraised_at__isnull=False) & ~models.Q(opinion=""))
                ),
            ),
            models.CheckConstraint(
                name="change_decided_when_said",
                condition=models.Q(
                    state__in=[str(state) for state in DECIDED],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                )
                | (
                    ~models.Q(state__in=[str(state) for state in DECIDED])
                    & models.Q(decided_by__isnull=True, decided_at__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="change_granted_terms",
                condition=models.Q(granted__isnull=True)
                | models.Q(state__in=[*(str(state) for state in GRANTED), "applied"]),
            ),
            models.CheckConstraint(
                name="change_document_with_its_day",
                condition=models.Q(decision_document="", decision_date__isnull=True)
                | (~models.Q(decision_document="") & models.Q(decision_date__isnull=False)),
            ),
            models.CheckConstraint(
                name="change_applied_by_a_document",
                condition=(
                    models.Q(state="applied", applied_by__isnull=False, applied_at__isnull=False)
                    & ~models.Q(decision_document="")
                )
                | (
                    ~models.Q(state="applied")
                    & models.Q(applied_by__isnull=True, applied_at__isnull=True)
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The name people call a request by."""
        return f"ĐC-{self.pk}"


class ChangeStep(models.Model):
    """One step of a request: who, when, from where to where, with which words. Insert-only."""

    change = models.ForeignKey(ChangeRequest, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=10)
    from_state = models.CharField(max_length=9, choices=ChangeState.choices, blank=True)
    to_state = models.CharField(max_length=9, choices=ChangeState.choices)
    text = models.TextField(blank=True)
    document = models.CharField(max_length=120, blank=True)
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    on_behalf_of = _person()

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.change_id} {self.action}"

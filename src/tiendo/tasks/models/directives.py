"""What a leader directs from any item, and where each body stands with it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.documents.models import Document, StoredFile
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.tasks.models.work import Task


class DirectiveState(models.TextChoices):
    """Stored states; the steps between them stand in ``domain.directives``."""

    GIVEN = "given", _("Đã giao")
    ACKNOWLEDGED = "acknowledged", _("Đã nhận")
    REPORTED = "reported", _("Đã báo cáo, chờ kết thúc")
    CLOSED = "closed", _("Đã kết thúc")
    WITHDRAWN = "withdrawn", _("Đã thu hồi")


class Directive(models.Model):
    """A leader's words to one or several bodies, on an item, with a last day.

    What it is about is one of task, programme, body, document (a report has one) and difficulty;
    all null: the leader directs without an item. ``organisation`` is the body the leader acted for.
    """

    text = models.TextField()
    last_day = models.DateField()
    task = models.ForeignKey(
        Task, null=True, blank=True, on_delete=models.PROTECT, related_name="directives"
    )
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="directives"
    )
    body = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="directives"
    )
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="directives"
    )
    difficulty = models.ForeignKey(
        "tasks.Difficulty",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="directives",
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="directives_given"
    )
    given_at = models.DateTimeField()
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [
            models.CheckConstraint(name="directive_says_something", condition=~models.Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class DirectiveDuty(models.Model):
    """The part of one body in a directive. ``person``: whom the leader named there, or null."""

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="duties")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="directive_duties"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        max_length=12, choices=DirectiveState.choices, default=DirectiveState.GIVEN
    )
    reported_on = models.DateField(null=True, blank=True)
    returns = models.IntegerField(default=0)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["organisation", "state"], name="duty_body_state"),
            models.Index(fields=["state"], name="duty_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "organisation"], name="duty_once_per_body"
            ),
            models.CheckConstraint(
                name="duty_reported_on_a_day",
                condition=models.Q(state__in=["reported", "closed"], reported_on__isnull=False)
                | models.Q(state__in=["given", "acknowledged"], reported_on__isnull=True)
                | models.Q(state="withdrawn"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.directive_id} → {self.organisation_id}"


class DirectiveEvent(models.Model):
    """One step of a duty with its words and its evidence. Insert-only."""

    duty = models.ForeignKey(DirectiveDuty, on_delete=models.PROTECT, related_name="events")
    action = models.CharField(max_length=12)
    words = models.TextField(blank=True)
    document_number = models.CharField(max_length=60, blank=True)
    document_date = models.DateField(null=True, blank=True)
    stored_file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    file_name = models.CharField(max_length=255, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.action}"

"""What the rules found, and the values of rules that the province laid down."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tiendo.domain.alerts import Rule
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.tasks.models import Task


class RuleValue(models.Model):
    """The value of a parameter of rules from a day on, for one programme or for all. Insert-only.

    ``parameter`` is a name of domain/parameters; it goes before the product's own value. Of two
    rows for one day the later one holds. Missing: ``programme`` is null for every programme.
    """

    parameter = models.CharField(max_length=80)
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="rule_values"
    )
    since = models.DateField()
    value = models.IntegerField()
    source = models.CharField(max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["since", "set_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="rule_value_in_range", condition=models.Q(value__gte=0, value__lte=3660)
            ),
            models.CheckConstraint(name="rule_value_has_source", condition=~models.Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.parameter} = {self.value} ({self.since})"


class Alert(models.Model):
    """That a rule finds something about an object, from the day it was found until it is gone.

    Unique while open; when the cause comes back, that is another row. ``object_type`` and
    ``object_id`` name the object; ``task`` is set where it is a task. ``level`` is 1 (officer),
    2 (head), 3 (leader); ``stage`` rises where the same is told anew; ``told_level`` and
    ``told_stage`` are what people were told of. ``facts`` hold the figures behind it.
    Missing: ``resolved_at`` is null while the cause lasts; ``muted_until`` where nobody muted it.
    """

    rule = models.CharField(max_length=40, choices=[(rule.value, rule.value) for rule in Rule])
    object_type = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=300, help_text="the object in words, when last seen")
    task = models.ForeignKey(
        Task, null=True, blank=True, on_delete=models.PROTECT, related_name="alerts"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="alerts"
    )
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="alerts"
    )
    level = models.SmallIntegerField()
    stage = models.IntegerField(default=1)
    facts = models.JSONField(default=dict)
    told_level = models.SmallIntegerField(default=0)
    told_stage = models.IntegerField(default=0)
    first_found_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    muted_until = models.DateField(null=True, blank=True)
    muted_at = models.DateTimeField(null=True, blank=True)
    muted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    mute_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "-level"],
                condition=models.Q(resolved_at__isnull=True),
                name="alert_open_by_body",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "object_type", "object_id", "organisation"],
                condition=models.Q(resolved_at__isnull=True),
                nulls_distinct=False,
                name="alert_once_while_open",
            ),
            models.CheckConstraint(
                name="alert_level_of_three", condition=models.Q(level__gte=1, level__lte=3)
            ),
            models.CheckConstraint(
                name="alert_muted_together",
                condition=models.Q(
                    muted_until__isnull=True,
                    muted_at__isnull=True,
                    muted_by__isnull=True,
                    mute_reason="",
                )
                | (
                    models.Q(
                        muted_until__isnull=False, muted_at__isnull=False, muted_by__isnull=False
                    )
                    & ~models.Q(mute_reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.object_type}:{self.object_id}"

    @property
    def is_open(self) -> bool:
        """Whether its cause was there when it was last looked for."""
        return self.resolved_at is None


class AlertDay(models.Model):
    """What an alert said from a day on, until the next row: written where it says something else.

    So the list of a past day tells what it told then.
    """

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    level = models.SmallIntegerField()
    facts = models.JSONField(default=dict)
    title = models.CharField(max_length=300)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["alert", "day"], name="alert_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.alert_id} {self.day}"

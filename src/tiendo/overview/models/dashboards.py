"""Dashboards that people compose of blocks, whom they are shared with, and who begins with one."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tiendo.accounts.models import RoleCode
from tiendo.organisations.models import Organisation
from tiendo.overview.models.saved_filters import Sharing


class Paper(models.TextChoices):
    """The paper a dashboard is printed on."""

    A4 = "a4", "A4"
    A3 = "a3", "A3"


class Dashboard(models.Model):
    """A page of blocks in one to three columns.

    ``organisation`` is the body it was made at, whose people see it where it is shared with the
    body. Missing: ``role`` is empty unless it is shared with a role; ``removed_at`` is null until
    it is put away.
    """

    title = models.CharField(max_length=120)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="dashboards"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    sharing = models.CharField(max_length=6, choices=Sharing.choices, default=Sharing.NOBODY)
    role = models.CharField(max_length=20, choices=RoleCode.choices, blank=True)
    columns = models.PositiveSmallIntegerField(default=2)
    paper = models.CharField(max_length=2, choices=Paper.choices, default=Paper.A4)
    is_landscape = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(
                name="dashboard_role_where_shared_with_one",
                condition=(models.Q(sharing="role") & ~models.Q(role=""))
                | (~models.Q(sharing="role") & models.Q(role="")),
            ),
            models.CheckConstraint(
                name="dashboard_columns", condition=models.Q(columns__gte=1, columns__lte=3)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DashboardBlock(models.Model):
    """One block: its kind (``overview.dashboards.kinds``), its place, and what it is asked.

    ``config`` holds plain values that its kind reads. Missing: ``title`` is empty where the kind
    names it; ``removed_at`` is null until it is taken off.
    """

    dashboard = models.ForeignKey(Dashboard, on_delete=models.PROTECT, related_name="blocks")
    kind = models.CharField(max_length=20)
    place = models.PositiveSmallIntegerField()
    width = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=120, blank=True)
    config = models.JSONField(default=dict)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.CheckConstraint(
                name="block_width", condition=models.Q(width__gte=1, width__lte=3)
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.kind


class StartPage(models.Model):
    """The dashboard with which a person begins."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="start_page",
    )
    dashboard = models.ForeignKey(Dashboard, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.dashboard_id)

"""Filters of tasks that people keep by name, and share."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.models import RoleCode
from tiendo.organisations.models import Organisation


class Sharing(models.TextChoices):
    """Who else sees what a person keeps."""

    NOBODY = "nobody", _("Chỉ mình tôi")
    BODY = "body", _("Một cơ quan")
    ROLE = "role", _("Một vai trò")
    ALL = "all", _("Mọi người")


class SavedFilter(models.Model):
    """A filter of tasks under a name: its values as ``overview.filters`` keeps them, its order.

    ``organisation`` and ``role`` say with which body or role it is shared. What its owner deletes
    stays as a row, so that the deletion can be undone and a link to it says what became of it.
    Missing: ``organisation`` is null where it is not shared with a body, ``deleted_at`` for one
    that is kept.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_filters"
    )
    name = models.CharField(max_length=100)
    sort_key = models.BinaryField()
    values = models.JSONField(default=dict)
    ordering = models.CharField(max_length=20, default="plan")
    sharing = models.CharField(max_length=6, choices=Sharing.choices, default=Sharing.NOBODY)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=20, choices=RoleCode.choices, blank=True)
    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                condition=models.Q(deleted_at__isnull=True),
                name="saved_filter_named_once",
            ),
            models.CheckConstraint(
                name="saved_filter_shared_with_a_body",
                condition=models.Q(sharing="body", organisation__isnull=False)
                | (~models.Q(sharing="body") & models.Q(organisation__isnull=True)),
            ),
            models.CheckConstraint(
                name="saved_filter_shared_with_a_role",
                condition=(models.Q(sharing="role") & ~models.Q(role=""))
                | (~models.Q(sharing="role") & models.Q(role="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StartFilter(models.Model):
    """The filter with which a person's list of tasks begins."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="start_filter"
    )
    saved = models.ForeignKey(SavedFilter, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.owner_id}: {self.saved_id}"

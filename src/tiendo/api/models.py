"""Keys of bodies, and the requests that must not be done twice."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tiendo.organisations.models import Organisation


class ApiKey(models.Model):
    """A body's key to the API. Its secret is shown once; only the hash is kept.

    Who uses it acts as ``responsible``, with what that person may do at the body, and no more than
    reading and, with ``may_write``, entering figures. ``window`` and ``used`` count the requests of
    a minute. Missing: ``last_used_at`` is null before the first request, ``revoked_at`` and
    ``revoked_by`` until it is revoked.
    """

    name = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    secret_hash = models.CharField(max_length=64)
    may_write = models.BooleanField(default=False)
    first_day = models.DateField()
    last_day = models.DateField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField()
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    window = models.BigIntegerField(default=0)
    used = models.IntegerField(default=0)

    class Meta:
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="api_key_days_in_order",
                condition=models.Q(last_day__gte=models.F("first_day")),
            ),
            models.CheckConstraint(
                name="api_key_revoked_together",
                condition=models.Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ApiRequest(models.Model):
    """A request that writes, by the key its sender gave it, and what was answered: sent again, it
    is answered the same and done no second time."""

    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="requests")
    idempotency_key = models.CharField(max_length=100)
    body_hash = models.CharField(max_length=64)
    status = models.IntegerField(default=0)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "idempotency_key"], name="api_request_once")
        ]

    def __str__(self) -> str:
        return self.idempotency_key

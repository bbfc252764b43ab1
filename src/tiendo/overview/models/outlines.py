"""The outlines of communes that an operator loaded, which take the place of tiles on the map."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class MapOutlines(models.Model):
    """One file of outlines. At most one is in force; a new one ends the one before.

    ``shapes`` are GeoJSON geometries by the id of their body, thinned; ``unmatched`` are the names
    of what in the file belongs to no body, ``without`` how many communes it has nothing for.
    Missing: the two of its removal are null while it is in force.
    """

    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.IntegerField()
    source = models.CharField(max_length=300)
    shapes = models.JSONField()
    unmatched = models.JSONField(default=list)
    without = models.IntegerField()
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    loaded_at = models.DateTimeField()
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-loaded_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["removed_at"],
                name="one_map_at_a_time",
                condition=models.Q(removed_at__isnull=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="map_removed_whole",
                condition=models.Q(removed_by__isnull=True, removed_at__isnull=True)
                | models.Q(removed_by__isnull=False, removed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

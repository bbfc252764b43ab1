"""What people decide while reports of bodies are compiled into one, and how far a compiling is."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.organisations.models import Organisation
from tiendo.reporting.made_files import OPEN, MadeFile
from tiendo.reporting.outlines.models import OutlineVersion

USER = settings.AUTH_USER_MODEL


class Compilation(MadeFile):
    """One compiling of the reports that bodies sent to one body in a cycle, done by a job.

    ``cycle_id`` names the cycle, which an app above this one keeps; ``body`` is whom they were sent
    to; ``done`` of ``total`` are the reports read. Missing: ``outline`` is null for that which
    comes with the product, ``report`` until it is composed.
    """

    cycle_id = models.BigIntegerField(db_index=True)
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    outline = models.ForeignKey(
        OutlineVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    report = models.ForeignKey(
        "Report", null=True, blank=True, on_delete=models.PROTECT, related_name="compilations"
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle_id", "body"],
                condition=models.Q(state__in=OPEN),
                name="compilation_one_open_per_cycle",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.state}"


class SourceReading(models.Model):
    """The documents that the words of one version of a report cite, read once for many compilings.

    ``cited`` is a list of [number, type, day or null, issuer].
    """

    report = models.OneToOneField("Report", on_delete=models.CASCADE, related_name="reading")
    version = models.IntegerField()
    cited = models.JSONField()

    def __str__(self) -> str:
        return f"{self.report_id}/{self.version}: {len(self.cited)}"


class ChosenValue(models.Model):
    """Which of several values was chosen where sources disagree, and why. Append-only; the newest
    of a key stands.

    ``key`` names what is disagreed over, ``source`` who says it: null for the register of the
    product. ``value`` and ``unit`` belong to figures; the day or number of a document is
    ``printed`` alone.
    """

    report = models.ForeignKey("Report", on_delete=models.PROTECT, related_name="chosen_values")
    key = models.CharField(max_length=250)
    source = models.ForeignKey(
        "Report", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    printed = models.CharField(max_length=120)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    value_state = models.CharField(max_length=9, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    record_type = models.CharField(max_length=60, blank=True)
    record_ids = ArrayField(models.BigIntegerField(), default=list)
    reason = models.TextField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["report", "key"], name="chosen_value_of_report")]
        constraints = [
            models.CheckConstraint(name="chosen_value_has_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.key}: {self.printed}"


class Picking(models.TextChoices):
    """What became of a paragraph of a body's report."""

    USED = "used", _("Đã đưa vào")
    LEFT_OUT = "left_out", _("Không dùng")
    OPEN = "open", _("Chưa xem")


class PickedParagraph(models.Model):
    """What became of one paragraph of a source in a place of the report compiled from it.

    Where its words came from stays here, outside what is printed. ``digest`` is that of the
    paragraph: one that the body writes anew is to be looked at again.
    """

    report = models.ForeignKey("Report", on_delete=models.CASCADE, related_name="picked")
    place = models.CharField(max_length=60)
    source = models.ForeignKey("Report", on_delete=models.PROTECT, related_name="+")
    source_place = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    text = models.TextField()
    picking = models.CharField(max_length=8, choices=Picking.choices)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "place", "source", "source_place", "digest"],
                name="picked_paragraph_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.place} ← {self.source_id}: {self.picking}"


class Handing(models.TextChoices):
    """Where the report that a body owed stood when those of a cycle were compiled."""

    ACCEPTED = "accepted", _("Đã gửi, đã tiếp nhận")
    WAITING = "waiting", _("Đã gửi, chưa được tiếp nhận")
    MISSING = "missing", _("Chưa gửi, đã quá hạn")
    NOT_DUE = "not_due", _("Chưa gửi, chưa đến hạn")


class OwedReport(models.Model):
    """That a body owed its report to the one that compiles, and how that stood at the compiling.

    ``is_late``: it was sent after its last day. Kept as it is once the report is approved.
    Missing: ``sent_on`` is null where nothing was sent.
    """

    report = models.ForeignKey("Report", on_delete=models.CASCADE, related_name="owed_reports")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=Handing.choices)
    is_late = models.BooleanField(default=False)
    last_day = models.DateField()
    sent_on = models.DateField(null=True, blank=True)
    order = models.IntegerField()

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.report_id} ← {self.body_id}: {self.state}"

    @property
    def is_sent(self) -> bool:
        """Whether the body sent it."""
        return self.state in (Handing.ACCEPTED, Handing.WAITING)

"""Urging letters: which were written to whom, over which tasks, and that they went."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.documents.models import StoredFile
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.tasks.models import Task


class SigningForm(models.TextChoices):
    """Who signs for the issuing body (Nghị định 30/2020/NĐ-CP, Điều 13)."""

    HEAD = "head", _("Người đứng đầu ký")
    DEPUTY = "deputy", _("Cấp phó ký thay (KT.)")
    BY_ORDER = "by_order", _("Thừa lệnh (TL.)")
    BY_ORDER_DEPUTY = "by_order_deputy", _("Thừa lệnh, cấp phó ký thay (TL., KT.)")
    BY_AUTHORITY = "by_authority", _("Thừa ủy quyền (TUQ.)")


class Channel(models.TextChoices):
    """How a letter went."""

    EXCHANGE = "exchange", _("Trục liên thông văn bản")
    EMAIL = "email", _("Thư điện tử công vụ")
    PAPER = "paper", _("Bản giấy")
    OTHER = "other", _("Cách khác")


class UrgingRound(models.Model):
    """One writing of urging letters: over which tasks, as of which day, as known at a moment.

    Missing: ``programme`` is null for all programmes, ``answer_by`` where no day is asked for.
    ``is_single``: one letter to all with a table for each. ``version`` counts the writings;
    ``to_write`` are the bodies whose letters of the last one a job has still to write.
    """

    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="urging_rounds"
    )
    as_of = models.DateField()
    known_at = models.DateTimeField()
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    signing = models.CharField(max_length=16, choices=SigningForm.choices)
    unit_symbol = models.CharField(max_length=20)
    answer_by = models.DateField(null=True, blank=True)
    is_single = models.BooleanField(default=False)
    version = models.IntegerField(default=1)
    to_write = ArrayField(models.BigIntegerField(), default=list, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        named = {"number": self.pk, "day": f"{self.as_of:%d/%m/%Y}"}
        return str(_("Đợt %(number)s, số liệu đến %(day)s")) % named


class UrgingLetter(models.Model):
    """One letter as written. Written again before it went: a new row with a higher ``version``.

    ``organisation`` is null for one letter to all. ``times`` says which urging it is for the body:
    one more than the letters that went to it. What says that it went is set together, once.
    """

    round = models.ForeignKey(UrgingRound, on_delete=models.PROTECT, related_name="letters")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="urging_letters"
    )
    version = models.IntegerField(default=1)
    times = models.IntegerField(default=1)
    stored_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    checks = models.JSONField(default=dict, blank=True)
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    channel = models.CharField(max_length=8, choices=Channel.choices, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "organisation", "version"],
                nulls_distinct=False,
                name="urging_letter_once_per_body",
            ),
            models.CheckConstraint(
                name="urging_letter_sent_together",
                condition=models.Q(
                    number="",
                    issued_on__isnull=True,
                    sent_at__isnull=True,
                    channel="",
                    recorded_by__isnull=True,
                    recorded_at__isnull=True,
                )
                | (
                    ~models.Q(number="")
                    & ~models.Q(channel="")
                    & models.Q(
                        issued_on__isnull=False,
                        sent_at__isnull=False,
                        recorded_by__isnull=False,
                        recorded_at__isnull=False,
                    )
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.file_name


class UrgedTask(models.Model):
    """One line of a letter's table: a task overdue at a body, as it stood on the day. Insert-only.

    ``organisation`` is the body the letter urges; ``lead`` the one that had the task, which it may
    have followed. ``earlier``: how many letters that went named the task before.
    """

    letter = models.ForeignKey(UrgingLetter, on_delete=models.PROTECT, related_name="rows")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="urgings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="urgings")
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    order = models.IntegerField()
    last_day = models.DateField()
    days_late = models.IntegerField()
    standing = models.CharField(max_length=300)
    note = models.CharField(max_length=300, blank=True)
    earlier = models.IntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "task", "organisation"], name="urged_task_once_per_letter"
            ),
            models.CheckConstraint(name="urged_task_is_late", condition=models.Q(days_late__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.task_id}"

"""Reporting regimes, their cycles, who owes what, and what bodies hand in."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.documents.models import Document
from tiendo.domain.regime_words import cycle_name
from tiendo.organisations.models import BodyGroup, Organisation
from tiendo.programmes.models import Programme
from tiendo.reporting.models import OutlineVersion, Report

USER = settings.AUTH_USER_MODEL


class RegimeKind(models.TextChoices):
    """How the reports of a regime come about (Nghị định 09/2019/NĐ-CP)."""

    PERIODIC = "periodic", _("Báo cáo định kỳ")
    THEMATIC = "thematic", _("Báo cáo chuyên đề")
    AD_HOC = "ad_hoc", _("Báo cáo đột xuất")
    REVIEW = "review", _("Sơ kết, tổng kết")
    PACKAGE = "package", _("Gửi văn bản trong thời hạn")


class Regime(models.Model):
    """A duty to report, over all its versions. ``code`` is stable and short ("146-6-thang")."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=8, choices=RegimeKind.choices)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="regimes")
    is_ended = models.BooleanField(default=False)
    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class RegimeVersion(models.Model):
    """What a regime asks for from a day on; a change is a new version, an old one stays.

    ``rule`` is what ``domain.regime_rules`` reads: cycles, closing day, windows. ``effective``
    holds the days on which a cycle's period must end to fall under this version. Missing: no
    ``outline`` where no text is asked for (a package).
    """

    regime = models.ForeignKey(Regime, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    effective = DateRangeField()
    legal_basis = models.CharField(max_length=400)
    basis_document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_verified = models.BooleanField(default=False)
    rule = models.JSONField()
    report_title = models.CharField(max_length=400, blank=True)
    guidance = models.TextField(blank=True)
    outline = models.ForeignKey(
        OutlineVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)
    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["regime", "number"]
        constraints = [
            models.UniqueConstraint(fields=["regime", "number"], name="regime_version_once"),
            ExclusionConstraint(
                name="regime_one_version_at_a_time",
                expressions=[
                    ("regime", RangeOperators.EQUAL),
                    ("effective", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regime_id}/{self.number}"


class RegimeLevel(models.Model):
    """One step of the chain: who reports to whom, and by when. Level 1 reports first.

    Exactly one of ``body`` and ``group`` says who reports; ``due`` is what
    ``domain.regime_rules.read_due`` reads. ``outline`` overrides that of the version. Missing:
    ``addressee`` is null where ``addressee_text`` names a body outside the directory.
    """

    version = models.ForeignKey(RegimeVersion, on_delete=models.PROTECT, related_name="levels")
    order = models.IntegerField()
    group = models.ForeignKey(
        BodyGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    body = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    addressee = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    addressee_text = models.CharField(max_length=250, blank=True)
    due = models.JSONField()
    method = models.CharField(max_length=200, blank=True)
    outline = models.ForeignKey(
        OutlineVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["version", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="regime_level_one_reporter",
                condition=models.Q(group__isnull=False, body__isnull=True)
                | models.Q(group__isnull=True, body__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}/{self.order}"


class Cycle(models.Model):
    """One period of a regime: its window of data, its closing day, and what it was asked by.

    ``label`` is stable and sortable ("2025-H1", "2025-11", or the day of an ad hoc request).
    ``closed_at``: no submission is taken without the mark of lateness from then on. ``asked`` are
    the words of an ad hoc request. ``trigger`` is the document whose issue began the cycle.
    Missing: ``told_at`` is null until the bodies that owe were told that it is open.
    """

    version = models.ForeignKey(RegimeVersion, on_delete=models.PROTECT, related_name="cycles")
    label = models.CharField(max_length=40)
    period_start = models.DateField()
    period_end = models.DateField()
    closing_on = models.DateField()
    asked = models.TextField(blank=True)
    trigger = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-period_end", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "label"], name="cycle_once_per_version"),
            models.CheckConstraint(
                name="cycle_period_in_order",
                condition=models.Q(period_end__gte=models.F("period_start")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.label}"

    @property
    def name(self) -> str:
        """The period as a title says it: "tháng 11 năm 2025"."""
        return cycle_name(self.label)

    def is_known_by(self, day: dt.date) -> bool:
        """Whether its period has begun by a day, or bodies were told of it: it is never deleted."""
        return self.period_start <= day or self.told_at is not None


class PackageOffer(models.Model):
    """A registered document that a regime of packages may ask to be sent; a person decides.

    Open until ``decided_at``. ``cycle`` is the one it began; without one it was set aside, for the
    ``reason`` given.
    """

    regime = models.ForeignKey(Regime, on_delete=models.PROTECT, related_name="offers")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    cycle = models.ForeignKey(
        Cycle, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["found_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["regime", "document"], name="package_offered_once"),
            models.CheckConstraint(
                name="package_offer_decided_together",
                condition=models.Q(
                    decided_by__isnull=True, decided_at__isnull=True, cycle__isnull=True, reason=""
                )
                | models.Q(decided_by__isnull=False, decided_at__isnull=False)
                & (models.Q(cycle__isnull=False) | ~models.Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.document)


class ReportDuty(models.Model):
    """That a body owes the report of a cycle, to whom and by when.

    ``last_day`` is the last acceptable day, ``due_words`` what the regime prints ("trước ngày
    10/6/2026"). ``released_at``: nothing is owed any more (the body ended, the request was taken
    back), with the reason.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="duties")
    level = models.ForeignKey(RegimeLevel, on_delete=models.PROTECT, related_name="duties")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="report_duties")
    addressee = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    addressee_text = models.CharField(max_length=250, blank=True)
    last_day = models.DateField()
    due_words = models.CharField(max_length=120)
    released_at = models.DateTimeField(null=True, blank=True)
    release_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["last_day", "pk"]
        indexes = [models.Index(fields=["body", "last_day"], name="report_duty_of_body")]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "level", "body"], name="report_duty_once_per_cycle"
            ),
            models.CheckConstraint(
                name="report_duty_release_has_reason",
                condition=models.Q(released_at__isnull=True) | ~models.Q(release_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.body_id}"


class SubmissionState(models.TextChoices):
    """Where a submission stands."""

    WRITING = "writing", _("Đang soạn")
    SENT = "sent", _("Đã gửi")
    RETURNED = "returned", _("Trả lại để sửa")
    ACCEPTED = "accepted", _("Đã tiếp nhận")


class Submission(models.Model):
    """What a body hands in for a duty: its own report, composed from its data and its words.

    ``sent_at`` is the last time it was sent, ``is_late`` whether the first sending came after the
    last day or the closing of the cycle, ``returns`` how often it was returned. ``seen_at``: when
    who receives first opened what was sent last; until then the body may take it back.
    """

    duty = models.OneToOneField(ReportDuty, on_delete=models.PROTECT, related_name="submission")
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="submission")
    state = models.CharField(
        max_length=8, choices=SubmissionState.choices, default=SubmissionState.WRITING
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    is_late = models.BooleanField(default=False)
    returns = models.IntegerField(default=0)
    opened_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.report.title

    @property
    def is_after_closing(self) -> bool:
        """Whether what was sent last came after its cycle was closed. Cost: none with its duty."""
        closed = self.duty.cycle.closed_at
        return self.sent_at is not None and closed is not None and self.sent_at > closed


class SubmissionStep(models.Model):
    """One step of a submission: open, ready, reopen, send, see, take_back, return, rework, accept.

    Append-only.

    ``report`` and ``report_version`` say what was sent, returned or accepted: a submission that was
    returned has a report that corrects the one before.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="steps")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=12)
    state = models.CharField(max_length=8, choices=SubmissionState.choices)
    report_version = models.IntegerField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.action}"


class Remark(models.Model):
    """What a receiver says of one place of a submission; settled by who receives.

    ``heading`` is the code of the outline's heading, ``quote`` the paragraph or the row of a table
    as it read then in ``report``; both empty for a remark on the whole. ``row`` is the stable name
    of a row, ``figure`` the key of a figure: both are the same however often the report is composed
    anew. ``answer`` is what the body says to it.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="remarks")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    heading = models.CharField(max_length=60, blank=True)
    row = models.CharField(max_length=200, blank=True)
    figure = models.CharField(max_length=200, blank=True)
    quote = models.TextField(blank=True)
    text = models.TextField()
    report_version = models.IntegerField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    settled_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="remark_settled_together",
                condition=models.Q(settled_by__isnull=True, settled_at__isnull=True)
                | models.Q(settled_by__isnull=False, settled_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.text[:40]}"

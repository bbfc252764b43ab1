"""Extraction runs and the review of their drafts, up to approval into tasks."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.documents.models import Passage, TextVersion
from tiendo.indicators.models import Indicator, Observation, Target
from tiendo.organisations.models import BodyGroup, Organisation
from tiendo.programmes.models import Programme
from tiendo.tasks.models import Task


class RunState(models.TextChoices):
    """Where an extraction stands."""

    PENDING = "pending", _("Đang chờ")
    RUNNING = "running", _("Đang bóc tách")
    REVIEW = "review", _("Chờ rà soát")
    APPROVED = "approved", _("Đã duyệt")
    FAILED = "failed", _("Không đọc được")
    REPLACED = "replaced", _("Đã có bản đọc mới")


class ExtractionRun(models.Model):
    """One reading of a text into drafts. Approved at most once, into one programme.

    ``follows`` is the review of an earlier reading of the same file, whose decisions it took over.
    """

    text = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="runs")
    parser = models.CharField(max_length=60)
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.PENDING)
    issues = models.JSONField(default=list)
    error_code = models.CharField(max_length=60, blank=True)
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="runs"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "parser"], name="run_once_per_text"),
            models.CheckConstraint(
                name="run_approved_together",
                condition=models.Q(
                    state="approved", approved_at__isnull=False, approved_by__isnull=False
                )
                | (
                    ~models.Q(state="approved")
                    & models.Q(approved_at__isnull=True, approved_by__isnull=True)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text_id} {self.state}"


class DraftKind(models.TextChoices):
    """What an extracted item may become."""

    TASK = "task", _("Nhiệm vụ")
    TARGET = "target", _("Chỉ tiêu")


class DraftState(models.TextChoices):
    """What the reviewer made of a draft."""

    PROPOSED = "proposed", _("Chờ rà soát")
    ACCEPTED = "accepted", _("Chấp nhận")
    ORIENTATION = "orientation", _("Định hướng, không giao việc")
    REJECTED = "rejected", _("Từ chối")
    MERGED = "merged", _("Gộp vào mục khác")
    SPLIT = "split", _("Đã tách")


class Obligation(models.TextChoices):
    """How strongly the words bind."""

    MUST = "must", _("Phải thực hiện")
    STRIVE = "strive", _("Phấn đấu")
    ORIENTATION = "orientation", _("Định hướng, không giao việc")


class Draft(models.Model):
    """An extracted item under review, with the words it came from.

    ``extracted`` keeps what was read, unchanged; the other fields are what the reviewer left.
    ``earlier`` is the draft of the earlier reading it continues, ``differs`` the codes of what the
    two readings give differently, emptied once a person looked. ``repeats`` is a task that stands
    already, so that approval makes no second one. ``gave`` is what a merged draft gave to another.
    Missing: ``lead`` is null while no known body is named; ``deadline_keys`` is empty where the
    text states none. For targets ``values`` maps a horizon to comparator, value and high.
    """

    run = models.ForeignKey(ExtractionRun, on_delete=models.PROTECT, related_name="drafts")
    kind = models.CharField(max_length=6, choices=DraftKind.choices)
    order = models.IntegerField()
    part = models.CharField(max_length=20, default="body")
    path = models.CharField(max_length=120, blank=True)
    no = models.CharField(max_length=30, blank=True)
    group_title = models.TextField(blank=True)
    title = models.TextField()
    product = models.TextField(blank=True)
    lead = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lead_group = models.ForeignKey(
        BodyGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lead_text = models.CharField(max_length=250, blank=True)
    deciding_text = models.CharField(max_length=200, blank=True)
    deadline_raw = models.CharField(max_length=200, blank=True)
    deadline_keys = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    last_day = models.DateField(null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    values = models.JSONField(default=dict, blank=True)
    obligation = models.CharField(
        max_length=11, choices=Obligation.choices, default=Obligation.MUST
    )
    reports_to = models.CharField(max_length=250, blank=True)
    confidence = models.DecimalField(max_digits=4, decimal_places=3)
    extracted = models.JSONField()
    state = models.CharField(
        max_length=11, choices=DraftState.choices, default=DraftState.PROPOSED, db_index=True
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    gave = models.JSONField(default=dict, blank=True)
    split_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="splits"
    )
    details = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="detailed_by",
        help_text="the clause this appendix row carries out, so that nothing counts twice",
    )
    details_score = models.DecimalField(
        max_digits=4,
        decimal_places=3,
        null=True,
        blank=True,
        help_text="likeness of the suggested clause; null once a person decided the link",
    )
    task = models.OneToOneField(
        Task, null=True, blank=True, on_delete=models.PROTECT, related_name="draft"
    )
    repeats = models.ForeignKey(
        Task, null=True, blank=True, on_delete=models.PROTECT, related_name="repeated_by"
    )
    earlier = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="later"
    )
    differs = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    passages = models.ManyToManyField(Passage, related_name="drafts")
    version = models.IntegerField(default=1)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "order"],
                name="draft_order",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="draft_reviewed_together",
                condition=models.Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | models.Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path or self.no} {self.title[:60]}"


class DraftBody(models.Model):
    """A coordinating body of a draft: known, a group, or only text (flagged)."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="coordinating")
    order = models.IntegerField()
    raw_text = models.CharField(max_length=250)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    group = models.ForeignKey(
        BodyGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.raw_text


class MatchKind(models.TextChoices):
    """What a draft is to a task that stands already, in another document's words."""

    SAME = "same", _("Cùng nhiệm vụ")
    CHILD = "child", _("Là nhiệm vụ con")
    NEW = "new", _("Nhiệm vụ mới")


class DraftMatch(models.Model):
    """What a reviewer decided about a draft and the live task it sounds like.

    Nothing happens to the task before the run is approved: then one that is the same gains the
    draft's passages, and, where chosen, its earlier deadline and the bodies it lacks.
    Missing: ``task`` is null for a new one; ``score`` where the task was found by searching.
    """

    draft = models.OneToOneField(Draft, on_delete=models.CASCADE, related_name="match")
    kind = models.CharField(max_length=5, choices=MatchKind.choices)
    task = models.ForeignKey(
        Task, null=True, blank=True, on_delete=models.PROTECT, related_name="matches"
    )
    takes_deadline = models.BooleanField(default=False)
    adds_bodies = models.BooleanField(default=False)
    score = models.DecimalField(max_digits=4, decimal_places=3, null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="match_names_its_task",
                condition=models.Q(kind="same", task__isnull=False)
                | models.Q(
                    kind="child", task__isnull=False, takes_deadline=False, adds_bodies=False
                )
                | models.Q(kind="new", task__isnull=True, takes_deadline=False, adds_bodies=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.kind} {self.task_id or ''}".strip()


class DismissedProblem(models.Model):
    """A problem of a text that a reviewer put aside, with the reason. ``key`` names the problem
    by its kind and words, so that it stays aside in a later reading of the same file."""

    run = models.ForeignKey(ExtractionRun, on_delete=models.PROTECT, related_name="dismissed")
    key = models.CharField(max_length=120)
    words = models.TextField()
    reason = models.CharField(max_length=300)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    dismissed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "key"], name="problem_dismissed_once")
        ]

    def __str__(self) -> str:
        return self.words[:80]


class FigureKind(models.TextChoices):
    """What a figure read from a text may become."""

    OBSERVATION = "observation", _("Số liệu")
    TARGET = "target", _("Mục tiêu")


class FigureDraftState(models.TextChoices):
    """What a person made of a figure read from a text."""

    PROPOSED = "proposed", _("Chờ xem")
    ACCEPTED = "accepted", _("Đã nhận")
    REJECTED = "rejected", _("Không lấy")


class FigureDraft(models.Model):
    """A figure or target that a text states, with its words, and what it was taken for.

    ``raw`` is as printed, ``typed`` as it would be typed for the indicator proposed; ``doubts`` are
    the codes of what a person must look at. Missing: ``indicator`` is null where none is alike,
    ``organisation`` where no known body is meant, the period where no day is told; ``comparator``
    and ``horizon`` are empty for figures; ``observation`` or ``target`` is set once accepted.
    """

    text = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="figure_drafts")
    order = models.IntegerField()
    kind = models.CharField(max_length=11, choices=FigureKind.choices)
    state = models.CharField(
        max_length=8, choices=FigureDraftState.choices, default=FigureDraftState.PROPOSED
    )
    metric = models.TextField()
    raw = models.CharField(max_length=200)
    unit = models.CharField(max_length=120, blank=True)
    scope = models.CharField(max_length=250, blank=True)
    as_of = models.DateField(null=True, blank=True)
    comparator = models.CharField(max_length=5, blank=True)
    high = models.CharField(max_length=60, blank=True)
    horizon = models.CharField(max_length=20, blank=True)
    typed = models.CharField(max_length=100, blank=True)
    breakdown = models.CharField(max_length=200, blank=True)
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    indicator = models.ForeignKey(
        Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    score = models.DecimalField(max_digits=4, decimal_places=3, null=True, blank=True)
    confidence = models.DecimalField(max_digits=4, decimal_places=3)
    doubts = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="figure_drafts")
    observation = models.OneToOneField(
        Observation, null=True, blank=True, on_delete=models.PROTECT, related_name="figure_draft"
    )
    target = models.OneToOneField(
        Target, null=True, blank=True, on_delete=models.PROTECT, related_name="figure_draft"
    )
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["text", "order"], name="figure_draft_order"),
            models.CheckConstraint(
                name="figure_draft_decided_together",
                condition=models.Q(
                    state="proposed", decided_by__isnull=True, decided_at__isnull=True
                )
                | ~models.Q(state="proposed")
                & models.Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric[:60]} {self.raw}"

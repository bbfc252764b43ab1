"""What can be found: one entry for each record, or clause of a text, with its words."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.documents.models import Document, Rendition
from tiendo.organisations.models import Organisation
from tiendo.tasks.models import Difficulty, ProgressUpdate, Task


class EntryKind(models.TextChoices):
    """What an entry leads to, in the order of the tabs."""

    TASK = "task", _("Nhiệm vụ")
    DOCUMENT = "document", _("Văn bản")
    PASSAGE = "passage", _("Nội dung văn bản")
    UPDATE = "update", _("Cập nhật tiến độ")
    DIFFICULTY = "difficulty", _("Vướng mắc")
    DIRECTIVE = "directive", _("Chỉ đạo")
    CHANGE = "change", _("Đề nghị điều chỉnh")
    DECISION = "decision", _("Kết luận giao ban")
    ADVICE = "advice", _("Kiến nghị kiểm tra")
    BODY = "body", _("Cơ quan")


class Standing(models.IntegerChoices):
    """Whether a record is in force: what is not comes after what is."""

    LIVE = 0
    DRAFT = 1
    PAST = 2


class SearchEntry(models.Model):
    """The words of one record, kept current by triggers on the tables they come from.

    Words weigh by where they stand: ``symbol`` (codes, symbols, names), then ``head`` (titles),
    then ``body``, then ``around`` (bodies that take part, the task of an update). ``object_id`` is
    the record's id; a clause is found by its rendition and ``start``, a decision stands on the page
    of its meeting and advice on that of its inspection (``page_id``). No constraint ties an entry
    to its record: the triggers do. Missing: ids of other kinds are null; ``moment`` is null without
    a day.
    """

    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    object_id = models.BigIntegerField()
    start = models.IntegerField(default=0)
    end = models.IntegerField(default=0)
    task = models.ForeignKey(
        Task, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    document = models.ForeignKey(
        Document, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    rendition = models.ForeignKey(
        Rendition,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    update = models.ForeignKey(
        ProgressUpdate,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    difficulty = models.ForeignKey(
        Difficulty,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    page_id = models.BigIntegerField(null=True)
    symbol = models.TextField()
    head = models.TextField()
    body = models.TextField()
    around = models.TextField()
    label = models.CharField(max_length=200, help_text='where a clause stands, "II.1.đ"')
    standing = models.SmallIntegerField(choices=Standing.choices, default=Standing.LIVE)
    moment = models.DateField(null=True)
    words = models.GeneratedField(
        expression=models.Func("symbol", "head", "body", "around", function="public.search_vector"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    spelled = models.GeneratedField(
        expression=models.Func("symbol", "head", "body", function="public.search_spelled_vector"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    plain_head = models.GeneratedField(
        expression=models.Func("symbol", "head", function="public.search_plain_head"),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        verbose_name_plural = "search entries"
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "start"], name="search_entry_once")
        ]
        indexes = [
            GinIndex(fields=["words"], name="search_entry_words"),
            GinIndex(fields=["plain_head"], opclasses=["gin_trgm_ops"], name="search_entry_head"),
            GinIndex(
                models.Func("label", function="public.search_places"), name="search_entry_places"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} {self.head[:60]}"

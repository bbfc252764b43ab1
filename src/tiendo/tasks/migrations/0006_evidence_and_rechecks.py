"""Evidence that can be withdrawn but not removed, and random re-checks of what was confirmed."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

Q = models.Q
RESULTS = [
    ("upheld", "Đúng như xác nhận"),
    ("not_upheld", "Không đúng như xác nhận"),
    ("cannot_check", "Không kiểm tra được"),
]

CREATE = """
CREATE FUNCTION tasks_keep_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    state text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'evidence is withdrawn, never removed'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (OLD.task_id, OLD.occurrence_id, OLD.update_id, OLD.kind, OLD.stored_file_id,
        OLD.original_name, OLD.document_number, OLD.document_date, OLD.note, OLD.added_by_id,
        OLD.added_at)
       IS DISTINCT FROM
       (NEW.task_id, NEW.occurrence_id, NEW.update_id, NEW.kind, NEW.stored_file_id,
        NEW.original_name, NEW.document_number, NEW.document_date, NEW.note, NEW.added_by_id,
        NEW.added_at)
       OR (OLD.withdrawn_at IS NOT NULL
           AND (OLD.withdrawn_at, OLD.withdrawn_by_id, OLD.withdrawn_reason)
           IS DISTINCT FROM (NEW.withdrawn_at, NEW.withdrawn_by_id, NEW.withdrawn_reason)) THEN
        RAISE EXCEPTION 'evidence is withdrawn, never changed'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL THEN
        SELECT lifecycle INTO state FROM tasks_task WHERE id = NEW.task_id;
        IF NEW.occurrence_id IS NOT NULL THEN
            SELECT lifecycle INTO state FROM tasks_occurrence WHERE id = NEW.occurrence_id;
        END IF;
        IF state IN ('claimed', 'unit_approved', 'confirmed') THEN
            RAISE EXCEPTION 'evidence of claimed work stays'
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER tasks_evidence_kept BEFORE UPDATE OR DELETE ON tasks_evidence
    FOR EACH ROW EXECUTE FUNCTION tasks_keep_evidence();

CREATE FUNCTION tasks_keep_recheck_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
       OR (OLD.recheck_id, OLD."order", OLD.confirmation_id, OLD.task_id, OLD.occurrence_id,
           OLD.lead_id, OLD.confirmer_id)
       IS DISTINCT FROM
          (NEW.recheck_id, NEW."order", NEW.confirmation_id, NEW.task_id, NEW.occurrence_id,
           NEW.lead_id, NEW.confirmer_id)
       OR (OLD.result <> '' AND NEW.result = '') THEN
        RAISE EXCEPTION 'what was drawn stays drawn'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER tasks_recheckitem_kept BEFORE UPDATE OR DELETE ON tasks_recheckitem
    FOR EACH ROW EXECUTE FUNCTION tasks_keep_recheck_item();
CREATE TRIGGER tasks_recheck_kept BEFORE UPDATE OR DELETE ON tasks_recheck
    FOR EACH ROW EXECUTE FUNCTION tasks_refuse_rewriting();
CREATE TRIGGER tasks_recheckproof_kept BEFORE UPDATE OR DELETE ON tasks_recheckproof
    FOR EACH ROW EXECUTE FUNCTION tasks_refuse_rewriting();
"""

DROP = """
DROP TRIGGER tasks_recheckproof_kept ON tasks_recheckproof;
DROP TRIGGER tasks_recheck_kept ON tasks_recheck;
DROP TRIGGER tasks_recheckitem_kept ON tasks_recheckitem;
DROP FUNCTION tasks_keep_recheck_item();
DROP TRIGGER tasks_evidence_kept ON tasks_evidence;
DROP FUNCTION tasks_keep_evidence();
"""


def _key(to, related_name="+", **fields):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=to, **fields
    )


def _own_key():
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


_MAYBE = {"blank": True, "null": True}


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0006_virus_scans"),
        ("organisations", "0003_add_the_district_level"),
        ("programmes", "0001_initial"),
        ("tasks", "0005_counts_judgements_and_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("evidence", "withdrawn_at", models.DateTimeField(**_MAYBE)),
        migrations.AddField(
            "evidence", "withdrawn_by", _key(settings.AUTH_USER_MODEL, **_MAYBE)
        ),
        migrations.AddField("evidence", "withdrawn_reason", models.TextField(blank=True)),
        migrations.AddField(
            "evidence",
            "number_key",
            models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.text.Upper(
                    django.db.models.functions.text.Replace(
                        models.F("document_number"), models.Value(" ")
                    )
                ),
                output_field=models.CharField(max_length=60),
            ),
        ),
        migrations.AddIndex(
            "evidence",
            models.Index(
                condition=Q(("document_number", ""), _negated=True),
                fields=["number_key"],
                name="evidence_number",
            ),
        ),
        migrations.AddConstraint(
            "evidence",
            models.CheckConstraint(
                condition=Q(
                    ("withdrawn_at__isnull", True),
                    ("withdrawn_by__isnull", True),
                    ("withdrawn_reason", ""),
                )
                | Q(
                    ("withdrawn_at__isnull", False),
                    ("withdrawn_by__isnull", False),
                    Q(("withdrawn_reason", ""), _negated=True),
                ),
                name="evidence_withdrawn_together",
            ),
        ),
        migrations.CreateModel(
            "Recheck",
            [
                ("id", _own_key()),
                ("programme", _key("programmes.programme", "rechecks", **_MAYBE)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("due_on", models.DateField()),
                ("share_percent", models.IntegerField()),
                ("seed", models.CharField(max_length=64)),
                ("algorithm", models.CharField(max_length=40)),
                ("population_size", models.IntegerField()),
                ("population_hash", models.CharField(max_length=64)),
                (
                    "excluded_bodies",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("drawn_at", models.DateTimeField()),
                ("drawn_by", _key(settings.AUTH_USER_MODEL)),
            ],
            {"ordering": ["-drawn_at", "-id"]},
        ),
        migrations.CreateModel(
            "RecheckItem",
            [
                ("id", _own_key()),
                ("recheck", _key("tasks.recheck", "items")),
                ("order", models.IntegerField()),
                ("confirmation", _key("tasks.lifecycleevent", "recheck_items")),
                ("task", _key("tasks.task", "recheck_items")),
                ("occurrence", _key("tasks.occurrence", "recheck_items", **_MAYBE)),
                ("lead", _key("organisations.organisation", **_MAYBE)),
                ("confirmer", _key("organisations.organisation", **_MAYBE)),
                ("result", models.CharField(blank=True, choices=RESULTS, max_length=12)),
                ("note", models.TextField(blank=True)),
                ("checked_at", models.DateTimeField(**_MAYBE)),
                ("checked_by", _key(settings.AUTH_USER_MODEL, **_MAYBE)),
                ("reopened", _key("tasks.lifecycleevent", **_MAYBE)),
            ],
            {"ordering": ["recheck", "order"]},
        ),
        migrations.CreateModel(
            "RecheckProof",
            [
                ("id", _own_key()),
                ("item", _key("tasks.recheckitem", "proofs")),
                ("stored_file", _key("documents.storedfile", **_MAYBE)),
                ("original_name", models.CharField(blank=True, max_length=255)),
                ("document_number", models.CharField(blank=True, max_length=60)),
                ("document_date", models.DateField(**_MAYBE)),
                ("added_at", models.DateTimeField()),
            ],
            {"ordering": ["id"]},
        ),
        migrations.AddConstraint(
            "recheck",
            django.contrib.postgres.constraints.ExclusionConstraint(
                condition=Q(("reason", "")),
                expressions=[
                    (django.db.models.functions.comparison.Coalesce("programme", 0), "="),
                    ("period", "&&"),
                ],
                name="recheck_again_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            "recheck",
            models.CheckConstraint(
                condition=Q(("share_percent__gte", 1), ("share_percent__lte", 100)),
                name="recheck_share_of_a_hundred",
            ),
        ),
        migrations.AddConstraint(
            "recheckitem",
            models.UniqueConstraint(fields=("recheck", "order"), name="recheck_order_once"),
        ),
        migrations.AddConstraint(
            "recheckitem",
            models.UniqueConstraint(fields=("recheck", "confirmation"), name="recheck_item_once"),
        ),
        migrations.AddConstraint(
            "recheckitem",
            models.CheckConstraint(
                condition=Q(
                    ("checked_at__isnull", True), ("checked_by__isnull", True), ("result", "")
                )
                | Q(
                    Q(("result", ""), _negated=True),
                    ("checked_at__isnull", False),
                    ("checked_by__isnull", False),
                ),
                name="recheck_decided_together",
            ),
        ),
        migrations.AddConstraint(
            "recheckitem",
            models.CheckConstraint(
                condition=Q(("result__in", ["", "upheld"])) | Q(("note", ""), _negated=True),
                name="recheck_says_why",
            ),
        ),
        migrations.AddConstraint(
            "recheckitem",
            models.CheckConstraint(
                condition=Q(("reopened__isnull", True)) | Q(("result", "not_upheld")),
                name="recheck_reopens_what_is_wrong",
            ),
        ),
        migrations.AddConstraint(
            "recheckproof",
            models.CheckConstraint(
                condition=Q(("stored_file__isnull", False))
                | Q(("document_number", ""), _negated=True),
                name="recheck_proof_is_something",
            ),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]

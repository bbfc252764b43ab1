"""Draft submissions, their requests and their files; what is decided or written is kept."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CREATE = """
CREATE FUNCTION reporting_keep_submission() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'decided' THEN
        RAISE EXCEPTION 'submission % is decided: write another one', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE FUNCTION reporting_keep_submission_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are added, never changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER reporting_submission_kept BEFORE UPDATE OR DELETE ON reporting_submission
    FOR EACH ROW EXECUTE FUNCTION reporting_keep_submission();
CREATE TRIGGER reporting_submissionfile_kept BEFORE UPDATE OR DELETE ON reporting_submissionfile
    FOR EACH ROW EXECUTE FUNCTION reporting_keep_submission_file();
"""

DROP = """
DROP TRIGGER reporting_submissionfile_kept ON reporting_submissionfile;
DROP TRIGGER reporting_submission_kept ON reporting_submission;
DROP FUNCTION reporting_keep_submission_file();
DROP FUNCTION reporting_keep_submission();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_initial"),
        ("organisations", "0003_add_the_district_level"),
        ("programmes", "0001_initial"),
        ("reporting", "0004_urging_letters"),
        ("tasks", "0007_change_requests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("addressee", models.CharField(max_length=250)),
                ("grounds", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Dự thảo"), ("decided", "Đã có quyết định")],
                        default="draft",
                        max_length=7,
                    ),
                ),
                ("version", models.IntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decision_document", models.CharField(blank=True, max_length=120)),
                ("decision_date", models.DateField(blank=True, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="SubmissionFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.IntegerField()),
                ("file_name", models.CharField(max_length=255)),
                ("checks", models.JSONField(blank=True, default=dict)),
                ("written_at", models.DateTimeField()),
                (
                    "stored_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="reporting.submission",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-version"],
            },
        ),
        migrations.CreateModel(
            name="SubmissionItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.IntegerField()),
                ("is_open", models.BooleanField(default=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("accepted", "Chấp thuận"), ("refused", "Không chấp thuận")],
                        max_length=8,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submission_items",
                        to="tasks.changerequest",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="reporting.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", True),
                        ("decided_by__isnull", True),
                        ("decision_date__isnull", True),
                        ("decision_document", ""),
                        ("state", "draft"),
                    ),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("decision_date__isnull", False),
                        ("state", "decided"),
                        models.Q(("decision_document", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="submission_decided_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="submissionfile",
            constraint=models.UniqueConstraint(
                fields=("submission", "version"), name="submission_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="submissionitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_open", True)),
                fields=("change",),
                name="change_in_one_open_submission",
            ),
        ),
        migrations.AddConstraint(
            model_name="submissionitem",
            constraint=models.UniqueConstraint(
                fields=("submission", "change"), name="change_once_per_submission"
            ),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]

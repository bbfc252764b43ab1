"""What is put to a decision is a decision paper: a submission is what a body reports in a cycle."""

import django.db.models.deletion
from django.db import migrations, models

RENAME = """
ALTER TRIGGER reporting_submission_kept ON reporting_decisionpaper
    RENAME TO reporting_decisionpaper_kept;
ALTER TRIGGER reporting_submissionfile_kept ON reporting_decisionpaperfile
    RENAME TO reporting_decisionpaperfile_kept;
ALTER FUNCTION reporting_keep_submission() RENAME TO reporting_keep_decision_paper;
ALTER FUNCTION reporting_keep_submission_file() RENAME TO reporting_keep_decision_paper_file;
"""

RENAME_BACK = """
ALTER FUNCTION reporting_keep_decision_paper_file() RENAME TO reporting_keep_submission_file;
ALTER FUNCTION reporting_keep_decision_paper() RENAME TO reporting_keep_submission;
ALTER TRIGGER reporting_decisionpaperfile_kept ON reporting_decisionpaperfile
    RENAME TO reporting_submissionfile_kept;
ALTER TRIGGER reporting_decisionpaper_kept ON reporting_decisionpaper
    RENAME TO reporting_submission_kept;
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0006_write_urging_in_background")]

    operations = [
        migrations.RemoveConstraint(model_name="submission", name="submission_decided_together"),
        migrations.RemoveConstraint(model_name="submissionfile", name="submission_version_once"),
        migrations.RemoveConstraint(model_name="submissionitem", name="change_in_one_open_submission"),
        migrations.RemoveConstraint(model_name="submissionitem", name="change_once_per_submission"),
        migrations.RenameModel("Submission", "DecisionPaper"),
        migrations.RenameModel("SubmissionFile", "DecisionPaperFile"),
        migrations.RenameModel("SubmissionItem", "DecisionPaperItem"),
        migrations.RenameField("decisionpaperfile", "submission", "paper"),
        migrations.RenameField("decisionpaperitem", "submission", "paper"),
        migrations.AlterField(
            "decisionpaper",
            "programme",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decision_papers",
                to="programmes.programme",
            ),
        ),
        migrations.AlterField(
            "decisionpaperitem",
            "change",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decision_items",
                to="tasks.changerequest",
            ),
        ),
        migrations.AddConstraint(
            model_name="decisionpaper",
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
                name="decision_paper_decided_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="decisionpaperfile",
            constraint=models.UniqueConstraint(
                fields=("paper", "version"), name="decision_paper_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="decisionpaperitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_open", True)),
                fields=("change",),
                name="change_in_one_open_decision_paper",
            ),
        ),
        migrations.AddConstraint(
            model_name="decisionpaperitem",
            constraint=models.UniqueConstraint(
                fields=("paper", "change"), name="change_once_per_decision_paper"
            ),
        ),
        migrations.RunSQL(RENAME, RENAME_BACK),
    ]

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# What a leader decided about a replaced programme stays as it was decided.
KEEP = """
CREATE FUNCTION programmes_keep_applied_handover() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'applied' THEN
        RAISE EXCEPTION 'an applied hand-over is never changed or removed'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END
$$;
CREATE FUNCTION programmes_keep_applied_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM programmes_handover
               WHERE id = COALESCE(OLD.handover_id, NEW.handover_id) AND state = 'applied') THEN
        RAISE EXCEPTION 'the rows of an applied hand-over are never changed'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END
$$;
CREATE TRIGGER programmes_handover_kept BEFORE UPDATE OR DELETE ON programmes_handover
    FOR EACH ROW EXECUTE FUNCTION programmes_keep_applied_handover();
CREATE TRIGGER programmes_handoverrow_kept BEFORE INSERT OR UPDATE OR DELETE
    ON programmes_handoverrow FOR EACH ROW EXECUTE FUNCTION programmes_keep_applied_row();
"""
FORGET = """
DROP TRIGGER programmes_handoverrow_kept ON programmes_handoverrow;
DROP TRIGGER programmes_handover_kept ON programmes_handover;
DROP FUNCTION programmes_keep_applied_row();
DROP FUNCTION programmes_keep_applied_handover();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0002_own_programmes_and_filings"),
        ("tasks", "0003_list_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("deciding_document", models.CharField(max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Đang lập"),
                            ("submitted", "Chờ quyết định"),
                            ("applied", "Đã quyết định"),
                            ("discarded", "Đã bỏ"),
                        ],
                        default="draft",
                        max_length=9,
                    ),
                ),
                ("returned_for", models.TextField(blank=True)),
                ("version", models.IntegerField(default=1)),
                ("prepared_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
                ("applied_on", models.DateField(blank=True, null=True)),
                (
                    "applied_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "new",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="takeovers",
                        to="programmes.programme",
                    ),
                ),
                (
                    "old",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="programmes.programme",
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HandOverRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("carry", "Chuyển sang chương trình mới"),
                            ("supersede", "Thay bằng nhiệm vụ của chương trình mới"),
                            ("end", "Kết thúc, không có nhiệm vụ thay thế"),
                            ("cancel", "Hủy"),
                            ("leave", "Để lại bản nháp, không giao nữa"),
                        ],
                        max_length=9,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                (
                    "score",
                    models.DecimalField(blank=True, decimal_places=3, max_digits=4, null=True),
                ),
                ("old_code", models.CharField(blank=True, max_length=30)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
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
                    "handover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="programmes.handover",
                    ),
                ),
                (
                    "old_section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.plansection",
                    ),
                ),
                (
                    "proposed",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tasks.task",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="tasks.task",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="tasks.task",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["draft", "submitted"])),
                fields=("old",),
                name="handover_one_under_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(("old", models.F("new")), _negated=True),
                name="handover_into_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(("deciding_document", ""), _negated=True),
                name="handover_by_a_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["submitted", "applied"]),
                        ("submitted_at__isnull", False),
                        ("submitted_by__isnull", False),
                    ),
                    models.Q(
                        ("state__in", ["draft", "discarded"]),
                        ("submitted_at__isnull", True),
                        ("submitted_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="handover_submitted_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("applied_at__isnull", False),
                        ("applied_by__isnull", False),
                        ("applied_on__isnull", False),
                        ("state", "applied"),
                    ),
                    models.Q(
                        models.Q(("state", "applied"), _negated=True),
                        ("applied_at__isnull", True),
                        ("applied_by__isnull", True),
                        ("applied_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="handover_applied_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="handoverrow",
            constraint=models.UniqueConstraint(
                fields=("handover", "task"), name="handover_row_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="handoverrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", True), ("decided_by__isnull", True), ("decision", "")
                    ),
                    models.Q(
                        models.Q(("decision", ""), _negated=True),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="handover_row_decided_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="handoverrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision", "supersede"), ("successor__isnull", False)),
                    models.Q(
                        models.Q(("decision", "supersede"), _negated=True),
                        ("successor__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="handover_row_names_its_successor",
            ),
        ),
        migrations.AddConstraint(
            model_name="handoverrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision__in", ["end", "cancel"]), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="handover_row_says_why_it_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="handoverrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("proposed__isnull", True), ("score__isnull", True)),
                    models.Q(("proposed__isnull", False), ("score__isnull", False)),
                    _connector="OR",
                ),
                name="handover_row_score_of_a_proposal",
            ),
        ),
        migrations.RunSQL(KEEP, FORGET),
    ]

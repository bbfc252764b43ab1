"""Requests to change the plan: their table of states, and steps that nobody rewrites."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The table of domain.changes as it stands; a change of it is a new migration.
TRANSITIONS = (
    ("accepted", "applied"),
    ("amended", "applied"),
    ("appraised", "accepted"),
    ("appraised", "amended"),
    ("appraised", "refused"),
    ("appraised", "returned"),
    ("appraised", "withdrawn"),
    ("drafted", "sent"),
    ("drafted", "withdrawn"),
    ("returned", "drafted"),
    ("returned", "sent"),
    ("returned", "withdrawn"),
    ("sent", "appraised"),
    ("sent", "returned"),
    ("sent", "withdrawn"),
)
VALUES = ", ".join(f"('{source}', '{target}')" for source, target in TRANSITIONS)

CREATE = f"""
CREATE FUNCTION tasks_check_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'drafted' THEN
            RAISE EXCEPTION '% begins as drafted, not as %', TG_TABLE_NAME, NEW.state
                USING ERRCODE = 'check_violation';
        END IF;
    ELSIF NEW.state <> OLD.state AND NOT EXISTS (
        SELECT FROM (VALUES {VALUES}) AS allowed (source, target)
        WHERE allowed.source = OLD.state AND allowed.target = NEW.state) THEN
        RAISE EXCEPTION '% cannot go from % to %', TG_TABLE_NAME, OLD.state, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER tasks_changerequest_state BEFORE INSERT OR UPDATE OF state ON tasks_changerequest
    FOR EACH ROW EXECUTE FUNCTION tasks_check_change();
CREATE TRIGGER tasks_changestep_kept BEFORE UPDATE OR DELETE ON tasks_changestep
    FOR EACH ROW EXECUTE FUNCTION tasks_refuse_rewriting();
"""  # noqa: S608 - the table above

DROP = """
DROP TRIGGER tasks_changestep_kept ON tasks_changestep;
DROP TRIGGER tasks_changerequest_state ON tasks_changerequest;
DROP FUNCTION tasks_check_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0003_add_the_district_level"),
        ("programmes", "0001_initial"),
        ("tasks", "0006_evidence_and_rechecks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ChangeRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("extension", "Gia hạn"),
                            ("adjustment", "Điều chỉnh nội dung"),
                            ("new_task", "Bổ sung nhiệm vụ"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafted", "Đang soạn"),
                            ("sent", "Chờ thẩm tra"),
                            ("returned", "Trả lại để bổ sung"),
                            ("appraised", "Chờ quyết định"),
                            ("accepted", "Được chấp thuận"),
                            ("amended", "Chấp thuận có sửa"),
                            ("refused", "Không được chấp thuận"),
                            ("applied", "Đã áp dụng"),
                            ("withdrawn", "Đã rút"),
                        ],
                        db_index=True,
                        default="drafted",
                        max_length=9,
                    ),
                ),
                ("reason", models.TextField()),
                ("proposed_document", models.CharField(blank=True, max_length=200)),
                ("held", models.JSONField(blank=True, default=dict)),
                ("proposed", models.JSONField(default=dict)),
                ("granted", models.JSONField(blank=True, null=True)),
                ("was_late", models.BooleanField(default=False)),
                ("version", models.IntegerField(default=1)),
                ("drafted_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("appraised_at", models.DateTimeField(blank=True, null=True)),
                (
                    "opinion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("agree", "Đồng ý"),
                            ("amend", "Đồng ý nếu sửa"),
                            ("disagree", "Không đồng ý"),
                        ],
                        max_length=8,
                    ),
                ),
                ("appraisal", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decision_note", models.TextField(blank=True)),
                ("decision_document", models.CharField(blank=True, max_length=120)),
                ("decision_date", models.DateField(blank=True, null=True)),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
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
                    "appraised_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
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
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
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
                        related_name="changes",
                        to="programmes.programme",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="tasks.task",
                    ),
                ),
            ],
            options={
                "ordering": ["-drafted_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ChangeStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("action", models.CharField(max_length=10)),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("drafted", "Đang soạn"),
                            ("sent", "Chờ thẩm tra"),
                            ("returned", "Trả lại để bổ sung"),
                            ("appraised", "Chờ quyết định"),
                            ("accepted", "Được chấp thuận"),
                            ("amended", "Chấp thuận có sửa"),
                            ("refused", "Không được chấp thuận"),
                            ("applied", "Đã áp dụng"),
                            ("withdrawn", "Đã rút"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("drafted", "Đang soạn"),
                            ("sent", "Chờ thẩm tra"),
                            ("returned", "Trả lại để bổ sung"),
                            ("appraised", "Chờ quyết định"),
                            ("accepted", "Được chấp thuận"),
                            ("amended", "Chấp thuận có sửa"),
                            ("refused", "Không được chấp thuận"),
                            ("applied", "Đã áp dụng"),
                            ("withdrawn", "Đã rút"),
                        ],
                        max_length=9,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("document", models.CharField(blank=True, max_length=120)),
                ("recorded_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="tasks.changerequest",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="changerequest",
            index=models.Index(fields=["organisation", "state"], name="change_of_body"),
        ),
        migrations.AddConstraint(
            model_name="changerequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ["sent", "returned", "appraised", "accepted", "amended"]),
                    ("task__isnull", False),
                ),
                fields=("task", "kind"),
                name="change_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="changerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("task__isnull", False), ("kind", "new_task"), _connector="OR"),
                name="change_names_its_task",
            ),
        ),
        migrations.AddConstraint(
            model_name="changerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "new_task"), ("state", "applied"), _negated=True),
                    ("task__isnull", False),
                    _connector="OR",
                ),
                name="change_new_task_made_when_applied",
            ),
        ),
        migrations.AddConstraint(
            model_name="changerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sent_by__isnull", True), ("sent_at__isnull", True)),
                    models.Q(("sent_by__isnull", False), ("sent_at__isnull", False)),
                    _connector="OR",
                ),
                name="change_sent_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="changerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("appraised_by__isnull", True), ("appraised_at__isnull", True)),
                        models.Q(("appraised_by__isnull", False), ("appraised_at__isnull", False)),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(("appraised_at__isnull", True), ("opinion", "")),
                        models.Q(
                            ("appraised_at__isnull", False),
                            models.Q(("opinion", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                ),
                name="change_appraised_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="changerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("state__in", ["accepted", "amended", "refused", "applied"]),
                    ),
                    models.Q(
                        models.Q(
                            ("state__in", ["accepted", "amended", "refused", "applied"]),
                            _negated=True,
                        ),
                        ("decided_at__isnull", True),
                        ("decided_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="change_decided_when_said",
            ),
        ),
        migrations.AddConstraint(
            model_name="changerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("granted__isnull", True),
                    ("state__in", ["accepted", "amended", "applied"]),
                    _connector="OR",
                ),
                name="change_granted_terms",
            ),
        ),
        migrations.AddConstraint(
            model_name="changerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision_date__isnull", True), ("decision_document", "")),
                    models.Q(
                        models.Q(("decision_document", ""), _negated=True),
                        ("decision_date__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="change_document_with_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="changerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("applied_at__isnull", False),
                        ("applied_by__isnull", False),
                        ("state", "applied"),
                        models.Q(("decision_document", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "applied"), _negated=True),
                        ("applied_at__isnull", True),
                        ("applied_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="change_applied_by_a_document",
            ),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]

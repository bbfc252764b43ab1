"""The register of difficulties: its table of states, and events that nobody rewrites."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The table of domain.difficulties as it stands; a change of it is a new migration.
TRANSITIONS = (
    ("answered", "closed"),
    ("answered", "open"),
    ("answered", "passed_up"),
    ("answered", "solved"),
    ("closed", "open"),
    ("open", "answered"),
    ("open", "closed"),
    ("open", "passed_up"),
    ("open", "solved"),
    ("passed_up", "answered"),
    ("passed_up", "closed"),
    ("passed_up", "open"),
    ("passed_up", "solved"),
    ("solved", "open"),
)
VALUES = ", ".join(f"('{source}', '{target}')" for source, target in TRANSITIONS)

CREATE = f"""
CREATE FUNCTION tasks_check_difficulty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'open' THEN
            RAISE EXCEPTION '% begins as open, not as %', TG_TABLE_NAME, NEW.state
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

CREATE TRIGGER tasks_difficulty_state BEFORE INSERT OR UPDATE OF state ON tasks_difficulty
    FOR EACH ROW EXECUTE FUNCTION tasks_check_difficulty();
CREATE TRIGGER tasks_difficultyevent_kept BEFORE UPDATE OR DELETE ON tasks_difficultyevent
    FOR EACH ROW EXECUTE FUNCTION tasks_refuse_rewriting();
"""  # noqa: S608 - the table above

DROP = """
DROP TRIGGER tasks_difficultyevent_kept ON tasks_difficultyevent;
DROP TRIGGER tasks_difficulty_state ON tasks_difficulty;
DROP FUNCTION tasks_check_difficulty();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0003_add_the_district_level"),
        ("programmes", "0001_initial"),
        ("tasks", "0007_change_requests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Difficulty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.TextField()),
                ("cause", models.TextField(blank=True)),
                ("proposal", models.TextField(blank=True)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("rules", "Thể chế, cơ chế, chính sách"),
                            ("funding", "Kinh phí"),
                            ("people", "Nhân lực"),
                            ("infrastructure", "Hạ tầng, trang thiết bị"),
                            ("data", "Dữ liệu, kết nối"),
                            ("coordination", "Phối hợp giữa các cơ quan"),
                            ("procedure", "Trình tự, thủ tục, mua sắm"),
                            ("other", "Khác"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("commune", "Cấp xã"),
                            ("department", "Sở, ban, ngành"),
                            ("province", "UBND tỉnh, HĐND tỉnh"),
                            ("central", "Trung ương"),
                        ],
                        max_length=10,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Đang vướng"),
                            ("passed_up", "Đã chuyển cấp trên"),
                            ("answered", "Đã trả lời, còn theo dõi"),
                            ("solved", "Đã được giải quyết"),
                            ("closed", "Kết thúc theo dõi"),
                        ],
                        db_index=True,
                        default="open",
                        max_length=9,
                    ),
                ),
                ("raised_on", models.DateField()),
                ("raised_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("reopenings", models.IntegerField(default=0)),
                ("version", models.IntegerField(default=1)),
                ("folded", models.TextField(help_text="what and cause without diacritics")),
                (
                    "ended_by",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "origin",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="raised_difficulty",
                        to="tasks.progressupdate",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="difficulties",
                        to="programmes.programme",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="difficulties",
                        to="programmes.plansection",
                    ),
                ),
                (
                    "tasks",
                    models.ManyToManyField(
                        blank=True, related_name="difficulties", to="tasks.task"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "difficulties",
                "ordering": ["-raised_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="DifficultyEvent",
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
                            ("open", "Đang vướng"),
                            ("passed_up", "Đã chuyển cấp trên"),
                            ("answered", "Đã trả lời, còn theo dõi"),
                            ("solved", "Đã được giải quyết"),
                            ("closed", "Kết thúc theo dõi"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("open", "Đang vướng"),
                            ("passed_up", "Đã chuyển cấp trên"),
                            ("answered", "Đã trả lời, còn theo dõi"),
                            ("solved", "Đã được giải quyết"),
                            ("closed", "Kết thúc theo dõi"),
                        ],
                        max_length=9,
                    ),
                ),
                ("day", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("text", models.TextField(blank=True)),
                ("document_number", models.CharField(blank=True, max_length=60)),
                ("document_date", models.DateField(blank=True, null=True)),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("commune", "Cấp xã"),
                            ("department", "Sở, ban, ngành"),
                            ("province", "UBND tỉnh, HĐND tỉnh"),
                            ("central", "Trung ương"),
                        ],
                        max_length=10,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "difficulty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="tasks.difficulty",
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
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tasks.progressupdate",
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="difficulty",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["folded"], name="difficulty_folded_trgm", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="difficulty",
            index=models.Index(fields=["organisation", "state"], name="difficulty_of_body"),
        ),
        migrations.AddIndex(
            model_name="difficulty",
            index=models.Index(fields=["responsible", "state"], name="difficulty_to_answer"),
        ),
        migrations.AddIndex(
            model_name="difficulty",
            index=models.Index(fields=["programme", "raised_on"], name="difficulty_of_programme"),
        ),
        migrations.AddConstraint(
            model_name="difficulty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("due_on__isnull", True), ("level", ""), ("responsible__isnull", True)
                    ),
                    models.Q(
                        models.Q(("level", ""), _negated=True),
                        ("due_on__isnull", False),
                        ("responsible__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="difficulty_assigned_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="difficulty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at__isnull", True),
                        ("ended_by__isnull", True),
                        ("state__in", ["open", "passed_up", "answered"]),
                    ),
                    models.Q(
                        models.Q(("state__in", ["open", "passed_up", "answered"]), _negated=True),
                        ("ended_at__isnull", False),
                        ("ended_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="difficulty_ended_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="difficulty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "answered"), _negated=True),
                    ("answered_at__isnull", False),
                    _connector="OR",
                ),
                name="difficulty_answered_once_answered",
            ),
        ),
        migrations.AddIndex(
            model_name="difficultyevent",
            index=models.Index(
                fields=["difficulty", "-recorded_at", "-id"], name="difficulty_event_latest"
            ),
        ),
        migrations.AddConstraint(
            model_name="difficultyevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("document_date__isnull", True),
                    models.Q(("document_number", ""), _negated=True),
                    _connector="OR",
                ),
                name="difficulty_event_document",
            ),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]

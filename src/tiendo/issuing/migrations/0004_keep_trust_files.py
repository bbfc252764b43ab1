"""Keep certificates of authorities and revocation lists: dropped with a reason, never changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


CREATE = """
CREATE FUNCTION issuing_keep_trust() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.dropped_at IS NULL AND NEW.dropped_at IS NOT NULL
        AND to_jsonb(NEW) - 'dropped_at' - 'dropped_by_id' - 'drop_reason' =
            to_jsonb(OLD) - 'dropped_at' - 'dropped_by_id' - 'drop_reason' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'trust file % stays as it was taken in', OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER issuing_trust_kept BEFORE UPDATE OR DELETE ON issuing_trustfile
    FOR EACH ROW EXECUTE FUNCTION issuing_keep_trust();
"""
DROP = """
DROP TRIGGER issuing_trust_kept ON issuing_trustfile;
DROP FUNCTION issuing_keep_trust();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("issuing", "0003_print_mark_of_verification"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TrustFile",
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
                            ("root", "Chứng thư gốc"),
                            ("intermediate", "Chứng thư trung gian"),
                            ("list", "Danh sách thu hồi"),
                        ],
                        max_length=12,
                    ),
                ),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=300)),
                ("issuer", models.CharField(max_length=300)),
                ("serial", models.CharField(blank=True, max_length=80)),
                ("valid_from", models.DateTimeField()),
                ("valid_until", models.DateTimeField(blank=True, null=True)),
                ("entries", models.IntegerField(blank=True, null=True)),
                ("source", models.CharField(max_length=300)),
                ("added_at", models.DateTimeField()),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
                ("drop_reason", models.TextField(blank=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dropped_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "name", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("dropped_at__isnull", True)),
                        fields=("sha256",),
                        name="trust_file_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("drop_reason", ""),
                                ("dropped_at__isnull", True),
                                ("dropped_by__isnull", True),
                            ),
                            models.Q(
                                ("dropped_at__isnull", False),
                                ("dropped_by__isnull", False),
                                models.Q(("drop_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="trust_dropped_together",
                    ),
                ],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]

"""What figures lead one to expect, as worked out at a moment; never changed afterwards."""

import django.db.models.deletion
from django.db import migrations, models

APPEND_ONLY = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()
"""
ALLOW = "DROP TRIGGER {table}_append_only ON {table}"
TABLES = ("indicators_forecast", "indicators_forecastpoint")


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0005_files_of_figures"),
        ("organisations", "0004_name_divisions_within_their_body"),
        ("audit", "0002_refuse_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Forecast",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("made", "Đã lập dự báo"),
                            ("too_few", "Chưa đủ kỳ số liệu để dự báo"),
                        ],
                        max_length=7,
                    ),
                ),
                ("method", models.CharField(max_length=20)),
                ("points", models.IntegerField()),
                ("least", models.IntegerField()),
                ("first_day", models.DateField(blank=True, null=True)),
                ("last_day", models.DateField(blank=True, null=True)),
                ("level", models.DecimalField(decimal_places=3, max_digits=4)),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forecasts",
                        to="indicators.indicator",
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
            ],
            options={
                "ordering": ["indicator", "organisation", "-made_at"],
                "indexes": [
                    models.Index(
                        fields=["organisation", "indicator", "-made_at"],
                        name="forecast_last_made",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        name="forecast_enough_points",
                        condition=models.Q(
                            models.Q(("points__gte", models.F("least")), ("state", "made")),
                            models.Q(("points__lt", models.F("least")), ("state", "too_few")),
                            _connector="OR",
                        ),
                    ),
                    models.CheckConstraint(
                        name="forecast_days_together",
                        condition=models.Q(
                            models.Q(
                                ("first_day__isnull", True),
                                ("last_day__isnull", True),
                                ("points", 0),
                            ),
                            models.Q(("last_day__gte", models.F("first_day")), ("points__gt", 0)),
                            _connector="OR",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ForecastPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("value", models.DecimalField(decimal_places=6, max_digits=28)),
                ("low", models.DecimalField(decimal_places=6, max_digits=28)),
                ("high", models.DecimalField(decimal_places=6, max_digits=28)),
                (
                    "forecast",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expected",
                        to="indicators.forecast",
                    ),
                ),
            ],
            options={
                "ordering": ["day"],
                "constraints": [
                    models.UniqueConstraint(fields=("forecast", "day"), name="forecast_day_once"),
                    models.CheckConstraint(
                        name="forecast_value_within",
                        condition=models.Q(
                            ("low__lte", models.F("value")), ("value__lte", models.F("high"))
                        ),
                    ),
                ],
            },
        ),
        *(
            migrations.RunSQL(APPEND_ONLY.format(table=table), ALLOW.format(table=table))
            for table in TABLES
        ),
    ]

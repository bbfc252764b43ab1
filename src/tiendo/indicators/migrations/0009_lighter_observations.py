"""Drop indexes of figures that another one begins with, or that nobody looks into."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def unindexed(
    model: str, name: str, to: str, related: str, **given: object
) -> migrations.AlterField:
    """A reference kept as it is but for its index."""
    field = models.ForeignKey(
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related,
        to=to,
        **given,
    )
    return migrations.AlterField(model_name=model, name=name, field=field)


class Migration(migrations.Migration):
    """Drop indexes of figures that another one begins with, or that nobody looks into."""

    dependencies = [
        ("indicators", "0008_subject"),
        ("documents", "0006_virus_scans"),
        ("organisations", "0004_name_divisions_within_their_body"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(model_name="observation", name="observation_grid"),
        migrations.AddIndex(
            model_name="observation",
            index=models.Index(
                fields=["organisation", "period_start", "indicator"], name="observation_of_body"
            ),
        ),
        migrations.AddIndex(
            model_name="observation",
            index=models.Index(
                condition=models.Q(("passage__isnull", False)),
                fields=["passage"],
                name="observation_passage",
            ),
        ),
        unindexed("indicatorvalue", "indicator", "indicators.indicator", "values"),
        unindexed(
            "indicatorvalue", "organisation", "organisations.organisation", "indicator_values"
        ),
        unindexed("observation", "indicator", "indicators.indicator", "observations"),
        unindexed("observation", "organisation", "organisations.organisation", "observations"),
        unindexed(
            "observation", "passage", "documents.passage", "observations", blank=True, null=True
        ),
        unindexed("observation", "entered_by", settings.AUTH_USER_MODEL, "+"),
        unindexed(
            "observation", "confirmed_by", settings.AUTH_USER_MODEL, "+", blank=True, null=True
        ),
        unindexed(
            "observation", "published_by", settings.AUTH_USER_MODEL, "+", blank=True, null=True
        ),
    ]

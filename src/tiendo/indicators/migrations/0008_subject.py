"""Name the body a single figure is of."""

import django.db.models.deletion
from django.db import migrations, models

# What was one figure was its owner's.
OF_OWNER = """
UPDATE indicators_indicatorversion v SET subject_id = i.owner_id
FROM indicators_indicator i WHERE i.id = v.indicator_id AND v.reporters_id IS NULL
"""
# Definitions are kept from being changed: not by this.
FILL = f"""
ALTER TABLE indicators_indicatorversion DISABLE TRIGGER indicators_definition_kept;
{OF_OWNER};
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE indicators_indicatorversion ENABLE TRIGGER indicators_definition_kept;
"""


class Migration(migrations.Migration):
    """Name the body a single figure is of."""

    dependencies = [("indicators", "0007_audits")]

    operations = [
        migrations.AddField(
            model_name="indicatorversion",
            name="subject",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="indicatorversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reporters__isnull", False), ("subject__isnull", True)),
                    models.Q(("reporters__isnull", True), ("subject__isnull", False)),
                    _connector="OR",
                ),
                name="definition_of_reporters_or_subject",
            ),
        ),
    ]

import django.contrib.postgres.constraints
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("organisations", "0003_add_the_district_level"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="organisation",
            name="organisation_one_incarnation_at_a_time",
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("kind", "division"), _negated=True),
                expressions=[("folded", "="), ("level", "="), ("validity", "&&")],
                name="organisation_one_incarnation_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("kind", "division")),
                expressions=[("folded", "="), ("parent", "="), ("validity", "&&")],
                name="division_once_in_its_body",
            ),
        ),
    ]

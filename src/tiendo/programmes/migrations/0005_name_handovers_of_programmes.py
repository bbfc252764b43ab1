from django.db import migrations


class Migration(migrations.Migration):
    """Tell the hand-over of a programme from that of a person's work; no table changes."""

    dependencies = [
        ("programmes", "0004_sections_of_handovers"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel("HandOver", "ProgrammeHandOver"),
                migrations.AlterModelTable("ProgrammeHandOver", "programmes_handover"),
            ]
        ),
    ]

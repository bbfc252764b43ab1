from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("intake", "0003_review_of_a_later_reading"),
    ]

    operations = []

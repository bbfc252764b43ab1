"""A row of a newer list that is one decided before, in other words."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0002_keep_history'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='theirrow',
            name='their_row_decided_together',
        ),
        migrations.AddField(
            model_name='theirrow',
            name='merged_into',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_rows', to='exchange.theirrow'),
        ),
        migrations.AlterField(
            model_name='theirrow',
            name='choice',
            field=models.CharField(choices=[('waiting', 'Chờ khớp'), ('same', 'Cùng nhiệm vụ'), ('new', 'Nhiệm vụ mới'), ('not_ours', 'Không phải việc của tỉnh'), ('merged', 'Là dòng đã có')], default='waiting', max_length=8),
        ),
        migrations.AddConstraint(
            model_name='theirrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('choice', 'waiting'), ('decided_at__isnull', True), ('decided_by__isnull', True), ('task__isnull', True)), models.Q(('choice__in', ['not_ours', 'merged']), ('decided_at__isnull', False), ('decided_by__isnull', False), ('task__isnull', True)), models.Q(('choice__in', ['same', 'new']), ('decided_at__isnull', False), ('decided_by__isnull', False), ('task__isnull', False)), _connector='OR'), name='their_row_decided_together'),
        ),
        migrations.AddConstraint(
            model_name='theirrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('choice', 'merged'), ('merged_into__isnull', False)), models.Q(models.Q(('choice', 'merged'), _negated=True), ('merged_into__isnull', True)), _connector='OR'), name='their_row_merged_into_another'),
        ),
    ]

"""Filters kept by name."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0004_name_divisions_within_their_body"),
        ("overview", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('sort_key', models.BinaryField()),
                ('values', models.JSONField(default=dict)),
                ('ordering', models.CharField(default='plan', max_length=20)),
                ('sharing', models.CharField(choices=[('nobody', 'Chỉ mình tôi'), ('body', 'Một cơ quan'), ('role', 'Một vai trò'), ('all', 'Mọi người')], default='nobody', max_length=6)),
                ('role', models.CharField(blank=True, choices=[('officer', 'Chuyên viên'), ('unit_head', 'Thủ trưởng đơn vị'), ('deputy_head', 'Phó thủ trưởng'), ('division_head', 'Trưởng phòng'), ('coordinator', 'Điều phối'), ('office', 'Văn phòng UBND'), ('clerk', 'Văn thư'), ('leader', 'Lãnh đạo UBND'), ('inspector', 'Kiểm tra'), ('administrator', 'Quản trị')], max_length=20)),
                ('created_at', models.DateTimeField()),
                ('deleted_at', models.DateTimeField(blank=True, null=True)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='saved_filters', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['sort_key', 'id'],
            },
        ),
        migrations.CreateModel(
            name='StartFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='start_filter', to=settings.AUTH_USER_MODEL)),
                ('saved', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='overview.savedfilter')),
            ],
        ),
        migrations.AddConstraint(
            model_name='savedfilter',
            constraint=models.UniqueConstraint(condition=models.Q(('deleted_at__isnull', True)), fields=('owner', 'name'), name='saved_filter_named_once'),
        ),
        migrations.AddConstraint(
            model_name='savedfilter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', False), ('sharing', 'body')), models.Q(models.Q(('sharing', 'body'), _negated=True), ('organisation__isnull', True)), _connector='OR'), name='saved_filter_shared_with_a_body'),
        ),
        migrations.AddConstraint(
            model_name='savedfilter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sharing', 'role'), models.Q(('role', ''), _negated=True)), models.Q(models.Q(('sharing', 'role'), _negated=True), ('role', '')), _connector='OR'), name='saved_filter_shared_with_a_role'),
        ),
    ]

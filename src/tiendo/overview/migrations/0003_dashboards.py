"""Dashboards that people compose."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_posts_invitations_and_imports"),
        ("organisations", "0004_name_divisions_within_their_body"),
        ("overview", "0002_saved_filters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Dashboard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120)),
                ('sharing', models.CharField(choices=[('nobody', 'Chỉ mình tôi'), ('body', 'Một cơ quan'), ('role', 'Một vai trò'), ('all', 'Mọi người')], default='nobody', max_length=6)),
                ('role', models.CharField(blank=True, choices=[('officer', 'Chuyên viên'), ('unit_head', 'Thủ trưởng đơn vị'), ('deputy_head', 'Phó thủ trưởng'), ('division_head', 'Trưởng phòng'), ('coordinator', 'Điều phối'), ('office', 'Văn phòng UBND'), ('clerk', 'Văn thư'), ('leader', 'Lãnh đạo UBND'), ('inspector', 'Kiểm tra'), ('administrator', 'Quản trị')], max_length=20)),
                ('columns', models.PositiveSmallIntegerField(default=2)),
                ('paper', models.CharField(choices=[('a4', 'A4'), ('a3', 'A3')], default='a4', max_length=2)),
                ('is_landscape', models.BooleanField(default=True)),
                ('changed_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dashboards', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['title', 'id'],
            },
        ),
        migrations.CreateModel(
            name='DashboardBlock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('place', models.PositiveSmallIntegerField()),
                ('width', models.PositiveSmallIntegerField(default=1)),
                ('title', models.CharField(blank=True, max_length=120)),
                ('config', models.JSONField(default=dict)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('dashboard', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='blocks', to='overview.dashboard')),
            ],
            options={
                'ordering': ['place', 'id'],
            },
        ),
        migrations.CreateModel(
            name='StartPage',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='start_page', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('chosen_at', models.DateTimeField()),
                ('dashboard', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='overview.dashboard')),
            ],
        ),
        migrations.AddConstraint(
            model_name='dashboard',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sharing', 'role'), models.Q(('role', ''), _negated=True)), models.Q(models.Q(('sharing', 'role'), _negated=True), ('role', '')), _connector='OR'), name='dashboard_role_where_shared_with_one'),
        ),
        migrations.AddConstraint(
            model_name='dashboard',
            constraint=models.CheckConstraint(condition=models.Q(('columns__gte', 1), ('columns__lte', 3)), name='dashboard_columns'),
        ),
        migrations.AddConstraint(
            model_name='dashboardblock',
            constraint=models.CheckConstraint(condition=models.Q(('width__gte', 1), ('width__lte', 3)), name='block_width'),
        ),
    ]

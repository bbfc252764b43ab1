"""Inspections with their team, outline, visits, findings and recommendations; evidence packs."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('documents', '0001_initial'),
        ('organisations', '0003_add_the_district_level'),
        ('programmes', '0001_initial'),
        ('tasks', '0003_list_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=30, unique=True)),
                ('title', models.CharField(max_length=400)),
                ('scope', models.TextField(blank=True)),
                ('period_start', models.DateField()),
                ('period_end', models.DateField()),
                ('planned_start', models.DateField()),
                ('planned_end', models.DateField()),
                ('begins_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('state', models.CharField(choices=[('planned', 'Theo kế hoạch'), ('decided', 'Đã có quyết định'), ('visiting', 'Đang kiểm tra'), ('concluding', 'Đang kết luận'), ('concluded', 'Đã kết luận'), ('cancelled', 'Đã hủy')], default='planned', max_length=10)),
                ('decision_number', models.CharField(blank=True, max_length=60)),
                ('decision_date', models.DateField(blank=True, null=True)),
                ('conclusion', models.TextField(blank=True)),
                ('conclusion_number', models.CharField(blank=True, max_length=60)),
                ('conclusion_date', models.DateField(blank=True, null=True)),
                ('conclusion_file_name', models.CharField(blank=True, max_length=255)),
                ('cancel_reason', models.TextField(blank=True)),
                ('created_at', models.DateTimeField()),
                ('conclusion_file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('plan_document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('programme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='programmes.programme')),
            ],
            options={
                'ordering': ['-planned_start', '-id'],
            },
        ),
        migrations.CreateModel(
            name='InspectedBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='organisations.organisation')),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bodies', to='inspections.inspection')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.IntegerField()),
                ('severity', models.CharField(max_length=20)),
                ('text', models.TextField()),
                ('document_number', models.CharField(blank=True, max_length=60)),
                ('file_name', models.CharField(blank=True, max_length=255)),
                ('recorded_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('explain_by', models.DateField(blank=True, null=True)),
                ('explanation', models.TextField(blank=True)),
                ('explained_at', models.DateTimeField(blank=True, null=True)),
                ('is_accepted', models.BooleanField(blank=True, null=True)),
                ('judgement', models.TextField(blank=True)),
                ('judged_at', models.DateTimeField(blank=True, null=True)),
                ('evidence', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='tasks.evidence')),
                ('explained_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('judged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stored_file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('task', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='tasks.task')),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='inspections.inspection')),
            ],
            options={
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='OutlineItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.IntegerField()),
                ('text', models.TextField()),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outline', to='inspections.inspection')),
            ],
            options={
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='OutlineAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('document_number', models.CharField(blank=True, max_length=60)),
                ('file_name', models.CharField(blank=True, max_length=255)),
                ('answered_at', models.DateTimeField()),
                ('answered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('stored_file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='inspections.outlineitem')),
            ],
            options={
                'ordering': ['-answered_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.IntegerField()),
                ('text', models.TextField()),
                ('product', models.CharField(max_length=300)),
                ('last_day', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('adopted_at', models.DateTimeField(blank=True, null=True)),
                ('adopted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('finding', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='recommendations', to='inspections.finding')),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recommendations', to='inspections.inspection')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('task', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='recommendation', to='tasks.task')),
            ],
            options={
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='TeamMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('head', 'Trưởng đoàn'), ('deputy', 'Phó trưởng đoàn'), ('secretary', 'Thư ký'), ('member', 'Thành viên')], max_length=9)),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='team', to='inspections.inspection')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('place', models.CharField(max_length=250)),
                ('present', models.TextField()),
                ('content', models.TextField()),
                ('signed_file_name', models.CharField(blank=True, max_length=255)),
                ('recorded_at', models.DateTimeField()),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='inspections.inspection')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
            ],
            options={
                'ordering': ['day', 'id'],
            },
        ),
        migrations.CreateModel(
            name='EvidencePack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('as_of', models.DateField()),
                ('state', models.CharField(choices=[('waiting', 'Chờ đến lượt'), ('running', 'Đang lập'), ('done', 'Đã xong'), ('failed', 'Không lập được')], default='waiting', max_length=7)),
                ('files_done', models.IntegerField(default=0)),
                ('files_total', models.IntegerField(blank=True, null=True)),
                ('error_code', models.CharField(blank=True, max_length=60)),
                ('path', models.CharField(blank=True, max_length=200)),
                ('size', models.BigIntegerField(blank=True, null=True)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('asked_at', models.DateTimeField()),
                ('beat_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='packs', to='organisations.organisation')),
                ('programme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='packs', to='programmes.programme')),
                ('task', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='packs', to='tasks.task')),
            ],
            options={
                'ordering': ['-asked_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('body__isnull', True), ('programme__isnull', True), ('task__isnull', False)), models.Q(('body__isnull', False), ('programme__isnull', True), ('task__isnull', True)), models.Q(('body__isnull', True), ('programme__isnull', False), ('task__isnull', True)), _connector='OR'), name='pack_of_one_thing'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(models.Q(('sha256', ''), _negated=True), ('ended_at__isnull', False), ('expires_on__isnull', False), ('size__isnull', False)), _connector='OR'), name='pack_done_with_its_hash')],
            },
        ),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision_date__isnull', True), ('decision_number', '')), models.Q(models.Q(('decision_number', ''), _negated=True), ('decision_date__isnull', False)), _connector='OR'), name='inspection_decision_together'),
        ),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'cancelled']), models.Q(('decision_number', ''), _negated=True), _connector='OR'), name='inspection_decided_before_work'),
        ),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('conclusion_date__isnull', False), ('state', 'concluded'), models.Q(('conclusion_number', ''), _negated=True), models.Q(('conclusion', ''), _negated=True)), models.Q(models.Q(('state', 'concluded'), _negated=True), ('conclusion_date__isnull', True), ('conclusion_number', '')), _connector='OR'), name='inspection_conclusion_together'),
        ),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.CheckConstraint(condition=models.Q(('period_end__gte', models.F('period_start')), ('planned_end__gte', models.F('planned_start'))), name='inspection_days_in_order'),
        ),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), models.Q(('cancel_reason', ''), _negated=True)), models.Q(models.Q(('state', 'cancelled'), _negated=True), ('cancel_reason', '')), _connector='OR'), name='inspection_cancelled_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='inspectedbody',
            constraint=models.UniqueConstraint(fields=('inspection', 'organisation'), name='inspected_body_once'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.UniqueConstraint(fields=('inspection', 'order'), name='finding_order_once'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('explain_by__isnull', True), ('sent_at__isnull', True)), models.Q(('explain_by__isnull', False), ('sent_at__isnull', False)), _connector='OR'), name='finding_sent_together'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('explained_at__isnull', True), ('explained_by__isnull', True), ('explanation', '')), models.Q(models.Q(('explanation', ''), _negated=True), ('explained_at__isnull', False), ('explained_by__isnull', False), ('sent_at__isnull', False)), _connector='OR'), name='finding_explained_together'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_accepted__isnull', True), ('judged_at__isnull', True), ('judged_by__isnull', True)), models.Q(('is_accepted__isnull', False), ('judged_at__isnull', False), ('judged_by__isnull', False)), _connector='OR'), name='finding_judged_together'),
        ),
        migrations.AddConstraint(
            model_name='outlineitem',
            constraint=models.UniqueConstraint(fields=('inspection', 'order'), name='outline_item_once'),
        ),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.UniqueConstraint(fields=('inspection', 'order'), name='recommendation_order_once'),
        ),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('adopted_at__isnull', True), ('adopted_by__isnull', True), ('task__isnull', True)), models.Q(('adopted_at__isnull', False), ('adopted_by__isnull', False), ('task__isnull', False)), _connector='OR'), name='recommendation_adopted_together'),
        ),
        migrations.AddConstraint(
            model_name='teammember',
            constraint=models.UniqueConstraint(fields=('inspection', 'user'), name='team_member_once'),
        ),
        migrations.AddConstraint(
            model_name='teammember',
            constraint=models.UniqueConstraint(condition=models.Q(('role', 'head')), fields=('inspection',), name='team_has_one_head'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signed_file__isnull', True), ('signed_file_name', '')), models.Q(('signed_file__isnull', False), models.Q(('signed_file_name', ''), _negated=True)), _connector='OR'), name='visit_signed_together'),
        ),
    ]


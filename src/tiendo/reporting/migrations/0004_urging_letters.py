"""Urging letters, the tasks they name, and that they went; what went is never changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


CREATE = """
CREATE FUNCTION reporting_keep_letter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'urging letter % is kept', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.sent_at IS NOT NULL OR NEW.stored_file_id <> OLD.stored_file_id
        OR NEW.round_id <> OLD.round_id THEN
        RAISE EXCEPTION 'urging letter % is written, and what went is not changed', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION reporting_keep_urged_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are added, never changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER reporting_urgingletter_kept BEFORE UPDATE OR DELETE ON reporting_urgingletter
    FOR EACH ROW EXECUTE FUNCTION reporting_keep_letter();
CREATE TRIGGER reporting_urgedtask_kept BEFORE UPDATE OR DELETE ON reporting_urgedtask
    FOR EACH ROW EXECUTE FUNCTION reporting_keep_urged_task();
"""

DROP = """
DROP TRIGGER reporting_urgedtask_kept ON reporting_urgedtask;
DROP TRIGGER reporting_urgingletter_kept ON reporting_urgingletter;
DROP FUNCTION reporting_keep_urged_task();
DROP FUNCTION reporting_keep_letter();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0001_initial'),
        ('organisations', '0003_add_the_district_level'),
        ('programmes', '0001_initial'),
        ('reporting', '0003_keep_what_is_approved'),
        ('tasks', '0003_list_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='UrgingRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('as_of', models.DateField()),
                ('known_at', models.DateTimeField()),
                ('signing', models.CharField(choices=[('head', 'Người đứng đầu ký'), ('deputy', 'Cấp phó ký thay (KT.)'), ('by_order', 'Thừa lệnh (TL.)'), ('by_order_deputy', 'Thừa lệnh, cấp phó ký thay (TL., KT.)'), ('by_authority', 'Thừa ủy quyền (TUQ.)')], max_length=16)),
                ('unit_symbol', models.CharField(max_length=20)),
                ('answer_by', models.DateField(blank=True, null=True)),
                ('is_single', models.BooleanField(default=False)),
                ('version', models.IntegerField(default=1)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='urging_rounds', to='programmes.programme')),
            ],
            options={
                'ordering': ['-created_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='UrgingLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.IntegerField(default=1)),
                ('times', models.IntegerField(default=1)),
                ('file_name', models.CharField(max_length=255)),
                ('checks', models.JSONField(blank=True, default=dict)),
                ('number', models.CharField(blank=True, max_length=60)),
                ('issued_on', models.DateField(blank=True, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('channel', models.CharField(blank=True, choices=[('exchange', 'Trục liên thông văn bản'), ('email', 'Thư điện tử công vụ'), ('paper', 'Bản giấy'), ('other', 'Cách khác')], max_length=8)),
                ('recorded_at', models.DateTimeField(blank=True, null=True)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='urging_letters', to='organisations.organisation')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stored_file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='reporting.urginground')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='UrgedTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.IntegerField()),
                ('last_day', models.DateField()),
                ('days_late', models.IntegerField()),
                ('standing', models.CharField(max_length=300)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('earlier', models.IntegerField(default=0)),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='urgings', to='organisations.organisation')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='urgings', to='tasks.task')),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='reporting.urgingletter')),
            ],
            options={
                'ordering': ['order', 'id'],
                'constraints': [models.UniqueConstraint(fields=('letter', 'task', 'organisation'), name='urged_task_once_per_letter'), models.CheckConstraint(condition=models.Q(('days_late__gt', 0)), name='urged_task_is_late')],
            },
        ),
        migrations.AddConstraint(
            model_name='urgingletter',
            constraint=models.UniqueConstraint(fields=('round', 'organisation', 'version'), name='urging_letter_once_per_body', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='urgingletter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('channel', ''), ('issued_on__isnull', True), ('number', ''), ('recorded_at__isnull', True), ('recorded_by__isnull', True), ('sent_at__isnull', True)), models.Q(models.Q(('number', ''), _negated=True), models.Q(('channel', ''), _negated=True), ('issued_on__isnull', False), ('recorded_at__isnull', False), ('recorded_by__isnull', False), ('sent_at__isnull', False)), _connector='OR'), name='urging_letter_sent_together'),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]

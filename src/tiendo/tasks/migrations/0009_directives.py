"""What leaders direct, where each body stands with it; its steps enforced by the database."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# The table of domain.directives as it stands; a change of it is a new migration.
TRANSITIONS = (
    ("given", "acknowledged"),
    ("given", "reported"),
    ("acknowledged", "reported"),
    ("reported", "closed"),
    ("reported", "acknowledged"),
    ("given", "withdrawn"),
    ("acknowledged", "withdrawn"),
    ("reported", "withdrawn"),
)
VALUES = ", ".join(f"('{source}', '{target}')" for source, target in TRANSITIONS)

CREATE = f"""
CREATE FUNCTION tasks_check_duty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'given' THEN
            RAISE EXCEPTION 'a duty begins as given, not as %', NEW.state
                USING ERRCODE = 'check_violation';
        END IF;
    ELSIF NEW.state <> OLD.state AND NOT EXISTS (
        SELECT FROM (VALUES {VALUES}) AS allowed (source, target)
        WHERE allowed.source = OLD.state AND allowed.target = NEW.state) THEN
        RAISE EXCEPTION 'a duty cannot go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER tasks_directiveduty_state BEFORE INSERT OR UPDATE OF state ON tasks_directiveduty
    FOR EACH ROW EXECUTE FUNCTION tasks_check_duty();
CREATE TRIGGER tasks_directiveevent_kept BEFORE UPDATE OR DELETE ON tasks_directiveevent
    FOR EACH ROW EXECUTE FUNCTION tasks_refuse_rewriting();
"""

DROP = """
DROP TRIGGER tasks_directiveevent_kept ON tasks_directiveevent;
DROP TRIGGER tasks_directiveduty_state ON tasks_directiveduty;
DROP FUNCTION tasks_check_duty();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0001_initial'),
        ('organisations', '0003_add_the_district_level'),
        ('programmes', '0001_initial'),
        ('tasks', '0008_difficulties'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Directive',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('last_day', models.DateField()),
                ('given_at', models.DateTimeField()),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='directives', to='organisations.organisation')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='directives', to='documents.document')),
                ('difficulty', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='directives', to='tasks.difficulty')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='directives_given', to=settings.AUTH_USER_MODEL)),
                ('on_behalf_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('programme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='directives', to='programmes.programme')),
                ('task', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='directives', to='tasks.task')),
            ],
            options={
                'ordering': ['-given_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='DirectiveDuty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('given', 'Đã giao'), ('acknowledged', 'Đã nhận'), ('reported', 'Đã báo cáo, chờ kết thúc'), ('closed', 'Đã kết thúc'), ('withdrawn', 'Đã thu hồi')], default='given', max_length=12)),
                ('reported_on', models.DateField(blank=True, null=True)),
                ('returns', models.IntegerField(default=0)),
                ('directive', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='tasks.directive')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='directive_duties', to='organisations.organisation')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='DirectiveEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=12)),
                ('words', models.TextField(blank=True)),
                ('document_number', models.CharField(blank=True, max_length=60)),
                ('document_date', models.DateField(blank=True, null=True)),
                ('file_name', models.CharField(blank=True, max_length=255)),
                ('recorded_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('duty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='tasks.directiveduty')),
                ('on_behalf_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stored_file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
            ],
            options={
                'ordering': ['recorded_at', 'id'],
            },
        ),
        migrations.AddConstraint(
            model_name='directive',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='directive_says_something'),
        ),
        migrations.AddIndex(
            model_name='directiveduty',
            index=models.Index(fields=['organisation', 'state'], name='duty_body_state'),
        ),
        migrations.AddIndex(
            model_name='directiveduty',
            index=models.Index(fields=['state'], name='duty_state'),
        ),
        migrations.AddConstraint(
            model_name='directiveduty',
            constraint=models.UniqueConstraint(fields=('directive', 'organisation'), name='duty_once_per_body'),
        ),
        migrations.AddConstraint(
            model_name='directiveduty',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reported_on__isnull', False), ('state__in', ['reported', 'closed'])), models.Q(('reported_on__isnull', True), ('state__in', ['given', 'acknowledged'])), ('state', 'withdrawn'), _connector='OR'), name='duty_reported_on_a_day'),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]

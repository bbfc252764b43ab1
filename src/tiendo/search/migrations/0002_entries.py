
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('documents', '0006_virus_scans'),
        ('organisations', '0004_name_divisions_within_their_body'),
        ('search', '0001_folding'),
        ('tasks', '0011_who_answers_a_difficulty'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('task', 'Nhiệm vụ'), ('document', 'Văn bản'), ('passage', 'Nội dung văn bản'), ('update', 'Cập nhật tiến độ'), ('difficulty', 'Vướng mắc'), ('body', 'Cơ quan')], max_length=10)),
                ('object_id', models.BigIntegerField()),
                ('start', models.IntegerField(default=0)),
                ('end', models.IntegerField(default=0)),
                ('symbol', models.TextField()),
                ('head', models.TextField()),
                ('body', models.TextField()),
                ('around', models.TextField()),
                ('label', models.CharField(help_text='where a clause stands, "II.1.đ"', max_length=200)),
                ('standing', models.SmallIntegerField(choices=[(0, 'Live'), (1, 'Draft'), (2, 'Past')], default=0)),
                ('moment', models.DateField(null=True)),
                ('words', models.GeneratedField(db_persist=True, expression=models.Func('symbol', 'head', 'body', 'around', function='public.search_vector'), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('spelled', models.GeneratedField(db_persist=True, expression=models.Func('symbol', 'head', 'body', function='public.search_spelled_vector'), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('plain_head', models.GeneratedField(db_persist=True, expression=models.Func('symbol', 'head', function='public.search_plain_head'), output_field=models.TextField())),
                ('difficulty', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tasks.difficulty')),
                ('document', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.document')),
                ('organisation', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organisations.organisation')),
                ('rendition', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.rendition')),
                ('task', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tasks.task')),
                ('update', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tasks.progressupdate')),
            ],
            options={
                'verbose_name_plural': 'search entries',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['words'], name='search_entry_words'), django.contrib.postgres.indexes.GinIndex(fields=['plain_head'], name='search_entry_head', opclasses=['gin_trgm_ops'])],
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_id', 'start'), name='search_entry_once')],
            },
        ),
    ]

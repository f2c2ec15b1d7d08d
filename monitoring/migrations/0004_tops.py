import brands.scope
import core.clock
import django.db.models.deletion
from django.db import migrations, models

from brands.migration_ops import tenant_keys

_MARK = """
INSERT INTO monitoring_topday (brand_id, day, state, not_before, attempts, last_error, last_error_detail, changes)
SELECT DISTINCT brand_id, day, 'waiting', now(), 0, '', '', 0 FROM monitoring_dailycount WHERE topic_id IS NULL
"""


class Migration(migrations.Migration):

    dependencies = [
        ('brands', '0004_invitations_by_brand'),
        ('monitoring', '0003_topics_and_counts'),
    ]

    operations = [
        migrations.CreateModel(
            name='DailyTop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('kind', models.CharField(choices=[('author', 'Authors'), ('term', 'Terms'), ('hashtag', 'Hashtags'), ('link', 'Links')], max_length=7)),
                ('entries', models.JSONField()),
                ('cut', models.BooleanField()),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='brands.brand')),
                ('topic', brands.scope.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='monitoring.topic')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('brand', 'topic', 'day', 'kind'), name='daily_top_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='TopDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed'), ('paused', 'Paused')], default='waiting', max_length=8)),
                ('not_before', models.DateTimeField(default=core.clock.now)),
                ('claim', models.UUIDField(editable=False, null=True)),
                ('claimed_at', models.DateTimeField(editable=False, null=True)),
                ('heartbeat_at', models.DateTimeField(editable=False, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('last_error', models.CharField(blank=True, max_length=40)),
                ('last_error_detail', models.CharField(blank=True, max_length=500)),
                ('day', models.DateField()),
                ('changes', models.BigIntegerField(default=0)),
                ('built_at', models.DateTimeField(null=True)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='brands.brand')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['not_before'], name='top_day_due'), models.Index(condition=models.Q(('state', 'running')), fields=['heartbeat_at'], name='top_day_running')],
                'constraints': [models.UniqueConstraint(fields=('brand', 'day'), name='top_day_once')],
            },
        ),
        *tenant_keys("monitoring_dailytop", topic_id="monitoring_topic"),
        migrations.RunSQL(_MARK, migrations.RunSQL.noop),
    ]

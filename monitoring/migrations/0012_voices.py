import brands.scope
import core.clock
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from brands.migration_ops import tenant_keys

_MARK = "UPDATE monitoring_topday SET state = 'waiting' WHERE state = 'done'"
"""Who spoke on the days that were counted before is counted now."""


class Migration(migrations.Migration):

    dependencies = [
        ('brands', '0008_scrubbed_events'),
        ('monitoring', '0011_accounts'),
    ]

    operations = [
        migrations.CreateModel(
            name='DailyVoices',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('authors', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('networks', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)),
                ('mentions', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ('negatives', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ('positives', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ('answers', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ('audiences', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(null=True), size=None)),
                ('cut', models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name='Forgotten',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField(default=core.clock.now)),
            ],
        ),
        migrations.AddField(
            model_name='author',
            name='vip',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name='author',
            index=models.Index(condition=models.Q(('vip', True)), fields=['brand'], name='author_vip'),
        ),
        migrations.AddField(
            model_name='dailyvoices',
            name='brand',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='brands.brand'),
        ),
        migrations.AddField(
            model_name='dailyvoices',
            name='topic',
            field=brands.scope.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='monitoring.topic'),
        ),
        migrations.AddField(
            model_name='forgotten',
            name='brand',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='brands.brand'),
        ),
        migrations.AddConstraint(
            model_name='dailyvoices',
            constraint=models.UniqueConstraint(fields=('brand', 'topic', 'day'), name='daily_voices_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='forgotten',
            constraint=models.UniqueConstraint(fields=('brand', 'digest'), name='forgotten_once'),
        ),
        *tenant_keys("monitoring_dailyvoices", topic_id="monitoring_topic"),
        migrations.RunSQL(_MARK, migrations.RunSQL.noop),
    ]

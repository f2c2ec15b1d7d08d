import django.db.models.deletion
from django.db import migrations, models

import brands.scope
import core.clock
from brands.migration_ops import tenant_keys

FIGURES = ('views', 'reach', 'likes', 'reposts', 'quotes', 'replies', 'clicks', 'saves')

# Readings that are there already are rolled up by the first worker.
MARK = """
INSERT INTO reports_rollupday (brand_id, day, state, not_before, attempts, last_error, last_error_detail, changes, time_zone)
SELECT DISTINCT measured.brand_id, (at AT TIME ZONE time_zone - interval '1 hour')::date, 'waiting', now(), 0, '', '', 0, ''
FROM calendar_app_measurement AS measured JOIN brands_brand ON brands_brand.id = measured.brand_id
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('brands', '0007_notice_mail_and_webhooks'),
        ('calendar_app', '0010_by_time'),
        ('channels', '0003_followers'),
    ]

    operations = [
        migrations.CreateModel(
            name='RollupDay',
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
                ('time_zone', models.CharField(blank=True, max_length=64)),
                ('built_at', models.DateTimeField(null=True)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='brands.brand')),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('state', 'waiting')), fields=['not_before'], name='rollup_day_due'),
                    models.Index(condition=models.Q(('state', 'running')), fields=['heartbeat_at'], name='rollup_day_running'),
                ],
                'constraints': [models.UniqueConstraint(fields=('brand', 'day'), name='rollup_day_once')],
            },
        ),
        migrations.CreateModel(
            name='DailyAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('posts', models.PositiveIntegerField()),
                *((name, models.BigIntegerField(null=True)) for name in FIGURES),
                ('account', brands.scope.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='channels.account')),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='brands.brand')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('brand', 'day', 'account'), name='daily_account_once')],
            },
        ),
        *tenant_keys("reports_dailyaccount", account_id="channels_account"),
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
    ]

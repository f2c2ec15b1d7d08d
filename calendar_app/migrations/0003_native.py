import brands.scope
import core.clock
import django.db.models.deletion
from django.db import migrations, models

from brands.migration_ops import tenant_keys


class Migration(migrations.Migration):

    dependencies = [
        ('brands', '0006_tokens'),
        ('calendar_app', '0002_keys'),
        ('channels', '0002_journeys'),
    ]

    operations = [
        migrations.CreateModel(
            name='OwnFeed',
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
                ('cursor', models.JSONField(default=dict)),
                ('read_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(default=core.clock.now)),
            ],
        ),
        migrations.AddField(
            model_name='publication',
            name='native',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.UniqueConstraint(condition=models.Q(('native', True)), fields=('account', 'external_id'), name='publication_native_once'),
        ),
        migrations.AddField(
            model_name='ownfeed',
            name='account',
            field=brands.scope.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='channels.account'),
        ),
        migrations.AddField(
            model_name='ownfeed',
            name='brand',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='brands.brand'),
        ),
        migrations.AddIndex(
            model_name='ownfeed',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['not_before'], name='own_feed_due'),
        ),
        migrations.AddConstraint(
            model_name='ownfeed',
            constraint=models.UniqueConstraint(fields=('account',), name='own_feed_once'),
        ),
        *tenant_keys('calendar_app_ownfeed', account_id='channels_account'),
    ]

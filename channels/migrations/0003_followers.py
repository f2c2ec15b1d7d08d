import django.db.models.deletion
from django.db import migrations, models

import brands.scope
from brands.migration_ops import tenant_keys


class Migration(migrations.Migration):

    dependencies = [
        ('brands', '0007_notice_mail_and_webhooks'),
        ('channels', '0002_journeys'),
    ]

    operations = [
        migrations.CreateModel(
            name='FollowerCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('followers', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField()),
                ('account', brands.scope.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='channels.account')),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='brands.brand')),
            ],
            options={
                'indexes': [models.Index(fields=['brand', 'day'], name='follower_count_by_day')],
                'constraints': [models.UniqueConstraint(fields=('brand', 'account', 'day'), name='follower_count_once')],
            },
        ),
        *tenant_keys("channels_followercount", account_id="channels_account"),
    ]

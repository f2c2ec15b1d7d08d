import brands.scope
import django.db.models.deletion
from django.db import migrations, models

from brands.migration_ops import tenant_keys


class Migration(migrations.Migration):

    dependencies = [
        ('channels', '0002_journeys'),
        ('monitoring', '0010_said'),
    ]

    operations = [
        migrations.AddField(
            model_name='source',
            name='account',
            field=brands.scope.TenantForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='channels.account'),
        ),
        migrations.AlterField(
            model_name='source',
            name='kind',
            field=models.CharField(choices=[('posts', 'Posts'), ('comments', 'Comments'), ('mentions', 'Mentions and replies'), ('search', 'Search')], default='posts', max_length=8),
        ),
        *tenant_keys('monitoring_source', account_id='channels_account'),
    ]

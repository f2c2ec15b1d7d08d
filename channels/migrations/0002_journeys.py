import brands.scope
import core.crypto
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from brands.migration_ops import tenant_keys


class Migration(migrations.Migration):

    dependencies = [
        ('brands', '0006_tokens'),
        ('channels', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='account',
            name='renewed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name='Journey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('network', models.CharField(max_length=20)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('kept', core.crypto.EncryptedTextField(editable=False)),
                ('until', models.DateTimeField()),
                ('account', brands.scope.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='channels.account')),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='brands.brand')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['until'], name='journey_by_end')],
            },
        ),
        *tenant_keys('channels_journey', account_id='channels_account'),
    ]

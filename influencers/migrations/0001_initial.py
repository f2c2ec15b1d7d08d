import brands.scope
import core.clock
import core.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from brands.migration_ops import tenant_keys, tenant_target


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('brands', '0008_scrubbed_events'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('public_id', core.ids.PublicIdField()),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('sort_key', models.CharField(editable=False, max_length=400)),
                ('kind', models.CharField(choices=[('influencer', 'Influencer'), ('customer', 'Customer'), ('press', 'Press'), ('ambassador', 'Employee ambassador'), ('competitor', 'Competitor'), ('other', 'Other')], default='influencer', max_length=10, verbose_name='kind')),
                ('stage', models.CharField(choices=[('discovered', 'Discovered'), ('contacted', 'Contacted'), ('talking', 'Talking'), ('agreed', 'Agreed'), ('active', 'Active'), ('closed', 'Closed')], default='discovered', max_length=10)),
                ('vip', models.BooleanField(default=False)),
                ('next_step', models.CharField(blank=True, max_length=200, verbose_name='next step')),
                ('next_on', models.DateField(null=True, verbose_name='on')),
                ('reminded_on', models.DateField(editable=False, null=True)),
                ('notes', models.TextField(blank=True, max_length=4000, verbose_name='notes')),
                ('origin', models.CharField(choices=[('heard', 'What they published, heard by cmhub'), ('themselves', 'They told us'), ('others', 'Somebody else told us'), ('public', 'Public sources we looked up')], default='heard', max_length=10, verbose_name='origin of the data')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False)),
                ('moved_at', models.DateTimeField(default=core.clock.now, editable=False)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='brands.brand')),
                ('merged_into', brands.scope.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='influencers.person')),
                ('owner', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='brands.member')),
            ],
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', core.ids.PublicIdField()),
                ('handles', models.JSONField(default=list)),
                ('made_vip', models.BooleanField(default=False)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='brands.brand')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('absorbed', brands.scope.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='influencers.person')),
                ('kept', brands.scope.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='influencers.person')),
            ],
        ),
        migrations.CreateModel(
            name='Handle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', core.ids.PublicIdField()),
                ('network', models.CharField(max_length=20, verbose_name='network')),
                ('external_id', models.CharField(blank=True, max_length=300)),
                ('handle', models.CharField(max_length=200, verbose_name='handle')),
                ('url', models.CharField(blank=True, max_length=2000)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='brands.brand')),
                ('person', brands.scope.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handles', to='influencers.person')),
            ],
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', core.ids.PublicIdField()),
                ('what', models.CharField(max_length=200, verbose_name='to what')),
                ('how', models.CharField(max_length=200, verbose_name='how')),
                ('given_on', models.DateField(verbose_name='when')),
                ('withdrawn_on', models.DateField(null=True)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='brands.brand')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', brands.scope.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='influencers.person')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(condition=models.Q(('merged_into', None)), fields=['brand', 'stage', 'next_on'], name='person_by_stage'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['brand', 'sort_key'], name='person_by_name'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['brand', 'merged_into'], name='person_by_merge'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(condition=models.Q(('merged_into', None), ('next_on__isnull', False)), fields=['next_on'], name='person_step_due'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.UniqueConstraint(fields=('brand', 'absorbed'), name='merge_once'),
        ),
        migrations.AddConstraint(
            model_name='handle',
            constraint=models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('brand', 'network', 'external_id'), name='handle_once'),
        ),
        *map(tenant_target, ("influencers_person",)),
        *tenant_keys("influencers_person", merged_into_id="influencers_person"),
        *tenant_keys("influencers_handle", person_id="influencers_person"),
        *tenant_keys("influencers_consent", person_id="influencers_person"),
        *tenant_keys("influencers_merge", kept_id="influencers_person", absorbed_id="influencers_person"),
    ]

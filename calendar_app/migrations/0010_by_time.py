from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calendar_app', '0009_needs_a_person'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='measurement',
            index=models.Index(fields=['brand', 'at'], name='measurement_by_time'),
        ),
        migrations.AddIndex(
            model_name='publication',
            index=models.Index(fields=['brand', 'published_at'], name='publication_by_publishing'),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('crisis', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='alert',
            name='vips',
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]

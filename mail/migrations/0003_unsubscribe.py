from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0002_mailpart")]

    operations = [
        migrations.AddField("mail", "unsubscribe_url", models.CharField(blank=True, default="", max_length=1000), False),
    ]

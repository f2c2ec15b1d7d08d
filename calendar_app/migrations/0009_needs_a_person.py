from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calendar_app", "0008_importing")]

    operations = [
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                condition=models.Q(("state__in", ("failed", "unknown", "missed", "held", "handed"))),
                fields=["brand", "state", "due_at"],
                name="publication_needs_a_person",
            ),
        ),
    ]

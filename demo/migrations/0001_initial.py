import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("brands", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Demo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begun_at", models.DateTimeField()),
                ("told_until", models.DateTimeField()),
                ("crisis_at", models.DateTimeField(null=True)),
                ("brands", models.JSONField(default=dict)),
                (
                    "workspace",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="brands.workspace"
                    ),
                ),
            ],
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("team", "0004_add_integration_switch"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="told_of",
            field=models.CharField(
                choices=[
                    ("everybody", "Everybody"),
                    ("known", "Known"),
                    ("customers", "Customers"),
                    ("nobody", "Nobody"),
                ],
                default="everybody",
                max_length=10,
            ),
        ),
    ]

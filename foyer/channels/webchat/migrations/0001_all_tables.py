"""All tables of this folder, as of the first release; whoever ran the state before has them already."""

import django.db.models.deletion
import foyer.lib.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('webchat', '0001_tables')]

    initial = True

    dependencies = [
        ('conversations', '0001_all_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChatSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('start_id', models.CharField(help_text='browser and client id of the start, so that starting twice is starting once (R12)', max_length=80, unique=True)),
                ('email', models.EmailField(blank=True, help_text='as typed before the chat; proves nothing (T1)', max_length=254)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('created_at', models.DateTimeField(default=foyer.lib.clock.now)),
                ('conversation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='chat_session', to='conversations.conversation')),
            ],
        ),
    ]

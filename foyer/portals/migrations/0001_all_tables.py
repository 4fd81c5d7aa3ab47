"""All tables of this folder, as of the first release; whoever ran the state before has them already."""

import django.db.models.deletion
import foyer.lib.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('portals', '0001_tables'), ('portals', '0002_keep_a_queue'), ('portals', '0003_keep_hours'), ('portals', '0004_hold_signing_keys')]

    initial = True

    dependencies = [
        ('team', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Portal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('site_url', models.URLField(max_length=300)),
                ('domains', models.JSONField(default=list)),
                ('push_as', models.CharField(choices=[('lead', 'Lead'), ('contact', 'Contact')], default='lead', max_length=10)),
                ('assign_to', models.CharField(choices=[('attendee', 'Attendee'), ('user', 'User')], default='attendee', max_length=10)),
                ('notify_visitors', models.BooleanField(default=True)),
                ('is_enabled', models.BooleanField(default=True)),
                ('accent', models.CharField(default='#304AA6', max_length=7)),
                ('surface', models.CharField(blank=True, max_length=7)),
                ('text', models.CharField(blank=True, max_length=7)),
                ('radius', models.PositiveSmallIntegerField(default=18)),
                ('hours', models.JSONField(default=dict, help_text='on, zone, week, days: as typed (hours.py, B22)')),
                ('asks_consent', models.BooleanField(default=False, help_text='nothing is told before the visitor agrees (B20)')),
                ('kept_address', models.CharField(choices=[('whole', 'Whole'), ('short', 'Short'), ('none', 'None')], default='whole', max_length=10)),
                ('anonymous_days', models.PositiveIntegerField(help_text='visits of unknown visitors; NULL: for ever', null=True)),
                ('visit_days', models.PositiveIntegerField(help_text='all visits', null=True)),
                ('address_days', models.PositiveIntegerField(help_text='IP addresses of visits', null=True)),
                ('queue_mode', models.CharField(choices=[('all', 'All'), ('in_order', 'In Order'), ('least_busy', 'Least Busy'), ('longest_idle', 'Longest Idle')], default='all', max_length=12)),
                ('most_chats', models.PositiveSmallIntegerField(help_text='that an agent has and is still offered more', null=True)),
                ('offer_s', models.PositiveSmallIntegerField(default=20, help_text='for which a chat is offered to one agent')),
                ('owner_s', models.PositiveSmallIntegerField(default=0, help_text='before that, to the owner of the record (B12)')),
                ('last_agent_s', models.PositiveSmallIntegerField(default=0, help_text='then, to who had the last chat')),
                ('missed_after_s', models.PositiveSmallIntegerField(default=60, help_text='without an agent (D17)')),
                ('created_at', models.DateTimeField(default=foyer.lib.clock.now)),
                ('assign_user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('users', models.ManyToManyField(related_name='portals', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('name', 'id'),
            },
        ),
        migrations.CreateModel(
            name='EmbedCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('key', models.CharField(max_length=40, unique=True)),
                ('show_chat_icon', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(default=foyer.lib.clock.now)),
                ('portal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='embed_codes', to='portals.portal')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='SigningKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kid', models.CharField(max_length=40, unique=True)),
                ('created_at', models.DateTimeField(default=foyer.lib.clock.now)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('portal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signing_keys', to='portals.portal')),
            ],
        ),
    ]

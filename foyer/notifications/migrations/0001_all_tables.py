"""All tables of this folder, as of the first release; whoever ran the state before has them already."""

import django.db.models.deletion
import foyer.lib.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('notifications', '0001_tables')]

    initial = True

    dependencies = [
        ('team', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('endpoint', models.CharField(max_length=2000)),
                ('endpoint_hash', models.CharField(max_length=64, unique=True)),
                ('p256dh', models.CharField(help_text="the browser's public key (RFC 8291)", max_length=100)),
                ('auth', models.CharField(help_text='the secret shared with it', max_length=40)),
                ('session', models.CharField(blank=True, help_text='hash of the session, with which the device goes', max_length=64)),
                ('created_at', models.DateTimeField(default=foyer.lib.clock.now)),
                ('used_at', models.DateTimeField(help_text='when its push service last took something', null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='devices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('created_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('device_name', models.CharField(max_length=80)),
                ('event_id', models.BigIntegerField(help_text='its cause; a reaction that runs twice sends once', null=True)),
                ('kind', models.CharField(max_length=12)),
                ('subject_id', models.BigIntegerField(help_text='the chat, mention, activity or form that it is about')),
                ('result', models.CharField(choices=[('waiting', 'Waiting'), ('sent', 'Sent'), ('gone', 'Gone'), ('failed', 'Failed'), ('expired', 'Expired')], default='waiting', max_length=10)),
                ('status', models.PositiveSmallIntegerField(help_text="the push service's last answer", null=True)),
                ('reason', models.CharField(blank=True, help_text='why there was no answer', max_length=20)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('at', models.DateTimeField(default=foyer.lib.clock.now)),
                ('done_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('device', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='deliveries', to='notifications.device')),
            ],
            options={
                'indexes': [models.Index(models.F('user'), models.OrderBy(models.F('id'), descending=True), name='delivery_latest'), models.Index(fields=['at'], name='delivery_old')],
                'constraints': [models.UniqueConstraint(fields=('event_id', 'device'), name='one_delivery_per_event')],
            },
        ),
    ]

"""All tables of this folder, as of the first release; whoever ran the state before has them already."""

import django.db.models.deletion
import foyer.lib.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('identity', '0001_tables'), ('identity', '0002_sign_claims')]

    initial = True

    dependencies = [
        ('portals', '0001_all_tables'),
        ('team', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Profile',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=foyer.lib.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='Actor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('browser', 'Browser'), ('record', 'Record')], max_length=12)),
                ('ref', models.CharField(max_length=120)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('created_at', models.DateTimeField(default=foyer.lib.clock.now)),
                ('portal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portals.portal')),
                ('profile', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='actors', to='identity.profile')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'ref'), name='one_actor_per_ref')],
            },
        ),
        migrations.CreateModel(
            name='Identifier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('email', 'Email'), ('phone', 'Phone'), ('record', 'Record')], max_length=12)),
                ('value', models.CharField(max_length=320)),
                ('standing', models.CharField(choices=[('normal', 'Normal'), ('role', 'Role'), ('shared', 'Shared'), ('own', 'Own'), ('blocked', 'Blocked')], default='normal', max_length=10)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'value'), name='one_identifier_per_value')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('joined', 'Joined'), ('split', 'Split'), ('refused', 'Refused')], max_length=10)),
                ('rule', models.CharField(max_length=40)),
                ('actors', models.JSONField(default=list)),
                ('claims', models.JSONField(default=list)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('at', models.DateTimeField(default=foyer.lib.clock.now)),
                ('undone_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('profile', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='decisions', to='identity.profile')),
            ],
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_ref', models.CharField(max_length=40)),
                ('level', models.PositiveSmallIntegerField(choices=[(0, 'Guess'), (1, 'Typed'), (2, 'Attested'), (3, 'Channel'), (4, 'Proven')])),
                ('way', models.CharField(choices=[('chat_form', 'Chat Form'), ('web_form', 'Web Form'), ('page', 'Page'), ('signed', 'Signed'), ('agent', 'Agent'), ('created', 'Created'), ('import', 'Import')], max_length=12)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('at', models.DateTimeField(default=foyer.lib.clock.now)),
                ('retracted_at', models.DateTimeField(null=True)),
                ('refused', models.CharField(blank=True, help_text='the guard that keeps this claim from joining', max_length=40)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='identity.actor')),
                ('retracted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('identifier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='identity.identifier')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('actor', 'identifier', 'event_ref'), name='one_claim_per_event')],
            },
        ),
    ]

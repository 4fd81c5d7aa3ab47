"""All tables of this folder, as of the first release; whoever ran the state before has them already."""

import django.db.models.deletion
import foyer.lib.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('team', '0001_tables'), ('team', '0002_allow_invisible'), ('team', '0003_choose_ways')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AccessProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(blank=True, help_text='names the one that is there from the start', max_length=20)),
                ('name', models.CharField(blank=True, max_length=80)),
                ('modules', models.JSONField(default=dict)),
                ('fields', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(default=foyer.lib.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('time_zone', models.CharField(default='Europe/Berlin', max_length=60)),
                ('language', models.CharField(default='en', max_length=5)),
                ('currency', models.CharField(default='EUR', max_length=3)),
                ('most_portals', models.PositiveSmallIntegerField(default=5, help_text='of the organisation (F17, D15)')),
                ('most_own_portals', models.PositiveSmallIntegerField(default=1, help_text='that an agent may make (F16, D15)')),
                ('integration_off_at', models.DateTimeField(help_text='tracking and chat are off for all portals (F131)', null=True)),
                ('created_at', models.DateTimeField(default=foyer.lib.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('role', models.CharField(choices=[('administrator', 'Administrator'), ('agent', 'Agent')], default='agent', max_length=20)),
                ('language', models.CharField(default='en', max_length=5)),
                ('time_zone', models.CharField(blank=True, max_length=60)),
                ('theme', models.CharField(choices=[('auto', 'Auto'), ('light', 'Light'), ('dark', 'Dark')], default='auto', max_length=5)),
                ('told_of', models.CharField(choices=[('everybody', 'Everybody'), ('known', 'Known'), ('customers', 'Customers'), ('nobody', 'Nobody')], default='everybody', max_length=10)),
                ('rail_folded', models.BooleanField(default=False)),
                ('notify', models.JSONField(default=dict, help_text='what is told in which ways, where it was chosen (B17)')),
                ('shows_words', models.BooleanField(default=False, help_text='of visitors, on a locked screen')),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(default=foyer.lib.clock.now)),
                ('access_profile', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='users', to='team.accessprofile')),
            ],
            options={
                'ordering': ('name', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(default=foyer.lib.clock.now)),
                ('last_used_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Availability',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('online', 'Online'), ('away', 'Away'), ('invisible', 'Invisible'), ('offline', 'Offline')], default='offline', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=80)),
                ('since', models.DateTimeField(default=foyer.lib.clock.now)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='availability', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('role', models.CharField(choices=[('administrator', 'Administrator'), ('agent', 'Agent')], default='agent', max_length=20)),
                ('portal_ids', models.JSONField(default=list, help_text='the portals the new user will belong to')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('access_profile', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='team.accessprofile')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('members', models.ManyToManyField(related_name='teams', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('name', 'id'),
            },
        ),
    ]

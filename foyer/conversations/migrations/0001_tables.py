"""All tables of this folder, as of the first release; whoever ran an earlier state has them already."""

import django.db.models.deletion
import foyer.lib.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('conversations', '0001_create_tables'),
        ('conversations', '0002_find_the_latest'),
        ('conversations', '0003_add_invitations'),
    ]

    initial = True

    dependencies = [
        ('identity', '0001_tables'),
        ('portals', '0001_tables'),
        ('team', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Conversation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(default='webchat', max_length=12)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('invited', 'Invited'), ('open', 'Open'), ('ended', 'Ended')], default='waiting', max_length=10)),
                ('version', models.PositiveIntegerField(default=1)),
                ('visitor_name', models.CharField(blank=True, max_length=120)),
                ('language', models.CharField(blank=True, max_length=10)),
                ('request_text', models.CharField(blank=True, help_text="the visitor's first words (F172)", max_length=500)),
                ('page_url', models.CharField(blank=True, max_length=2000)),
                ('page_title', models.CharField(blank=True, max_length=300)),
                ('started_at', models.DateTimeField(default=foyer.lib.clock.now)),
                ('invited_at', models.DateTimeField(help_text='an agent wrote first (E10, B7)', null=True)),
                ('declined_at', models.DateTimeField(help_text='the visitor closed the invitation unanswered', null=True)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('missed_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.CharField(blank=True, help_text='agent, visitor, or nobody for an invitation without an answer', max_length=10)),
                ('waiting_since', models.DateTimeField(help_text='oldest line of the visitor without an answer', null=True)),
                ('last_seq', models.PositiveIntegerField(default=0)),
                ('last_at', models.DateTimeField(default=foyer.lib.clock.now)),
                ('last_text', models.CharField(blank=True, max_length=200)),
                ('last_kind', models.CharField(blank=True, max_length=10)),
                ('agent_read_seq', models.PositiveIntegerField(default=0)),
                ('visitor_read_seq', models.PositiveIntegerField(default=0)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conversations', to='identity.actor')),
                ('agent', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='conversations', to=settings.AUTH_USER_MODEL)),
                ('portal', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='conversations', to='portals.portal')),
            ],
            options={
                'indexes': [models.Index(models.F('state'), models.F('agent'), models.OrderBy(models.F('last_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='conversation_inbox'), models.Index(models.OrderBy(models.F('last_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='conversation_latest'), models.Index(models.OrderBy(models.F('last_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('ended_at', None)), name='conversation_going_on'), models.Index(models.OrderBy(models.F('last_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('accepted_at', None), ('missed_at__isnull', False)), name='conversation_missed')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('visitor', 'Visitor'), ('agent', 'Agent'), ('system', 'System'), ('note', 'Note')], max_length=10)),
                ('text', models.TextField()),
                ('client_id', models.CharField(max_length=40, null=True)),
                ('at', models.DateTimeField(default=foyer.lib.clock.now)),
                ('author', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='conversations.conversation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('conversation', 'seq'), name='one_message_per_seq'), models.UniqueConstraint(fields=('conversation', 'client_id'), name='one_message_per_client_id')],
            },
        ),
    ]

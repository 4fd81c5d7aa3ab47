"""All tables of this folder, as of the first release; whoever ran the state before has them already."""

import django.db.models.deletion
import foyer.lib.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('conversations', '0001_tables'), ('conversations', '0002_rate_conversations'), ('conversations', '0003_canned_replies'), ('conversations', '0004_mentions_helpers_tags'), ('conversations', '0005_send_files'), ('conversations', '0006_offer_chats'), ('conversations', '0007_blocks_and_transcripts')]

    initial = True

    dependencies = [
        ('crm', '0001_all_tables'),
        ('identity', '0001_all_tables'),
        ('portals', '0001_all_tables'),
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
                ('rings_since', models.DateTimeField(default=foyer.lib.clock.now, help_text='when it began to ring, or began again')),
                ('offered_at', models.DateTimeField(null=True)),
                ('offer_ends_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.CharField(blank=True, help_text='agent, visitor, or nobody for an invitation without an answer', max_length=10)),
                ('waiting_since', models.DateTimeField(help_text='oldest line of the visitor without an answer', null=True)),
                ('last_seq', models.PositiveIntegerField(default=0)),
                ('last_at', models.DateTimeField(default=foyer.lib.clock.now)),
                ('last_text', models.CharField(blank=True, max_length=200)),
                ('last_kind', models.CharField(blank=True, max_length=10)),
                ('agent_read_seq', models.PositiveIntegerField(default=0)),
                ('visitor_read_seq', models.PositiveIntegerField(default=0)),
                ('rating', models.CharField(blank=True, choices=[('good', 'Good'), ('bad', 'Bad')], max_length=4)),
                ('rating_comment', models.CharField(blank=True, max_length=500)),
                ('rated_at', models.DateTimeField(help_text='the first time; it may be changed for a while', null=True)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conversations', to='identity.actor')),
                ('agent', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='conversations', to=settings.AUTH_USER_MODEL)),
                ('follow_up', models.ForeignKey(help_text='the task of who missed it (D17)', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='missed_chats', to='crm.activity')),
                ('helpers', models.ManyToManyField(help_text='who joined its agent (E13)', related_name='helped_conversations', to=settings.AUTH_USER_MODEL)),
                ('offered_to', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('portal', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='conversations', to='portals.portal')),
                ('tags', models.ManyToManyField(related_name='conversations', to='crm.tag')),
            ],
            options={
                'indexes': [models.Index(models.F('state'), models.F('agent'), models.OrderBy(models.F('last_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='conversation_inbox'), models.Index(models.OrderBy(models.F('last_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='conversation_latest'), models.Index(models.OrderBy(models.F('last_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('ended_at', None)), name='conversation_going_on'), models.Index(condition=models.Q(('offered_to__isnull', False)), fields=['offered_to'], name='conversation_offered'), models.Index(models.OrderBy(models.F('last_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('accepted_at', None), ('missed_at__isnull', False)), name='conversation_missed')],
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
        migrations.CreateModel(
            name='ChatMention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chat_mentions', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='conversations.message')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('message', 'user'), name='one_mention_per_message')],
            },
        ),
        migrations.CreateModel(
            name='ChatFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('media_type', models.CharField(max_length=100)),
                ('size', models.PositiveBigIntegerField(help_text='bytes')),
                ('stored', models.CharField(max_length=80, unique=True)),
                ('width', models.PositiveIntegerField(default=0)),
                ('height', models.PositiveIntegerField(default=0)),
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='file', to='conversations.message')),
            ],
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=10)),
                ('at', models.DateTimeField(default=foyer.lib.clock.now)),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='conversations.conversation')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(models.F('user'), models.OrderBy(models.F('at'), descending=True), name='offer_latest')],
            },
        ),
        migrations.CreateModel(
            name='TranscriptMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(max_length=254)),
                ('is_whole', models.BooleanField()),
                ('at', models.DateTimeField(default=foyer.lib.clock.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transcript_mails', to='conversations.conversation')),
            ],
            options={
                'indexes': [models.Index(models.F('address'), models.F('at'), name='transcripts_to_address')],
            },
        ),
        migrations.CreateModel(
            name='Block',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(blank=True, help_text='for a day: others may have it tomorrow', max_length=45)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField(default=foyer.lib.clock.now)),
                ('gone_at', models.DateTimeField(null=True)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='identity.actor')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(models.F('address'), models.F('at'), condition=models.Q(('gone_at', None)), name='block_of_address')],
                'constraints': [models.UniqueConstraint(models.F('actor'), condition=models.Q(('gone_at', None)), name='one_block_per_browser')],
            },
        ),
        migrations.CreateModel(
            name='CannedReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shortcut', models.CharField(help_text='small letters, digits, hyphens', max_length=30)),
                ('text', models.TextField(help_text='may name the variables of `variables.py`')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='canned_replies', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('shortcut', 'id'),
                'constraints': [models.UniqueConstraint(models.F('shortcut'), condition=models.Q(('owner', None)), name='one_shared_reply_per_shortcut'), models.UniqueConstraint(models.F('owner'), models.F('shortcut'), name='one_own_reply_per_shortcut')],
            },
        ),
    ]

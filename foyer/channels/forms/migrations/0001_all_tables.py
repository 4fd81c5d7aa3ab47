"""All tables of this folder, as of the first release; whoever ran the state before has them already."""

import django.db.models.deletion
import foyer.lib.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('forms', '0001_tables')]

    initial = True

    dependencies = [
        ('identity', '0001_all_tables'),
        ('portals', '0001_all_tables'),
        ('team', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='WebForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=80)),
                ('module', models.CharField(default='lead', help_text='lead or contact', max_length=10)),
                ('fields', models.JSONField(default=list)),
                ('title', models.CharField(blank=True, max_length=120)),
                ('button', models.CharField(blank=True, max_length=40)),
                ('consent', models.TextField(blank=True, help_text='what the visitor agrees to; empty: nothing is asked')),
                ('thanks', models.TextField(blank=True)),
                ('redirect_url', models.CharField(blank=True, max_length=500)),
                ('language', models.CharField(default='en', max_length=2)),
                ('source', models.CharField(default='web_form', max_length=40)),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(default=foyer.lib.clock.now)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('embed_code', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='forms', to='portals.embedcode')),
                ('notify', models.ManyToManyField(related_name='+', to=settings.AUTH_USER_MODEL)),
                ('portal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='forms', to='portals.portal')),
            ],
            options={
                'ordering': ('name', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('received', 'Received'), ('spam', 'Spam')], default='received', max_length=10)),
                ('spam_reason', models.CharField(blank=True, max_length=12)),
                ('answers', models.JSONField(default=list)),
                ('words', models.TextField(blank=True, help_text='the answers without case and accents, to search in')),
                ('consent', models.TextField(blank=True, help_text='what was agreed to, word for word')),
                ('consented_at', models.DateTimeField(null=True)),
                ('page_url', models.CharField(blank=True, max_length=2000)),
                ('page_title', models.CharField(blank=True, max_length=300)),
                ('browser', models.CharField(blank=True, help_text="the tracker's public name of the browser", max_length=40)),
                ('token', models.CharField(max_length=64, unique=True)),
                ('nonce', models.CharField(blank=True, max_length=40)),
                ('digest', models.CharField(max_length=64)),
                ('sender', models.CharField(max_length=64)),
                ('at', models.DateTimeField(default=foyer.lib.clock.now)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='identity.actor')),
                ('portal', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='portals.portal')),
                ('record_actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='identity.actor')),
                ('form', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='forms.webform')),
            ],
            options={
                'indexes': [models.Index(models.F('form'), models.F('state'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='submission_newest'), models.Index(models.F('portal'), models.F('state'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='submission_of_portal'), models.Index(fields=['digest', 'at'], name='submission_same'), models.Index(fields=['nonce'], name='submission_nonce')],
            },
        ),
    ]

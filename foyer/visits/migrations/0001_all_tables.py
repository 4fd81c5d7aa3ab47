"""All tables of this folder, as of the first release; whoever ran the state before has them already."""

import django.db.models.deletion
import foyer.lib.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('visits', '0001_tables'), ('visits', '0002_grow_at_the_end')]

    initial = True

    dependencies = [
        ('identity', '0001_all_tables'),
        ('portals', '0001_all_tables'),
        ('team', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='FoldPosition',
            fields=[
                ('journal', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('last_hit', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='TalliedDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='StaleDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('portal', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portals.portal')),
            ],
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(default=1, help_text="1 for the browser's first visit")),
                ('started', models.DateTimeField()),
                ('ended', models.DateTimeField(help_text='time of the last sign of life')),
                ('day', models.DateField(help_text="calendar day of the start in the organisation's time zone (D5)")),
                ('is_open', models.BooleanField(default=True)),
                ('pages', models.PositiveIntegerField(default=0)),
                ('seconds', models.PositiveIntegerField(default=0, help_text='visible time over all pages (F37)')),
                ('first_url', models.CharField(max_length=2000)),
                ('first_title', models.CharField(blank=True, max_length=300)),
                ('last_url', models.CharField(max_length=2000)),
                ('last_title', models.CharField(blank=True, max_length=300)),
                ('referrer', models.CharField(blank=True, max_length=2000)),
                ('medium', models.CharField(choices=[('direct', 'Direct'), ('search', 'Search'), ('social', 'Social'), ('mail', 'Mail'), ('campaign', 'Campaign'), ('referral', 'Referral')], default='direct', max_length=10)),
                ('source_name', models.CharField(blank=True, max_length=80)),
                ('search_engine', models.CharField(blank=True, max_length=40)),
                ('search_keyword', models.CharField(blank=True, max_length=200)),
                ('utm', models.JSONField(default=dict)),
                ('click_id_kind', models.CharField(blank=True, max_length=12)),
                ('click_id', models.CharField(blank=True, max_length=200)),
                ('browser', models.CharField(blank=True, max_length=60)),
                ('os', models.CharField(blank=True, max_length=60)),
                ('device', models.CharField(blank=True, max_length=10)),
                ('user_agent', models.CharField(blank=True, max_length=500)),
                ('language', models.CharField(blank=True, max_length=20)),
                ('screen', models.CharField(blank=True, max_length=20)),
                ('ip', models.CharField(blank=True, max_length=45)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('page_data', models.JSONField(help_text='what pages told by name, the newest value of each: foyer.visits.told', null=True)),
                ('kind', models.CharField(choices=[('lead', 'Lead'), ('contact', 'Contact')], help_text='what the CRM knows of the visitor; kept by foyer.scoring (D2)', max_length=8, null=True)),
                ('rank', models.PositiveIntegerField(default=0, help_text='score and minutes as one number; kept by foyer.scoring (D7)')),
                ('actor', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='identity.actor')),
                ('attended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('portal', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='portals.portal')),
            ],
            options={
                'indexes': [models.Index(models.F('portal'), models.F('started'), models.F('id'), name='visit_newest'), models.Index(models.F('started'), models.F('id'), name='visit_newest_all'), models.Index(models.F('actor'), models.OrderBy(models.F('started'), descending=True), name='visit_of_actor'), models.Index(models.F('started'), models.F('id'), condition=models.Q(('page_data__isnull', False)), name='visit_told'), models.Index(models.F('started'), models.F('id'), condition=models.Q(('kind__isnull', False)), name='visit_of_known'), models.Index(models.F('kind'), models.F('started'), models.F('id'), condition=models.Q(('kind__isnull', False)), name='visit_of_kind'), models.Index(models.OrderBy(models.F('rank'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('kind__isnull', False)), name='visit_top'), models.Index(models.F('day'), models.OrderBy(models.F('rank'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('kind__isnull', False)), name='visit_top_of_day')],
            },
        ),
        migrations.CreateModel(
            name='SeenField',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='without case; letters without case may be three for one', max_length=240)),
                ('label', models.CharField(help_text='as the page wrote it last', max_length=80)),
                ('kind', models.CharField(help_text='the kind of field that would fit', max_length=10)),
                ('seen_at', models.DateTimeField(default=foyer.lib.clock.now)),
                ('portal', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portals.portal')),
                ('visit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='visits.visit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('portal', 'name'), name='one_seen_field_per_name')],
            },
        ),
        migrations.CreateModel(
            name='CustomEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=100)),
                ('data', models.JSONField(default=dict)),
                ('at', models.DateTimeField(default=foyer.lib.clock.now)),
                ('visit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='custom_events', to='visits.visit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('visit', 'key'), name='one_custom_event_per_key')],
            },
        ),
        migrations.CreateModel(
            name='Action',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page_key', models.CharField(max_length=40, null=True)),
                ('type', models.CharField(choices=[('accessed', 'Accessed'), ('navigation', 'Navigation'), ('chat', 'Chat')], max_length=10)),
                ('title', models.CharField(blank=True, max_length=300)),
                ('url', models.CharField(blank=True, max_length=2000)),
                ('seconds', models.PositiveIntegerField(default=0)),
                ('at', models.DateTimeField(default=foyer.lib.clock.now)),
                ('visit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='visits.visit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('visit', 'page_key'), name='one_action_per_page')],
            },
        ),
        migrations.CreateModel(
            name='BotCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('hits', models.PositiveIntegerField(default=0)),
                ('portal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portals.portal')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('portal', 'day'), name='one_bot_count_per_day')],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('dimension', models.CharField(help_text='empty: all visits of the day', max_length=10)),
                ('value', models.CharField(blank=True, max_length=2000)),
                ('visits', models.PositiveIntegerField(default=0)),
                ('new', models.PositiveIntegerField(default=0, help_text='first visits of a browser')),
                ('pages', models.PositiveIntegerField(default=0)),
                ('seconds', models.PositiveBigIntegerField(default=0)),
                ('portal', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portals.portal')),
            ],
            options={
                'indexes': [models.Index(models.F('dimension'), models.F('day'), models.F('portal'), name='tally_of_days')],
            },
        ),
    ]

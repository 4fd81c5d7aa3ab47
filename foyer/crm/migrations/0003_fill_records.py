"""Companies of contacts become accounts, deals become actors and get a stage, names get their sort key."""

import unicodedata
import uuid

from django.db import migrations

KEYS = {"open": "new", "won": "won", "lost": "lost"}
START = (
    ("new", "open", 10),
    ("quote", "open", 40),
    ("negotiation", "open", 70),
    ("confirmed", "confirmed", 95),
    ("won", "won", 100),
    ("lost", "lost", 0),
)


def fill(apps, schema_editor):
    stages = lay_pipeline(apps)
    for deal in apps.get_model("crm", "Deal").objects.all():
        deal.actor, deal.stage = actor_of(apps, "deal", deal.name), stages[KEYS[deal.state]]
        deal.probability, deal.sort_name = deal.stage.probability, folded(deal.name)
        deal.save()
    for name in ("Lead", "Contact"):
        for person in apps.get_model("crm", name).objects.all():
            person.sort_name = folded(f"{person.last_name} {person.first_name}".strip() or person.company)[:200]
            if name == "Contact" and person.company:
                person.account = account_of(apps, person.company)
            person.save()


def lay_pipeline(apps):
    pipeline = apps.get_model("crm", "Pipeline").objects.create(is_default=True)
    made = {}
    for position, (key, meaning, probability) in enumerate(START):
        facts = {"key": key, "meaning": meaning, "probability": probability, "position": position}
        made[key] = apps.get_model("crm", "Stage").objects.create(pipeline=pipeline, **facts)
    return made


def account_of(apps, name):
    accounts = apps.get_model("crm", "Account").objects
    known = accounts.filter(sort_name=folded(name)).first()
    return known or accounts.create(name=name, sort_name=folded(name), actor=actor_of(apps, "account", name))


def actor_of(apps, module, name):
    actor = apps.get_model("identity", "Actor").objects.create(
        kind="record", ref=f"{module}:{uuid.uuid4()}", name=name[:120]
    )
    profile = apps.get_model("identity", "Profile").objects.create(id=actor.pk, created_at=actor.created_at)
    actor.profile = profile
    actor.save()
    return actor


def folded(text):
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


class Migration(migrations.Migration):
    dependencies = [("crm", "0002_add_records"), ("identity", "0001_create_tables")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

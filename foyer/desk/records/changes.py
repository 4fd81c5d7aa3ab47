"""Small changes as lines of a feed: who changed what, from what to what. Hidden fields are not told (E25)."""

from django.utils.translation import gettext as _

from foyer.crm.models import Stage
from foyer.crm.pipelines import stage_word
from foyer.desk.records.entries import Change, Entry
from foyer.desk.records.makers import who
from foyer.desk.records.materials import Materials
from foyer.desk.records.words import label_word
from foyer.events.models import Event

TEXT_SHOWN = 120
"""Letters of a long text that a line shows; the history shows all of it."""


def status(event: Event, materials: Materials) -> Entry | None:
    """A lead went on."""
    old, new = (materials.statuses.get(event.data[side], event.data[side]) for side in ("old", "new"))
    text = _("%(who)s changed status from %(old)s to %(new)s") % {"who": who(event), "old": old, "new": new}
    return _change(event, text) if materials.sees(event, "status") else None


def owner(event: Event, materials: Materials) -> Entry | None:
    """Somebody else looks after it."""
    if not materials.sees(event, "owner"):
        return None
    new = materials.users.get(event.data.get("new") or 0)
    if new is None:
        return _change(event, _("%(who)s took the owner off") % {"who": who(event)})
    return _change(event, _("%(who)s made %(owner)s the owner") % {"who": who(event), "owner": new.name})


def moved(event: Event, materials: Materials) -> Entry | None:
    """A deal went to another stage; won and lost are more than a small change."""
    if not materials.sees(event, "stage"):
        return None
    old, new = (_stage(materials, event.data[side]) for side in ("old", "new"))
    words = {"who": who(event), "old": old, "new": new}
    if event.data.get("state") in {"won", "lost"}:
        return Entry(f"deal_{event.data['state']}", event.pk, event.at, words["who"], words["new"])
    return _change(event, _("%(who)s moved the deal from %(old)s to %(new)s") % words)


def field(event: Event, materials: Materials) -> Entry | None:
    """One field changed."""
    key = event.data["field"]
    if not materials.sees(event, key):
        return None
    label = str(materials.fields[event.data["module"]][key].label)
    words = {"who": who(event), "field": label, "old": _cut(event.data["old"]), "new": _cut(event.data["new"])}
    if not words["new"]:
        return _change(event, _("%(who)s emptied %(field)s, before: %(old)s") % words)
    if not words["old"]:
        return _change(event, _("%(who)s set %(field)s to %(new)s") % words)
    return _change(event, _("%(who)s changed %(field)s from %(old)s to %(new)s") % words)


def tags(event: Event, materials: Materials) -> Entry | None:
    """Tags were put on or taken off."""
    if not materials.sees(event, "tags"):
        return None
    added, removed = (", ".join(event.data.get(side, ())) for side in ("added", "removed"))
    words = {"who": who(event), "added": added, "removed": removed}
    if added and removed:
        return _change(event, _("%(who)s put on the tags %(added)s and took off %(removed)s") % words)
    text = _("%(who)s put on the tags %(added)s") if added else _("%(who)s took off the tags %(removed)s")
    return _change(event, text % words)


def shown(event: Event, materials: Materials) -> Entry | None:
    """An address or number that is new on the record: a colleague wrote it down, or the visitor gave it."""
    if not _sees_identifier(event, materials):
        return None
    words = {"who": who(event), "value": _value(event)}
    return _change(
        event, _("%(who)s added %(value)s") % words if event.user_id else _("%(value)s is known now") % words
    )


def described(event: Event, materials: Materials) -> Entry | None:
    """Of what kind an address or number is, or that it is the first of its sort."""
    if not _sees_identifier(event, materials):
        return None
    words = {"who": who(event), "value": _value(event), "kind": label_word(event.data.get("label", ""))}
    if event.data.get("is_primary"):
        return _change(event, _("%(who)s made %(value)s the primary one") % words)
    if words["kind"]:
        return _change(event, _("%(who)s noted %(value)s as: %(kind)s") % words)
    return _change(event, _("%(who)s took the kind of %(value)s off") % words)


def taken_off(event: Event, materials: Materials) -> Entry | None:
    """An e-mail address or a number was taken off."""
    if not _sees_identifier(event, materials):
        return None
    words = {"who": who(event), "value": _value(event)}
    return _change(event, _("%(who)s took %(value)s off this record") % words)


def unsubscribed(event: Event, _materials: Materials) -> Entry:
    """Whether mails to many are wanted, by the link in one or by what a user heard (E16)."""
    again = bool(event.data.get("again"))
    if event.user_id is None:
        words = (
            _("Mailings are wanted again, says a link in one") if again else _("No more mailings, says a link in one")
        )
        return _change(event, words)
    words = _("%(who)s notes that mailings are wanted again") if again else _("%(who)s notes: no more mailings")
    return _change(event, words % {"who": who(event)})


def party(event: Event, _materials: Materials) -> Entry:
    """A contact of a deal."""
    words = {"who": who(event), "name": event.data.get("name", "")}
    if event.data.get("new") is None:
        return _change(event, _("%(who)s took %(name)s out of the deal") % words)
    if event.data.get("old") is None:
        return _change(event, _("%(who)s added %(name)s to the deal") % words)
    return _change(event, _("%(who)s changed the role of %(name)s in the deal") % words)


def activity(event: Event, materials: Materials) -> Entry | None:
    """Something was planned; what was written down after it was done stands there as done."""
    found = materials.activities.get(event.subject_id)
    if found is None or event.data.get("is_done"):
        return None
    words = {"who": who(event), "subject": found.activity.subject}
    return _change(event, _("%(who)s planned “%(subject)s”") % words)


def file_deleted(event: Event, materials: Materials) -> Entry | None:
    """A file was taken off the record, or off a visit that the user sees."""
    if event.data.get("visit") and event.portal_id not in materials.visit_portals:
        return None
    words = {"who": who(event), "name": event.data.get("name", "")}
    return _change(event, _("%(who)s took off the file %(name)s") % words)


def deleted(event: Event, _materials: Materials) -> Entry:
    """Into the recycle bin."""
    return _change(event, _("%(who)s deleted this record") % {"who": who(event)})


def restored(event: Event, _materials: Materials) -> Entry:
    """Out of the recycle bin."""
    return _change(event, _("%(who)s restored this record") % {"who": who(event)})


def _value(event: Event) -> str:
    """An address or a number as it stands; what a website calls somebody would not be understood alone."""
    value = str(event.data.get("value", ""))
    is_customer = event.data.get("identifier_kind") == "customer"
    return _("Customer number %(number)s") % {"number": value} if is_customer else value


def _sees_identifier(event: Event, materials: Materials) -> bool:
    return materials.sees_identifier(event.data.get("identifier_kind", ""), event.data.get("module", ""))


def _stage(materials: Materials, pk: int) -> str:
    found: Stage | None = materials.stages.get(pk)
    return stage_word(found) if found else "?"


def _cut(text: object) -> str:
    words = str(text or "")
    return words if len(words) <= TEXT_SHOWN else f"{words[:TEXT_SHOWN].rstrip()}…"


def _change(event: Event, text: str) -> Entry:
    return Entry("change", event.pk, event.at, changes=(Change(text, event.at),))

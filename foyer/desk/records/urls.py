"""Paths of records: `leads`, `contacts`, `accounts` and `deals` in an address are the modules of the CRM."""

from django.urls import URLPattern, path, register_converter

from foyer.crm.modules import MODULES, RECORDS
from foyer.desk.records import (
    bin_views,
    field_views,
    history_views,
    identity_views,
    new_views,
    party_views,
    pick_views,
    views,
)

WORDS = {MODULES[name].plural: name for name in RECORDS}


class ModuleConverter:
    """`leads` ↔ `lead`."""

    regex = "|".join(WORDS)

    def to_python(self, value: str) -> str:
        """The module of a word in an address."""
        return WORDS[value]

    def to_url(self, value: str) -> str:
        """The word of a module."""
        return f"{value}s"


register_converter(ModuleConverter, "module")
RECORD = "<module:module>/<int:record_id>"
IDENTIFIER = f"{RECORD}/identifiers/<int:identifier_id>"

pages: list[URLPattern] = [
    path(f"{word}/<int:record_id>/", views.record, {"module": name}, name=name) for word, name in WORDS.items()
]
urlpatterns = [
    *pages,
    path("<module:module>/new/", new_views.new, name="record_new"),
    path(f"{RECORD}/head/", views.head, name="record_head"),
    path(f"{RECORD}/details/", views.details, name="record_details"),
    path(f"{RECORD}/feed/", views.feed, name="feed"),
    path(f"{RECORD}/notes/", views.notes, name="record_notes"),
    path(f"{RECORD}/step/", views.step, name="record_step"),
    path(f"{RECORD}/owner/", views.owner, name="record_owner"),
    path(f"{RECORD}/edit/", field_views.edit, name="record_edit"),
    path(f"{RECORD}/fields/<slug:key>/", field_views.field, name="record_field"),
    path(f"{RECORD}/identifiers/", identity_views.identifiers, name="record_identifiers"),
    path(f"{IDENTIFIER}/", identity_views.identifier, name="record_identifier"),
    path(f"{IDENTIFIER}/mailings/", identity_views.mailings, name="record_mailings"),
    path(f"{IDENTIFIER}/description/", identity_views.description, name="record_description"),
    path(f"{RECORD}/decisions/<int:decision_id>/undoing/", identity_views.undoing, name="record_undoing"),
    path(f"{RECORD}/deletion/", bin_views.deletion, name="record_deletion"),
    path(f"{RECORD}/restoration/", bin_views.restoration, name="record_restoration"),
    path(f"{RECORD}/history/", history_views.history, name="record_history"),
    path(f"{RECORD}/history/<int:event_id>/", history_views.value, name="record_value"),
    path("deals/<int:record_id>/contacts/", party_views.parties, name="deal_parties"),
    path("deals/<int:record_id>/contacts/<int:contact_id>/removal/", party_views.removal, name="deal_party"),
    path("bin/", bin_views.recycle_bin, name="bin"),
    path("pick/<module:module>/", pick_views.pick, name="pick"),
    path("transcripts/<int:conversation_id>/", views.transcript, name="transcript"),
]

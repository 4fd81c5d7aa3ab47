"""Paths of leads and contacts: `leads` and `contacts` in an address are the modules of the CRM."""

from django.urls import path, register_converter

from foyer.desk.records import identity_views, views

WORDS = {"leads": "lead", "contacts": "contact"}


class ModuleConverter:
    """`leads` ↔ `lead`."""

    regex = "leads|contacts"

    def to_python(self, value: str) -> str:
        """The module of a word in an address."""
        return WORDS[value]

    def to_url(self, value: str) -> str:
        """The word of a module."""
        return f"{value}s"


register_converter(ModuleConverter, "module")

urlpatterns = [
    path("<module:module>/new/", views.new, name="record_new"),
    path("leads/<int:record_id>/", views.record, {"module": "lead"}, name="lead"),
    path("contacts/<int:record_id>/", views.record, {"module": "contact"}, name="contact"),
    path("<module:module>/<int:record_id>/head/", views.head, name="record_head"),
    path("<module:module>/<int:record_id>/feed/", views.feed, name="feed"),
    path("<module:module>/<int:record_id>/notes/", views.notes, name="record_notes"),
    path("<module:module>/<int:record_id>/status/", views.status, name="record_status"),
    path("<module:module>/<int:record_id>/owner/", views.owner, name="record_owner"),
    path("<module:module>/<int:record_id>/details/", views.details, name="record_details"),
    path("<module:module>/<int:record_id>/identifiers/", identity_views.identifiers, name="record_identifiers"),
    path(
        "<module:module>/<int:record_id>/identifiers/<int:identifier_id>/",
        identity_views.identifier,
        name="record_identifier",
    ),
    path(
        "<module:module>/<int:record_id>/decisions/<int:decision_id>/undoing/",
        identity_views.undoing,
        name="record_undoing",
    ),
    path("transcripts/<int:conversation_id>/", views.transcript, name="transcript"),
]

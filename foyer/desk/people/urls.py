"""Paths of leads and contacts: `leads` and `contacts` in an address are the modules of the CRM."""

from django.urls import path, register_converter

from foyer.desk.people import identity_views, views

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
    path("leads/", views.people, {"module": "lead"}, name="leads"),
    path("contacts/", views.people, {"module": "contact"}, name="contacts"),
    path("<module:module>/new/", views.new, name="person_new"),
    path("leads/<int:person_id>/", views.record, {"module": "lead"}, name="lead"),
    path("contacts/<int:person_id>/", views.record, {"module": "contact"}, name="contact"),
    path("<module:module>/<int:person_id>/head/", views.head, name="person_head"),
    path("<module:module>/<int:person_id>/feed/", views.feed, name="feed"),
    path("<module:module>/<int:person_id>/notes/", views.notes, name="person_notes"),
    path("<module:module>/<int:person_id>/status/", views.status, name="person_status"),
    path("<module:module>/<int:person_id>/owner/", views.owner, name="person_owner"),
    path("<module:module>/<int:person_id>/details/", views.details, name="person_details"),
    path("<module:module>/<int:person_id>/identifiers/", identity_views.identifiers, name="person_identifiers"),
    path(
        "<module:module>/<int:person_id>/identifiers/<int:identifier_id>/",
        identity_views.identifier,
        name="person_identifier",
    ),
    path(
        "<module:module>/<int:person_id>/decisions/<int:decision_id>/undoing/",
        identity_views.undoing,
        name="person_undoing",
    ),
    path("transcripts/<int:conversation_id>/", views.transcript, name="transcript"),
]

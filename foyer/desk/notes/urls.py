"""Paths of notes and mentions."""

from django.urls import path

from foyer.desk.notes import views

urlpatterns = [
    path("notes/<int:note_id>/", views.note, name="note"),
    path("notes/<int:note_id>/deletion/", views.deletion, name="note_deletion"),
    path("mentions/<int:mention_id>/", views.mention, name="mention"),
    path("mentions/<int:mention_id>/popup/", views.popup, name="mention_popup"),
    path("colleagues/", views.colleagues, name="colleagues"),
]

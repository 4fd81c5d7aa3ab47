"""Paths of converting a lead."""

from django.urls import path

from foyer.desk.converting import views

urlpatterns = [
    path("leads/<int:record_id>/conversion/", views.convert, name="convert"),
    path("leads/<int:record_id>/conversion/rest/", views.rest, name="convert_rest"),
    path("leads/<int:record_id>/conversion/undoing/", views.undoing, name="convert_undoing"),
]

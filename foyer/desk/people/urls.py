"""Paths of the lists of leads and contacts."""

from django.urls import path

from foyer.desk.people import views

urlpatterns = [
    path("leads/", views.people, {"module": "lead"}, name="leads"),
    path("contacts/", views.people, {"module": "contact"}, name="contacts"),
]

"""Paths of the chat status."""

from django.urls import path

from foyer.desk.status import views

urlpatterns = [
    path("shell/status/", views.shell_status, name="shell_status"),
    path("shell/standings/", views.standings, name="standings"),
    path("availability/", views.availability, name="availability"),
    path("inbox/ring/", views.ring, name="ring"),
    path("socket/ticket", views.ticket, name="ticket"),
]

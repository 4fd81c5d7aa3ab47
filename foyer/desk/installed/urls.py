"""Paths of the installed app: a worker sees what lies below its own path, so it stands at the root."""

from django.urls import path

from foyer.desk.installed import views

urlpatterns = [
    path("sw.js", views.worker, name="worker"),
    path("offline/<str:language>/", views.offline, name="offline"),
]
